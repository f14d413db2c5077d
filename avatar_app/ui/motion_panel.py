"""How the avatar moves: smoothing, how much of each region and which of them keep still, and what it does alone."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSlider

from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.icons import icon
from avatar_app.ui.panel import Foldable, muted
from avatar_app.ui.theme import Theme
from engine.avatar.manner import MAX_GAIN, Alone, Manner
from engine.head.regions import REGIONS, Region
from engine.types import replace

WORDS: dict[Region, str] = {"brows": "Brows", "eyes": "Eyes", "mouth": "Mouth", "head": "Head"}
ALONE: dict[Alone, tuple[str, str]] = {
    "breathe": ("Rest and breathe", "The avatar goes to rest and moves a little, as somebody who waits"),
    "rest": ("Rest", "The avatar goes to rest and keeps still"),
    "hold": ("Hold the last pose", "The avatar stays as it was until the face is back"),
}
"""What is shown of each, and what is said about it."""
SNAP = 4
"""Per cent: this near to 100 a gain is exactly as tracked."""


class MotionPanel(Foldable):
    """Folded up until somebody wants it; everything in it is followed at once."""

    def __init__(self, state: AppState, actions: Actions, theme: Theme, *, unfolded: bool = False) -> None:
        super().__init__("Motion", unfolded=unfolded)
        self._state, self._actions, self._theme = state, actions, theme
        self._drawn: dict[Region, bool] = {}
        self.smoothing = _slider("Smoothing, from steady to responsive", 100)
        self.smoothing.setToolTip("Steady calms a trembling picture, responsive follows at once")
        self.smoothing.valueChanged.connect(lambda value: actions.respond(value / 100))
        self.gains: dict[Region, QSlider] = {}
        self.held: dict[Region, QPushButton] = {}
        self._shares: dict[Region, QLabel] = {}
        self.alone = QComboBox()
        self.alone.setAccessibleName("What the avatar does while no face is seen")
        for alone, (text, tip) in ALONE.items():
            self.alone.addItem(text, alone)
            self.alone.setItemData(self.alone.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.alone.activated.connect(lambda _row: self._act(alone=self.alone.currentData()))
        self.reset = self.button(
            "Reset", actions.reset_motion, icon="retry", tip="All of this section as it was at first"
        )

        smooth, last = QHBoxLayout(), QHBoxLayout()
        for row in (smooth, last):
            row.setSpacing(8)
        smooth.addWidget(muted_word("Steady"))
        smooth.addWidget(self.smoothing, 1)
        smooth.addWidget(muted_word("Responsive"))
        last.addWidget(self.alone, 1)
        last.addWidget(self.reset)
        self.inside.addLayout(smooth)
        self.inside.addLayout(self._regions())
        self.inside.addWidget(muted("While no face is seen"))
        self.inside.addLayout(last)
        self.set_theme(theme)
        state.changed.connect(self.refresh)
        self.refresh()

    def _regions(self) -> QGridLayout:
        """A row each: how much, in per cent, and a lock."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for row, region in enumerate(REGIONS):
            word = WORDS[region]
            slider, share = _slider(f"{word}, how much", round(100 * MAX_GAIN)), QLabel()
            slider.setToolTip("How much of your motion the avatar shows: 100 % as you do, 0 % keeps still")
            slider.valueChanged.connect(lambda value, region=region: self._gain(region, value))
            slider.sliderReleased.connect(self.refresh)
            share.setObjectName("muted")
            share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            share.setMinimumWidth(share.fontMetrics().horizontalAdvance("200 %"))
            lock = QPushButton()
            lock.setObjectName("flat")
            lock.setCheckable(True)
            lock.setIconSize(QSize(16, 16))
            lock.setFixedWidth(30)
            lock.setAccessibleName(f"{word}, keep as now")
            lock.setToolTip("Freeze: keep this part as it is now")
            lock.toggled.connect(lambda on, region=region: self._hold(region, on))
            self.gains[region], self.held[region], self._shares[region] = slider, lock, share
            for column, widget in enumerate((QLabel(word), slider, share, lock)):
                grid.addWidget(widget, row, column)
        grid.setColumnStretch(1, 1)
        return grid

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme, self._drawn = theme, {}
        self.refresh()

    def refresh(self) -> None:
        now = self._state.now
        self.smoothing.setValue(round(100 * now.responsiveness))
        for region in REGIONS:
            gain, held = round(100 * getattr(now.manner, region)), region in now.manner.held
            if not self.gains[region].isSliderDown():  # it snaps: what is dragged stays under the pointer
                self.gains[region].setValue(gain)
            self.gains[region].setEnabled(not held)
            self.held[region].setChecked(held)
            self._shares[region].setText("frozen" if held else f"{gain} %")
            if self._drawn.get(region) != held:
                self._drawn[region] = held
                colour = self._theme.accent if held else self._theme.muted
                self.held[region].setIcon(icon("locked" if held else "unlocked", colour))
        self.alone.setCurrentIndex(self.alone.findData(now.manner.alone))
        self.reset.setEnabled(now.manner != Manner() or now.responsiveness != 0.5)

    def _gain(self, region: Region, value: int) -> None:
        self._act(**{region: 1.0 if abs(value - 100) < SNAP else value / 100})

    def _hold(self, region: Region, on: bool) -> None:
        held = self._state.now.manner.held
        self._act(held=held | {region} if on else held - {region})

    def _act(self, **changed: object) -> None:
        manner = replace(self._state.now.manner, **changed)
        if manner != self._state.now.manner:
            self._actions.act(manner)


def _slider(name: str, most: int) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setAccessibleName(name)
    slider.setRange(0, most)
    slider.setSingleStep(5)
    slider.setPageStep(10)
    return slider


def muted_word(text: str) -> QLabel:
    """Small print on one line."""
    label = muted(text)
    label.setWordWrap(False)
    return label
