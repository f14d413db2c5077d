"""The part of the settings page for what no clock can measure of sound and picture."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from avatar_app.state import MOST_DELAY_MS, AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.panel import muted
from avatar_app.ui.text import tr

STEP_MS = 5


class SoundSettings(QWidget):
    """Counts from the next recording on."""

    def __init__(self, state: AppState, actions: Actions) -> None:
        super().__init__()
        self.delay = QSpinBox()
        self.delay.setRange(-MOST_DELAY_MS, MOST_DELAY_MS)
        self.delay.setSingleStep(STEP_MS)
        self.delay.setSuffix(" ms")
        self.delay.setValue(state.now.sound_delay_ms)
        self.delay.setAccessibleName(tr("Move the sound of videos by"))
        self.delay.valueChanged.connect(actions.delay_sound)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(16)
        row.addWidget(QLabel(self.delay.accessibleName()))
        row.addWidget(self.delay)
        row.addStretch()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(
            muted(
                tr(
                    "Sound and picture are in time by their clocks. What a camera takes before it hands a picture over "
                    "is known to nobody: if lips come late in your videos, move the sound to later times."
                )
            )
        )
