"""CUDA and TensorRT on the processor, as far as this program uses them: their calls, their addresses, recorded graphs.

No graphics card is needed, and nothing is said about speed or about what a real driver refuses. It follows the real
interfaces closely enough to show where bytes go: the card's memory is not the host's, copies and runs are queued, and
what is queued while a graph is recorded happens only when that is launched.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from enum import IntEnum
from types import SimpleNamespace
from typing import Any

import numpy as np

from engine.check import Array


class CUresult(IntEnum):
    CUDA_SUCCESS = 0
    CUDA_ERROR_OUT_OF_MEMORY = 2
    CUDA_ERROR_NO_DEVICE = 100
    CUDA_ERROR_LAUNCH_FAILED = 719
    CUDA_ERROR_NOT_SUPPORTED = 801


class Driver:
    """cuda.bindings.driver. `held` counts what was taken and not given back, `waits` how often the processor waited.

    opengl: writes bytes into the OpenGL buffer of a name; what CUDA leaves there arrives when it lets go of it.
    """

    CUresult = CUresult
    CUstream_flags = SimpleNamespace(CU_STREAM_NON_BLOCKING=1)
    CUstreamCaptureMode = SimpleNamespace(CU_STREAM_CAPTURE_MODE_THREAD_LOCAL=1)
    CUGLDeviceList = SimpleNamespace(CU_GL_DEVICE_LIST_ALL=1)
    CUgraphicsRegisterFlags = SimpleNamespace(CU_GRAPHICS_REGISTER_FLAGS_WRITE_DISCARD=2)

    def __init__(self, opengl: Callable[[int, bytes], None] = lambda name, content: None) -> None:
        self.held: dict[str, int] = dict.fromkeys(
            ("memory", "host", "graph", "stream", "context", "event", "shared"), 0
        )
        self.launches, self.waits, self.memory_left = 0, 0, 1 << 30
        self.drawing: tuple[CUresult, list[int]] = CUresult.CUDA_SUCCESS, [0]
        self.sharing = self.mapping = CUresult.CUDA_SUCCESS
        self.calls: list[str] = []
        self._opengl = opengl
        self._mapped: dict[int, Any] = {}
        self._blocks: dict[int, Any] = {}
        self._queue: list[Callable[[], None]] = []
        self._graphs: dict[int, list[Callable[[], None]]] = {}

    def queue(self, work: Callable[[], None]) -> None:
        self._queue.append(work)

    def cuInit(self, flags: int) -> tuple[CUresult]:  # noqa: N802
        return (CUresult.CUDA_SUCCESS,)

    def cuDeviceGet(self, index: int) -> tuple[CUresult, int]:  # noqa: N802
        return CUresult.CUDA_SUCCESS, index

    def cuDevicePrimaryCtxRetain(self, device: int) -> tuple[CUresult, int]:  # noqa: N802
        return self._taken("context", 1)

    def cuDevicePrimaryCtxRelease(self, device: int) -> tuple[CUresult]:  # noqa: N802
        return self._given("context")

    def cuCtxSetCurrent(self, context: int) -> tuple[CUresult]:  # noqa: N802
        return (CUresult.CUDA_SUCCESS,)

    def cuStreamCreate(self, flags: int) -> tuple[CUresult, int]:  # noqa: N802
        return self._taken("stream", 7)

    def cuStreamDestroy(self, stream: int) -> tuple[CUresult]:  # noqa: N802
        return self._given("stream")

    def cuMemAlloc(self, size: int) -> tuple[CUresult, int]:  # noqa: N802
        self.memory_left -= size
        if self.memory_left < 0:
            return CUresult.CUDA_ERROR_OUT_OF_MEMORY, 0
        return self._block("memory", size)

    def cuMemFree(self, address: int) -> tuple[CUresult]:  # noqa: N802
        return self._given("memory")

    def cuMemHostAlloc(self, size: int, flags: int) -> tuple[CUresult, int]:  # noqa: N802
        return self._block("host", size)

    def cuMemFreeHost(self, address: int) -> tuple[CUresult]:  # noqa: N802
        return self._given("host")

    def cuMemcpyHtoDAsync(self, to: int, source: int, size: int, stream: int) -> tuple[CUresult]:  # noqa: N802
        self.queue(lambda: ctypes.memmove(to, source, size) and None)
        return (CUresult.CUDA_SUCCESS,)

    cuMemcpyDtoHAsync = cuMemcpyHtoDAsync

    cuMemcpyDtoDAsync = cuMemcpyHtoDAsync

    def cuStreamSynchronize(self, stream: int) -> tuple[CUresult]:  # noqa: N802
        self.waits += 1
        return self._drain()

    def _drain(self) -> tuple[CUresult]:
        while self._queue:
            self._queue.pop(0)()
        return (CUresult.CUDA_SUCCESS,)

    def cuEventCreate(self, flags: int) -> tuple[CUresult, list[float]]:  # noqa: N802
        self.held["event"] += 1
        return CUresult.CUDA_SUCCESS, []

    def cuEventRecord(self, event: list[float], stream: int) -> tuple[CUresult]:  # noqa: N802
        event.append(float(self.launches))
        return (CUresult.CUDA_SUCCESS,)

    def cuEventSynchronize(self, event: list[float]) -> tuple[CUresult]:  # noqa: N802
        return self._drain()

    def cuEventElapsedTime(self, begin: list[float], end: list[float]) -> tuple[CUresult, float]:  # noqa: N802
        return CUresult.CUDA_SUCCESS, end[0] - begin[0] + 0.5

    def cuEventDestroy(self, event: list[float]) -> tuple[CUresult]:  # noqa: N802
        return self._given("event")

    def cuGLGetDevices(self, most: int, which: int) -> tuple[CUresult, int | None, list[int] | None]:  # noqa: N802
        status, devices = self.drawing
        return (status, len(devices), devices) if status == CUresult.CUDA_SUCCESS else (status, None, None)

    def cuGraphicsGLRegisterBuffer(self, buffer: int, flags: int) -> tuple[CUresult, int | None]:  # noqa: N802
        self.calls.append("register")
        return self._taken("shared", buffer) if self.sharing == CUresult.CUDA_SUCCESS else (self.sharing, None)

    def cuGraphicsMapResources(self, count: int, resource: int, stream: int) -> tuple[CUresult]:  # noqa: N802
        assert resource not in self._mapped
        self.calls.append("map")
        if self.mapping == CUresult.CUDA_SUCCESS:
            self._mapped[resource] = ctypes.create_string_buffer(4 * 256 * 256)
        return (self.mapping,)

    def cuGraphicsResourceGetMappedPointer(self, resource: int) -> tuple[CUresult, int, int]:  # noqa: N802
        block = self._mapped[resource]
        return CUresult.CUDA_SUCCESS, ctypes.addressof(block), len(block)

    def cuGraphicsUnmapResources(self, count: int, resource: int, stream: int) -> tuple[CUresult]:  # noqa: N802
        self.calls.append("unmap")
        self._drain()  # OpenGL waits for it, not the processor
        self._opengl(resource, self._mapped.pop(resource).raw)
        return (CUresult.CUDA_SUCCESS,)

    def cuGraphicsUnregisterResource(self, resource: int) -> tuple[CUresult]:  # noqa: N802
        assert resource not in self._mapped
        self.calls.append("unregister")
        return self._given("shared")

    def cuStreamBeginCapture(self, stream: int, mode: int) -> tuple[CUresult]:  # noqa: N802
        assert not self._queue, "recording begins while work is queued"
        return (CUresult.CUDA_SUCCESS,)

    def cuStreamEndCapture(self, stream: int) -> tuple[CUresult, int]:  # noqa: N802
        recorded, self._queue = self._queue, []
        self._graphs[len(self._graphs)] = recorded
        return CUresult.CUDA_SUCCESS, len(self._graphs) - 1

    def cuGraphInstantiate(self, graph: int, flags: int) -> tuple[CUresult, int]:  # noqa: N802
        return self._taken("graph", graph)

    def cuGraphDestroy(self, graph: int) -> tuple[CUresult]:  # noqa: N802
        return (CUresult.CUDA_SUCCESS,)

    def cuGraphExecDestroy(self, graph: int) -> tuple[CUresult]:  # noqa: N802
        return self._given("graph")

    def cuGraphLaunch(self, graph: int, stream: int) -> tuple[CUresult]:  # noqa: N802
        self.launches += 1
        self._queue += self._graphs[graph]
        return (CUresult.CUDA_SUCCESS,)

    def _block(self, kind: str, size: int) -> tuple[CUresult, int]:
        block = ctypes.create_string_buffer(size)
        self._blocks[ctypes.addressof(block)] = block  # addresses stay good until the driver goes
        return self._taken(kind, ctypes.addressof(block))

    def _taken(self, kind: str, value: int) -> tuple[CUresult, int]:
        self.held[kind] += 1
        return CUresult.CUDA_SUCCESS, value

    def _given(self, kind: str) -> tuple[CUresult]:
        self.held[kind] -= 1
        return (CUresult.CUDA_SUCCESS,)


Ports = Mapping[str, tuple[tuple[int, ...], str]]
"""Shape and "INPUT" or "OUTPUT" by name."""


class TensorRt:
    """The module tensorrt, for one engine: `network` gives the outputs by name from the inputs by name."""

    ILogger = SimpleNamespace()
    TensorIOMode = SimpleNamespace(INPUT="INPUT", OUTPUT="OUTPUT")
    DataType = SimpleNamespace(FLOAT="FLOAT", HALF="HALF")
    CudaGraphStrategy = SimpleNamespace(WHOLE_GRAPH_CAPTURE="whole", DISABLED="off")

    class Logger:
        INTERNAL_ERROR = 0

        def __init__(self, severity: int) -> None: ...

    def __init__(self, driver: Driver, ports: Ports, network: Callable[..., Mapping[str, Array]]) -> None:
        self._driver, self._ports, self._network = driver, ports, network
        self.strategy = ""
        self.dtype = "FLOAT"
        self._addresses: dict[str, int] = {}

    def Runtime(self, logger: object) -> TensorRt:  # noqa: N802
        return self

    def deserialize_cuda_engine(self, engine: bytes) -> TensorRt | None:
        return self if engine == b"engine" else None

    def create_runtime_config(self) -> SimpleNamespace:
        return SimpleNamespace(cuda_graph_strategy="off")

    def create_execution_context(self, config: SimpleNamespace | None = None) -> TensorRt:
        self.strategy = config.cuda_graph_strategy if config else ""
        return self

    @property
    def num_io_tensors(self) -> int:
        return len(self._ports)

    def get_tensor_name(self, at: int) -> str:
        return list(self._ports)[at]

    def get_tensor_mode(self, name: str) -> str:
        return self._ports[name][1]

    def get_tensor_shape(self, name: str) -> tuple[int, ...]:
        return self._ports[name][0]

    def get_tensor_dtype(self, name: str) -> str:
        return self.dtype

    def set_tensor_address(self, name: str, address: int) -> bool:
        self._addresses[name] = address
        return True

    def execute_async_v3(self, stream: int) -> bool:
        if self._addresses.keys() != self._ports.keys():
            return False  # as TensorRT: every tensor needs an address
        self._driver.queue(self._execute)
        return True

    def _execute(self) -> None:
        given = {name: self._view(name) for name, (_, mode) in self._ports.items() if mode == "INPUT"}
        for name, value in self._network(**given).items():
            self._view(name)[...] = value

    def _view(self, name: str) -> Array:
        shape = self._ports[name][0]
        size = int(np.prod(shape)) * 4
        block = (ctypes.c_ubyte * size).from_address(self._addresses[name])
        return np.frombuffer(block, np.float32).reshape(shape)
