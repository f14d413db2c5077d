"""What a source of frames is, and how what the user names becomes one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from engine.errors import BadInput
from engine.types import Frame

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")


class Source(Protocol):
    """Frames in order, one after the other. Everything, `close` too, is called by the one thread that reads."""

    @property
    def name(self) -> str:
        """What messages call it: a path, "camera 0"."""

    @property
    def size_wh(self) -> tuple[int, int]:
        """Of the frames, px, upright."""

    @property
    def fps(self) -> float:
        """Frames per second on average."""

    @property
    def num_frames(self) -> int | None:
        """As the file claims; None where nobody knows. For progress bars: the end is where `read` says None."""

    @property
    def time_base(self) -> Fraction:
        """Every frame's time is a multiple of this many seconds."""

    @property
    def path(self) -> Path | None:
        """The file that may hold sound; None for cameras and pictures."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what was not as it should be, so far: damaged frames, an early end."""

    def read(self) -> Frame | None:
        """The next frame; waits for it. None at the end. Raises DeviceError when a camera is gone."""

    def close(self) -> None:
        """Free it; `read` gives None from now on. Closing twice is fine."""


@dataclass(frozen=True, slots=True)
class CameraMode:
    """What a camera is asked for."""

    size_wh: tuple[int, int] | None = None
    """None: what it likes best near 1280x720."""
    fps: float = 30.0


def open_source(
    spec: str | Path, realtime: bool = False, *, loop: bool = False, camera: CameraMode | None = None
) -> Source:
    """Open a camera ("0", or a part of its name), a video file, a picture or a folder of pictures.

    realtime: play a file at its own speed as a camera would, frame times on the engine's clock; loop: again and
    again; camera: what one is asked for. Raises BadInput with one sentence for what cannot be opened, DeviceError
    for a camera.
    """
    if isinstance(spec, str) and not Path(spec).exists():
        from engine.capture.camera import Camera, camera_index

        index = camera_index(spec)
        if index is not None:
            mode = camera or CameraMode()
            return Camera(index, mode.size_wh, mode.fps)
    path = Path(spec)
    if not path.exists():
        raise BadInput(f"{spec} does not exist: give a camera's number or name, a video, a picture or a folder.")
    file = _open_file(path)
    if not realtime:
        return file
    from engine.capture.realtime import Realtime

    return Realtime(file, (lambda: _open_file(path)) if loop else None)


def _open_file(path: Path) -> Source:
    if path.is_dir() or path.suffix.lower() in PICTURES:
        from engine.capture.image_folder import ImageFolder

        return ImageFolder(path)
    from engine.capture.video_file import VideoFile

    return VideoFile(path)
