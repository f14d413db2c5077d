"""While files are held over the window: what dropping them would do."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from avatar_app.ui.drop_actions import promise
from avatar_app.ui.icons import pixmap
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

INSET, RADIUS, ICON = 12, 14, 44


class DropVeil(QWidget):
    """Covers a part of the window; dropping works anywhere in it, and is the window's own business."""

    def __init__(self, window: QWidget, covered: QWidget, theme: Theme) -> None:
        super().__init__(covered)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self.words, self.below, self._picture = QLabel(), QLabel(), QLabel()
        self.words.setObjectName("heading")
        self.below.setObjectName("muted")
        self.below.setText(tr("Photos, videos, .avatar and .take files can be dropped."))
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch()
        for part in (self._picture, self.words, self.below):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        column.addStretch()
        for watched in (window, covered):
            watched.installEventFilter(self)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def offer(self, paths: Sequence[Path]) -> None:
        """Say what would become of these files."""
        lines = promise(paths)
        self.words.setText("\n".join(lines) or tr("This cannot be used here"))
        self.below.setVisible(not lines)
        colour = self._theme.accent if lines else self._theme.danger
        self._picture.setPixmap(pixmap("drop" if lines else "close", colour, ICON, self.devicePixelRatioF()))
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
        elif event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            if paths := dropped_files(event):
                event.acceptProposedAction()
                self.offer(paths)
            return True
        elif event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self.hide()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._theme.window)
        veil.setAlpha(235)
        painter.fillRect(self.rect(), veil)
        pen = QPen(QColor(self._theme.accent), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(INSET, INSET, -INSET, -INSET), RADIUS, RADIUS)


def dropped_files(event: QDropEvent) -> list[Path]:
    """What is dropped, without what lies elsewhere, as pictures of a web page do."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
