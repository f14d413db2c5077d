"""A trained network as a function of arrays: ONNX Runtime, one thread, outputs by name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from engine.check import Array
from engine.errors import AssetMissing, DeviceError, ModelMismatch
from engine.inference.card import REINSTALL, Card

Shape = tuple[int | None, ...]
"""None stands for a length that the caller chooses."""

_ON_GPU = ("TensorrtExecutionProvider", "CUDAExecutionProvider")


class Session:
    """Any thread may call it, several at once.

    given: the input's name and shape, or those of several in the order in which a call takes them.
    outputs: the names that are wanted, in the order in which a call returns them, and their shapes.
    device "gpu": an error where this ONNX Runtime has none, never silently the processor.

    Raises AssetMissing for a file that is absent, damaged or not its card's, ModelMismatch for one with other outputs.
    """

    def __init__(
        self,
        path: Path,
        given: tuple[str, Shape] | Mapping[str, Shape],
        outputs: Mapping[str, Shape],
        device: Literal["cpu", "gpu"] = "cpu",
    ) -> None:
        import onnxruntime

        inputs = dict([given]) if isinstance(given, tuple) else given
        try:
            model = path.read_bytes()
        except FileNotFoundError:
            raise AssetMissing(f"The model {path} is missing. {REINSTALL}") from None
        except OSError as error:
            raise AssetMissing(f"The model {path} cannot be read ({error.strerror}). {REINSTALL}") from error
        self.sha256 = hashlib.sha256(model).hexdigest()
        card = Card.beside(path)
        if card is not None and card.sha256 != self.sha256:
            raise AssetMissing(f"The model {path} was altered: its sha256 is not its card's. {REINSTALL}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 4  # what goes wrong is raised
        providers = _providers(device, onnxruntime.get_available_providers())
        try:
            self._session = onnxruntime.InferenceSession(model, options, providers=providers)
        except _runtime_errors() as error:
            raise AssetMissing(f"The model {path} is damaged: ONNX Runtime cannot load it. {REINSTALL}") from error
        _compare(path, "input", inputs, self._session.get_inputs())
        _compare(path, "output", outputs, self._session.get_outputs())
        self._inputs, self._names = list(inputs), list(outputs)

    @property
    def provider(self) -> str:
        """What runs it, as people call it: "ONNX Runtime, TensorRT"."""
        first = self._session.get_providers()[0].removesuffix("ExecutionProvider")
        return f"ONNX Runtime, {first.replace('Tensorrt', 'TensorRT')}"

    def __call__(self, *values: Array) -> tuple[Array, ...]:
        """The outputs of one value for each input, float32."""
        return tuple(self._session.run(self._names, dict(zip(self._inputs, values, strict=True))))


def _runtime_errors() -> tuple[type[Exception], ...]:
    """ONNX Runtime has a dozen exceptions for a file it cannot use, without a common ancestor."""
    from onnxruntime.capi import onnxruntime_pybind11_state as runtime

    return tuple(one for one in vars(runtime).values() if isinstance(one, type) and issubclass(one, Exception))


def has_gpu() -> bool:
    """Whether this ONNX Runtime can use a graphics card."""
    import onnxruntime

    return any(name in onnxruntime.get_available_providers() for name in _ON_GPU)


def _providers(device: str, offered: list[str]) -> list[str]:
    if device == "cpu":
        return ["CPUExecutionProvider"]
    found = [name for name in _ON_GPU if name in offered]
    if not found:
        raise DeviceError(
            "This ONNX Runtime cannot use a graphics card: install onnxruntime-gpu in its place, or run on the CPU."
        )
    return [*found, "CPUExecutionProvider"]


def _compare(path: Path, kind: str, wanted: Mapping[str, Shape], found: list[object]) -> None:
    """Raise ModelMismatch unless each of `wanted` is there with its shape; lengths left open in the model fit any."""
    have = {one.name: one.shape for one in found}  # type: ignore[attr-defined]
    for name, shape in wanted.items():
        if name not in have:
            names = ", ".join(sorted(have)) or "none"
            raise ModelMismatch(f"The model {path} has no {kind} named {name}, only {names}: it is of another kind.")
        fits = len(have[name]) == len(shape) and all(
            want is None or not isinstance(length, int) or length == want
            for want, length in zip(shape, have[name], strict=True)
        )
        if not fits:
            texts = (
                "x".join("*" if n is None or isinstance(n, str) else str(n) for n in s) for s in (have[name], shape)
            )
            raise ModelMismatch("The model {}'s {} {} is {}, this app needs {}.".format(path, kind, name, *texts))
