"""The shipped files by TensorRT: what a build takes, what a call takes, and how far each output is from float32."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from benchmarks.on_gpu.report import Report

MODELS = Path(__file__).parents[2] / "assets" / "models"


def engines(report: Report) -> None:
    """Built here, kept nowhere. The card, the package or the driver that is absent is named among what was skipped."""
    from engine.errors import DeviceError
    from engine.inference.cuda import find_gpu
    from engine.inference.tensorrt_package import choose

    try:
        package = choose(find_gpu().capability)
    except DeviceError as error:
        report.skip("TensorRT", error)
        return
    for path in sorted(MODELS.glob("*.onnx")):
        for precision in ("float16", "float32"):
            try:
                _engine(report, package, path, precision)
            except DeviceError as error:  # Turing cards have no float32 products
                report.skip(f"TensorRT: {path.stem}, {precision}", error)


def _engine(report: Report, package: object, path: Path, precision: str) -> None:
    import onnxruntime

    from engine.inference.agreement import TOLERANCES, golden_batch
    from engine.inference.engine_build import build
    from engine.inference.prepared import prepared
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
        report.measure("network", f"{path.stem}, batch 1", f"{package.name}, {precision}", lambda: session(*one))
        reference = onnxruntime.InferenceSession(
            prepared(path.read_bytes(), "float32", one_sample=False), providers=["CPUExecutionProvider"]
        )
        right = reference.run(list(outputs), dict(zip(given, batch, strict=True)))
        print(f"{'':11} built in {built:.1f} s, opened in {opened:.2f} s, {len(engine.content) / 1e6:.1f} MB")
        for name, want, have in zip(outputs, right, session(*batch), strict=True):
            off, (allowed, unit) = float(np.abs(have - want).max()), TOLERANCES[name]
            print(f"{'':11}   {name:14} off by {off:.2e} {unit}, {allowed:.0e} is allowed")
    finally:
        session.close()
