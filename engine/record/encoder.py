"""Which H.264 encoder works on this machine, and how it must be set so that a crash costs less than a second."""

from __future__ import annotations

from fractions import Fraction

import av
import av.error
import numpy as np

GOP = 30
"""Frames between two places where a player can start."""

# No B frames and no look-ahead: every picture is on its way to the disk as soon as the next one arrives.
_ENCODERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("h264_nvenc", {"preset": "p4", "rc": "vbr", "cq": "21", "b": "0", "delay": "0", "zerolatency": "1"}),
    ("libx264", {"preset": "veryfast", "crf": "19", "x264-params": "rc-lookahead=0:sync-lookahead=0:sliced-threads=1"}),
)
_THREADS = 2
"""Slices cost quality; two keep up with 1080p."""

_BT601 = 6
_BT709 = 1
_LIMITED = 1


def add_h264_stream(
    container: av.container.OutputContainer, size_wh: tuple[int, int], time_base: Fraction, fps: float
) -> av.VideoStream:
    """A stream of yuv420p pictures of `size_wh` (even) px, with the first encoder that really works here."""
    rate = Fraction(fps).limit_denominator(1001)
    name, options = next((n, o) for n, o in _ENCODERS if n == _ENCODERS[-1][0] or _works(n, o, size_wh))
    stream = container.add_stream(name, rate=rate, options=options)
    assert isinstance(stream, av.VideoStream)
    _configure(stream.codec_context, size_wh, time_base)
    stream.time_base = time_base
    return stream


def _configure(context: av.VideoCodecContext, size_wh: tuple[int, int], time_base: Fraction) -> None:
    context.width, context.height = size_wh
    context.pix_fmt = "yuv420p"
    context.time_base = time_base
    context.gop_size = GOP
    context.max_b_frames = 0
    context.thread_count = _THREADS
    # What cv2.cvtColor makes of RGB; without the tag players guess another matrix for large pictures.
    context.colorspace, context.color_range = _BT601, _LIMITED
    context.color_primaries = context.color_trc = _BT709


def _works(name: str, options: dict[str, str], size_wh: tuple[int, int]) -> bool:
    """Whether the encoder turns grey pictures into packets: being compiled in says nothing about the hardware."""
    try:
        context = av.CodecContext.create(name, "w")
        assert isinstance(context, av.VideoCodecContext)
        context.options = options
        _configure(context, size_wh, Fraction(1, 30))
        grey = np.full((size_wh[1] * 3 // 2, size_wh[0]), 128, np.uint8)
        packets = []
        for pts in range(3):
            frame = av.VideoFrame.from_ndarray(grey, "yuv420p")
            frame.pts, frame.time_base = pts, Fraction(1, 30)
            packets += context.encode(frame)
        packets += context.encode(None)
    except (av.error.FFmpegError, OSError, ValueError):
        return False
    return sum(packet.size > 0 for packet in packets) == 3
