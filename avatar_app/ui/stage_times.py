"""How long each stage takes, over the picture: what F1 shows. Looks by itself, and only while it is seen."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.ui.clock import decimal, percent
from avatar_app.ui.sentences import translated
from avatar_app.ui.text import marked, tr
from engine.clock import STAGES, Stage
from engine.tracking.open import Why, choice

LATELY_S = 2.0
LOOK_MS = 500
MARGIN = 16
WORDS: dict[Stage, str] = {
    "capture": marked("Capture"),
    "detect": marked("Detect the face"),
    "encode": marked("Encode"),
    "solve": marked("Solve and filter"),
    "decode": marked("Refine and filter"),
    "render": marked("Deform and draw"),
    "present": marked("Show"),
}
WHYS: dict[Why, str] = {
    "asked": marked("you chose it"),
    "best": marked("the best that is installed"),
    "other head": marked("the encoder does not know this head"),
    "missing": marked("the encoder's network is not installed"),
    "unproven": marked("the encoder that is installed is not good enough"),
}


class StageTimes(QFrame):
    """Lets the mouse through. Times are of the last LATELY_S seconds, in ms."""

    def __init__(self, parent: QWidget, session: Session, state: AppState) -> None:
        super().__init__(parent)
        self.setObjectName("times")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(tr("Stage times"))
        self._session, self._state = session, state
        self._why: tuple[str, str] = ("", "")
        self.figures = QLabel()
        self.tracker = QLabel()
        self.drawn_by = QLabel()
        self._rows: dict[Stage, tuple[QLabel, QLabel, QLabel]] = {}
        grid, column = QGridLayout(), QVBoxLayout(self)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(1)
        self._head = [_cell(text, place, muted=True) for place, text in enumerate(_heads())]
        for place, cell in enumerate(self._head):
            grid.addWidget(cell, 0, place)
        for row, stage in enumerate(STAGES, 1):
            cells = _cell(tr(WORDS[stage]), 0), _cell("", 1), _cell("", 2)
            self._rows[stage] = cells
            for place, cell in enumerate(cells):
                grid.addWidget(cell, row, place)
        grid.setColumnStretch(0, 1)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        column.addWidget(self.figures)
        column.addLayout(grid)
        column.addWidget(self.tracker)
        column.addWidget(self.drawn_by)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.refresh)
        self.hide()

    def toggle(self) -> None:
        """Show or hide it."""
        self.setVisible(self.isHidden())

    def refresh(self) -> None:
        now, status = self._state.now, self._state.now.status
        timings = {timing.stage: timing for timing in self._session.timer.summary(LATELY_S)}
        for cell in self._head:
            cell.setVisible(bool(timings))
        for stage, cells in self._rows.items():
            timing = timings.get(stage)
            for cell in cells:
                cell.setVisible(timing is not None)
            if timing is not None:
                cells[1].setText(decimal(timing.p50))
                cells[2].setText(decimal(timing.p95))
        latency = "–" if status.latency_ms is None else f"{status.latency_ms:.0f}"
        told = tr(
            "{captured:.0f} fps in, {shown:.0f} fps out · {dropped} dropped · {latency} ms from capture to picture"
        )
        figures = {"captured": status.captured_fps, "shown": status.shown_fps, "dropped": status.dropped}
        self.figures.setText(told.format(**figures, latency=latency))
        self.tracker.setText(self._tracked_by())
        self.drawn_by.setText(tr("Drawn by {backend}", backend=translated(now.backend)))
        self.adjustSize()
        self.move(max(0, self.parentWidget().width() - self.width() - MARGIN), MARGIN)

    def _tracked_by(self) -> str:
        """Which tracker, on what, and why."""
        status, kind = self._state.now.status, self._state.now.tracker
        if not status.tracker:
            return tr("No tracker runs")
        if self._why[0] != (asked := f"{kind} {status.tracker}"):  # it is read from files: once a tracker
            self._why = asked, choice(kind, self._session.head)[1]
        told = tr("Tracked by the {name} tracker ({provider}): {why}")
        return told.format(name=status.tracker, provider=status.provider, why=tr(WHYS[self._why[1]]))

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        self._look.start()
        self.raise_()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._look.stop()
        super().hideEvent(event)


def _heads() -> tuple[str, str, str]:
    return tr("Stage, ms"), tr("median"), percent(0.95)


def _cell(text: str, column: int, *, muted: bool = False) -> QLabel:
    label = QLabel(text)
    label.setObjectName("muted" if muted else "")
    label.setAlignment(Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)
    return label
