"""A video file as a source: every frame with its exact presentation time, upright, as 8-bit RGB."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np

from engine.capture.upright import Orientation, orientation_of
from engine.check import Array
from engine.errors import BadInput
from engine.types import Frame

MAX_SIDE_PX = 8192
_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,asf,ogg,mxf,dv,gif,apng,rm,h264,hevc,"
    "ivf,y4m,yuv4mpegpipe,nut,aac,mp3,wav,flac,aiff,amr"
)
"""What may be opened. Playlists are not among it: they make FFmpeg fetch from elsewhere. Music is, to be told apart."""


class VideoFile:
    """Reads from the first frame to the last that decodes. Damaged parts are left out, and noted."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self.path: Path | None = path
        self.notes: tuple[str, ...] = ()
        self._container = _open(path)
        try:
            self._stream = _video_stream(self._container, path)
            self._frames = self._decode()
            self._index = 0
            self._last_pts: int | None = None
            self._turned: tuple[int, Orientation] | None = None
            self._first = self._next()
        except BaseException:
            self._container.close()
            raise
        if self._first is None:
            self.close()
            raise BadInput(f"{path} holds no picture that can be decoded: the video is damaged or of an unknown kind.")
        self.size_wh = self._first.size_wh

    @property
    def fps(self) -> float:
        return float(self._rate)

    @property
    def _rate(self) -> Fraction:
        return self._stream.average_rate or self._stream.guessed_rate or Fraction(25)

    @property
    def num_frames(self) -> int | None:
        if self._stream.frames:
            return self._stream.frames
        if self._container.duration:
            return max(1, round(self._container.duration / 1e6 * self.fps))
        return None

    @property
    def time_base(self) -> Fraction:
        return self._stream.time_base or Fraction(1, 90_000)

    def read(self) -> Frame | None:
        if self._first is not None:
            frame, self._first = self._first, None
            return frame
        return self._next()

    def close(self) -> None:
        self._first, self._frames = None, iter(())
        self._container.close()

    def _next(self) -> Frame | None:
        picture = next(self._frames, None)
        if picture is None:
            return None
        pts = picture.pts
        if pts is None or (self._last_pts is not None and pts <= self._last_pts):
            # Raw streams carry no times, damaged ones repeat them.
            step = max(1, round(1 / self._rate / self.time_base))
            pts = 0 if self._last_pts is None else self._last_pts + step
        self._last_pts = pts
        frame = Frame(image=self._rgb(picture), index=self._index, time=float(pts * self.time_base), source=self.name)
        self._index += 1
        return frame

    def _rgb(self, picture: av.VideoFrame) -> Array:
        """[H, W, 3] uint8, upright. 10-bit and alpha formats become plain RGB.

        The display matrix is looked up only where the turn changes: who asks a PyAV frame for its side data makes a
        cycle of it, and a window that plays a video then grows by megabytes a second until Python collects garbage.
        """
        if self._turned is None or self._turned[0] != picture.rotation:
            self._turned = picture.rotation, orientation_of(picture)
        return np.ascontiguousarray(self._turned[1].apply(picture.to_ndarray(format="rgb24")))

    def _decode(self) -> Iterator[av.VideoFrame]:
        """Frames in presentation order; a packet that does not decode costs itself, not what follows."""
        seen = bad = 0
        first_bad = 0
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, OSError):
                packet = None  # the file breaks off; what is inside the decoder still comes out
            if packet is None:
                break
            seen += packet.size > 0
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                bad, first_bad = bad + 1, first_bad or self._index
        with suppress(av.error.FFmpegError):  # unless the demuxer's own end has done so
            yield from self._stream.decode(None)
        if bad:
            self.notes += (
                f"{self.name} is damaged: {bad} frames could not be read, the first after frame {first_bad}.",
            )
        if seen < self._stream.frames:
            self.notes += (f"{self.name} breaks off after frame {self._index} of {self._stream.frames}.",)


def _open(path: Path) -> av.container.InputContainer:
    if path.stat().st_size == 0:
        raise BadInput(f"{path} is an empty file: copy or download the video again.")
    try:
        return av.open(str(path), options={"format_whitelist": _FORMATS, "protocol_whitelist": "file"})
    except (av.error.FFmpegError, OSError, ValueError) as error:
        if isinstance(error, PermissionError):
            raise BadInput(f"{path} may not be read by you: change its permissions, or copy it.") from error
        raise BadInput(f"{path} is cut off or is no video. Copy or record it again.") from error


def _video_stream(container: av.container.InputContainer, path: Path) -> av.VideoStream:
    """The stream with the pictures, not the cover of a piece of music."""
    streams = [s for s in container.streams.video if not s.disposition & av.stream.Disposition.attached_pic]
    if not streams:
        has = "only sound" if container.streams.audio else "no pictures"
        raise BadInput(f"{path} holds {has}: give a video with pictures of a face.")
    stream = streams[0]
    if max(stream.width, stream.height) > MAX_SIDE_PX:
        raise BadInput(f"{path} is {stream.width}x{stream.height}: at most {MAX_SIDE_PX} pixels a side can be used.")
    stream.thread_type = "AUTO"
    return stream
