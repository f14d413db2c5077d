"""The line that a take runs along: the mouth's curve under it, a playhead to drag. A value is a frame."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider

from avatar_app.mouth_curve import peaks
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme
from engine.check import Array

HEIGHT = 52
INSET = 7
"""Pixels at both ends: half the playhead."""
HANDLE = 6
TRACK = 4
LATE_MS = 50
"""A move that no picture follows is drawn so late."""


class Scrubber(QSlider):
    """A slider for screen readers and keys; the mouse goes at once to where it is pressed, and drags from there."""

    sought = Signal(int)
    """A person moved to this frame."""
    toggled = Signal()
    """Space was pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setAccessibleName(tr("Position in the take"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setSingleStep(1)
        self._theme = theme
        self._times: Array = np.zeros(1)
        self._mouth: Array = np.zeros(1)
        self._curve: tuple[int, QPainterPath] = (0, QPainterPath())
        self.actionTriggered.connect(self._keyed)
        self._late = QTimer(self, interval=LATE_MS, singleShot=True)
        self._late.timeout.connect(self.update)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_take(self, times: Array, mouth: Array) -> None:
        """times: [N] s from 0 on  mouth: [N] 0 to 1."""
        self._times, self._mouth, self._curve = times, mouth, (0, QPainterPath())
        self.setRange(0, len(times) - 1)
        self.setPageStep(max(1, round((len(times) - 1) / max(float(times[-1]), 1e-3))))  # a second
        self.update()

    def show_value(self) -> None:
        """Draw it where it is now, together with the picture of that moment."""
        if self._late.isActive():
            self._late.stop()
            self.update()

    def sliderChange(self, change: QSlider.SliderChange) -> None:
        """A window is drawn as a whole: twice for a move, once for the line and once for the picture, is too often."""
        if change == QSlider.SliderChange.SliderValueChange:
            self._late.start()
        else:
            super().sliderChange(change)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The style asks for it, and each move of the mouse would paint the window. Nothing here looks different for it.
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, False)

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    # Where a frame is

    def x_of(self, frame: int) -> float:
        """px from the left."""
        length = float(self._times[-1])
        share = float(self._times[frame]) / length if length > 0 else 0.0
        return INSET + share * self._room()

    def frame_at(self, x: float) -> int:
        """The nearest frame. x: px from the left."""
        time = min(max((x - INSET) / self._room(), 0.0), 1.0) * float(self._times[-1])
        after = min(int(np.searchsorted(self._times, time)), len(self._times) - 1)
        before = max(after - 1, 0)
        return before if time - self._times[before] < self._times[after] - time else after

    def _room(self) -> float:
        return max(1.0, self.width() - 2.0 * INSET)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go(self.frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go(self.frame_at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        else:
            super().keyPressEvent(event)

    def _keyed(self) -> None:
        if self.sliderPosition() != self.value():
            self.sought.emit(self.sliderPosition())

    def _go(self, frame: int) -> None:
        if frame != self.value():
            self.setValue(frame)
            self.sought.emit(frame)

    # Looks

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() - HANDLE - 3.0
        head = self.x_of(min(self.value(), len(self._times) - 1))
        curve = self._path()
        painter.setPen(Qt.PenStyle.NoPen)
        for left, right, colour, faint in ((head, self.width(), theme.muted, 60), (0, head, theme.accent, 105)):
            painter.setClipRect(QRectF(left, 0, right - left, self.height()))
            painter.setBrush(_faint(colour, faint))
            painter.drawPath(curve)
        painter.setClipping(False)
        track = QRectF(INSET, middle - TRACK / 2, self._room(), TRACK)
        painter.setBrush(QColor(theme.hover))
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), max(head - track.left(), 0), TRACK), 2, 2)
        painter.setPen(QPen(_faint(theme.accent, 170), 1.5))
        painter.drawLine(QPointF(head, 3), QPointF(head, middle))
        painter.setPen(QPen(QColor(theme.text if self.hasFocus() else theme.panel), 2))
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(QPointF(head, middle), HANDLE, HANDLE)

    def _path(self) -> QPainterPath:
        """How far the mouth is open, a column every other pixel; drawn anew only when the width changes."""
        width = self.width()
        if self._curve[0] != width:
            columns = max(2, int(self._room() // 2))
            tops = peaks(self._times, self._mouth, columns)
            floor, tall = self.height() - HANDLE - 3.0 - TRACK, self.height() - HANDLE - 13.0
            x = np.linspace(INSET, INSET + self._room(), columns)
            points = [QPointF(INSET, floor), *map(QPointF, x, floor - tall * tops), QPointF(x[-1], floor)]
            path = QPainterPath()
            path.addPolygon(QPolygonF(points))
            path.closeSubpath()
            self._curve = (width, path)
        return self._curve[1]


def _faint(colour: str, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made
