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

Provider = Literal["CPU", "CUDA", "DirectML", "CoreML"]
_PROVIDERS: dict[Provider, str] = {
    "CPU": "CPUExecutionProvider",
    "CUDA": "CUDAExecutionProvider",
    "DirectML": "DmlExecutionProvider",
    "CoreML": "CoreMLExecutionProvider",
}
"""ONNX Runtime's own TensorRT provider is not among them: it builds before it answers, and does not compare."""
_PACKAGES = {"CUDA": "onnxruntime-gpu", "DirectML": "onnxruntime-directml", "CoreML": "onnxruntime for macOS"}


class Session:
    """Any thread may call it, several at once.

    given: the input's name and shape, or those of several in the order in which a call takes them.
    outputs: the names that are wanted, in the order in which a call returns them, and their shapes.
    provider: what runs it; DeviceError where this ONNX Runtime has no such, never silently the processor.

    Raises AssetMissing for a file that is absent, damaged or not its card's, ModelMismatch for one with other outputs.
    """

    def __init__(
        self,
        path: Path,
        given: tuple[str, Shape] | Mapping[str, Shape],
        outputs: Mapping[str, Shape],
        provider: Provider = "CPU",
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
        if provider == "DirectML":  # asks for both
            options.enable_mem_pattern, options.execution_mode = False, onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        if provider not in providers_here():
            raise DeviceError(f"This ONNX Runtime has no {provider}. Install {_PACKAGES[provider]} in its place.")
        providers = [_PROVIDERS[provider], *([] if provider == "CPU" else [_PROVIDERS["CPU"]])]
        try:
            self._session = onnxruntime.InferenceSession(model, options, providers=providers)
        except runtime_errors() as error:
            if provider != "CPU":
                raise DeviceError(f"ONNX Runtime cannot run the model {path.name} with {provider}.") from error
            raise AssetMissing(f"The model {path} is damaged: ONNX Runtime cannot load it. {REINSTALL}") from error
        if self._session.get_providers()[0] != _PROVIDERS[provider]:
            raise DeviceError(
                f"ONNX Runtime's {provider} does not start: its driver or libraries are missing or too old."
            )
        _compare(path, "input", inputs, self._session.get_inputs())
        _compare(path, "output", outputs, self._session.get_outputs())
        self._inputs, self._names, self._provider = list(inputs), list(outputs), provider

    @property
    def provider(self) -> str:
        """What runs it, as people call it: "ONNX Runtime, CUDA"."""
        return f"ONNX Runtime, {self._provider}"

    def __call__(self, *values: Array) -> tuple[Array, ...]:
        """The outputs of one value for each input, float32."""
        return tuple(self._session.run(self._names, dict(zip(self._inputs, values, strict=True))))


def runtime_errors() -> tuple[type[Exception], ...]:
    """ONNX Runtime has a dozen exceptions for a file it cannot use, without a common ancestor."""
    from onnxruntime.capi import onnxruntime_pybind11_state as runtime

    return tuple(one for one in vars(runtime).values() if isinstance(one, type) and issubclass(one, Exception))


def providers_here() -> tuple[Provider, ...]:
    """Those that this ONNX Runtime was built with, fastest first; whether they start is another matter."""
    import onnxruntime

    offered = onnxruntime.get_available_providers()
    return tuple(name for name in ("CUDA", "DirectML", "CoreML", "CPU") if _PROVIDERS[name] in offered)


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
