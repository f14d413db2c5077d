"""What an NVIDIA GPU does for this project, in one table: python -m benchmarks.gpu [--quick] [-o gpu.json]

Latency of every network in each way that torch can run it and by TensorRT, with how far that is off; the rasterisers
beside each other in the same run, training steps on random batches, and whole frames by OpenGL. It needs Python, numpy,
torch and Triton; what else is missing is left out, and the end of the table says so. Without a GPU the same parts run
on the CPU: use --quick there.
"""

# ruff: noqa: E402  (threads are set before numpy is imported)

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import json
import platform
import sys
from dataclasses import asdict
from pathlib import Path

import torch

sys.path.append(str(Path(__file__).parent.parent))

from benchmarks.on_gpu.engines import engines
from benchmarks.on_gpu.frames import frames
from benchmarks.on_gpu.networks import networks, shipped
from benchmarks.on_gpu.rasterisers import rasterisers
from benchmarks.on_gpu.report import Report
from benchmarks.on_gpu.training import training


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes and three runs: whether it works at all")
    parser.add_argument("--runs", type=int, default=0, help="per figure; 100, or 3 with --quick")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("-o", "--output", type=Path, help="a JSON file for the figures")
    given = parser.parse_args()
    torch.manual_seed(0)
    report = Report(torch.device(given.device), given.runs or (3 if given.quick else 100), given.quick)
    machine = {
        "gpu": torch.cuda.get_device_name() if report.on_gpu else "none", "cuda": torch.version.cuda or "none",
        "torch": torch.__version__, "python": platform.python_version(), "processor": platform.processor(),
        "runs": report.runs, "quick": report.quick,
    }  # fmt: skip
    print(", ".join(f"{name} {value}" for name, value in machine.items()))
    print(f"\n{'part':11} {'what':34} {'how':26} {'median ms':>9} {'p95 ms':>9} {'p99 ms':>9} {'per second':>11}")
    for part in (networks, shipped, engines, rasterisers, training, frames):
        report.part(part.__name__, part)
    print("\nskipped" if report.skipped else "\nnothing was skipped")
    for what, why in report.skipped.items():
        print(f"  {what}: {why}")
    if given.output is not None:
        figures = {"machine": machine, "rows": [asdict(row) for row in report.rows], "skipped": report.skipped}
        given.output.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
