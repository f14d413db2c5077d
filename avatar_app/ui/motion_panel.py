"""How the avatar moves: smoothing, how much of each region and which of them keep still, and what it does alone."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSlider

from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.clock import percent
from avatar_app.ui.icons import icon
from avatar_app.ui.panel import Foldable, muted, muted_word, slider
from avatar_app.ui.text import marked, tr
from avatar_app.ui.theme import Theme
from engine.avatar.manner import MAX_GAIN, Alone, Manner
from engine.head.regions import REGIONS, Region
from engine.types import replace

WORDS: dict[Region, str] = {
    "brows": marked("Brows"),
    "eyes": marked("Eyes"),
    "mouth": marked("Mouth"),
    "head": marked("Head"),
}
ALONE: dict[Alone, tuple[str, str]] = {
    "breathe": (
        marked("Rest and breathe"),
        marked("The avatar goes to rest and moves a little, as somebody who waits"),
    ),
    "rest": (marked("Rest"), marked("The avatar goes to rest and keeps still")),
    "hold": (marked("Hold the last pose"), marked("The avatar stays as it was until the face is back")),
}
"""What is shown of each, and what is said about it."""
SNAP = 4
"""Per cent: this near to 100 a gain is exactly as tracked."""


class MotionPanel(Foldable):
    """Folded up until somebody wants it; everything in it is followed at once."""

    def __init__(self, state: AppState, actions: Actions, theme: Theme, *, unfolded: bool = False) -> None:
        super().__init__(tr("Motion"), unfolded=unfolded)
        self._state, self._actions, self._theme = state, actions, theme
        self._drawn: dict[Region, bool] = {}
        self.smoothing = slider(tr("Smoothing, from steady to responsive"), 0, 100)
        self.smoothing.setToolTip(tr("Steady calms a trembling picture, responsive follows at once"))
        self.smoothing.valueChanged.connect(lambda value: actions.respond(value / 100))
        self.gains: dict[Region, QSlider] = {}
        self.held: dict[Region, QPushButton] = {}
        self._shares: dict[Region, QLabel] = {}
        self.alone = QComboBox()
        self.alone.setAccessibleName(tr("What the avatar does while no face is seen"))
        for alone, (text, tip) in ALONE.items():
            self.alone.addItem(tr(text), alone)
            self.alone.setItemData(self.alone.count() - 1, tr(tip), Qt.ItemDataRole.ToolTipRole)
        self.alone.activated.connect(lambda _row: self._act(alone=self.alone.currentData()))
        self.reset = self.button(
            tr("Reset"), actions.reset_motion, icon="retry", tip=tr("All of this section as it was at first")
        )

        smooth, last = QHBoxLayout(), QHBoxLayout()
        for row in (smooth, last):
            row.setSpacing(8)
        smooth.addWidget(muted_word(tr("Steady")))
        smooth.addWidget(self.smoothing, 1)
        smooth.addWidget(muted_word(tr("Responsive")))
        last.addWidget(self.alone, 1)
        last.addWidget(self.reset)
        self.inside.addLayout(smooth)
        self.inside.addLayout(self._regions())
        self.inside.addWidget(muted(tr("While no face is seen")))
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
            word = tr(WORDS[region])
            gain, share = slider(tr("{word}, how much", word=word), 0, round(100 * MAX_GAIN)), QLabel()
            gain.setToolTip(tr("How much of your motion the avatar shows: 100 % as you do, 0 % keeps still"))
            gain.valueChanged.connect(lambda value, region=region: self._gain(region, value))
            gain.sliderReleased.connect(self.refresh)
            share.setObjectName("muted")
            share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            share.setMinimumWidth(share.fontMetrics().horizontalAdvance(percent(2)))
            lock = QPushButton()
            lock.setObjectName("flat")
            lock.setCheckable(True)
            lock.setIconSize(QSize(16, 16))
            lock.setFixedWidth(30)
            lock.setAccessibleName(tr("{word}, keep as now", word=word))
            lock.setToolTip(tr("Freeze: keep this part as it is now"))
            lock.toggled.connect(lambda on, region=region: self._hold(region, on))
            self.gains[region], self.held[region], self._shares[region] = gain, lock, share
            for column, widget in enumerate((QLabel(word), gain, share, lock)):
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
            self._shares[region].setText(tr("frozen") if held else percent(gain / 100))
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
