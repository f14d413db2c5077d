"""Light at the vertices of a drawn head, compiled: diffuse and gloss, which vary slowly over skin. Everything linear.

After shaders/skin.frag and mouth.frag, with several lights in place of one.
"""

from __future__ import annotations

import math

from engine.check import Array
from training.data.synthetic.raster import compiled

_FLOOR = 0.02


@compiled
def light_vertices(
    vertices: Array, normals: Array, distance: float, ambient: Array, towards: Array, colours: Array, unshadowed: Array,
    sky: Array, inside: Array, wet: Array, pressed: Array, gloss: Array, out: Array,
) -> None:  # fmt: skip
    """Fill out [V, 6]: diffuse light, and gloss.

    ambient: [9, 3] SH with factors  towards, colours: [K, 3] lights  unshadowed: [V, K]
    pressed: [V] light that is left where skin is pushed together
    gloss: [3] of the broad lobe, of the narrow lobe, of what is wet
    """
    for i in range(len(vertices)):
        x, y, z = normals[i, 0], normals[i, 1], normals[i, 2]
        ex, ey, ez = -vertices[i, 0], -vertices[i, 1], distance - vertices[i, 2]
        scale = 1 / math.sqrt(ex * ex + ey * ey + ez * ez)
        ex, ey, ez = ex * scale, ey * scale, ez * scale
        if wet[i] and x * ex + y * ey + z * ez < 0:
            x, y, z = -x, -y, -z
        deep = inside[i]
        opened = (1 - 0.80 * deep) ** 2 if wet[i] else 1 - 0.85 * deep
        for c in range(3):
            soft = (
                ambient[0, c] + ambient[1, c] * x + ambient[2, c] * y + ambient[3, c] * z
                + ambient[4, c] * x * y + ambient[5, c] * x * z + ambient[6, c] * y * z
                + ambient[7, c] * (x * x - y * y) + ambient[8, c] * (3 * z * z - 1)
            )  # fmt: skip
            out[i, c] = max(soft, _FLOOR) * sky[i]
            out[i, 3 + c] = 0
        for k in range(len(towards)):
            cosine = x * towards[k, 0] + y * towards[k, 1] + z * towards[k, 2]
            share = unshadowed[i, k]
            if cosine > -0.5 and share > 0:
                # Light that has travelled under the skin comes out redder, beyond the terminator.
                for c in range(3):
                    wrap = 0.42 if c == 0 else (0.24 if c == 1 else 0.17)
                    lit = min(max((cosine + wrap) / (1 + wrap), 0.0), 1.0)
                    out[i, c] += colours[k, c] * lit * (0.65 + 0.35 * lit) * share
            if cosine > 0 and share > 0:
                hx, hy, hz = ex + towards[k, 0], ey + towards[k, 1], ez + towards[k, 2]
                scale = 1 / math.sqrt(hx * hx + hy * hy + hz * hz + 1e-12)
                half = max((x * hx + y * hy + z * hz) * scale, 0.0)
                grazing = 1 - max((ex * hx + ey * hy + ez * hz) * scale, 0.0)
                fresnel = 0.028 + 0.972 * grazing * grazing * grazing * grazing * grazing
                h8 = half * half
                h8 *= h8
                h8 *= h8
                h32 = h8 * h8
                h32 *= h32
                amount = gloss[2] * h32 if wet[i] else gloss[0] * h8 + gloss[1] * h32
                amount *= opened * fresnel * cosine * share
                for c in range(3):
                    out[i, 3 + c] += colours[k, c] * amount
        for c in range(3):
            sunk = 0.20 if c == 0 else 0.50
            out[i, c] *= opened * (1 - sunk * deep) * pressed[i]
