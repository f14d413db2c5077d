"""Detail decoders and live encoders on the card, for whole frames: by TensorRT where it runs, else by torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from benchmarks.on_gpu.engines import MODELS, package_here
from benchmarks.on_gpu.report import Report
from benchmarks.on_gpu.torch_ways import forward, graphed, subjects


@dataclass(frozen=True, slots=True)
class Chain:
    """What one machine runs both networks by."""

    name: str
    encode: Callable[[np.ndarray], np.ndarray]
    """Picture [1, 3, S, S] -> expression [52]."""
    moving: Any
    """A `MovingDetail`; an `OnCard` where maps can stay there."""


def chain(report: Report) -> Chain:
    """The best that there is here; what was not is among what was skipped."""
    found: Chain | None = None
    for way in (_tensorrt, _torch_graphs, _onnx_runtime, _torch_plain):
        try:
            found = way(report)
        except Exception as error:
            report.skip(f"frame: networks by{way.__name__.replace('_', ' ')}", error)
        if found is not None:
            return found
    raise RuntimeError("nothing here runs the networks")


def _tensorrt(report: Report) -> Chain | None:
    from engine.inference.engine_build import build
    from engine.inference.trt_session import TrtSession

    package, sessions = package_here(report), []
    for name in ("live", "detail_decoder"):
        engine = build(package, (MODELS / f"{name}.onnx").read_bytes())
        given, outputs = ({port.name: port.shape for port in ports} for ports in (engine.inputs, engine.outputs))
        sessions.append((TrtSession(engine.content, package, given, outputs), list(outputs)))
    (live, names), (decoder, _) = sessions
    at = names.index("expression")
    return Chain(f"{package.name}, float16", lambda picture: live(picture)[at][0], _TrtMoving(decoder))


def _torch_graphs(report: Report) -> Chain | None:
    if not report.on_gpu:
        return None
    live, decoder = subjects(("live", "detail_decoder"))
    encode, given = live.on(report, 1)
    decode, codes = decoder.on(report, 1)
    told = graphed(lambda picture: forward(encode, (picture,), half=True).expression.float(), given)
    relief = torch.from_numpy(waves()).to(report.device)
    drawn = graphed(lambda *one: forward(decode, one, half=True).float() + relief, codes)
    return Chain(
        "torch, CUDA graphs, float16",
        lambda picture: told(torch.from_numpy(picture)).cpu().numpy()[0],
        _TorchMoving(drawn, codes[0]),
    )


def _onnx_runtime(report: Report) -> Chain | None:
    import onnxruntime

    def opened(name: str) -> Any:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(str(MODELS / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])

    live, decoder = opened("live"), opened("detail_decoder")
    code = np.random.default_rng(0).standard_normal((1, 128)).astype(np.float32)

    def moving(expression: np.ndarray, jaw_pose: np.ndarray) -> np.ndarray:
        given = {"detail": code, "expression": expression[None], "jaw_pose": jaw_pose[None].astype(np.float32)}
        return decoder.run(None, given)[0][0]

    picture = live.get_inputs()[0].name
    return Chain("ONNX Runtime, CPU", lambda one: live.run(["expression"], {picture: one})[0][0], moving)


def _torch_plain(report: Report) -> Chain | None:
    live, decoder = subjects(("live", "detail_decoder"))
    encode, _ = live.on(report, 1)
    decode, (code, *_) = decoder.on(report, 1)

    def moving(expression: np.ndarray, jaw_pose: np.ndarray) -> np.ndarray:
        given = (torch.from_numpy(one.astype(np.float32))[None].to(report.device) for one in (expression, jaw_pose))
        return forward(decode, (code, *given)).cpu().numpy()[0] + waves()

    def told(picture: np.ndarray) -> np.ndarray:
        return forward(encode, (torch.from_numpy(picture).to(report.device),)).expression.cpu().numpy()[0]

    return Chain(f"torch, {report.device.type.upper()}", told, moving)


def waves() -> np.ndarray:
    """[256, 256] m of wrinkles: networks that were never trained draw none."""
    row, column = np.mgrid[:256, :256] / 256
    return (3e-4 * np.sin(60 * row + 7 * column**2) * (0.2 + column)).astype(np.float32)


class _TrtMoving:
    is_on_card = True

    def __init__(self, session: Any) -> None:
        self._session = session
        self._code = np.random.default_rng(0).standard_normal((1, 128)).astype(np.float32)

    def _given(self, expression: np.ndarray, jaw_pose: np.ndarray) -> tuple[np.ndarray, ...]:
        return self._code, expression[None].astype(np.float32), jaw_pose[None].astype(np.float32)

    def __call__(self, expression: np.ndarray, jaw_pose: np.ndarray) -> np.ndarray:
        return self._session(*self._given(expression, jaw_pose))[0][0]

    def handing(self, buffer: int, drawn_by: str) -> Any:
        _only_nvidia(drawn_by)
        leave, given = self._session.share("displacement", buffer), self._given
        return _Handed(lambda *moment: leave(*given(*moment)), leave.release)


class _TorchMoving:
    is_on_card = True

    def __init__(self, drawn: Callable[..., Any], code: torch.Tensor) -> None:
        self._drawn, self._code = drawn, code

    def _map(self, expression: np.ndarray, jaw_pose: np.ndarray) -> torch.Tensor:
        return self._drawn(
            self._code, *(torch.from_numpy(one.astype(np.float32))[None] for one in (expression, jaw_pose))
        )

    def __call__(self, expression: np.ndarray, jaw_pose: np.ndarray) -> np.ndarray:
        return self._map(expression, jaw_pose).cpu().numpy()[0]

    def handing(self, buffer: int, drawn_by: str) -> Any:
        from engine.inference.cuda import shared_on

        _only_nvidia(drawn_by)
        place = shared_on(torch.cuda.current_stream().cuda_stream, buffer)

        def leave(expression: np.ndarray, jaw_pose: np.ndarray) -> None:
            told = self._map(expression, jaw_pose).contiguous()
            place.fill(told.data_ptr(), told.numel() * 4)

        return _Handed(leave, place.release)


@dataclass(frozen=True, slots=True)
class _Handed:
    leave: Callable[[np.ndarray, np.ndarray], None]
    release: Callable[[], None]

    def __call__(self, expression: np.ndarray, jaw_pose: np.ndarray) -> bool:
        self.leave(expression, jaw_pose)
        return True


def _only_nvidia(drawn_by: str) -> None:
    if "nvidia" not in drawn_by.lower():
        raise RuntimeError(f"OpenGL is drawn by {drawn_by}")
