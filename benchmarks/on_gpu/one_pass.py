"""Encoder and detail decoder one after the other, as the app runs them, and in one pass; see docs/gpu.md."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from benchmarks.on_gpu.engines import MODELS, package_here
from benchmarks.on_gpu.report import Report
from benchmarks.on_gpu.torch_ways import forward, graphed, subjects

_WHAT = "encoder, then detail decoder"


def one_pass(report: Report) -> None:
    """The expression goes straight from the one to the other: no calibration, no smoothing, no gains."""
    for part in (_torch, _tensorrt):
        try:
            part(report)
        except Exception as error:
            report.skip(f"one pass:{part.__name__.replace('_', ' ')}", error)


def jaw_of() -> np.ndarray:
    """[52, 3] that the expression is multiplied with for the jaw's pose."""
    from engine.head.arkit import joint_poses

    return np.stack([joint_poses(unit)[0] for unit in np.eye(52, dtype=np.float32)])


def _torch(report: Report) -> None:
    if not report.on_gpu:
        report.skip("one pass: torch", "there is no CUDA device")
        return
    live, decoder = subjects(("live", "detail_decoder"))
    encode, (picture,) = live.on(report, 1)
    decode, (detail, expression, jaw_pose) = decoder.on(report, 1)
    on_host = torch.from_numpy(jaw_of())
    to_jaw = on_host.to(report.device)

    def told(picture: Tensor) -> Tensor:
        return forward(encode, (picture,), half=True).expression.float().clamp(0, 1)

    def drawn(detail: Tensor, expression: Tensor, jaw_pose: Tensor) -> object:
        return forward(decode, (detail, expression, jaw_pose), half=True)

    def both(picture: Tensor, detail: Tensor) -> object:
        expression = told(picture)
        return drawn(detail, expression, expression @ to_jaw)

    first, second = graphed(told, (picture,)), graphed(drawn, (detail, expression, jaw_pose))
    together = graphed(both, (picture, detail))

    def waiting() -> object:
        weights = first(picture).cpu()
        return second(detail, weights, weights @ on_host)

    def following() -> object:
        weights = first(picture)
        return second(detail, weights, weights @ to_jaw)

    report.measure("one pass", _WHAT, "torch, 2 graphs, a wait", waiting)
    report.measure("one pass", _WHAT, "torch, 2 graphs, no wait", following)
    report.measure("one pass", _WHAT, "torch, 1 graph", lambda: together(picture, detail))


def _tensorrt(report: Report) -> None:
    from engine.inference.agreement import golden_batch
    from engine.inference.engine_build import build
    from engine.inference.trt_session import TrtSession

    package, to_jaw = package_here(report), jaw_of()
    live, decoder = ((MODELS / f"{name}.onnx").read_bytes() for name in ("live", "detail_decoder"))
    sessions, shapes = [], []
    for model in (live, decoder, fused(live, decoder)):
        engine = build(package, model)
        given, outputs = ({port.name: port.shape for port in ports} for ports in (engine.inputs, engine.outputs))
        sessions.append((TrtSession(engine.content, package, given, outputs), list(outputs)))
        shapes.append(given)
    (encode, told), (decode, _), (both, _) = sessions
    one, (detail, *_) = golden_batch(shapes[0], 1), golden_batch(shapes[1], 1)

    def waiting() -> object:
        weights = np.clip(encode(*one)[told.index("expression")], 0, 1)
        return decode(detail, weights, weights @ to_jaw)

    try:
        report.measure("one pass", _WHAT, f"{package.name}, 2 graphs, a wait", waiting)
        report.measure("one pass", _WHAT, f"{package.name}, 1 graph", lambda: both(*one, detail))
    finally:
        for session, _ in sessions:
            session.close()


def fused(encoder: bytes, decoder: bytes) -> bytes:
    """One ONNX file that does what both do: the encoder's inputs and `detail`, its outputs and `displacement`."""
    import onnx
    from onnx import compose, helper, numpy_helper

    first = onnx.load_from_string(encoder)
    second = compose.add_prefix(onnx.load_from_string(decoder), "decoder/", rename_inputs=False, rename_outputs=False)
    first.graph.initializer.extend(
        [numpy_helper.from_array(np.float32(0), "least"), numpy_helper.from_array(np.float32(1), "most"),
         numpy_helper.from_array(jaw_of(), "to_jaw")]
    )  # fmt: skip
    first.graph.node.extend(
        [helper.make_node("Clip", ["expression", "least", "most"], ["clipped"]),
         helper.make_node("MatMul", ["clipped", "to_jaw"], ["jaw_pose"])]
    )  # fmt: skip
    for node in second.graph.node:
        for at, name in enumerate(node.input):
            node.input[at] = "clipped" if name == "expression" else name
    first.graph.node.extend(second.graph.node)
    first.graph.initializer.extend(second.graph.initializer)
    first.graph.input.extend([one for one in second.graph.input if one.name == "detail"])
    first.graph.output.extend(second.graph.output)
    for wanted in second.opset_import:
        for have in first.opset_import:
            if have.domain == wanted.domain:
                have.version = max(have.version, wanted.version)
    return bytes(first.SerializeToString())
