"""A network's output handed to OpenGL on the graphics card itself, without a trip through the processor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from engine.check import Array
from engine.errors import DeviceError
from engine.inference.tried import Board, Result, Tried

BACKEND = "CUDA-OpenGL"
_FAULTS = (DeviceError, RuntimeError, TypeError)
"""The last two from cuda-bindings, where the driver is older than it or lacks a call."""


class Leave(Protocol):
    """Runs a network and leaves one output in a buffer of OpenGL; DeviceError where the card fails."""

    def __call__(self, *values: Array) -> None: ...

    def release(self) -> None: ...


@runtime_checkable
class Sharing(Protocol):
    """A way of running a network that can leave its outputs on the card."""

    def share(self, output: str, buffer: int) -> Leave: ...


class Handing:
    """Hands one output over until that fails; what it is used for then takes the array, through pinned memory.

    Made, called and released on the thread where OpenGL's context is current.
    """

    def __init__(self, leave: Leave, current: Callable[[], bool], failed: Callable[[Exception], None]) -> None:
        self._leave, self._current, self._failed = leave, current, failed

    def __call__(self, *values: Array) -> bool:
        """The output of `values`, one sample, is in the buffer for whatever OpenGL does next; False: it is not."""
        if not self._current():
            return False
        try:
            self._leave(*values)
        except _FAULTS as error:
            self._failed(error)
            return False
        return True

    def release(self) -> None:
        """Before OpenGL's buffer or context goes."""
        self._leave.release()


def hand_over(
    run: object, output: str, buffer: int, drawn_by: str, current: Callable[[], bool], board: Board
) -> Handing | None:
    """What runs `run` and leaves that output in the OpenGL buffer of that name; None where it cannot, and why is noted.

    drawn_by: OpenGL's vendor and renderer. Only NVIDIA's own OpenGL is asked: it and CUDA are one driver.
    current: whether `run` is still what runs the network.
    """
    if not isinstance(run, Sharing):
        return None

    def note(result: Result, why: object) -> None:
        board.note(Tried(output, BACKEND, result, f"{why} The map goes through the processor."))

    try:
        if "nvidia" not in drawn_by.lower():
            raise DeviceError(f"OpenGL is drawn by {drawn_by}, not by the card that runs the networks.")
        leave = run.share(output, buffer)
    except _FAULTS as error:
        note("absent", error)
        return None
    board.note(Tried(output, BACKEND, "serves", "it stays on the card"))
    return Handing(leave, current, lambda error: note("refused", error))
