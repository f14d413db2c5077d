"""What to do while the neutral face is measured, how far it is, and that it is done."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.text import tr

WIDTH = 400
DONE_MS = 1500


class CalibrationCard(QFrame):
    """Shown while it lasts, and for a moment after it; Escape cancels."""

    def __init__(self, parent: QWidget, state: AppState, actions: Actions) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._state, self._actions, self._was = state, actions, False
        self.title, self.words, self.bar = QLabel(), QLabel(), QProgressBar()
        self.title.setObjectName("title")
        self.words.setObjectName("muted")
        self.words.setWordWrap(True)
        self.words.setAccessibleName(tr("What to do"))
        self.bar.setAccessibleName(tr("Progress of the calibration"))
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setToolTip(tr("Keep your neutral face as it was (Esc)"))
        self.cancel.setShortcut(Qt.Key.Key_Escape)
        self.cancel.clicked.connect(self._cancel)
        self._gone = QTimer(self, interval=DONE_MS, singleShot=True)
        self._gone.timeout.connect(self.hide)
        column, row = QVBoxLayout(), QHBoxLayout(self)
        column.setSpacing(7)
        for part in (self.title, self.words, self.bar):
            column.addWidget(part)
        row.setContentsMargins(20, 16, 20, 18)
        row.setSpacing(20)
        row.addLayout(column, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setFixedWidth(WIDTH)
        self.hide()

    def refresh(self) -> None:
        status = self._state.now.status
        share = status.calibrating
        if share is not None:
            self._gone.stop()
            self._say(tr("Look relaxed"), tr("Into the camera, lips closed, brows at ease."), share)
            if status.confidence <= 0:
                self._say(tr("Where are you?"), tr("Measuring waits until your face is in the picture."), share)
            self.show()
        elif self._was and status.calibrated and status.source == "live":
            self._say(tr("Done"), tr("This is your neutral face from now on."), 1.0)
            self._gone.start()
        elif not self._gone.isActive():
            self.hide()
        self.cancel.setVisible(share is not None)
        self._was = share is not None

    def _say(self, title: str, words: str, share: float) -> None:
        self.title.setText(title)
        self.words.setText(words)
        self.bar.setValue(round(1000 * share))

    def _cancel(self) -> None:
        self._was = False  # nothing was measured that could be told
        self._actions.cancel_calibration()
