"""The truth in one line: what runs, how fast, how late, what was lost."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar

from avatar_app.session import Status
from avatar_app.state import AppState
from avatar_app.ui.backends import brief, explained
from avatar_app.ui.clock import percent
from avatar_app.ui.panel import Elided
from avatar_app.ui.sentences import translated
from avatar_app.ui.sound_row import about_sound
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme
from engine.inference.tried import BOARD


class StatusBar(QStatusBar):
    """Left: the state in words. Right: the figures, only while something moves."""

    def __init__(self, state: AppState, theme: Theme) -> None:
        super().__init__()
        self._state, self._theme, self._colour = state, theme, ""
        self.setSizeGripEnabled(False)
        self.dot, self.words, self.figures, self.backend = QLabel("●"), Elided(), QLabel(), QLabel()
        self.words.setObjectName("state")
        self.words.setAccessibleName(tr("State"))
        self.figures.setAccessibleName(tr("Figures"))
        self.addWidget(self.dot)
        self.addWidget(self.words, 1)
        self.addPermanentWidget(self.figures)
        self.addPermanentWidget(self.backend)
        state.changed.connect(self.refresh)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        now, status = self._state.now, self._state.now.status
        words, colour = self._words(status)
        if colour != self._colour:  # a style sheet is costly to set
            self._colour = colour
            self.dot.setStyleSheet(f"color: {colour}; padding-right: 0px;")
        self.words.setText(words)
        self.words.setToolTip(words)  # a narrow window shows less of it
        self.figures.setText(figures(status))
        self.figures.setToolTip(about_sound(now) if status.hearing.state == "live" else "")
        self.backend.setText("  ·  ".join(filter(None, (brief(BOARD.lines()), translated(now.backend)))))
        self.backend.setToolTip(explained(BOARD.sentences(), BOARD.table()))

    def _words(self, status: Status) -> tuple[str, str]:
        theme = self._theme
        if self._state.now.lost:  # a recording waits for it
            return translated(self._state.now.lost_reason), theme.danger
        if status.recording is not None:
            return tr("Recording"), theme.danger
        if status.replaying is not None:
            return tr("Replaying {name}", name=status.replaying.name), theme.accent
        if status.source == "opening":
            return tr("Opening {name}", name=translated(status.source_name)), theme.warning
        if status.source == "ended":
            return tr("{name} has ended", name=translated(status.source_name)), theme.muted
        if status.source != "live" and self._state.now.making is not None:
            return tr("Making your avatar"), theme.warning
        if status.source != "live":
            return tr("Ready"), theme.muted
        if not status.tracker:
            return tr("Starting the tracker"), theme.warning
        if status.calibrating is not None:
            return tr("Measuring your neutral face"), theme.warning
        if status.captured_fps <= 0:
            return tr("{name} gives no pictures", name=translated(status.source_name)), theme.warning
        if status.confidence <= 0:
            return tr("No face in the picture"), theme.warning
        return tr("Live"), theme.good


def figures(status: Status) -> str:
    """fps, latency, drops, tracker and confidence; empty while nothing runs."""
    if status.source != "live" or status.replaying is not None:
        return ""
    parts = [tr("{rate:.0f} fps", rate=status.shown_fps)]
    if status.latency_ms is not None:
        parts.append(f"{status.latency_ms:.0f} ms")
    parts.append(tr("{count} dropped", count=status.dropped))
    if status.missed:
        parts.append(tr("{count} not recorded", count=status.missed))
    if status.tracker:
        parts.append(tr("{name} tracker", name=status.tracker))
        parts.append(tr("face {share}", share=percent(status.confidence)))
    return "  ·  ".join(parts)
