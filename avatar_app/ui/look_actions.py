"""What a person can do about what is behind the avatar, and about its light."""

from __future__ import annotations

from PySide6.QtGui import QColor

from avatar_app.background import Background, ReadingBackdrop
from avatar_app.options import KEY_COLOURS
from avatar_app.state import AppState
from avatar_app.ui.text import marked
from engine.lighting import Lighting
from engine.types import replace

NUM_RECENT = 4
COLOURS = {
    marked("Chroma green"): KEY_COLOURS["green"],
    marked("Chroma blue"): KEY_COLOURS["blue"],
    marked("White"): "#ffffff",
    marked("Grey"): "#808080",
    marked("Black"): "#000000",
}
"""Offered to everybody; others that somebody chose are remembered beside them."""


class LookActions:
    """GUI thread; `refresh` several times a second. Followed from the next picture on."""

    def __init__(self, state: AppState) -> None:
        self._state = state
        self._reading: ReadingBackdrop | None = None
        self._left: list[ReadingBackdrop] = []

    def put_behind(self, background: Background) -> None:
        """Show it; a picture as soon as it is read, and what was there until then."""
        backdrop = self._state.now.backdrop
        if self._reading is not None:  # somebody has changed their mind
            self._left.append(self._reading)
            self._reading = None
        if background.kind == "picture" and (backdrop is None or backdrop.path != background.picture):
            self._reading = ReadingBackdrop(background.picture)
            return
        if background.kind == "colour":
            self._remember(background.colour)
        self._state.update(background=background)

    def light(self, lighting: Lighting) -> None:
        self._state.update(lighting=lighting)

    def reset(self) -> None:
        """As it is at first."""
        self.put_behind(replace(self._state.now.background, kind="plain"))
        self.light(Lighting())

    def refresh(self) -> None:
        self._left = [reading for reading in self._left if not (reading.ended and reading.join(0))]
        reading = self._reading
        if reading is None or not reading.ended:
            return
        self._reading = None
        reading.join(1.0)
        if reading.backdrop is None:
            self._state.tell(reading.reason)
            return
        background = Background("picture", self._state.now.background.colour, reading.path)
        self._state.update(background=background, backdrop=reading.backdrop)

    def close(self) -> None:
        for reading in (*self._left, self._reading):
            if reading is not None:
                reading.join(10.0)

    def _remember(self, colour: str) -> None:
        recent = self._state.now.recent_colours
        if colour not in COLOURS.values() and colour not in recent:
            self._state.update(recent_colours=(colour, *recent)[:NUM_RECENT])


def colours_of(text: str) -> tuple[str, ...]:
    """Those of a setting as "#112233 #445566"; what is no colour is left out."""
    return tuple(QColor(word).name() for word in text.split() if QColor.isValidColorName(word))[:NUM_RECENT]
