"""Colours for the background: those of chroma keys, greys, what was chosen lately, and any other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from avatar_app.ui.edit_panel import paint_swatch
from avatar_app.ui.look_actions import COLOURS, NUM_RECENT
from avatar_app.ui.text import tr


class ColourRow(QWidget):
    """Calls `chosen` with #rrggbb."""

    def __init__(self, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self._chosen = chosen
        self._colours: dict[QPushButton, str] = {}
        self._now = "#000000"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self.named = [self._swatch(tr(name), colour) for name, colour in COLOURS.items()]
        self.recent = [self._swatch("", "#000000") for _ in range(NUM_RECENT)]
        self.other = QPushButton("…")
        self.other.setToolTip(tr("Another colour"))
        self.other.setAccessibleName(tr("Background: another colour"))
        self.other.setStyleSheet("padding: 0; min-height: 24px;")
        self.other.clicked.connect(self._ask)
        for button in (*self.named, *self.recent, self.other):
            button.setMinimumWidth(20)
            button.setMaximumWidth(44)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(button, 1)

    def show_colours(self, recent: tuple[str, ...], now: str) -> None:
        """recent: newest first; now: the one that is marked."""
        self._now = now
        for button, colour in zip(self.recent, (*recent, *[""] * NUM_RECENT), strict=False):
            button.setVisible(bool(colour))
            if colour and self._colours[button] != colour:
                self._name(button, colour, colour)
        for button, colour in self._colours.items():
            button.setChecked(colour == now)

    def _swatch(self, name: str, colour: str) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        self._name(button, name, colour)
        button.clicked.connect(lambda: self._choose(self._colours[button]))
        return button

    def _name(self, button: QPushButton, name: str, colour: str) -> None:
        self._colours[button] = colour
        button.setToolTip(name)
        button.setAccessibleName(tr("Background: {colour}", colour=name.lower()))
        paint_swatch(button, colour)

    def _choose(self, colour: str) -> None:
        for button, of in self._colours.items():
            button.setChecked(of == colour)  # the one that is shown already stays marked
        self._chosen(colour)

    def _ask(self) -> None:
        colour = QColorDialog.getColor(QColor(self._now), self, tr("Background: another colour"))
        if colour.isValid():
            self._chosen(colour.name())
