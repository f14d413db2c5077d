"""An avatar under way: which step, how far, and a way to give up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.clock import percent
from avatar_app.ui.text import marked, tr

WIDTH = 400
STEPS = (
    marked("getting ready"),
    marked("looking for the face"),
    marked("fitting the shape"),
    marked("styling the hair"),
    marked("painting the skin"),
    marked("reading the skin"),
    marked("carving the skin"),
    marked("learning the wrinkles"),
    marked("done"),
)
"""As the engine calls them: another step is shown as it is."""


class MakingCard(QFrame):
    """Shown while an avatar is being made; Escape cancels."""

    def __init__(self, parent: QWidget, state: AppState, actions: Actions) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._state = state
        title = QLabel(tr("Making your avatar"))
        title.setObjectName("title")
        self.step, self.share, self.bar = QLabel(), QLabel(), QProgressBar()
        for label in (self.step, self.share):
            label.setObjectName("muted")
        self.step.setAccessibleName(tr("Step"))
        self.bar.setAccessibleName(tr("Progress of the new avatar"))
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop, and keep the avatar that is shown (Esc)"))
        self.cancel.setShortcut(Qt.Key.Key_Escape)
        self.cancel.clicked.connect(lambda: actions.cancel_making())

        column, words, row = QVBoxLayout(), QHBoxLayout(), QHBoxLayout(self)
        words.addWidget(self.step, 1)
        words.addWidget(self.share)
        column.setSpacing(7)
        column.addWidget(title)
        column.addLayout(words)
        column.addWidget(self.bar)
        row.setContentsMargins(20, 16, 20, 18)
        row.setSpacing(20)
        row.addLayout(column, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setFixedWidth(WIDTH)
        self.hide()

    def refresh(self) -> None:
        making = self._state.now.making
        self.setVisible(making is not None)
        if making is not None:
            step, share = tr(making[0]), making[1]
            self.step.setText(tr("{step}…", step=f"{step[:1].upper()}{step[1:]}"))
            self.share.setText(percent(share))
            self.bar.setValue(round(1000 * share))
