"""A trained network that sees the square around a face: what every such network is given, and says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.assets import shipped
from engine.head.arkit import ARKIT52
from engine.inference.serving import Serving
from engine.inference.session import Session, Shape
from engine.tracking.measure import Measure


def face_session(
    file: str, path: Path | None, size: int, further: Mapping[str, Shape] | None = None, *, fast: bool = False
) -> Session | Serving:
    """The network in `path`, or the one that ships as `file`. Errors as `Session`'s.

    A call takes the picture [B, 3, size, size] float32, sRGB / 255, and returns landmarks [B, L, 2] in shares of the
    square (the points of Measure.of()), expression [B, 52], global_orient [B, 3] rad, confidence [B], and then the
    outputs of `further` in their order. fast: it may be run by something faster than the processor, once that is ready.
    """
    outputs = {
        "landmarks": (None, len(Measure.of().points), 2),
        "expression": (None, len(ARKIT52)),
        "global_orient": (None, 3),
        "confidence": (None,),
    }
    given = ("picture", (None, 3, size, size))
    return (Serving if fast else Session)(
        shipped(file) if path is None else path, given, {**outputs, **(further or {})}
    )
