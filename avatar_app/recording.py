"""A recording under way: pictures and motions go through a bounded queue to a thread that encodes and writes.

Both files play at any moment, so that a crash or a full disk costs nothing of what was performed until then.
"""

from __future__ import annotations

import logging
import os
import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avatar_app.stage import Stage
from engine.flow import Bounded
from engine.sound.feed import Tap
from engine.types import Picture, Tracked, replace
from engine.writing import make_folder

CAPACITY = 30
"""Pictures that may wait: one second. Encoding catches up or the recording says that it cannot."""
SIZES_WH = ((1920, 1080), (1280, 720), (720, 720), (512, 512))
"""What the window offers: even numbers, as H.264 wants them, whatever the window's own size."""
MEASURED_SECONDS = 0.5
"""Between two looks at the size of the files."""
PATIENCE_SECONDS = 0.05
"""How long the GL thread waits for room before it gives a picture up, and counts it."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording left behind."""

    path: Path | None
    """The video."""
    take: Path | None
    frames: int
    missed: int
    """Pictures that the encoder was too slow for."""
    cause: BaseException | None = None
    """What ended it early, if anything."""


class Recording:
    """`add` from the GL thread; `finish` from any. Times count from the first picture."""

    def __init__(
        self,
        video: Path | None,
        size_wh: tuple[int, int] | None,
        *,
        head_id: str,
        take: Path | None = None,
        source_size_wh: tuple[int, int] = (0, 0),
        source_fps: float = 0.0,
        tracker: str = "",
        model_sha256: str = "",
        sound: Tap | None = None,
        sound_delay: float = 0.0,
    ) -> None:
        """sound: of the video, closed at the end; sound_delay: s, by which it is moved to later times."""
        self.video, self.take, self.size_wh = video, take, size_wh
        self.written = 0
        """Bytes of its files."""
        self.free: int | None = None
        """Bytes that fit on the disk beside them; None until it is known."""
        self._head_id = head_id
        self._take_facts: dict[str, Any] = {
            "source_size_wh": source_size_wh,
            "source_fps": source_fps,
            "tracker": tracker,
            "model_sha256": model_sha256,
        }
        self._queue: Bounded[tuple[Picture | None, Tracked]] = Bounded(CAPACITY, "recording")
        self._sound, self._sound_delay = sound, sound_delay
        self._started: float | None = None
        self.seconds = 0.0
        self.frames = self.missed = 0
        self.cause: BaseException | None = None
        self._stage = Stage("record", self._write, self._ended)
        self._stage.start()

    @property
    def path(self) -> Path:
        """What it is called: the video, or without one the take."""
        named = self.video or self.take
        assert named is not None
        return named

    @property
    def done(self) -> bool:
        """Its files are closed."""
        return self._stage.join(0)

    def end(self) -> None:
        """Take no more: what is waiting is written, see `done`."""
        self._queue.close()

    @property
    def ended(self) -> bool:
        return self._queue.closed

    def add(self, picture: Picture | None, tracked: Tracked, time: float) -> None:
        """Keep one moment; its picture too, if there is a video. time: s, of capture. Raises Closed where writing has
        failed.
        """
        if self._started is None:
            self._started = time
        self.seconds = time - self._started
        try:
            timed = replace(picture, time=self.seconds) if picture is not None else None
            motion = replace(tracked.motion, time=self.seconds)
            self._queue.put((timed, replace(tracked, motion=motion)), PATIENCE_SECONDS)
            self.frames += 1
        except TimeoutError:
            self.missed += 1

    def finish(self, seconds: float = 20.0) -> Recorded:
        """Write what is waiting, close the file and say what became of it."""
        self._queue.close()
        self._stage.join(seconds)
        kept = [path if path is not None and path.is_file() else None for path in (self.video, self.take)]
        return Recorded(kept[0], kept[1], self.frames, self.missed, self.cause)

    def _write(self) -> None:
        from engine.record.sound_track import SoundTrack
        from engine.record.take import TakeFile
        from engine.record.video import VideoRecorder

        with ExitStack() as files:
            rows: TakeFile | None = None
            video = sound = None
            for path in self._paths:
                make_folder(path)
            if self.video is not None and self.size_wh is not None:
                sound = SoundTrack(self._sound, self._sound_delay) if self._sound is not None else None
                video = files.enter_context(VideoRecorder(self.video, self.size_wh, audio_from=sound))
            self._measure()
            measured = 0.0
            for picture, tracked in self._queue:
                if self.take is not None:
                    if rows is None:
                        size = len(tracked.motion.expression)
                        rows = files.enter_context(TakeFile(self.take, self._head_id, size, **self._take_facts))
                    rows.add(tracked)
                if sound is not None and self._started is not None:
                    sound.begin(self._started)
                if video is not None and picture is not None:
                    video.write(picture)
                if tracked.motion.time >= measured + MEASURED_SECONDS:
                    measured = tracked.motion.time
                    self._measure()

    def _measure(self) -> None:
        """How large it is by now, and how much room is left where it goes."""
        with suppress(OSError):
            self.written = sum(path.stat().st_size for path in self._paths if path.exists())
            self.free = min(shutil.disk_usage(path.parent).free for path in self._paths)

    @property
    def _paths(self) -> list[Path]:
        return [path for path in (self.video, self.take) if path is not None]

    def _ended(self, cause: BaseException | None) -> None:
        self.cause = cause
        self._queue.close(cause)
        if self._sound is not None:
            self._sound.close()


def chosen_size_wh(chosen: str, software: bool) -> tuple[int, int]:
    """The size that a setting such as "1280x720" names; for any other text what suits the driver."""
    sizes = {f"{width}x{height}": (width, height) for width, height in SIZES_WH}
    return sizes.get(chosen, (512, 512) if software else (1280, 720))


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """`folder/stem.suffix`, or the first of `stem 2`, `stem 3` ... that does not exist."""
    path, number = folder / f"{stem}{suffix}", 1
    while os.path.lexists(path):
        number += 1
        path = folder / f"{stem} {number}{suffix}"
    return path
