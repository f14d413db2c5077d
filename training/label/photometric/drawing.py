"""What the camera sees of a body: the triangle of every pixel of the close crop, and colours under a light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.check import Array
from engine.tracking.placement import Placement
from training.label.photometric.look import SIZE, Look, blurred
from training.label.photometric.surface import Stance, Surface
from training.render.camera import ndc_from_pixels
from training.render.rasterise import Fragments, interpolate, rasterise
from training.render.shade import sample_texture, shading, srgb_from_linear, unit, vertex_normals

_FRONT = (0.0, 0.0, 1.0)
LEAST_LIGHT = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class Paint:
    """A clip's colours and light."""

    texture: Array  # [T, T, 4] linear albedo over the head's uv square, top row first; fourth how far to believe it
    light: Array  # [9, 3] SH, frame of the camera
    spread: float
    """sRGB: standard deviation of a frame's pixels about these colours, outliers aside."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Where a body is in a crop."""

    turned: Array  # [V, 3] metres about the placement's centre, frame of the camera
    pixels: Array  # [V, 2] of the crop, from pixel edges
    triangle: Array  # [SIZE, SIZE] int32 into the surface's faces, -1 where none
    corners: Array  # [SIZE, SIZE, 3] barycentric
    depth: Array  # [SIZE, SIZE] metres behind the placement's centre, inf where none
    fragments: Fragments


class Draughtsman:
    """Draws one head family."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.faces = torch.from_numpy(surface.faces)
        self._long_faces = self.faces.long()
        self._uv = torch.from_numpy(surface.head.uv.copy())
        self._uv_faces = torch.from_numpy(surface.head.uv_faces[surface.triangles])
        self._skin = torch.from_numpy(surface.skin)

    def see(self, stance: Stance, placement: Placement, look: Look) -> Seen:
        """What of the body is in sight. The placement's perspective must be weak, as a clip's is."""
        turned = (stance.points - placement.centre) @ placement.rotation.T
        uv = placement.scale * turned[:, :2] + placement.offset
        pixels = look.place(uv.T).T
        ndc = ndc_from_pixels(torch.from_numpy(pixels), SIZE, SIZE)
        depth = torch.from_numpy(-turned[:, 2:])
        v_clip = torch.cat([ndc, depth, torch.ones_like(depth)], 1).float()
        fragments = rasterise(v_clip, self.faces, SIZE, SIZE, culled=True)
        triangle, corners, deep = (values[0].numpy() for values in fragments)
        return Seen(turned.astype(np.float32), pixels.astype(np.float32), triangle, corners, deep, fragments)

    def normals(self, seen: Seen) -> Tensor:
        """[1, V, 3] unit, frame of the camera."""
        return vertex_normals(torch.from_numpy(seen.turned)[None], self._long_faces)

    def paint(self, seen: Seen, paint: Paint) -> tuple[Array, Array]:
        """[SIZE, SIZE, 3] sRGB blurred as a look is, 0 where no head is; and [SIZE, SIZE] belief in its colours."""
        fragments = seen.fragments
        normals = unit(interpolate(self.normals(seen), self.faces, fragments))
        skin = self._skin[fragments.triangle.clamp_min(0).long()][..., None]
        light = torch.from_numpy(paint.light.astype(np.float32))[None]
        lit = shading(torch.where(skin, normals, normals.new_tensor(_FRONT)), light).clamp_min(LEAST_LIGHT)
        texture = torch.from_numpy(paint.texture).permute(2, 0, 1)[None]
        albedo = sample_texture(texture, interpolate(self._uv, self._uv_faces, fragments))
        colour = srgb_from_linear(albedo[..., :3] * lit)[0].numpy()
        covered = (seen.triangle >= 0)[..., None]
        # Over the mean of the head: a black background would bleed into the outline.
        ground = colour[covered[..., 0]].mean(0) if covered.any() else np.zeros(3, np.float32)
        return blurred(np.where(covered, colour, ground)), np.where(covered, albedo[0, ..., 3:].numpy(), 0)[..., 0]
