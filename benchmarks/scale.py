"""What the paper's training costs on this machine: python -m benchmarks.scale FOLDER [--device cuda] (docs/scale.md)

Prepares the pictures in FOLDER, several of each person, as `label --squares` does; then runs steps of each stage with
the paper's networks. CPU seconds, not those of a clock, so that others at work on the machine change little; with
--device cuda whole batches by the clock. Ends with what --count pictures would cost at these rates.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch.utils.flop_counter import FlopCounterMode

from engine.head import open_head
from training.data.faces import FaceFile, open_faces
from training.label.footage import LabelConfig
from training.label.job import find_jobs
from training.label.work import label
from training.paper.loader import FaceBatch, FaceLoader
from training.paper.preset import PRESETS, Draw, Stage
from training.paper.task import BroughtNetworks, new_network, paper_task

EPOCHS: dict[Stage, float] = {"pretrain": 2.0, "coarse": 1.5, "detail": 1.0}
"""How often each picture is drawn. The paper's, but for detail: there it costs this much an epoch."""
ON_CPU: dict[Stage, Draw] = {"pretrain": Draw(4, 1), "coarse": Draw(2, 2), "detail": Draw(1, 3)}
"""A picture costs the same in a small batch."""
_STEPS = 5
_VGG19 = {0: 64, 2: 64, 5: 128, 7: 128, 10: 256, 12: 256, 14: 256, 16: 256, 19: 512, 21: 512}
"""Channels of its convolutions by their place, as far as ID-MRF looks."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one stage, a picture: forwards, backwards and Adam's step."""

    stage: Stage
    batch: int
    flop: float
    seconds: float
    loading: float
    """CPU seconds of the process that prepares batches."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="pictures, or a folder of them for each person")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--count", type=float, default=2e6, help="pictures to tell the whole cost of")
    given = parser.parse_args()
    torch.set_num_threads(1)
    with TemporaryDirectory(prefix="scale-") as temporary:
        folder = Path(temporary)
        files, preparing, size = prepared(given.folder, folder)
        number = sum(map(len, files))
        print(f"prepared {number} pictures: {1e3 * preparing:.0f} CPU ms and {size / 1e3:.1f} kB each")
        hours = given.count * preparing / 3600
        print(f"{given.count:.3g} pictures: {hours:.1f} CPU h, {given.count * size / 1e9:.0f} GB\n")
        weights = random_vgg19(folder / "vgg19.pth")
        unit = "CPU s" if given.device == "cpu" else "s"
        print(f"| stage | batch | GFLOP a picture | {unit} a picture | CPU ms to load it | h of {given.count:.3g} |")
        print("| --- | --- | --- | --- | --- | --- |", flush=True)
        for stage in EPOCHS:
            cost = measured(stage, files, weights, torch.device(given.device))
            hours = EPOCHS[stage] * given.count * cost.seconds / 3600
            print(
                f"| {stage} | {cost.batch} | {cost.flop / 1e9:.1f} | {cost.seconds:.4f} | {1e3 * cost.loading:.1f} "
                f"| {hours:,.1f} in {EPOCHS[stage]:g} epochs |",
                flush=True,
            )


def prepared(pictures: Path, folder: Path) -> tuple[list[FaceFile], float, float]:
    """The faces, and CPU seconds and bytes that each of them cost."""
    jobs = find_jobs([pictures])
    label(jobs[0], folder / "warm", LabelConfig(squares=True))  # the detector is loaded once
    start = time.process_time()
    for job in jobs:
        label(job, folder / "faces", LabelConfig(squares=True))
    spent = time.process_time() - start
    files = open_faces([folder / "faces"])
    number = sum(map(len, files))
    return files, spent / number, sum(file.path.stat().st_size for file in files) / number


def measured(stage: Stage, files: list[FaceFile], vgg19: Path, device: torch.device) -> Cost:
    """Steps of the stage with the paper's networks."""
    preset = PRESETS["paper"]
    draw = ON_CPU[stage] if device.type == "cpu" else preset.draw(stage)
    loader = FaceLoader(files, draw, preset.size)
    network = new_network(stage, preset, open_head()).to(device)
    task = paper_task(stage, preset, open_head(), network, BroughtNetworks(None, vgg19), [], device)
    optimiser = torch.optim.Adam([part for part in network.parameters() if part.requires_grad], 1e-4)
    start = time.process_time()
    batches = [FaceBatch(*(torch.as_tensor(value).to(device) for value in loader[i])) for i in range(_STEPS)]
    loading = (time.process_time() - start) / _STEPS

    def step(batch: FaceBatch) -> None:
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):  # as training/loop.py
            output = network(*task.given(batch))
        total, _, _ = task.losses(output, batch)
        optimiser.zero_grad()
        total.backward()
        optimiser.step()

    with FlopCounterMode(display=False) as counter:
        step(batches[0])
    spent = sorted(_timed(lambda batch=batch: step(batch), device) for batch in batches[1:])  # type: ignore[misc]
    return Cost(
        stage, draw.pictures, counter.get_total_flops() / draw.pictures, spent[len(spent) // 2] / draw.pictures,
        loading / draw.pictures,
    )  # fmt: skip


def _timed(work: Callable[[], None], device: torch.device) -> float:
    if device.type == "cpu":
        start = time.process_time()
        work()
        return time.process_time() - start
    torch.cuda.synchronize(device)
    start = time.perf_counter()
    work()
    torch.cuda.synchronize(device)
    return time.perf_counter() - start


def random_vgg19(path: Path) -> Path:
    """Weights of VGG19's shapes: what ID-MRF costs does not depend on them."""
    state = {}
    known = 3
    for number, told in _VGG19.items():
        state[f"features.{number}.weight"] = torch.randn(told, known, 3, 3) * (2 / (9 * known)) ** 0.5
        state[f"features.{number}.bias"] = torch.zeros(told)
        known = told
    torch.save(state, path)
    return path


if __name__ == "__main__":
    main()
