"""The files that the app opens, by ONNX Runtime, on each kind of device that it has here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from benchmarks.on_gpu.engines import MODELS
from benchmarks.on_gpu.report import Report


def shipped(report: Report) -> None:
    """At a batch of one, and how far the GPU's answers are from the processor's."""
    import onnxruntime

    available = onnxruntime.get_available_providers()
    if "CUDAExecutionProvider" not in available:
        report.skip("ONNX Runtime on the GPU", f"this build has only {', '.join(available)}")
    for path in sorted(MODELS.glob("*.onnx")):
        session = _session(path, "CPUExecutionProvider")
        one = _given(session, 1)
        what = f"{path.stem}, batch 1"
        report.measure("network", what, "ONNX Runtime, CPU", lambda s=session, o=one: s.run(None, o))
        if "CUDAExecutionProvider" not in available or not report.on_gpu:
            continue
        stream = torch.cuda.Stream()  # its own: CUDA's events then see it
        on_gpu = _session(path, ("CUDAExecutionProvider", {"user_compute_stream": str(stream.cuda_stream)}))
        if on_gpu.get_providers()[0] != "CUDAExecutionProvider":
            report.skip(f"ONNX Runtime on the GPU: {path.stem}", "its CUDA libraries do not load")
            continue
        with torch.cuda.stream(stream):
            report.measure("network", what, "ONNX Runtime, CUDA", _bound(on_gpu, one))
        _parity(report, path.stem, session, on_gpu)


def _session(path: Path, provider: object) -> object:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # as the app does
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=[provider])


def _given(session: object, batch: int) -> dict[str, np.ndarray]:
    from engine.inference.agreement import golden_batch

    shapes = {one.name: (None, *one.shape[1:]) for one in session.get_inputs()}  # type: ignore[attr-defined]
    return dict(zip(shapes, golden_batch(shapes, batch), strict=True))


def _bound(session: object, given: dict[str, np.ndarray]) -> Callable[[], object]:
    """A call with inputs and outputs on the card."""
    binding = session.io_binding()  # type: ignore[attr-defined]
    held = {name: torch.from_numpy(value).cuda() for name, value in given.items()}
    for name, value in held.items():
        binding.bind_input(name, "cuda", 0, np.float32, tuple(value.shape), value.data_ptr())
    for one in session.get_outputs():  # type: ignore[attr-defined]
        binding.bind_output(one.name, "cuda")

    def call(held: object = held) -> None:  # the binding knows places alone, and keeps nothing alive
        session.run_with_iobinding(binding)  # type: ignore[attr-defined]

    return call


def _parity(report: Report, name: str, session: object, on_gpu: object) -> None:
    from engine.inference.agreement import TOLERANCES

    batch = _given(session, 8)
    names = [one.name for one in session.get_outputs()]  # type: ignore[attr-defined]
    right, told = (one.run(names, batch) for one in (session, on_gpu))  # type: ignore[attr-defined]
    for output, want, have in zip(names, right, told, strict=True):
        allowed, unit = TOLERANCES[output]
        report.parity(name, "ONNX Runtime, CUDA", output, float(np.abs(have - want).max()), unit, allowed)
