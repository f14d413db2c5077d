"""A new avatar, turning, and the question whether it stays."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.avatar_view import AvatarView
from avatar_app.ui.text import tr
from engine.clock import now
from engine.types import Orbit

TURN_MS = 33
TURN_SECONDS = 7.0
"""From the front to one side, to the other, and back."""
TURN_RAD = math.radians(38)


class OfferCard(QFrame):
    """Shown while a new avatar waits to be kept: Return keeps it, Escape discards it. Nobody's turning is fought: it
    ends as soon as a person turns the avatar.
    """

    def __init__(self, parent: QWidget, view: AvatarView, state: AppState, actions: Actions) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._view, self._state = view, state
        self.choose_another: Callable[[], None] = actions.discard_avatar
        """What "Another photo…" does; the window asks for a file."""
        self._began, self._placed = 0.0, Orbit()
        self._turn = QTimer(self, interval=TURN_MS)
        self._turn.timeout.connect(self._turned)
        title = QLabel(tr("Here is your new avatar"))
        title.setObjectName("title")
        told = QLabel(tr("Nothing of it is saved before you keep it."))
        told.setObjectName("muted")
        self.discard, self.retake, self.keep = QPushButton(tr("Discard")), QPushButton(), QPushButton(tr("Keep"))
        self.keep.setObjectName("primary")
        self.keep.setShortcut(Qt.Key.Key_Return)
        self.keep.setToolTip(tr("Save it among your avatars (Return)"))
        self.keep.clicked.connect(lambda: actions.keep_avatar())
        self.discard.setObjectName("flat")
        self.discard.setShortcut(Qt.Key.Key_Escape)
        self.discard.setToolTip(tr("Forget it and go back (Esc)"))
        self.discard.clicked.connect(lambda: actions.discard_avatar())
        self.retake.clicked.connect(lambda: self._again(actions))

        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(6)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(told, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        row.setSpacing(8)
        row.addWidget(self.discard)
        row.addStretch()
        row.addWidget(self.retake)
        row.addWidget(self.keep)
        column.addLayout(row)
        self.keep.setMinimumWidth(96)
        self.hide()

    def refresh(self) -> None:
        offered = self._state.now.offered
        self.retake.setText(tr("Retake") if self._state.now.from_selfie else tr("Another photo…"))
        self.setVisible(offered)
        if offered and not self._turn.isActive() and not self._began:
            self._began, self._placed = now(), Orbit()
            self._view.set_orbit(self._placed)
            self._turn.start()
            self.keep.setFocus()
        elif not offered and self._began:
            self._turn.stop()
            self._began = 0.0
            self._view.set_orbit(Orbit())

    def _turned(self) -> None:
        if self._view.orbit != self._placed:  # somebody turned it by hand
            self._turn.stop()
            return
        angle = 2 * math.pi * (now() - self._began) / TURN_SECONDS
        self._placed = Orbit(yaw=TURN_RAD * math.sin(angle))
        self._view.set_orbit(self._placed)

    def _again(self, actions: Actions) -> None:
        if self._state.now.from_selfie:
            actions.retake_selfie()
        else:
            self.choose_another()
