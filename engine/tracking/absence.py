"""What is shown while no face is seen, and how the face comes back: without a jump."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.check import Array
from engine.ease import smoothstep
from engine.types import Motion

HOLD_S = 0.1
"""A face missed for this long is still believed."""
EASE_S = 0.4
"""Then it goes to rest within this time."""
RETURN_S = 0.25
"""Within this time a found face takes over from what is shown."""

_EASED = ("expression", "global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")


class Absence:
    """Bridges the frames without a face, of one stream."""

    def __init__(self, num_expression: int) -> None:
        self._shown = Motion.rest(num_expression)
        self._left: Motion | None = None  # the last motion of a seen face, while none is seen
        self._return: tuple[Motion, float] | None = None  # what was shown when the face came back, and when

    def with_face(self, motion: Motion) -> Motion:
        """What to show for a frame with a face whose motion is `motion`."""
        if self._left is not None:
            self._left, self._return = None, (self._shown, motion.time)
        if self._return is not None:
            shown, since = self._return
            share = (motion.time - since) / RETURN_S
            if 0 <= share < 1:
                motion = _between(shown, motion, smoothstep(share))
            else:
                self._return = None
        self._shown = motion
        return motion

    def without(self, time: float) -> Motion:
        """What to show at `time`, s, for a frame without a face; its confidence is 0."""
        if self._left is None:
            self._left = self._shown if self._shown.confidence > 0 else replace(self._shown, time=time - 1e3)
        missed = time - self._left.time - HOLD_S
        share = smoothstep(missed / EASE_S)
        rest = replace(
            Motion.rest(len(self._left.expression)), cam=self._left.cam, crop_from_image=self._left.crop_from_image
        )
        self._shown = replace(_between(self._left, rest, share), time=time, confidence=0.0)
        return self._shown


def _between(a: Motion, b: Motion, share: float) -> Motion:
    """`b` with its values moved back towards `a`; share 0 is a, 1 is b. Camera and time are b's."""

    def mix(name: str) -> Array:
        return (1 - share) * getattr(a, name) + share * getattr(b, name)

    eased: dict[str, Any] = {name: mix(name) for name in _EASED}
    return replace(b, **eased)
