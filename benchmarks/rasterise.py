"""Time of a differentiable picture, numba beside plain torch in the same run: python -m benchmarks.rasterise

The open head in the training crop, ms per picture. The two take turns, so that a busy machine slows both alike.
"""

# ruff: noqa: E402  (threads are set before numpy is imported)

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import statistics
import time
from collections.abc import Callable

import torch
from torch import Tensor

from engine.head import open_head
from training.models.head import TorchHead
from training.render import numba_raster, torch_raster
from training.render.camera import clip_from_model
from training.render.portrait import HeadRenderer
from training.render.rasterise import rasterise

SIZES = (112, 224, 448)
CHANNELS = 6
"""Interpolated at once: normals and colours."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="per figure; the median is shown")
    parser.add_argument("--batch", type=int, default=4, help="pictures at once")
    parser.add_argument("--threads", type=int, default=1, help="of torch and of our kernels")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    head = open_head()
    renderer, vertices, cam = _people(arguments.batch)
    clip = clip_from_model(vertices, cam)
    print(
        f"{head.num_vertices} vertices, {len(head.faces)} triangles, batches of {arguments.batch}, "
        f"{arguments.threads} threads, medians of {arguments.runs}, ms per picture\n"
    )
    print(f"{'':34}" + "".join(f"{f'{size} px':>24}" for size in SIZES))
    print(f"{'':34}" + f"{'numba':>8}{'torch':>8}{'ratio':>8}" * len(SIZES))
    for label, stage in (("which triangle", _visibility), ("barycentrics, there and back", _weighing),
                         (f"{CHANNELS} channels, there and back", _mixing), ("all three", _all)):  # fmt: skip
        line = f"{label:34}"
        for size in SIZES:
            ours, plain = (
                1e3 * seconds / arguments.batch
                for seconds in _medians(stage(clip.contiguous(), renderer.faces, size), arguments.runs)
            )
            line += f"{ours:8.2f}{plain:8.2f}{plain / ours:8.1f}"
        print(line)
    line = f"{'portrait, vertices there and back':34}"
    for size in SIZES:
        (whole,) = _medians([_portrait(arguments.batch, size)], arguments.runs)
        line += f"{1e3 * whole / arguments.batch:8.2f}{'':16}"
    print(line)


def _people(batch: int, size: int = 224) -> tuple[HeadRenderer, Tensor, Tensor]:
    head, random = open_head(), torch.Generator().manual_seed(0)
    shape = torch.randn(batch, head.num_shape, generator=random) * 0.7
    expression = torch.rand(batch, head.num_expression, generator=random) * 0.2
    poses = torch.randn(batch, 5, 3, generator=random) * 0.15
    cam = torch.tensor([[8.0, 0.0, -0.01]]).repeat(batch, 1)
    return HeadRenderer(head, size), TorchHead(head)(shape, expression, poses), cam


def _visibility(clip: Tensor, faces: Tensor, size: int) -> list[Callable[[], object]]:
    return [
        lambda: numba_raster.visible(clip, faces, size, size, True),
        lambda: torch_raster.visible(clip, faces, size, size, True),
    ]


def _weighing(clip: Tensor, faces: Tensor, size: int) -> list[Callable[[], object]]:
    triangle = rasterise(clip, faces, size, size, culled=True).triangle
    pull = torch.randn(*triangle.shape, 3)

    def run(barycentrics: Callable[..., Tensor]) -> object:
        return torch.autograd.grad((barycentrics(clip, faces, triangle) * pull).sum(), clip)

    clip = clip.clone().requires_grad_()
    return [lambda: run(numba_raster.Barycentrics.apply), lambda: run(torch_raster.barycentrics)]


def _mixing(clip: Tensor, faces: Tensor, size: int) -> list[Callable[[], object]]:
    triangle, barycentric, _ = rasterise(clip, faces, size, size, culled=True)
    colours = torch.randn(len(clip), clip.shape[1], CHANNELS, requires_grad=True)
    weights = barycentric.clone().requires_grad_()
    pull = torch.randn(*triangle.shape, CHANNELS)

    def run(interpolate: Callable[..., Tensor]) -> object:
        return torch.autograd.grad((interpolate(colours, faces, triangle, weights) * pull).sum(), [colours, weights])

    return [lambda: run(numba_raster.Interpolate.apply), lambda: run(torch_raster.interpolate)]


def _all(clip: Tensor, faces: Tensor, size: int) -> list[Callable[[], object]]:
    colours = torch.randn(len(clip), clip.shape[1], CHANNELS, requires_grad=True)
    pull = torch.randn(len(clip), size, size, CHANNELS)
    clip = clip.clone().requires_grad_()

    def run(visible: Callable[..., tuple[Tensor, Tensor]], weigh: Callable[..., Tensor], mix: Callable[..., Tensor]):
        triangle, _ = visible(clip, faces, size, size, True)
        picture = mix(colours, faces, triangle, weigh(clip, faces, triangle))
        return torch.autograd.grad((picture * pull).sum(), [clip, colours])

    return [
        lambda: run(numba_raster.visible, numba_raster.Barycentrics.apply, numba_raster.Interpolate.apply),
        lambda: run(torch_raster.visible, torch_raster.barycentrics, torch_raster.interpolate),
    ]


def _portrait(batch: int, size: int) -> Callable[[], object]:
    renderer, vertices, cam = _people(batch, size)
    vertices.requires_grad_()
    albedo, background = torch.rand(1, 3, 256, 256).expand(batch, -1, -1, -1), torch.zeros(batch, 3, size, size)
    light = torch.randn(batch, 9, 3)

    def run() -> object:
        return torch.autograd.grad(renderer(vertices, cam, albedo, light, background).picture.sum(), vertices)

    return run


def _medians(stages: list[Callable[[], object]], runs: int) -> list[float]:
    """Seconds of each stage; they take turns."""
    times: list[list[float]] = [[] for _ in stages]
    for run in range(runs + 2):
        for stage, seconds in zip(stages, times, strict=True):
            start = time.perf_counter()
            stage()
            if run >= 2:  # the first ones compile and allocate
                seconds.append(time.perf_counter() - start)
    return [statistics.median(seconds) for seconds in times]


if __name__ == "__main__":
    main()
