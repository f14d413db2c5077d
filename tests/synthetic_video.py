"""Small videos made for tests: every picture carries its number, so order and loss can be seen after encoding."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from engine.check import Array
from engine.types import Picture

BITS = 10
RATE = 48_000
NTSC = Fraction(1001, 30000)


def numbered(number: int, size_wh: tuple[int, int] = (160, 96)) -> Array:
    """[H, W, 3] grey with `number` as a row of ten black and white stripes in the upper half."""
    width, height = size_wh
    image = np.full((height, width, 3), 128, np.uint8)
    edges = np.linspace(0, width, BITS + 1).astype(int)
    for bit in range(BITS):
        image[: height // 2, edges[bit] : edges[bit + 1]] = 235 if number >> bit & 1 else 20
    return image


def number_of(image: Array) -> int:
    """The number that `numbered` put into the picture."""
    height, width = image.shape[:2]
    edges = np.linspace(0, width, BITS + 1).astype(int)
    middles = (edges[:-1] + edges[1:]) // 2
    return sum(1 << bit for bit, x in enumerate(middles) if image[height // 4, x, 0] > 128)


def picture(number: int, time: float, size_wh: tuple[int, int] = (160, 96)) -> Picture:
    """The same as an opaque Picture."""
    rgb = numbered(number, size_wh)
    return Picture(np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)]), index=number, time=time)


def write_video(
    path: Path,
    pts: Sequence[int] = range(30),
    time_base: Fraction = Fraction(1, 25),
    size_wh: tuple[int, int] = (160, 96),
    *,
    images: Sequence[Array] | None = None,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    rotation: int | None = None,
    sound: str | None = None,
    sound_from: float = 0.0,
    sound_seconds: float | None = None,
    **container_options: str,
) -> None:
    """Picture i at pts[i] * time_base s; sound: a codec, for a sine tone over `sound_seconds` (default: throughout)."""
    with av.open(str(path), "w", options=container_options) as container:
        stream = container.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = *size_wh, pix_fmt
        stream.codec_context.time_base = stream.time_base = time_base
        stream.codec_context.gop_size = 10
        if rotation is not None:
            stream.set_display_rotation(rotation)
        tone = container.add_stream(sound, rate=RATE) if sound else None
        if tone is not None:
            tone.bit_rate = 64_000
        for i, at in enumerate(pts):
            image = numbered(i, size_wh) if images is None else images[i]
            frame = av.VideoFrame.from_ndarray(image, "rgba" if image.shape[2] == 4 else "rgb24")
            frame = frame.reformat(format=pix_fmt)
            frame.pts, frame.time_base = at, time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if tone is not None:
            seconds = sound_seconds if sound_seconds is not None else float((max(pts) + 1) * time_base)
            container.mux(_sine(tone, sound_from, seconds))


def _sine(tone: av.AudioStream, begin: float, seconds: float) -> list[av.Packet]:
    rate, size = RATE, tone.codec_context.frame_size or 1024
    packets = []
    for start in range(0, int(seconds * rate), size):
        wave = 0.3 * np.sin(2 * np.pi * 440 * (start + np.arange(size)) / rate)
        frame = av.AudioFrame.from_ndarray(np.repeat(wave[None], 2, 0).astype(np.float32), "fltp", "stereo")
        frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
        frame.pts = round(begin * rate) + start
        packets += tone.encode(frame)
    return packets + tone.encode(None)


def shown(path: Path) -> tuple[list[int], list[float]]:
    """Numbers and times of the pictures that a player shows, decoded strictly: a damaged packet raises."""
    numbers, times = [], []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            numbers.append(number_of(frame.to_ndarray(format="rgb24")))
            times.append(frame.time)
    return numbers, times


def sound_packets(path: Path) -> list[tuple[float, bytes]]:
    """Time and bytes of every audio packet."""
    with av.open(str(path)) as container:
        return [(float(p.pts * p.time_base), bytes(p)) for p in container.demux(audio=0) if p.size]
