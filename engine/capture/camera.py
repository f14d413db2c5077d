"""A webcam as a source, through OpenCV's VideoCapture."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine import clock
from engine.check import Array
from engine.errors import BadInput, DeviceError
from engine.types import Frame

if TYPE_CHECKING:
    import cv2

USUAL_SIZE_WH = (1280, 720)
_LINUX_CAMERAS = Path("/sys/class/video4linux")


def cameras() -> list[tuple[int, str]]:
    """Index and name of the cameras that the system names; only Linux does so without opening them."""
    found = []
    for device in _LINUX_CAMERAS.glob("video*"):
        # A webcam shows up several times; the first of its nodes carries the pictures, the others metadata.
        node = device / "index"
        if device.name[5:].isdigit() and (not node.exists() or node.read_text().strip() == "0"):
            found.append((int(device.name[5:]), (device / "name").read_text().strip()))
    return sorted(found)


def camera_index(spec: str) -> int | None:
    """The camera that "0", "/dev/video0" or a part of a name means; None if it cannot be meant as one."""
    if spec.isdigit():
        return int(spec)
    if spec.startswith("/dev/video") and spec[10:].isdigit():
        return int(spec[10:])
    matches = [(index, name) for index, name in cameras() if spec.lower() in name.lower()]
    if len(matches) > 1:
        listed = ", ".join(f"{index} ({name})" for index, name in matches)
        raise BadInput(f"Several cameras are called {spec}: give one's number, {listed}.")
    return matches[0][0] if matches else None


def _open(index: int) -> cv2.VideoCapture:
    import cv2

    cv2.utils.logging.setLogLevel(
        cv2.utils.logging.LOG_LEVEL_SILENT
    )  # a missing camera is told by our sentence, not by OpenCV's three
    backend = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_MSMF, "darwin": cv2.CAP_AVFOUNDATION}
    return cv2.VideoCapture(index, backend.get(sys.platform, cv2.CAP_ANY))


class Camera:
    """Frames as they come; `Frame.time` is the engine's clock right after the picture was taken."""

    path: Path | None = None
    num_frames: int | None = None
    time_base = Fraction(1, 90_000)
    notes: tuple[str, ...] = ()

    def __init__(
        self,
        index: int = 0,
        size_wh: tuple[int, int] | None = None,
        fps: float = 30.0,
        *,
        open_capture: Callable[[int], cv2.VideoCapture] = _open,
    ) -> None:
        """size_wh None takes what the camera likes best near 1280x720; a size that is asked for must be given."""
        import cv2

        self.name = f"camera {index}"
        self._to_rgb: Callable[[Array], Array] = partial(cv2.cvtColor, code=cv2.COLOR_BGR2RGB)
        self._index = 0
        self._capture = open_capture(index)
        if not self._capture.isOpened():
            raise DeviceError(
                f"Camera {index} cannot be opened: plug it in, close other programs that use it, or pick another "
                f"({_listed()}); avatar-app doctor shows what was found."
            )
        width, height = size_wh or USUAL_SIZE_WH
        # Uncompressed 720p does not fit through USB 2 at 30 fps; cameras that have no MJPG ignore this.
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        self._capture.set(cv2.CAP_PROP_FPS, fps)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # old pictures are of no use
        try:
            self._first: Frame | None = self._grab()
        except DeviceError:
            self.close()
            raise
        self.size_wh = self._first.size_wh
        if size_wh is not None and self.size_wh != size_wh:
            self.close()
            got = "x".join(map(str, self.size_wh))
            raise DeviceError(
                f"Camera {index} gave {got}, {width}x{height} was asked for. "
                "Pick another size or run: avatar-app doctor"
            )
        told = float(self._capture.get(cv2.CAP_PROP_FPS))
        self.fps = told if 1 <= told <= 240 else fps

    def read(self) -> Frame | None:
        if self._first is not None:
            frame, self._first = self._first, None
            return frame
        return self._grab() if self._capture.isOpened() else None

    def close(self) -> None:
        self._first = None
        self._capture.release()

    def _grab(self) -> Frame:
        ok, bgr = self._capture.read()
        time = clock.now()
        if not ok or bgr is None:
            raise DeviceError(
                f"{self.name.capitalize()} stopped giving pictures: it was unplugged or taken by another program; "
                "plug it in again and choose it once more."
            )
        frame = Frame(image=self._to_rgb(bgr), index=self._index, time=time, source=self.name)
        self._index += 1
        return frame


def _listed() -> str:
    return ", ".join(f"{index}: {name}" for index, name in cameras()) or "the system names none"
