"""What the capture network's answer is worth beside landmarks: who it is likely to be, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.head.head_model import Head
from engine.tracking.capture_network import Capture
from engine.tracking.fit_equations import Belief

TRUST = 8.0
"""Precision of the network's shape, in that of anyone's about the average person.

On 17 people whom the network has not seen, by 0, 4, 8, 16, 64 and the network alone: two pictures of a person are
nearer to each other than to .91, .96, .96, .97, .99, 1.00 of the others'; the shape of one picture leaves 1.08, 1.05,
1.05, 1.06, 1.10, 1.19 % of the eyes' distance between the other's landmarks and its own; selfies from 15 to 60 cm
spread by .24, .21, .21, .20, .18, .18 of what people differ by. A resting face is 0.7 % off its own landmarks by 0, and
1.0 by 16. On drawn faces whose shape is known the detector's landmarks alone are further off than the average face is.
"""


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
