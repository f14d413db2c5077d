"""Recording pictures as an MP4 that survives a crash: H.264, the source's own frame times and sound.

While it is written the file is a chain of short fragments, each on the disk within half a second, so whatever ends
the process leaves a file that plays up to there. A clean stop turns it into a plain MP4 (FFmpeg's hybrid_fragmented).
"""

from __future__ import annotations

import math
import os
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import av.error
import cv2
import numpy as np

from engine.check import Array
from engine.errors import BadInput
from engine.record.encoder import add_h264_stream
from engine.record.fragments import cut_to_whole
from engine.record.sound import SoundCopy
from engine.record.sound_track import SoundTrack
from engine.types import Picture
from engine.writing import reason, remedy, unwritable

_MICROSECONDS = 1_000_000
_MAX_TIMESCALE = 2**31 - 1


class VideoRecorder:
    """Writes pictures to `path`. Belongs to one thread; a context manager that keeps what was written on any error.

    Where no file is yet, `being_written` is `path` itself. One that is there stays untouched: `being_written` is then
    NAME.part.mp4 beside it, which replaces it at a clean end, and is left beside it after any other.
    """

    def __init__(
        self,
        path: Path,
        size_wh: tuple[int, int],
        *,
        fps: float = 30.0,
        time_base: Fraction = Fraction(1, 90_000),
        audio_from: Path | SoundTrack | None = None,
        start: float | None = 0.0,
    ) -> None:
        """fps is a hint for players; `Picture.time` decides. time_base: the times are multiples of it.

        audio_from: the file whose sound is copied, or what the microphone hears.
        start: the `Picture.time` at which the video begins; None takes the first picture's (live sources).
        """
        path = Path(path)
        if not path.parent.is_dir():
            raise BadInput(f"The folder {path.parent} does not exist: make it first, or record elsewhere.")
        self.path = path
        self.being_written = path.with_name(path.stem + ".part.mp4") if path.exists() else path
        self.num_pictures = 0
        self.notes: tuple[str, ...] = ()
        self.size_wh = (size_wh[0] + size_wh[0] % 2, size_wh[1] + size_wh[1] % 2)
        if self.size_wh != size_wh:
            asked, given = ("x".join(map(str, size)) for size in (size_wh, self.size_wh))
            self.notes += (f"H.264 needs even sizes: {asked} is recorded as {given}.",)
        self._source_size_wh = size_wh
        self._time_base, self._fps, self._start = time_base, fps, start
        self._held: av.Packet[av.VideoStream] | None = None
        self._last_pts: int | None = None
        self._num_muxed = 0
        self._is_writing = self._closed = False
        self._open(audio_from)

    @property
    def seconds(self) -> float:
        """Length of what was written so far."""
        return 0.0 if self._last_pts is None else float((self._last_pts - self._first_pts) * self._time_base)

    def write(self, picture: Picture) -> None:
        """Add one picture, later than those before."""
        if self._start is None:
            self._start = picture.time
        pts = round((picture.time - self._start) / self._time_base)
        if self._last_pts is None:
            self._first_pts = pts
        elif pts <= self._last_pts:
            pts = self._last_pts + 1  # players refuse times that do not rise
        frame = av.VideoFrame.from_ndarray(_i420(picture.rgba, self.size_wh), "yuv420p")
        frame.pts, frame.time_base = pts, self._time_base
        self._is_writing = True
        try:
            if self._sound:
                self._sound.copy_until(float(pts * self._time_base))
            self._mux(self._video.encode(frame))
        except OSError as error:
            raise self._stopped_by(error) from error
        self._is_writing = False
        self._last_pts = pts
        self.num_pictures += 1

    def close(self, complete: bool = True) -> None:
        """End the file. complete False, after an interruption: the sound ends with the pictures."""
        if self._closed:
            return
        self._closed = True
        try:
            # Ctrl-C inside `write` may have cost a packet; nothing that refers to it may follow.
            if self.num_pictures and not self._is_writing:
                self._mux(self._video.encode(None))
                self._mux_held(self._last_duration())
                if self._sound:
                    self._sound.copy_until(None if complete else float((self._last_pts or 0) * self._time_base))
            self._container.close()
        except OSError as error:
            raise self._stopped_by(error) from error
        finally:
            if self._sound:
                self._sound.close()
        if not self._num_muxed:
            self.being_written.unlink(missing_ok=True)
        elif complete and self.being_written != self.path:
            os.replace(self.being_written, self.path)

    def __enter__(self) -> VideoRecorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(complete=error is None)

    def _open(self, audio_from: Path | SoundTrack | None) -> None:
        """Open the file with the sound of `audio_from`, or without where MP4 has no place for that sound."""
        sound = SoundCopy(audio_from) if isinstance(audio_from, Path) else audio_from
        try:
            self._begin(sound if sound and sound.found else None)
        except (ValueError, av.error.FFmpegError):
            if sound is None or not sound.found:
                raise
            self.notes += (f"The sound ({sound.codec}) does not fit into an MP4 file and is left out.",)
            sound.close()
            self._begin(None)

    def _begin(self, sound: SoundCopy | SoundTrack | None) -> None:
        # So that a track that begins late begins exactly.
        timescale = math.lcm(self._time_base.denominator, sound.time_base.denominator if sound else 1)
        options = {
            # delay_moov and use_editlist keep times before and after zero exact (AAC begins before the pictures).
            "movflags": "hybrid_fragmented+delay_moov",
            "use_editlist": "1",
            "avoid_negative_ts": "disabled",
            "movie_timescale": str(timescale if timescale <= _MAX_TIMESCALE else 90_000),
            "frag_duration": str(_MICROSECONDS // 2),
            "flush_packets": "1",
            # Sound that ends before the pictures must not hold them back in memory.
            "max_interleave_delta": str(_MICROSECONDS // 5),
        }
        try:
            self.being_written.open("ab").close()  # libav, which opens it late, would not tell a place from a sound
            self._container = av.open(str(self.being_written), "w", format="mp4", options=options)
        except OSError as error:
            raise unwritable(self.path, error) from error
        self._video = add_h264_stream(self._container, self.size_wh, self._time_base, self._fps)
        self._sound = sound
        if sound:
            sound.add_to(self._container)
        try:
            self._container.start_encoding()
        except OSError as error:
            raise self._stopped_by(error) from error

    def _mux(self, packets: list[av.Packet[av.VideoStream]]) -> None:
        """Hand packets on one late: only then is the duration of each known, which uneven frame times need."""
        for packet in packets:
            if packet.size == 0:
                continue
            if self._held is not None and self._held.pts is not None and packet.pts is not None:
                self._mux_held(packet.pts - self._held.pts)
            self._held = packet

    def _mux_held(self, duration: int) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.duration = duration
            self._container.mux(held)
            self._num_muxed += 1

    def _last_duration(self) -> int:
        return max(1, round(1 / (self._fps * self._time_base)))

    def _stopped_by(self, error: OSError) -> BadInput:
        """The sentence for a disk that takes no more; the fragments that are on it play."""
        self._closed = True
        with suppress(OSError):
            self._container.close()
        with suppress(OSError):
            cut_to_whole(self.being_written)
            if self.being_written.stat().st_size:
                return BadInput(
                    f"Recording stopped, {reason(error)}: {self.being_written} holds what was written until then. "
                    + remedy(error)
                )
            self.being_written.unlink()
        return unwritable(self.path, error)


def _i420(rgba: Array, size_wh: tuple[int, int]) -> Array:
    """[H, W, 4] -> [H * 3 / 2, W] planes in BT.601's limited range; what is transparent becomes black."""
    height, width = rgba.shape[:2]
    if (rgba[..., 3] != 255).any():
        alpha = rgba[..., 3:].astype(np.uint16)
        rgba = np.concatenate([(rgba[..., :3] * alpha // 255).astype(np.uint8), rgba[..., 3:]], 2)
    if (width, height) != size_wh:
        pad = cv2.BORDER_REPLICATE
        rgba = cv2.copyMakeBorder(rgba, 0, size_wh[1] - height, 0, size_wh[0] - width, pad)
    return cv2.cvtColor(rgba, cv2.COLOR_RGBA2YUV_I420)
