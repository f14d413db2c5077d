"""What this program asks of CUDA: the card, one stream, its buffers, OpenGL's, and a recorded graph of work.

Nothing else does.

By cuda-bindings, NVIDIA's own Python package: it needs no compiler and is imported without a driver. Why not by pycuda
is in CONTRIBUTING.md, under Decisions.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.check import Array
from engine.errors import DeviceError

INSTALL = "Run: pip install 'avatar-app[tensorrt]'"


@dataclass(frozen=True, slots=True)
class Gpu:
    """The first NVIDIA card of this machine."""

    name: str
    capability: tuple[int, int]
    """Compute capability: (8, 6) is SM 8.6."""
    driver: str


def find_gpu() -> Gpu:
    """DeviceError says which is absent: the package, the driver or the card."""
    driver = _driver()
    device = _told(driver.cuDeviceGet(0))
    kinds = driver.CUdevice_attribute
    major = _told(driver.cuDeviceGetAttribute(kinds.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device))
    minor = _told(driver.cuDeviceGetAttribute(kinds.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device))
    name = _told(driver.cuDeviceGetName(128, device)).split(b"\0")[0].decode()
    return Gpu(name, (major, minor), _driver_version(driver))


class Stream:
    """One queue of work on the first card. `enter` comes before anything else on a thread; one thread at a time."""

    def __init__(self) -> None:
        self._cuda = _driver()
        self._device = _told(self._cuda.cuDeviceGet(0))
        self._context = _told(self._cuda.cuDevicePrimaryCtxRetain(self._device))
        self._host: list[int] = []
        self._memory: list[Any] = []
        self._graphs: list[Any] = []
        self.enter()
        self._stream = _told(self._cuda.cuStreamCreate(self._cuda.CUstream_flags.CU_STREAM_NON_BLOCKING))

    @property
    def handle(self) -> int:
        """The cudaStream_t that TensorRT takes."""
        return int(self._stream)

    def enter(self) -> None:
        """Make the card this thread's."""
        _told(self._cuda.cuCtxSetCurrent(self._context))

    def pinned(self, shape: tuple[int, ...], dtype: type[np.generic]) -> Array:
        """An array that the card reads and writes directly; its bytes live until `close`."""
        size = max(1, int(np.prod(shape, dtype=np.int64))) * np.dtype(dtype).itemsize
        address = int(_told(self._cuda.cuMemHostAlloc(size, 0)))
        self._host.append(address)
        return np.frombuffer((ctypes.c_ubyte * size).from_address(address), dtype).reshape(shape)

    def memory(self, size: int) -> int:
        """The address of that many bytes on the card."""
        self._memory.append(_told(self._cuda.cuMemAlloc(size)))
        return int(self._memory[-1])

    def send(self, to: int, values: Array) -> None:
        """Queue a copy of a pinned array to the card."""
        _told(self._cuda.cuMemcpyHtoDAsync(to, values.ctypes.data, values.nbytes, self._stream))

    def fetch(self, values: Array, source: int) -> None:
        """Queue a copy from the card into a pinned array."""
        _told(self._cuda.cuMemcpyDtoHAsync(values.ctypes.data, source, values.nbytes, self._stream))

    def share(self, buffer: int) -> GlBuffer:
        """The OpenGL buffer of that name. On the thread where its context is current, here and in all that it does.

        DeviceError where another card draws, or the driver cannot share it.
        """
        return GlBuffer(self._cuda, int(self._device), self._stream, buffer)

    def timed(self, work: Callable[[], None]) -> float:
        """Milliseconds between what `work` queues first and what it queues last, by the card's own clock."""
        begin, end = (_told(self._cuda.cuEventCreate(0)) for _ in range(2))
        try:
            _told(self._cuda.cuEventRecord(begin, self._stream))
            work()
            _told(self._cuda.cuEventRecord(end, self._stream))
            _told(self._cuda.cuEventSynchronize(end))
            return float(_told(self._cuda.cuEventElapsedTime(begin, end)))
        finally:
            self._cuda.cuEventDestroy(begin)
            self._cuda.cuEventDestroy(end)

    def wait(self) -> None:
        """Until all that was queued is done."""
        _told(self._cuda.cuStreamSynchronize(self._stream))

    def record(self, work: Callable[[], None]) -> Callable[[], None]:
        """What `work` queues, as one graph: calling the result queues all of it at once."""
        mode = self._cuda.CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL
        _told(self._cuda.cuStreamBeginCapture(self._stream, mode))
        try:
            work()
        finally:
            graph = _told(self._cuda.cuStreamEndCapture(self._stream))
        executable = _told(self._cuda.cuGraphInstantiate(graph, 0))
        _told(self._cuda.cuGraphDestroy(graph))
        self._graphs.append(executable)
        return lambda: _told(self._cuda.cuGraphLaunch(executable, self._stream))

    def close(self) -> None:
        """Give everything back. Arrays of `pinned` must not be touched any more."""
        self.enter()
        for graph in self._graphs:
            self._cuda.cuGraphExecDestroy(graph)
        for address in self._memory:
            self._cuda.cuMemFree(address)
        for address in self._host:
            self._cuda.cuMemFreeHost(address)
        self._cuda.cuStreamDestroy(self._stream)
        self._cuda.cuDevicePrimaryCtxRelease(self._device)
        self._graphs, self._memory, self._host = [], [], []


