"""ONNX -> TensorRT engine, in a process of its own: python -m engine.inference.engine_build MODEL -o FILE.

A build takes seconds to minutes of a processor, and a fault in it would end the app. It talks in JSON lines:
{"share": 0..1} while it goes, then {"done": {...}} or {"error": "one sentence"}. Without a graphics card it builds for
others: --capability 7.5 8.6 8.9 12.0 (TensorRT-RTX only); without -o it only says whether that works.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_args

from engine.errors import AvatarError, DeviceError, ModelMismatch
from engine.inference.prepared import Precision, prepared
from engine.inference.tensorrt_package import Name, Package, choose, load
from engine.writing import whole

RTX_CARDS = ((7, 5), (8, 6), (8, 9), (12, 0))
"""Turing, Ampere, Ada and Blackwell cards for desks."""


@dataclass(frozen=True, slots=True)
class Port:
    """One input or output of an engine."""

    name: str
    shape: tuple[int, ...]
    dtype: str


@dataclass(frozen=True, slots=True)
class Engine:
    """What TensorRT runs."""

    content: bytes
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]


def build(
    package: Package,
    model: bytes,
    precision: Precision = "float16",
    capabilities: Sequence[tuple[int, int]] = (),
    progress: Callable[[float], None] = lambda share: None,
) -> Engine:
    """The engine of the ONNX file `model` for one sample a call; DeviceError where TensorRT cannot make it.

    capabilities: of cards that need not be here; none: the card of this machine.
    """
    trt = package.module
    log = _log(trt)
    builder = trt.Builder(log)
    strongly_typed = 1 << int(trt.NetworkDefinitionCreationFlag.STRONGLY_TYPED)
    network = builder.create_network(strongly_typed)
    parser = trt.OnnxParser(network, log)
    if not parser.parse(prepared(model, precision)):
        raise ModelMismatch(f"{package.name} cannot read the network: {parser.get_error(0).desc()}.")
    config = builder.create_builder_config()
    config.progress_monitor = _monitor(trt, progress)
    if capabilities:
        if not package.is_rtx:
            raise DeviceError("The package tensorrt builds for the card of this machine only.")
        config.num_compute_capabilities = len(capabilities)
        for at, capability in enumerate(capabilities):
            config.set_compute_capability(getattr(trt.ComputeCapability, "SM{}{}".format(*capability)), at)
    serialized = builder.build_serialized_network(network, config)
    if serialized is None:
        raise DeviceError(f"{package.name} could not build the network: {log.last or 'it does not say why'}.")
    ports = (
        [_port(network.get_input(at)) for at in range(network.num_inputs)],
        [_port(network.get_output(at)) for at in range(network.num_outputs)],
    )
    return Engine(bytes(serialized), tuple(ports[0]), tuple(ports[1]))


def _port(tensor: Any) -> Port:
    return Port(tensor.name, tuple(tensor.shape), tensor.dtype.name)


def _log(trt: Any) -> Any:
    class Log(trt.ILogger):  # type: ignore[misc]
        """Keeps the last error; the rest is for NVIDIA's eyes."""

        def __init__(self) -> None:
            trt.ILogger.__init__(self)
            self.last = ""

        def log(self, severity: Any, message: str) -> None:
            if severity in (trt.ILogger.Severity.ERROR, trt.ILogger.Severity.INTERNAL_ERROR):
                self.last = message.strip()

    return Log()


def _monitor(trt: Any, progress: Callable[[float], None]) -> Any:
    class Monitor(trt.IProgressMonitor):  # type: ignore[misc]
        """The share of the outermost phase that is done, and within it of the phase that runs."""

        def __init__(self) -> None:
            trt.IProgressMonitor.__init__(self)
            self.outer, self.steps, self.done, self.inner = "", 1, 0, {}

        def phase_start(self, phase: str, parent: str | None, steps: int) -> None:
            if not parent:
                self.outer, self.steps, self.done = phase, max(1, steps), 0
            elif parent == self.outer:
                self.inner[phase] = max(1, steps)

        def step_complete(self, phase: str, step: int) -> bool:
            if phase == self.outer:
                self.done = step + 1
                progress(min(1.0, self.done / self.steps))
            elif phase in self.inner:
                progress(min(1.0, (self.done + (step + 1) / self.inner[phase]) / self.steps))
            return True

        def phase_finish(self, phase: str) -> None:
            self.inner.pop(phase, None)
            if phase == self.outer:  # its last step is not told
                progress(1.0)

    return Monitor()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m engine.inference.engine_build", description=__doc__)
    parser.add_argument("model", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path, help="for one model")
    parser.add_argument("--package", choices=get_args(Name), help="otherwise the one that serves this machine's card")
    parser.add_argument("--precision", choices=get_args(Precision), default="float16")
    parser.add_argument("--capability", nargs="+", default=[], help='as 8.6; "rtx": every kind of RTX card')
    parser.add_argument("--background", action="store_true", help="give way to whatever else runs")
    given = parser.parse_args()
    if given.background and hasattr(os, "nice"):
        os.nice(15)
    capabilities = (
        RTX_CARDS if given.capability == ["rtx"] else [tuple(map(int, one.split("."))) for one in given.capability]
    )
    shown = 0.0

    def progress(share: float) -> None:
        nonlocal shown
        if share >= shown + 0.01:
            shown = share
            _say(share=round(share, 3))

    try:
        package = load(given.package or "tensorrt-rtx") if capabilities else _of_this_machine(given.package)
        for model in given.model:
            shown = 0.0
            engine = build(package, model.read_bytes(), given.precision, capabilities, progress)
            if given.output is not None:
                with whole(given.output) as temporary:
                    temporary.write_bytes(engine.content)
            ports = [asdict(port) for port in (*engine.inputs, *engine.outputs)]
            _say(done={"model": model.name, "bytes": len(engine.content), "ports": ports})
    except (AvatarError, OSError) as error:
        _say(error=str(error))
        return error.exit_code if isinstance(error, AvatarError) else 2
    return 0


def _of_this_machine(name: Name | None) -> Package:
    from engine.inference.cuda import find_gpu

    return load(name) if name else choose(find_gpu().capability)


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
