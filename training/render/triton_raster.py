"""Which triangle each pixel shows, on CUDA: twin of torch_raster.visible.

One program a triangle and picture walks the triangle's bounding box and lowers the pixels it covers with one atomic
minimum each: depth in the high half of an int64, the triangle's number in the low half, so the order in which
programs run changes nothing.

Import this before a software OpenGL context is made, not after: Triton's LLVM crashes when Mesa's is already loaded.
"""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

from training.render.camera import pixel_centres, pixels_from_ndc
from training.render.torch_raster import BOUND_SLACK_PX

_TILE = 8
_NOTHING = torch.iinfo(torch.int64).max


def visible(v_clip: Tensor, faces: Tensor, height: int, width: int, culled: bool) -> tuple[Tensor, Tensor]:
    """As in torch_raster.py; depth is compared in float32. v_clip: [B, V, 4]  faces: [F, 3] int32."""
    v = v_clip.detach().float().contiguous()
    columns, rows = pixel_centres(height, width, v)
    pixels = pixels_from_ndc(v[..., :2] / v[..., 3:], height, width)
    nearest = torch.full((len(v), height, width), _NOTHING, dtype=torch.int64, device=v.device)
    _nearest[(len(faces), len(v))](
        v, pixels, faces, columns, rows, nearest,
        v.shape[1], height, width, CULLED=culled, SLACK=BOUND_SLACK_PX, TILE=_TILE, num_warps=2,
        enable_fp_fusion=False,  # fused, neighbours would no longer agree on the edge they share
    )  # fmt: skip
    seen = nearest != _NOTHING
    key = (nearest >> 32).to(torch.int32)
    depth = (key ^ ((key >> 31) & 0x7FFFFFFF)).view(torch.float32)
    triangle = torch.where(seen, (nearest & 0xFFFFFFFF).to(torch.int32), -1)
    return triangle, torch.where(seen, depth, torch.inf).to(v_clip.dtype)


@triton.jit
def _nearest(
    v, pixels, faces, columns, rows, nearest,
    num_vertices, height, width, CULLED: tl.constexpr, SLACK: tl.constexpr, TILE: tl.constexpr,
):  # fmt: skip
    index = tl.program_id(0)
    picture = tl.program_id(1).to(tl.int64)
    a = picture * num_vertices + tl.load(faces + 3 * index)
    b = picture * num_vertices + tl.load(faces + 3 * index + 1)
    c = picture * num_vertices + tl.load(faces + 3 * index + 2)
    ax, ay, az, aw = tl.load(v + 4 * a), tl.load(v + 4 * a + 1), tl.load(v + 4 * a + 2), tl.load(v + 4 * a + 3)
    bx, by, bz, bw = tl.load(v + 4 * b), tl.load(v + 4 * b + 1), tl.load(v + 4 * b + 2), tl.load(v + 4 * b + 3)
    cx, cy, cz, cw = tl.load(v + 4 * c), tl.load(v + 4 * c + 1), tl.load(v + 4 * c + 2), tl.load(v + 4 * c + 3)
    if (aw > 0) & (bw > 0) & (cw > 0):
        pax, pay = tl.load(pixels + 2 * a), tl.load(pixels + 2 * a + 1)
        pbx, pby = tl.load(pixels + 2 * b), tl.load(pixels + 2 * b + 1)
        pcx, pcy = tl.load(pixels + 2 * c), tl.load(pixels + 2 * c + 1)
        low_x = tl.minimum(tl.maximum(tl.minimum(tl.minimum(pax, pbx), pcx) - 0.5 - SLACK, 0.0), width)
        low_y = tl.minimum(tl.maximum(tl.minimum(tl.minimum(pay, pby), pcy) - 0.5 - SLACK, 0.0), height)
        high_x = tl.maximum(tl.minimum(tl.maximum(tl.maximum(pax, pbx), pcx) - 0.5 + SLACK, width - 1.0), -1.0)
        high_y = tl.maximum(tl.minimum(tl.maximum(tl.maximum(pay, pby), pcy) - 0.5 + SLACK, height - 1.0), -1.0)
        left, top = tl.ceil(low_x).to(tl.int32), tl.ceil(low_y).to(tl.int32)
        right, bottom = tl.floor(high_x).to(tl.int32), tl.floor(high_y).to(tl.int32)
        for y_tile in range(top, bottom + 1, TILE):
            for x_tile in range(left, right + 1, TILE):
                y = (y_tile + tl.arange(0, TILE))[:, None]
                x = (x_tile + tl.arange(0, TILE))[None, :]
                boxed = (y <= bottom) & (x <= right)
                px = tl.load(columns + x, mask=x <= right, other=0.0)
                py = tl.load(rows + y, mask=y <= bottom, other=0.0)
                qax, qay = ax - px * aw, ay - py * aw
                qbx, qby = bx - px * bw, by - py * bw
                qcx, qcy = cx - px * cw, cy - py * cw
                ea, eb, ec = qbx * qcy - qby * qcx, qcx * qay - qcy * qax, qax * qby - qay * qbx
                total = ea + eb + ec
                inside = (ea >= 0) & (eb >= 0) & (ec >= 0) & (total > 0)
                if not CULLED:
                    inside = inside | ((ea <= 0) & (eb <= 0) & (ec <= 0) & (total < 0))
                inside = inside & boxed
                z = (ea * az + eb * bz + ec * cz) / tl.where(inside, ea * aw + eb * bw + ec * cw, 1.0)
                bits = z.to(tl.int32, bitcast=True)
                key = bits ^ ((bits >> 31) & 0x7FFFFFFF)  # orders as the floats do, negative ones too
                packed = (key.to(tl.int64) << 32) | index.to(tl.int64)
                tl.atomic_min(nearest + (picture * height + y) * width + x, packed, mask=inside)