def shared_on(stream: int, buffer: int) -> GlBuffer:
    """As `Stream.share`, for a stream that other code owns, on the first card."""
    cuda = _driver()
    return GlBuffer(cuda, int(_told(cuda.cuDeviceGet(0))), cuda.CUstream(stream), buffer)


class GlBuffer:
    """An OpenGL buffer that a stream writes to, without a trip through the processor."""

    def __init__(self, cuda: Any, device: int, stream: Any, buffer: int) -> None:
        self._cuda, self._stream = cuda, stream
        status, _, drawing = cuda.cuGLGetDevices(8, cuda.CUGLDeviceList.CU_GL_DEVICE_LIST_ALL)
        if int(status) != 0:
            raise DeviceError(f"OpenGL is not drawn by a card that CUDA knows ({status.name}).")
        if device not in [int(one) for one in drawing]:
            raise DeviceError("OpenGL is drawn by another graphics card than the one that runs the networks.")
        discard = cuda.CUgraphicsRegisterFlags.CU_GRAPHICS_REGISTER_FLAGS_WRITE_DISCARD
        status, self._resource = cuda.cuGraphicsGLRegisterBuffer(buffer, discard)
        if int(status) != 0:
            raise DeviceError(f"The driver does not share OpenGL's buffers with CUDA ({status.name}).")

    def fill(self, source: int, size: int) -> None:
        """Queue a copy of `size` bytes from the card's memory. OpenGL waits for it, the processor does not."""
        resource = self._resource
        _told(self._cuda.cuGraphicsMapResources(1, resource, self._stream))
        try:
            address, room = _told(self._cuda.cuGraphicsResourceGetMappedPointer(resource))
            if room < size:
                raise ValueError(f"{size} bytes do not fit into an OpenGL buffer of {room}")
            _told(self._cuda.cuMemcpyDtoDAsync(int(address), source, size, self._stream))
        finally:
            status, *_ = self._cuda.cuGraphicsUnmapResources(1, resource, self._stream)
        _told((status,))

    def release(self) -> None:
        """Before OpenGL's buffer goes. What fails is not told: the card may be lost by now."""
        self._cuda.cuGraphicsUnregisterResource(self._resource)


def _driver() -> Any:
    try:
        from cuda.bindings import driver
    except ModuleNotFoundError:
        raise DeviceError(f"The package cuda-bindings is not installed. {INSTALL}") from None
    except ImportError as error:
        raise DeviceError(
            f"The package cuda-bindings cannot be loaded ({error}). {INSTALL} --force-reinstall"
        ) from error
    try:
        (status,) = driver.cuInit(0)
    except RuntimeError:  # the library that comes with the driver is not there
        raise DeviceError("This computer has no NVIDIA driver. Install it if there is an NVIDIA card.") from None
    result = driver.CUresult
    if status == result.CUDA_ERROR_NO_DEVICE:
        raise DeviceError("The NVIDIA driver finds no graphics card that CUDA can use.")
    if status != result.CUDA_SUCCESS:
        raise DeviceError(
            f"The NVIDIA driver does not start ({status.name}). Restart the computer or update the driver."
        )
    return driver


def _told(answer: tuple[Any, ...]) -> Any:
    """What a CUDA call returns beside its status, several as a tuple; DeviceError where that is bad."""
    status, *values = answer
    if int(status) != 0:
        raise DeviceError(f"CUDA failed with {status.name}. Restart the app; update the NVIDIA driver if it recurs.")
    return None if not values else values[0] if len(values) == 1 else tuple(values)


def _driver_version(driver: Any) -> str:
    """As the driver's maker numbers it; the CUDA version that it speaks where that is not told."""
    spoken = f"CUDA {_told(driver.cuDriverGetVersion())}"
    try:
        from cuda.bindings import nvml
    except ImportError:
        return spoken
    try:
        nvml.init_v2()
        return str(nvml.system_get_driver_version())
    except (RuntimeError, nvml.NvmlError):
        return spoken
