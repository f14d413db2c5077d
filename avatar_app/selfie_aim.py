"""When a selfie is taken: which hint is told meanwhile, and the countdown."""

from __future__ import annotations

from dataclasses import dataclass

from engine.tracking.portrait import Hint

SETTLE_S = 0.35
"""A hint is told, and withdrawn, once it has held for so long: a blink or a lost frame is none."""
HOLD_S = 0.8
"""A picture that was good for so long starts the countdown."""
COUNT_S = 3.0


@dataclass
class Aim:
    """Told several times a second what the picture lacks. Times in s, on one clock. For one thread."""

    hint: Hint | None = Hint.NO_FACE
    """What is to be told; None where the picture is good."""
    _next: Hint | None = Hint.NO_FACE
    _next_since: float = 0.0
    _good_since: float | None = None
    _due: float | None = None
    _asked: bool = False

    def ask(self, time: float) -> None:
        """The person wants it now: count, whatever the picture lacks."""
        self._asked = True
        if self._due is None:
            self._due = time + COUNT_S

    def step(self, time: float, hint: Hint | None) -> None:
        """What the picture lacks most at this moment."""
        if hint != self._next:
            self._next, self._next_since = hint, time
        if time - self._next_since >= SETTLE_S:
            if self.hint is not None and hint is None:
                self._good_since = time
            self.hint = hint
        if self.hint is not None:
            self._good_since = None
            if not self._asked:
                self._due = None
        elif self._due is None and self._good_since is not None and time - self._good_since >= HOLD_S:
            self._due = time + COUNT_S

    @property
    def counting(self) -> bool:
        return self._due is not None

    def left(self, time: float) -> float | None:
        """Seconds until it is due, 0 then; None while nothing is counted."""
        return None if self._due is None else max(0.0, self._due - time)

    def again(self) -> None:
        """It was due and could not be taken, or another one is wanted: begin anew."""
        self._due, self._good_since, self._asked = None, None, False
        self.hint, self._next, self._next_since = Hint.NO_FACE, Hint.NO_FACE, 0.0
