"""The camera's picture as a mirror, with the oval that asks for the face, the countdown and one hint."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from avatar_app.selfie_aim import COUNT_S
from avatar_app.ui.selfie import Selfie
from avatar_app.ui.text import marked, tr
from avatar_app.ui.theme import DARK, Theme
from engine.check import Array
from engine.tracking.portrait import GUIDE, Hint
from engine.types import Frame

POLL_MS = 33
WIDEST = 4 / 3
"""A wider picture is shown without its sides: that is where nobody's face is."""
RADIUS = 14
HINTS = {
    Hint.NO_FACE: marked("Look into the camera"),
    Hint.SEVERAL_FACES: marked("Only one person, please"),
    Hint.CUT_OFF: marked("Bring your whole face into the picture"),
    Hint.TOO_DARK: marked("Too dark: turn on a light in front of you"),
    Hint.BACKLIT: marked("The light is behind you: turn towards it"),
    Hint.TOO_BRIGHT: marked("Too much light on your face"),
    Hint.TOO_FAR: marked("Come closer"),
    Hint.TOO_NEAR: marked("Move back a little"),
    Hint.OFF_CENTRE: marked("Bring your face into the oval"),
    Hint.TURNED: marked("Look straight into the camera"),
    Hint.TILTED: marked("Hold your head upright"),
    Hint.EYES_CLOSED: marked("Open your eyes"),
}
GOOD, COUNTING, WAITING = marked("Good, keep still"), marked("Keep still"), marked("Starting the camera…")


class PoseMirror(QWidget):
    """Polls what the selfie sees; draws only while it is shown."""

    def __init__(self, selfie: Selfie, theme: Theme) -> None:
        super().__init__()
        self._selfie, self._theme = selfie, theme
        self._drawn: tuple[object, ...] = ()
        self._words = ""
        self.setAccessibleName(tr("Camera"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._look)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def showEvent(self, _event: object) -> None:
        self._poll.start()

    def hideEvent(self, _event: object) -> None:
        self._poll.stop()

    def aspect(self) -> float:
        """Width by height that shows the most of the picture."""
        frame = self._selfie.frame
        return WIDEST if frame is None else min(WIDEST, frame.size_wh[0] / frame.size_wh[1])

    @property
    def words(self) -> str:
        """What is told now, one short sentence."""
        if not self._selfie.ready:
            return tr(WAITING)
        if self._selfie.hint is not None:
            return tr(HINTS[self._selfie.hint])
        return tr(GOOD if self._selfie.left is None else COUNTING)

    def _look(self) -> None:
        left = self._selfie.left
        seen = (self._selfie.frame, self.words, left)
        if seen != self._drawn:
            self._drawn = seen
            self.update()
        if self.words != self._words:
            self._words = self.words
            self.setAccessibleDescription(self._words)

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(whole, RADIUS, RADIUS)
        frame = self._selfie.frame
        if frame is None:
            painter.fillPath(shape, QColor(self._theme.raised))
        else:
            ratio = self.devicePixelRatioF()
            size = QSize(round(self.width() * ratio), round(self.height() * ratio))
            image = _mirrored(frame, size)
            image.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(0, 0), image)
        oval = self._oval()
        around = QPainterPath(shape)
        around.addEllipse(oval)
        painter.fillPath(around, QColor(0, 0, 0, 120))
        self._draw_corners(painter, whole, shape)
        self._draw_oval(painter, oval)
        left = self._selfie.left
        if left is not None and self._selfie.ready:
            self._draw_digit(painter, oval, max(1, math.ceil(left)))
        self._draw_words(painter, oval)

    def _oval(self) -> QRectF:
        height = GUIDE.height * self.height()
        width = GUIDE.aspect * height
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def _draw_corners(self, painter: QPainter, whole: QRectF, shape: QPainterPath) -> None:
        """Rounded by painting over them: clipping a picture of this size takes longer than drawing it."""
        corners = QPainterPath()
        corners.addRect(whole)
        painter.fillPath(corners.subtracted(shape), QColor(self._theme.window))

    def _draw_oval(self, painter: QPainter, oval: QRectF) -> None:
        """In the dark theme's bright colours: it lies over a picture, in any theme."""
        good = self._selfie.ready and self._selfie.hint is None
        left = self._selfie.left
        colour = QColor(DARK.good) if good else QColor(255, 255, 255, 170)
        if self._selfie.ready and not good and self._selfie.hint is not Hint.NO_FACE:
            colour = QColor(DARK.warning)
        thick = max(3.0, self.height() / 130)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if left is None:
            painter.setPen(QPen(colour, thick))
            painter.drawEllipse(oval)
            return
        painter.setPen(QPen(QColor(255, 255, 255, 110), thick))
        painter.drawEllipse(oval)
        pen = QPen(colour, 1.6 * thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(oval, 90 * 16, -round(360 * 16 * (1 - left / COUNT_S)))

    def _draw_digit(self, painter: QPainter, oval: QRectF, digit: int) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(20, round(0.62 * oval.top())))
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(QRectF(0, 0, self.width(), oval.top()), Qt.AlignmentFlag.AlignCenter, str(digit))

    def _draw_words(self, painter: QPainter, oval: QRectF) -> None:
        font = QFont(self.font())
        font.setPixelSize(15)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        words = self.words
        below = self.height() - oval.bottom()
        inside = painter.fontMetrics().boundingRect(words)
        pill = QRectF(0, 0, min(inside.width() + 34, self.width() - 16), 34)
        pill.moveCenter(QPointF(self.width() / 2, oval.bottom() + below / 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 165))
        painter.drawRoundedRect(pill, 17, 17)
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)


def _mirrored(frame: Frame, size: QSize) -> QImage:
    """The middle of the picture in the size and shape asked for, left and right exchanged; a few milliseconds."""
    import cv2  # a tenth of a second that a window should not wait for

    image: Array = frame.image
    height, width = image.shape[:2]
    wanted = min(width, round(height * size.width() / size.height()))
    left = (width - wanted) // 2
    shown = cv2.resize(image[:, left : left + wanted], (size.width(), size.height()), interpolation=cv2.INTER_LINEAR)
    bgra = cv2.cvtColor(cv2.flip(shown, 1), cv2.COLOR_RGB2BGRA)
    return QImage(bgra.data, size.width(), size.height(), 4 * size.width(), QImage.Format.Format_RGB32).copy()
