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
_COMMON_SIZES_WH = ((320, 240), (640, 360), (640, 480), (800, 600), (960, 540), (1280, 720), (1920, 1080))
_TRIES = 2
"""Sizes that are asked for in place of a refused one: each may cost a second."""
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

    def __init__(
        self,
        index: int = 0,
        size_wh: tuple[int, int] | None = None,
        fps: float = 30.0,
        *,
        open_capture: Callable[[int], cv2.VideoCapture] = _open,
    ) -> None:
        """size_wh: asked for; where the camera refuses it, the nearest that it gives, and `notes` say so.

        None: what it likes best near 1280x720.
        """
        import cv2

        self.name = f"camera {index}"
        self.notes: tuple[str, ...] = ()
        self._to_rgb: Callable[[Array], Array] = partial(cv2.cvtColor, code=cv2.COLOR_BGR2RGB)
        self._index = 0
        self._fps_asked = fps
        self._open = partial(open_capture, index)
        self._capture = self._open()
        if not self._capture.isOpened():
            raise DeviceError(
                f"Camera {index} cannot be opened: plug it in, close other programs that use it, or pick another "
                f"({_listed()}); avatar-app doctor shows what was found."
            )
        try:
            first = self._asked(USUAL_SIZE_WH) if size_wh is None else self._nearest(size_wh)
        except DeviceError:
            self.close()
            raise
        self._first: Frame | None = first
        self.size_wh = first.size_wh
        if size_wh is not None and self.size_wh != size_wh:
            asked, given = ("×".join(map(str, size)) for size in (size_wh, self.size_wh))
            self.notes = (f"The camera does not give {asked}: {given} is used.",)
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

    def _asked(self, size_wh: tuple[int, int]) -> Frame:
        """The first picture after the camera was asked for a size; drivers give another one where they have to."""
        import cv2

        # Uncompressed 720p does not fit through USB 2 at 30 fps; cameras that have no MJPG ignore this.
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, size_wh[0])
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size_wh[1])
        self._capture.set(cv2.CAP_PROP_FPS, self._fps_asked)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # old pictures are of no use
        return self._grab()

    def _nearest(self, size_wh: tuple[int, int]) -> Frame:
        """The first picture of the size that was asked for, or of the nearest that the camera gives."""

        def far(size: tuple[int, int]) -> int:
            return abs(size[0] - size_wh[0]) + abs(size[1] - size_wh[1])

        try:
            best = self._asked(size_wh)
        except DeviceError:  # a driver that promises what it cannot give
            self._capture.release()
            self._capture = self._open()
            best = self._asked(USUAL_SIZE_WH)
        if best.size_wh == size_wh:
            return best
        # Some drivers fall back to the smallest size, and not to the nearest.
        nearer = sorted((size for size in _COMMON_SIZES_WH if 0 < far(size) < far(best.size_wh)), key=far)
        for size in nearer[:_TRIES]:
            given = self._asked(size)
            if given.size_wh == size:
                return given
        return self._asked(best.size_wh) if nearer else best

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
