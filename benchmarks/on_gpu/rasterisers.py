"""The rasterisers beside each other."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from benchmarks.on_gpu.report import Report


def rasterisers(report: Report) -> None:
    """Which triangle each pixel shows, by each rasteriser; and a whole picture there and back."""
    from training.render import torch_raster
    from training.render.rasterise import interpolate, rasterise

    batch = 1 if report.quick else 16
    clip, faces = _head_in_clip(report, batch)
    on_device, device_faces = clip.to(report.device), faces.to(report.device)
    for size in (112,) if report.quick else (224, 448):
        what = f"{size} px, batch {batch}, {len(faces)} triangles"
        wide = (size, size, True)
        if report.on_gpu:
            from training.render import triton_raster

            report.measure("rasteriser", what, "Triton",
                           lambda w=wide: triton_raster.visible(on_device, device_faces, *w), batch)  # fmt: skip
            report.measure("rasteriser", what, "torch, GPU",
                           lambda w=wide: torch_raster.visible(on_device, device_faces, *w), batch)  # fmt: skip
            one, other = (r.visible(on_device, device_faces, *wide)[0] for r in (triton_raster, torch_raster))
            print(f"{'':11} Triton and torch agree on {float((one == other).float().mean()):.6f} of the pixels")
        report.measure("rasteriser", what, "torch, CPU", lambda w=wide: torch_raster.visible(clip, faces, *w), batch)
        try:
            from training.render import numba_raster

            report.measure("rasteriser", what, "numba, CPU",
                           lambda w=wide: numba_raster.visible(clip, faces, *w), batch)  # fmt: skip
        except ModuleNotFoundError as error:
            report.skip("rasteriser: numba", error)

        def there_and_back(size: int = size) -> object:
            v = on_device.detach().requires_grad_()
            fragments = rasterise(v, device_faces, size, size, culled=True)
            return torch.autograd.grad(interpolate(v[..., :3], device_faces, fragments).sum(), v)

        report.measure("rasteriser", what, "picture and its gradient", there_and_back, batch)
    if not report.on_gpu:
        report.skip("rasteriser: Triton", "there is no CUDA device")


def _head_in_clip(report: Report, batch: int) -> tuple[Tensor, Tensor]:
    """[B, V, 4] and [F, 3] int32: the head, or a ball of as many triangles where it cannot be opened."""
    from training.render.camera import clip_from_model

    try:
        from engine.head import open_head

        head = open_head()
        vertices, faces = head.v_template, head.faces
    except Exception as error:
        report.skip("rasteriser: the head", f"{error}; a ball of as many triangles stands in for it")
        rows, columns = 82, 81
        down, round_ = np.meshgrid(np.linspace(0, np.pi, rows + 1), np.linspace(0, 2 * np.pi, columns), indexing="ij")
        ball = np.stack([np.sin(down) * np.sin(round_), np.cos(down), np.sin(down) * np.cos(round_)], -1)
        vertices = (0.11 * ball).reshape(-1, 3)
        first = (np.arange(rows)[:, None] * columns + np.arange(columns - 1)).reshape(-1, 1)
        corners = np.array([[0, columns, columns + 1], [0, columns + 1, 1]])
        faces = (first[:, None] + corners).reshape(-1, 3)
    turned = torch.tensor(np.asarray(vertices, np.float32)).repeat(batch, 1, 1)
    cam = torch.tensor([[8.0, 0.0, 0.0]]).repeat(batch, 1)
    return clip_from_model(turned, cam).contiguous(), torch.tensor(np.asarray(faces, np.int32))
