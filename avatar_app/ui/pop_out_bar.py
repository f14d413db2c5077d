"""What appears in the avatar's own window under the pointer: something to drag it by, and its few choices."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizeGrip

from avatar_app.state import AppState
from avatar_app.ui.icons import icon
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

if TYPE_CHECKING:
    from avatar_app.ui.pop_out import PopOut

HEIGHT = 34


class PopOutBar(QFrame):
    """Across the top, only while the pointer is in the window: what captures the window sees it no longer than that."""

    def __init__(self, window: PopOut, state: AppState) -> None:
        super().__init__(window)
        self._window, self._state = window, state
        self._theme: Theme | None = None
        self._grabbed: QPointF | None = None
        self.setObjectName("bar")
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.told = QLabel(tr("Drag here"))
        self.told.setObjectName("muted")
        self.pin = self._button(tr("Always on top"), lambda: state.update(on_top=not state.now.on_top), checkable=True)
        self.frame = self._button(tr("Frame"), lambda: state.update(frameless=not state.now.frameless), checkable=True)
        self.full = self._button(tr("Whole screen (F11)"), self._fill)
        self.back = self._button(tr("Bring the avatar back (Esc)"), window.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(2)
        row.addWidget(self.told, 1)
        for button in (self.pin, self.frame, self.full, self.back):
            row.addWidget(button)
        self.grip = QSizeGrip(window)
        self.grip.setFixedSize(18, 18)
        self.disappear()

    def _button(self, name: str, act: Callable[[], object], *, checkable: bool = False) -> QPushButton:
        button = QPushButton()
        button.setObjectName("flat")
        button.setCheckable(checkable)
        button.setIconSize(QSize(16, 16))
        button.setFixedSize(30, 28)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys belong to the view: Esc, F11 and the arrows
        button.clicked.connect(lambda: act())
        return button

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        now = self._state.now
        self.pin.setChecked(now.on_top)
        self.frame.setChecked(not now.frameless)
        if self._theme is None:
            return
        chosen = {"pin": self.pin, "frame": self.frame, "full": self.full, "close": self.back}
        for shape, button in chosen.items():
            button.setIcon(icon(shape, self._theme.accent if button.isChecked() else self._theme.text))

    def appear(self) -> None:
        self.arrange()
        self.show()
        self.raise_()
        self.grip.setVisible(self._state.now.frameless and not self._window.isFullScreen())
        self.grip.raise_()

    def disappear(self) -> None:
        self.hide()
        self.grip.hide()

    def arrange(self) -> None:
        width, height = self._window.width(), self._window.height()
        self.setGeometry(0, 0, width, HEIGHT)
        self.grip.move(width - self.grip.width(), height - self.grip.height())

    def _fill(self) -> None:
        """Where there are several screens, ask for one."""
        screens = QGuiApplication.screens()
        if len(screens) == 1 or self._window.isFullScreen():
            self._window.fill_the_screen()
            return
        menu = QMenu(self)
        for number, screen in enumerate(screens, 1):
            size = screen.size()
            name = screen.name() or tr("Screen {number}", number=number)
            menu.addAction(
                f"{name}, {size.width()}×{size.height()}",
                lambda screen=screen: self._fill_this(screen.geometry().center()),
            )
        menu.exec(self.full.mapToGlobal(self.full.rect().bottomLeft()))

    def _fill_this(self, middle: QPoint) -> None:
        place = self._window.geometry()
        place.moveCenter(middle)
        self._window.setGeometry(place)
        self._window.fill_the_screen()

    # The bar moves the window: the window system does it where it can

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._grabbed = event.globalPosition() - QPointF(self._window.pos())
        handle = self._window.windowHandle()
        if handle is not None and handle.startSystemMove():
            self._grabbed = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            self._window.move((event.globalPosition() - self._grabbed).toPoint())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grabbed = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._window.fill_the_screen()
