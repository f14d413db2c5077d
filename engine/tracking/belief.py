"""What the capture network's answer is worth beside landmarks: who it is likely to be, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.head.head_model import Head
from engine.tracking.capture_network import Capture
from engine.tracking.fit import Belief

TRUST = 16.0
"""Precision of the network's shape, in that of anyone's about the average person."""


def belief_of(head: Head, captures: Sequence[Capture]) -> Belief | None:
    """Who is in the pictures behind `captures`, one person's; None where none of them shows a face.

    Several pictures share the network's errors: they are averaged, and make it no surer.
    """
    sure = np.array([capture.confidence for capture in captures])
    if sure.sum() < 0.5:
        return None
    shape, tex = (
        np.average([getattr(capture, name) for capture in captures], axis=0, weights=sure) for name in ("shape", "tex")
    )
    return Belief(shape, TRUST * np.eye(head.num_shape), tex)
