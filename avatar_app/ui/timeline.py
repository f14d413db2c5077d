"""Below the stage while a take is on it: play, step, loop, speed, and the line to scrub along."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from avatar_app.replay import SPEEDS, Replay
from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.icons import icon
from avatar_app.ui.panel import Elided
from avatar_app.ui.scrubber import Scrubber
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme
from engine.clock import now

ROOMY, NARROWEST = 580, 400
"""Widths, px: from the first on all is told, below the second nothing fits."""


class Timeline(QFrame):
    """`look` is called with each picture: the line moves with it, and the window is drawn once for both."""

    def __init__(self, session: Session, state: AppState, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self._session, self._state, self._actions, self._theme = session, state, actions, theme
        self._replay: Replay | None = None
        self._icons: dict[QPushButton, str] = {}
        self._drawn: dict[QPushButton, tuple[str, str]] = {}
        self.scrubber = Scrubber(theme)
        self.scrubber.sought.connect(actions.seek_take)
        self.scrubber.toggled.connect(actions.toggle_take)
        self.back = self._button("step back", tr("One frame back (Left)"), lambda: actions.step_take(-1))
        self.play = self._button("pause", tr("Play or pause (Space)"), actions.toggle_take)
        self.forth = self._button("step forth", tr("One frame forward (Right)"), lambda: actions.step_take(1))
        self.loop = self._button("loop", tr("Loop: begin again at the end"), lambda: None)
        self.loop.setCheckable(True)
        self.loop.toggled.connect(actions.loop_take)
        self.speed = QComboBox()
        self.speed.setAccessibleName(tr("Speed"))
        self.speed.setToolTip(tr("Speed"))
        self.speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.speed.activated.connect(lambda _row: actions.choose_take_speed(self.speed.currentData()))
        self.name = Elided()
        self.name.setAccessibleName(tr("Take on the stage"))
        self.place = QLabel()
        self.place.setAccessibleName(tr("Position"))
        self.live = QPushButton(tr("Back to live"))
        self.live.setToolTip(tr("End the replay; the source goes on (Esc)"))
        self.live.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.live.clicked.connect(actions.back_to_live)

        row, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(14, 6, 14, 10)
        self.setMinimumWidth(NARROWEST)
        column.setSpacing(4)
        row.setSpacing(4)
        for part in (self.back, self.play, self.forth):
            row.addWidget(part)
        row.addSpacing(6)
        row.addWidget(self.place)
        row.addSpacing(10)
        row.addWidget(self.name, 1)
        row.addStretch()
        row.addWidget(self.loop)
        row.addWidget(self.speed)
        row.addSpacing(6)
        row.addWidget(self.live)
        column.addWidget(self.scrubber)
        column.addLayout(row)

        self.hide()
        self.set_theme(theme)
        state.changed.connect(self.refresh)
        self.refresh()

    def _button(self, name: str, tip: str, act: object) -> QPushButton:
        """Clicks leave the focus where it is: on the line, whose keys step and play."""
        made = QPushButton()
        made.setObjectName("flat")
        made.setIconSize(QSize(20, 20))
        made.setFixedWidth(36)
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda _checked: act())
        self._icons[made] = name
        return made

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.scrubber.set_theme(theme)
        for button in self._icons:
            self._draw(button)

    def _draw(self, button: QPushButton) -> None:
        colour = self._theme.accent if button is self.loop and button.isChecked() else self._theme.text
        drawn = (self._icons[button], colour)
        if self._drawn.get(button) != drawn:  # each new icon lays out and paints the window
            self._drawn[button] = drawn
            button.setIcon(icon(*drawn, 20))

    def refresh(self) -> None:
        """What is on the stage, and how it plays."""
        replay = self._session.replay
        if replay is not self._replay:
            self._replay = replay
            if replay is not None:
                self.scrubber.show_take(replay.times, replay.mouth)
                self._fit()
            self.setVisible(replay is not None)
            if replay is not None:
                self.scrubber.setFocus()
        if replay is None:
            return
        self.name.setText(replay.name)
        self.name.setToolTip(str(replay.path))
        self.speed.setCurrentIndex(self.speed.findData(replay.speed))
        self.loop.setChecked(replay.looped)
        self._draw(self.loop)
        has_source = self._state.now.status.source in ("live", "opening")
        self.live.setText(tr("Back to live") if has_source else tr("Close"))
        self.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A narrow window leaves out the name, then the frame. Figures that run do not push what is beside them."""
        replay = self._replay
        self.name.setVisible(self.width() >= ROOMY + 100)
        if replay is not None:
            widest = self._place_text(replay.length, replay.length, len(replay) - 1, len(replay)).replace("1", "0")
            measured = self.place.fontMetrics()
            # Of a size that nothing can change: otherwise each new text lays out and paints the whole window.
            self.place.setFixedSize(measured.horizontalAdvance(widest) + 6, measured.height())

    def _place_text(self, position: float, length: float, frame: int, num_frames: int) -> str:
        told = place_text(position, length, frame, num_frames)
        return told if self.width() >= ROOMY else told.split("    ")[0]

    def look(self) -> None:
        """Show where it is."""
        if self._replay is None:
            return
        at = self._replay.state(now())
        if not self.scrubber.isSliderDown():
            self.scrubber.setValue(at.frame)
        self.scrubber.show_value()
        self.place.setText(self._place_text(at.position, at.length, at.frame, at.num_frames))
        wanted = "pause" if at.playing else "play"
        if self._icons[self.play] != wanted:
            self._icons[self.play] = wanted
            self._draw(self.play)


def place_text(position: float, length: float, frame: int, num_frames: int) -> str:
    """0:03.4 of 0:12.0, frame 102 of 360: counted from 1, as people do."""
    told = tr("frame {number} of {count}", number=frame + 1, count=num_frames)
    return f"{tenths(position)} / {tenths(length)}    {told}"


def tenths(seconds: float) -> str:
    """0:07.3, 12:34.0."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{int(minutes)}:{rest:04.1f}"
