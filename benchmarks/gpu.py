"""What an NVIDIA GPU does for this project, in one table: python -m benchmarks.gpu [--quick] [-o gpu.json]

Every network in each way that torch, ONNX Runtime and TensorRT run it here, by the wall clock and by CUDA's events,
with how far half precision is off; whole frames by OpenGL, with the wrinkles handed over on the card and through the
processor; encoder and decoder one after the other and in one pass; rasterisers and training steps. It needs Python,
numpy and torch. What else is missing is left out, and the end of the table says so for each part. Parts run in
processes of their own, so that none ends the others, and all of them within --minutes. Without a GPU the same parts
run on the CPU: use --quick there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
PARTS = {
    "networks": 90, "shipped": 60, "engines": 150, "frames": 90, "one_pass": 60, "compiled": 240, "rasterisers": 90,
    "training": 90,
}  # fmt: skip
"""Functions in benchmarks/on_gpu/*.py of the same name, and the most seconds that each may take."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes and three runs: whether it works at all")
    parser.add_argument("--runs", type=int, default=0, help="per figure; 200, or 3 with --quick")
    parser.add_argument("--device", choices=["cuda", "cpu"], help="otherwise the GPU, where torch finds one")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="these parts")
    parser.add_argument("--minutes", type=float, default=9.0, help="of everything; what does not fit is left out")
    parser.add_argument("-o", "--output", type=Path, help="a JSON file for the figures")
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.into is not None:
        _run(given.only[0], given)
        return
    found: dict[str, list[dict[str, object]]] = {"machine": [], "row": [], "parity": [], "skipped": []}
    ends = time.monotonic() + 60 * given.minutes
    with TemporaryDirectory(prefix="gpu-benchmark-") as folder:
        for part in given.only:
            _part(part, ends - time.monotonic(), Path(folder) / part, given, found)
    _print_parity(found["parity"])
    print("\nskipped" if found["skipped"] else "\nnothing was skipped")
    for one in found["skipped"]:
        print(f"  {one['what']}: {one['why']}")
    if given.output is not None:
        given.output.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def _part(
    name: str, left: float, into: Path, given: argparse.Namespace, found: dict[str, list[dict[str, object]]]
) -> None:
    """Run a part in a process of its own, which prints its rows; what ended it is told like anything else."""
    seconds: float = min(PARTS[name], left)
    why = f"no time was left of {given.minutes:g} minutes"
    if seconds > 5:
        command = [
            sys.executable,
            "-m",
            "benchmarks.gpu",
            "--only",
            name,
            "--into",
            str(into),
            "--runs",
            str(given.runs),
        ]
        command += ["--quick"] * given.quick + (["--device", given.device] if given.device else [])
        command += ["--first"] * (name == given.only[0])
        try:
            code = subprocess.run(command, cwd=ROOT, timeout=seconds, check=False).returncode
            why = "" if code == 0 else f"its process ended with {code}"
        except subprocess.TimeoutExpired:
            why = f"it took longer than {seconds:.0f} s; what it had measured by then counts"
    if into.is_file():
        for line in into.read_text("utf-8").splitlines():
            kind, content = json.loads(line)
            if kind != "machine" or not found["machine"]:
                found[kind].append(content)
    if why:
        found["skipped"].append({"what": name, "why": why})


def _run(name: str, given: argparse.Namespace) -> None:
    """In the part's own process."""
    for thread in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(thread, "1")
    sys.path.append(str(ROOT))
    from importlib import import_module

    from benchmarks.on_gpu.report import Report

    report = Report.opened(given.device, given.runs or (3 if given.quick else 200), given.quick, given.into)
    if given.first:
        report.head()
    report.part(name, getattr(import_module(f"benchmarks.on_gpu.{name}"), name))
    # Drivers of several makers in one process do not always end well, and every figure is written by now.
    sys.stdout.flush()
    os._exit(0)


def _print_parity(rows: list[dict[str, object]]) -> None:
    if rows:
        print("\nfurthest from float32, over a batch of 8")
    for row in rows:
        allowed = "" if row["allowed"] is None else f", {row['allowed']:.0e} is allowed"
        off = f"{row['off']:.2e} {row['unit']}".rstrip()
        print(f"  {row['network']:16} {row['how']:26} {row['output']:14} {off}{allowed}")


if __name__ == "__main__":
    main()
