"""The shipped files by TensorRT: what a build takes, what a call takes, and how far each output is from float32."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.on_gpu.report import Report

MODELS = Path(__file__).parents[2] / "assets" / "models"


def engines(report: Report) -> None:
    """Built here, kept nowhere. The card, the package or the driver that is absent is named among what was skipped."""
    from engine.errors import DeviceError

    try:
        package = package_here(report)
    except DeviceError as error:
        report.skip("TensorRT", error)
        report.say(f"No TensorRT runs here, the table has the rest: {error}")
        return
    for path in sorted(MODELS.glob("*.onnx"), key=lambda path: path.stem not in ("live", "detail_decoder")):
        for precision in ("float16", "float32"):
            try:
                _engine(report, package, path, precision)
            except Exception as error:  # Turing cards have no float32 products; one network never ends the others
                report.skip(f"TensorRT: {path.stem}, {precision}", error)


def package_here(report: Report) -> Any:
    """The TensorRT that serves this machine's card; DeviceError says why there is none."""
    from engine.inference.cuda import find_gpu
    from engine.inference.tensorrt_package import choose

    return choose(torch.cuda.get_device_capability() if report.on_gpu else find_gpu().capability)


def _engine(report: Report, package: object, path: Path, precision: str) -> None:
    from engine.inference.agreement import golden_batch
    from engine.inference.engine_build import build
    from engine.inference.trt_session import TrtSession

    begun = time.perf_counter()
    engine = build(package, path.read_bytes(), precision)
    built = time.perf_counter() - begun
    given, outputs = ({port.name: port.shape for port in ports} for ports in (engine.inputs, engine.outputs))
    begun = time.perf_counter()
    session = TrtSession(engine.content, package, given, outputs)
    opened = time.perf_counter() - begun
    try:
        batch = golden_batch(given)
        one = [value[:1] for value in batch]
        report.measure(
            "network", f"{path.stem}, batch 1", f"{package.name}, {precision}", lambda: session(*one),
            card=lambda: session.card_ms(*one),
        )  # fmt: skip
        report.say(f"built in {built:.1f} s, opened in {opened:.2f} s, {len(engine.content) / 1e6:.1f} MB")
        told = dict(zip(outputs, session(*batch), strict=True))
    finally:
        session.close()
    _parity(report, path, f"{package.name}, {precision}", dict(zip(given, batch, strict=True)), told)


def _parity(report: Report, path: Path, how: str, batch: dict[str, np.ndarray], told: dict[str, np.ndarray]) -> None:
    import onnxruntime

    from engine.inference.agreement import TOLERANCES
    from engine.inference.prepared import prepared

    reference = onnxruntime.InferenceSession(
        prepared(path.read_bytes(), "float32", one_sample=False), providers=["CPUExecutionProvider"]
    )
    for output, want in zip(told, reference.run(list(told), batch), strict=True):
        allowed, unit = TOLERANCES[output]
        report.parity(path.stem, how, output, float(np.abs(told[output] - want).max()), unit, allowed)
