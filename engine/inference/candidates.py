"""What may run a network faster than the processor: TensorRT where it is installed, ONNX Runtime's own providers."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from engine.check import Array
from engine.errors import DeviceError
from engine.inference.agreement import Run
from engine.inference.prepared import Precision, prepared
from engine.inference.session import Provider, Session, Shape, providers_here, runtime_errors
from engine.inference.tensorrt_package import installed


@dataclass(frozen=True, slots=True)
class Model:
    """A network that is served, and what is asked of it."""

    path: Path
    sha256: str
    given: Mapping[str, Shape]
    outputs: Mapping[str, Shape]
    name: str
    """For people, and for engines that replace each other: no two networks have the same."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A candidate that runs, and what it has to agree with."""

    run: Run
    reference: Run


class Candidate(Protocol):
    """One way to run networks."""

    @property
    def name(self) -> str: ...

    def open(self, model: Model, progress: Callable[[float], None]) -> Opened:
        """Ready to be called; DeviceError says what is absent or wrong. May take minutes."""


@dataclass(frozen=True, slots=True)
class OnnxRuntime:
    """One of ONNX Runtime's providers."""

    provider: Provider

    @property
    def name(self) -> str:
        return f"ONNX Runtime, {self.provider}"

    def open(self, model: Model, progress: Callable[[float], None]) -> Opened:
        session, failures = Session(model.path, model.given, model.outputs, self.provider), runtime_errors()

        def run(*values: Array) -> tuple[Array, ...]:
            try:
                return session(*values)
            except failures as error:
                raise DeviceError(f"ONNX Runtime failed with {self.provider} while it ran.") from error

        return Opened(run, Session(model.path, model.given, model.outputs))


@dataclass(frozen=True, slots=True)
class TensorRt:
    """NVIDIA's compiler for its cards, whichever of its packages is here."""

    precision: Precision = "float16"

    @property
    def name(self) -> str:
        return f"TensorRT {self.precision}"

    def open(self, model: Model, progress: Callable[[float], None]) -> Opened:
        from engine.inference.cuda import find_gpu
        from engine.inference.engine_cache import EngineKey, load_engine
        from engine.inference.engine_process import build_in_process
        from engine.inference.tensorrt_package import choose
        from engine.inference.trt_session import TrtSession

        gpu = find_gpu()
        package = choose(gpu.capability)
        key = EngineKey(
            model.name,
            gpu.name,
            gpu.capability,
            package.name,
            package.version,
            gpu.driver,
            model.sha256,
            self.precision,
        )
        engine = load_engine(key)
        session = None
        if engine is not None:
            try:
                session = TrtSession(engine, package, model.given, model.outputs)
            except DeviceError:
                session = None  # what this very package built it refuses now: once more from the beginning
        if session is None:
            engine = build_in_process(model.path, key, progress)
            session = TrtSession(engine, package, model.given, model.outputs)
        atexit.register(session.close)  # the driver goes before Python's last objects do
        return Opened(session, _unquantised(model))


def _unquantised(model: Model) -> Run:
    """The network that TensorRT is given, on the processor in float32."""
    with TemporaryDirectory(prefix="avatar-engine-") as folder:
        path = Path(folder) / model.path.name
        path.write_bytes(prepared(model.path.read_bytes(), "float32", one_sample=False))
        return Session(path, model.given, model.outputs)


@cache
def candidates() -> tuple[Candidate, ...]:
    """Those whose packages are here, fastest first. Loads none of them."""
    found: list[Candidate] = [TensorRt()] if installed() else []
    found += [OnnxRuntime(provider) for provider in providers_here() if provider != "CPU"]
    return tuple(found)
