"""A window whose screen was unplugged comes to one that is there: not every window system sees to that."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

PATIENCE_MS = 1000
"""The window system goes first."""


class StaysSeen(QObject):
    """Of one window, which it lives as long as."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._later = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._later.timeout.connect(self._look)
        QGuiApplication.instance().screenRemoved.connect(self._later.start)

    def _look(self) -> None:
        window, place = self._window, self._window.frameGeometry()
        rooms = [screen.availableGeometry() & place for screen in QGuiApplication.screens()]
        seen = max((room.width() * room.height() for room in rooms), default=0)
        if window.isVisible() and not window.isFullScreen() and seen < place.width() * place.height() / 2:
            window.setGeometry(on_a_screen(window.geometry()))


def on_a_screen(place: QRect) -> QRect:
    """`place`, moved and shrunk so that all of it is seen; in the middle of the first screen where it was on none."""
    screen = QGuiApplication.screenAt(place.center()) or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    size = place.size().boundedTo(room.size())
    if not room.intersects(place):
        return QRect(room.center() - QPoint(size.width() // 2, size.height() // 2), size)
    left = min(max(place.left(), room.left()), room.right() + 1 - size.width())
    top = min(max(place.top(), room.top()), room.bottom() + 1 - size.height())
    return QRect(QPoint(left, top), size)
