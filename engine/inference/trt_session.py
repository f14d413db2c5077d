"""A trained network as a function of arrays, run by TensorRT: one class for both of NVIDIA's packages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from engine.check import Array
from engine.errors import DeviceError
from engine.inference.cuda import GlBuffer, Stream
from engine.inference.session import Shape
from engine.inference.tensorrt_package import Package


class TrtSession:
    """As `Session`, from a built engine. Any thread may call it; calls wait for each other.

    Copies in, the network and copies out are one CUDA graph on one stream, so that a call costs one launch. Engines are
    built for one sample: those of a batch go one after the other. DeviceError where the engine does not fit, and where
    the card fails in a call. An output may also be left in a buffer of OpenGL, see `share`.
    """

    def __init__(
        self, engine: bytes, package: Package, given: Mapping[str, Shape], outputs: Mapping[str, Shape]
    ) -> None:
        trt = package.module
        self._lock, self._closed = threading.Lock(), False
        self._stream = Stream()
        try:
            # The runtime, the engine and the context die in the wrong order unless all are held.
            self._runtime = trt.Runtime(trt.Logger(trt.Logger.INTERNAL_ERROR))
            self._engine = self._runtime.deserialize_cuda_engine(engine)
            if self._engine is None:
                raise DeviceError(f"{package.name} does not take the engine that was built for this card.")  # noqa: TRY301
            self._context = self._new_context(package)
            self._inputs = [self._bind(trt, name, shape, "INPUT") for name, shape in given.items()]
            self._outputs = {name: self._bind(trt, name, shape, "OUTPUT") for name, shape in outputs.items()}
            self._bind_the_rest(trt, {*given, *outputs})
            self._queue()  # the first run allocates, which no graph may
            self._stream.wait()
            self._busy, self._rtx = False, package.is_rtx
            self._launch = self._recorded(self._queue)
            self._launch_kept: Callable[[], None] | None = None
        except BaseException:
            self._stream.close()
            raise

    def __call__(self, *values: Array) -> tuple[Array, ...]:
        """The outputs of one value for each input, float32."""
        with self._lock:
            self._stream.enter()
            rows = [self._row(row) for row in zip(*self._all(values), strict=True)]
        return tuple(np.concatenate(column) for column in zip(*rows, strict=True))

    def share(self, output: str, buffer: int) -> SharedOutput:
        """What leaves one output in the OpenGL buffer of that name. DeviceError where the two cannot share it.

        On the thread where OpenGL's context is current, as all that the result does.
        """
        with self._lock:
            self._stream.enter()
            place = self._stream.share(buffer)
            if self._launch_kept is None:
                self._stream.wait()
                self._launch_kept = self._recorded(self._run)
            return SharedOutput(self, output, place)

    def leave(self, output: str, place: GlBuffer, *values: Array) -> None:
        """Run one sample and queue a copy of that output to `place`; nothing here waits for the card."""
        assert self._launch_kept is not None, "share comes first"
        host, memory = self._outputs[output]
        with self._lock:
            self._stream.enter()
            self._give(self._all(values))
            self._launch_kept()
            self._busy = True
            place.fill(memory, host.nbytes)

    def card_ms(self, *values: Array) -> float:
        """Milliseconds that the card is busy with one sample, copies included, by its own clock."""
        with self._lock:
            self._stream.enter()
            self._give(self._all(values))
            return self._stream.timed(self._launch)

    def close(self) -> None:
        """Give the card's memory back; nothing may call it any more. Twice does no harm."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            del self._context, self._engine, self._runtime
            self._stream.close()

    def _all(self, values: tuple[Array, ...]) -> tuple[Array, ...]:
        if len(values) != len(self._inputs):
            raise ValueError(f"{len(self._inputs)} inputs are taken, not {len(values)}")
        return values

    def _row(self, values: tuple[Array, ...]) -> list[Array]:
        self._give(values)
        self._launch()
        self._stream.wait()
        return [host.copy() for host, _ in self._outputs.values()]

    def _give(self, values: tuple[Array, ...]) -> None:
        """One sample into pinned memory, once nothing reads there that nobody waited for."""
        if self._busy:
            self._stream.wait()
            self._busy = False
        for (host, _), value in zip(self._inputs, values, strict=True):
            np.copyto(host[0], value.reshape(host[0].shape))

    def _new_context(self, package: Package) -> Any:
        if package.is_rtx:  # it compiles the last step when it runs, and records its own graph
            config = self._engine.create_runtime_config()
            config.cuda_graph_strategy = package.module.CudaGraphStrategy.WHOLE_GRAPH_CAPTURE
            context = self._engine.create_execution_context(config)
        else:
            context = self._engine.create_execution_context()
        if context is None:
            raise DeviceError("The graphics card has no memory left for the network. Close other programs that use it.")
        return context

    def _bind(self, trt: Any, name: str, shape: Shape, mode: str) -> tuple[Array, int]:
        """Pinned and card memory of one input or output."""
        engine = self._engine
        names = [engine.get_tensor_name(at) for at in range(engine.num_io_tensors)]
        if name not in names or engine.get_tensor_mode(name) != getattr(trt.TensorIOMode, mode):
            raise DeviceError(f"The engine has no {mode.lower()} named {name}, only {', '.join(names)}.")
        found = tuple(engine.get_tensor_shape(name))
        fits = len(found) == len(shape) and all(want in (None, have) for want, have in zip(shape, found, strict=True))
        if not fits or engine.get_tensor_dtype(name) != trt.DataType.FLOAT:
            raise DeviceError(f"The engine's {mode.lower()} {name} is {found}, this app needs {shape} in float32.")
        host = self._stream.pinned(found, np.float32)
        memory = self._stream.memory(host.nbytes)
        self._context.set_tensor_address(name, memory)
        return host, memory

    def _bind_the_rest(self, trt: Any, bound: set[str]) -> None:
        """Outputs that nobody asked for need a place all the same."""
        for at in range(self._engine.num_io_tensors):
            name = self._engine.get_tensor_name(at)
            if name not in bound:
                shape = tuple(self._engine.get_tensor_shape(name))
                self._bind(trt, name, shape, "OUTPUT")

    def _recorded(self, work: Callable[[], None]) -> Callable[[], None]:
        """What queues `work`: as a graph of everything where this program records it."""
        return work if self._rtx else self._stream.record(work)

    def _queue(self) -> None:
        self._run()
        for host, memory in self._outputs.values():
            self._stream.fetch(host, memory)

    def _run(self) -> None:
        for host, memory in self._inputs:
            self._stream.send(memory, host)
        if not self._context.execute_async_v3(self._stream.handle):
            raise DeviceError("The network did not run on the graphics card.")


class SharedOutput:
    """Runs a session and leaves one output in an OpenGL buffer."""

    def __init__(self, session: TrtSession, output: str, place: GlBuffer) -> None:
        self._session, self._output, self._place = session, output, place

    def __call__(self, *values: Array) -> None:
        """One value for each input, of one sample. DeviceError where the card fails."""
        self._session.leave(self._output, self._place, *values)

    def release(self) -> None:
        """Before OpenGL's buffer goes."""
        self._place.release()
