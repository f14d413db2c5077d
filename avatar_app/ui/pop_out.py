"""The avatar alone in a window of its own: to be captured, for a second screen, above a game. Closing it brings the
view back.
"""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QCloseEvent, QEnterEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from avatar_app.state import AppState
from avatar_app.ui.avatar_view import AvatarView
from avatar_app.ui.pop_out_bar import PopOutBar
from avatar_app.ui.stays_seen import StaysSeen, on_a_screen
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

TITLE = "Avatar only"
"""Never another: programs that capture windows find it by its title."""
LEAST = 200
"""Width and height, px."""


class PopOut(QWidget):
    """Follows `popped_out`, `on_top` and `frameless`. The view moves in and out, and shows the same picture."""

    def __init__(self, view: AvatarView, home: QWidget, state: AppState, theme: Theme, place: QRect) -> None:
        """home: where the view belongs. place: of this window; one that is on no screen is moved onto one."""
        super().__init__(None, Qt.WindowType.Window)
        self._view, self._home, self._state = view, home, state
        self.setWindowTitle(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setMinimumSize(LEAST, LEAST)
        self.away = Away(home, state)
        self.bar = PopOutBar(self, state)
        StaysSeen(self)
        self._place = place
        self._dressed: tuple[bool, bool] | None = None
        self.set_theme(theme)
        state.changed.connect(self.refresh)

    @property
    def place(self) -> QRect:
        """Where it is, or was, on the screens."""
        return self.normalGeometry() if self.isVisible() else self._place

    def set_theme(self, theme: Theme) -> None:
        self.bar.set_theme(theme)
        self.away.set_theme(theme)

    def refresh(self) -> None:
        now = self._state.now
        if now.popped_out != self.isVisible():
            self._open() if now.popped_out else self.close()
        elif self.isVisible():
            self._dress()
        self.bar.refresh()

    def _open(self) -> None:
        self._dress()
        self.setGeometry(on_a_screen(self._place))
        self._view.see_through = True
        self._view.setParent(self)
        self._view.lower()
        self._view.setGeometry(self.rect())
        self._view.show()
        self.away.show()
        self.show()
        self._view.setFocus()

    def _dress(self) -> None:
        """Frame and place among the other windows; changing them hides a window, and Qt may make it anew."""
        wanted = (self._state.now.on_top, self._state.now.frameless)
        if wanted == self._dressed:
            return
        self._dressed = wanted
        seen, place = self.isVisible(), self.geometry()
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, wanted[0])
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint, wanted[1])
        if seen:
            self.setGeometry(place)
            self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._view.parentWidget() is self:
            self._place = self.normalGeometry()
            self._view.see_through = False
            self._view.setParent(self._home)
            self._view.lower()
            self._view.setGeometry(self._home.rect())
            self._view.show()
        self.away.hide()
        self._state.update(popped_out=False)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_F11:
            self.fill_the_screen()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Out of the whole screen, or back home."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.close()

    def fill_the_screen(self) -> None:
        """The whole screen that it is on, or no longer."""
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._view.parentWidget() is self:
            self._view.setGeometry(self.rect())
        self.bar.arrange()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.bar.appear()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.bar.disappear()


class Away(QWidget):
    """In the view's place while it is away: where it is, and how it comes back."""

    def __init__(self, home: QWidget, state: AppState) -> None:
        super().__init__(home)
        self.setObjectName("away")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = QLabel(tr("The avatar is in its own window."))
        self.back = QPushButton(tr("Bring it back"))
        self.back.clicked.connect(lambda: state.update(popped_out=False))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch()
        column.addWidget(self.text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        home.installEventFilter(self)
        self.setGeometry(home.rect())
        self.lower()
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self.text.setStyleSheet(f"color: {theme.muted};")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(watched, event)
