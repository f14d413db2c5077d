"""Which way up a video's pictures are: phones store them lying, with a matrix that says how to turn them."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import av

from engine.check import Array


@dataclass(frozen=True, slots=True)
class Orientation:
    """One of the eight ways to turn and mirror a picture: transpose first, then flip."""

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    def apply(self, image: Array) -> Array:
        """[H, W, C] -> a view of it, upright."""
        if self.transpose:
            image = image.swapaxes(0, 1)
        return image[:: -1 if self.flip_y else 1, :: -1 if self.flip_x else 1]


UPRIGHT = Orientation()


def orientation_of(picture: av.VideoFrame) -> Orientation:
    """From the frame's display matrix: [a b u; c d v; x y w], fixed point, (x', y') = (a x + c y, b x + d y)."""
    matrix: Any = picture.side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return UPRIGHT
    a, b, _, c, d = struct.unpack("=5i", bytes(matrix)[:20])
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return Orientation(flip_x=a < 0, flip_y=d < 0)
    return Orientation(transpose=True, flip_x=c < 0, flip_y=b < 0)
