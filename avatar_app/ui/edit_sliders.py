"""What of an avatar is turned by sliders: the tone of its skin, and the shape that no photo shows."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from avatar_app.appearance import Appearance
from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.panel import muted, slider
from avatar_app.ui.text import marked, tr
from engine.types import replace

SKIN = {
    "skin_lightness": (marked("Lightness"), marked("Lightness of the skin")),
    "skin_warmth": (marked("Warmth"), marked("Warmth of the skin's tone")),
}
SHAPE = {
    "size": (marked("Size"), marked("Size of the head")),
    "depth": (marked("Depth"), marked("How far the back of the head reaches")),
    "height": (marked("Height"), marked("Height of the skull over the brows")),
    "ear_size": (marked("Ears"), marked("Size of the ears")),
    "ear_angle": (marked("Ears out"), marked("How far the ears stand out")),
}
"""By the field of `Retouch`: the word before the slider, and what it is called aloud."""
SNAP = 6
"""Per cent: this near to the middle a slider is exactly there."""
_PAUSE_MS = 40
"""A head is built anew at most this often while a slider moves."""


class EditSliders(QWidget):
    """In the middle, everything is as the photo has it."""

    def __init__(self, state: AppState, actions: Actions) -> None:
        super().__init__()
        self._state, self._actions = state, actions
        self._wanted: dict[str, float] = {}
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._change)
        self.sliders: dict[str, QSlider] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for title, rows in ((tr("Skin"), SKIN), (tr("Head"), SHAPE)):
            grid.addWidget(muted(title), grid.rowCount(), 0, 1, 2)
            for name, (word, aloud) in rows.items():
                turned = slider(tr(aloud), -100, 100)
                turned.setToolTip(tr(aloud))
                turned.valueChanged.connect(lambda value, name=name: self._moved(name, value))
                turned.sliderReleased.connect(self._change)
                self.sliders[name] = turned
                row = grid.rowCount()
                grid.addWidget(QLabel(tr(word)), row, 0)
                grid.addWidget(turned, row, 1)

    def show_values(self, editing: Appearance) -> None:
        """Follow the state, but for a slider that is being dragged."""
        for name, turned in self.sliders.items():
            if not turned.isSliderDown() and name not in self._wanted:
                turned.blockSignals(True)
                turned.setValue(round(100 * getattr(editing.retouch, name)))
                turned.blockSignals(False)

    def settle(self) -> None:
        """Do now what was to be done soon."""
        if self._wanted:
            self._change()

    def _moved(self, name: str, value: int) -> None:
        self._wanted[name] = 0.0 if abs(value) < SNAP else value / 100
        if not self._soon.isActive():
            self._soon.start()

    def _change(self) -> None:
        self._soon.stop()
        wanted, self._wanted = self._wanted, {}
        editing = self._state.now.editing
        if wanted and editing is not None:
            self._actions.change_avatar(retouch=replace(editing.retouch, **wanted))
