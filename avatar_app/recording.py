"""A recording under way: pictures and motions go through a bounded queue to a thread that encodes and writes."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path

from avatar_app.stage import Stage
from engine.flow import Bounded
from engine.types import Picture, Tracked, replace
from engine.writing import unwritable

CAPACITY = 30
"""Pictures that may wait: one second. Encoding catches up or the recording says that it cannot."""
SIZES_WH = ((1920, 1080), (1280, 720), (720, 720), (512, 512))
"""What the window offers: even numbers, as H.264 wants them, whatever the window's own size."""
PATIENCE_SECONDS = 0.05
"""How long the GL thread waits for room before it gives a picture up, and counts it."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording left behind."""

    path: Path
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
        path: Path,
        size_wh: tuple[int, int],
        *,
        head_id: str,
        take: Path | None = None,
        source_size_wh: tuple[int, int] = (0, 0),
        source_fps: float = 0.0,
        tracker: str = "",
        model_sha256: str = "",
    ) -> None:
        self.path, self.take, self.size_wh = path, take, size_wh
        self._head_id = head_id
        self._take_facts = {
            "source_size_wh": source_size_wh,
            "source_fps": source_fps,
            "tracker": tracker,
            "model_sha256": model_sha256,
        }
        self._queue: Bounded[tuple[Picture, Tracked]] = Bounded(CAPACITY, "recording")
        self._started: float | None = None
        self.seconds = 0.0
        self.frames = self.missed = 0
        self.cause: BaseException | None = None
        self._stage = Stage("record", self._write, self._ended)
        self._stage.start()

    @property
    def ended(self) -> bool:
        return self._queue.closed

    def add(self, picture: Picture, tracked: Tracked, time: float) -> None:
        """Keep one picture. time: s, of capture. Raises Closed where writing has failed."""
        if self._started is None:
            self._started = time
        self.seconds = time - self._started
        try:
            self._queue.put((replace(picture, time=self.seconds), tracked), PATIENCE_SECONDS)
            self.frames += 1
        except TimeoutError:
            self.missed += 1

    def finish(self, seconds: float = 20.0) -> Recorded:
        """Write what is waiting, close the file and say what became of it."""
        self._queue.close()
        self._stage.join(seconds)
        return Recorded(self.path, self.take, self.frames, self.missed, self.cause)

    def _write(self) -> None:
        from engine.record.take import TakeBuilder, save_take
        from engine.record.video import VideoRecorder

        builder = TakeBuilder(self._head_id, **self._take_facts)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.path, error) from error
        with VideoRecorder(self.path, self.size_wh) as video:
            for picture, tracked in self._queue:
                video.write(picture)
                if self.take is not None:
                    motion = replace(tracked.motion, time=picture.time)
                    builder.add(replace(tracked, motion=motion))
        if self.take is not None and len(builder):
            save_take(builder.build(), self.take)

    def _ended(self, cause: BaseException | None) -> None:
        self.cause = cause
        self._queue.close(cause)


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
