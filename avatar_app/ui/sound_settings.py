"""The part of the settings page for what no clock can measure of sound and picture."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from avatar_app.state import MOST_DELAY_MS, AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.panel import muted, muted_word, slider
from avatar_app.ui.text import tr


class SoundSettings(QWidget):
    """Counts from the next recording on."""

    def __init__(self, state: AppState, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self.delay = slider(tr("Move sound by"), -MOST_DELAY_MS, MOST_DELAY_MS)
        self.delay.setPageStep(50)
        self.told = muted_word("")
        self.told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.told.setFixedWidth(self.told.fontMetrics().horizontalAdvance(f"{-MOST_DELAY_MS} ms "))
        self.delay.setValue(state.now.sound_delay_ms)
        self._tell(self.delay.value())
        self.delay.valueChanged.connect(self._choose)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(16)
        row.addWidget(QLabel(self.delay.accessibleName()))
        row.addWidget(self.delay, 1)
        row.addWidget(self.told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(
            muted(
                tr(
                    "Clocks keep sound and picture together. If lips still come late in your videos, "
                    "as with slow cameras, move the sound to later times."
                )
            )
        )

    def _choose(self, ms: int) -> None:
        self._actions.delay_sound(ms)
        self._tell(ms)

    def _tell(self, ms: int) -> None:
        self.told.setText(tr("{ms:+d} ms", ms=ms) if ms else tr("0 ms"))
