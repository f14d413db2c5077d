"""The source as a small picture in a corner of the view. Never part of a recording."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from avatar_app.session import Session
from avatar_app.state import AppState
from engine.clock import now
from engine.types import Frame

WIDTH = 184
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
        self.setAccessibleName("Source")
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
            corner = self.geometry().bottomLeft()
            self.resize(size)
            self.move(corner.x(), corner.y() + 1 - size.height())
        self.update()

    def _source(self) -> Frame | None:
        return self._session.newest_frame if self._state.now.preview_shown and self.has_room else None

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
