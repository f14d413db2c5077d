"""A frame around what the keyboard has reached where style sheets cannot draw one: the avatar's view."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QWidget

BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class FocusFrame(QFrame):
    """As large as its parent; seen while `watched`, a child of it, has the focus that a key gave it, not the mouse."""

    def __init__(self, parent: QWidget, watched: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("focus")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._watched = watched
        watched.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, seen: QObject, event: QEvent) -> bool:
        if seen is self._watched and isinstance(event, QFocusEvent):
            at_home = self._watched.parentWidget() is self.parentWidget()
            self.setVisible(at_home and event.gotFocus() and event.reason() in BY_KEY)
        elif event.type() == QEvent.Type.Resize:
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(seen, event)
