"""The source as a small picture in a corner of the view, moved by mouse. Never part of a picture or a recording."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.ui.text import tr
from engine.clock import now
from engine.inset import CORNERS, Corner
from engine.types import Frame

WIDTH = 184
MARGIN = 16
"""To the stage's edges, px."""
STALE_SECONDS = 0.15
"""While nothing else moves the inset redraws by itself, but not more often than this."""


class SourceInset(QWidget):
    """Polls the newest frame; shrinks it by whole steps before Qt sees it, so large sources cost no more."""

    def __init__(self, session: Session, state: AppState, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._state = session, state
        self._frame: Frame | None = None
        self._image: QImage | None = None
        self.has_room = True
        """Whether it may be shown: it is not to cover a face that somebody decides about."""
        self._dragged_from: QPoint | None = None
        self._crowded, self._below = False, 0
        self.setAccessibleName(tr("Source"))
        self.setToolTip(tr("Your source: only you see it, no recording does. Drag it to another corner; H hides it."))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._looked = 0.0
        self._poll = QTimer(self, interval=round(STALE_SECONDS * 1000))
        self._poll.timeout.connect(self._look_if_stale)
        self._poll.start()
        state.changed.connect(self._look_if_stale)
        self.hide()

    def _look_if_stale(self) -> None:
        if self._source() is None or now() - self._looked > STALE_SECONDS:
            self.look()

    def look(self) -> None:
        """Show the newest frame. Called as the avatar is about to be drawn: the window is then put together once."""
        self._looked = now()
        frame = self._source()
        self.setVisible(frame is not None)
        if frame is None or frame is self._frame:
            return
        self._frame, self._image = frame, _shrunk(frame, round(WIDTH * self.devicePixelRatio()))
        width, height = frame.size_wh
        size = (
            QSize(WIDTH, round(WIDTH * height / width))
            if width >= height
            else QSize(round(WIDTH * width / height), WIDTH)
        )
        if size != self.size():
            self.resize(size)
            self._snap()
        self.update()

    def place(self, crowded: bool, below: int) -> None:
        """Into its corner. crowded: there is no room at the bottom; below: px from the top that are taken."""
        self._crowded, self._below = crowded, below
        if self._dragged_from is None:
            self._snap()

    def _snap(self) -> None:
        corner, room = self._state.now.inset_corner, self.parentWidget().size() - self.size()
        top = corner.startswith("top") or self._crowded
        self.move(
            MARGIN if corner.endswith("left") else room.width() - MARGIN,
            MARGIN + self._below if top else room.height() - MARGIN,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is None:
            return
        wanted = self.mapToParent(event.position().toPoint()) - self._dragged_from
        room = self.parentWidget().size() - self.size()
        self.move(min(max(wanted.x(), 0), room.width()), min(max(wanted.y(), 0), room.height()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._dragged_from is None:
            return
        self._dragged_from = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        middle, stage = self.geometry().center(), self.parentWidget().rect().center()
        upper, left = middle.y() < stage.y(), middle.x() < stage.x()
        corner: Corner = CORNERS[2 * (not upper) + (not left)]
        self._state.update(inset_corner=corner)
        self._snap()

    def _source(self) -> Frame | None:
        now = self._state.now
        alone = now.preview_shown and not now.source_in_picture  # else it is a part of the picture
        return self._session.newest_frame if alone and self.has_room else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        painter.setClipPath(outline)
        if self._session.mirroring:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.resetTransform()
        painter.setClipping(False)
        painter.setPen(QPen(QColor(255, 255, 255, 60), 1))
        painter.drawPath(outline)


def _shrunk(frame: Frame, width: int) -> QImage:
    step = max(1, frame.size_wh[0] // width)
    small = np.ascontiguousarray(frame.image[::step, ::step])
    height, width = small.shape[:2]
    return QImage(small.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
