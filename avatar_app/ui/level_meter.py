"""How loud the microphone is: a bar in decibels, a line at the latest peak, and a mark that stays after clipping."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar

from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme
from engine.sound.level import FLOOR_DB, Level, decibels

EVERY_MS = 50
FALL_DB = 20.0
"""A second: bar and line sink slower than sound ends, so that an eye can follow."""
CLIPPED_SECONDS = 3.0
LOUD_DB = -6.0
HEIGHT, BAR, MARK = 18, 6, 8
"""px; MARK: the square at the right end."""


class LevelMeter(QProgressBar):
    """A progress bar to those who do not see it, in whole decibels. Looks only while it is seen.

    read: the level since the last look.
    """

    def __init__(self, read: Callable[[], Level], theme: Theme) -> None:
        super().__init__()
        self._read, self._theme = read, theme
        self.setObjectName("meter")
        self.rms_db = self.peak_db = FLOOR_DB
        self.clipped_for = 0.0
        """Seconds for which the mark is still shown."""
        self.setRange(round(FLOOR_DB), 0)
        self.setTextVisible(False)
        self.setAccessibleName(tr("Level of the microphone"))
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def look(self) -> None:
        """Show what was heard since the last time."""
        level, step = self._read(), EVERY_MS / 1000
        self.rms_db = max(decibels(level.rms), self.rms_db - FALL_DB * step)
        self.peak_db = max(decibels(level.peak), self.peak_db - FALL_DB * step)
        self.clipped_for = CLIPPED_SECONDS if level.clipped else max(0.0, self.clipped_for - step)
        self.setValue(round(self.peak_db))
        self.setAccessibleDescription(tr("Too loud: the sound is cut off") if self.clipped_for else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(96, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()  # what was heard before is past
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.rms_db = self.peak_db = FLOOR_DB
        self.clipped_for = 0.0

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        top, length = (self.height() - BAR) / 2, self.width() - MARK - 6
        bar = QRectF(0, top, length, BAR)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        if self.rms_db > FLOOR_DB:
            painter.setClipRect(QRectF(0, 0, length * _share(self.rms_db), self.height()))
            painter.setBrush(QColor(theme.good))
            painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
            painter.setClipping(False)
        if self.peak_db > FLOOR_DB:
            painter.setBrush(QColor(theme.warning if self.peak_db > LOUD_DB else theme.good))
            painter.drawRect(QRectF((length - 2) * _share(self.peak_db), top - 2, 2, BAR + 4))
        painter.setBrush(QColor(theme.danger if self.clipped_for else theme.line))
        painter.drawRoundedRect(QRectF(self.width() - MARK, (self.height() - MARK) / 2, MARK, MARK), 2, 2)


def _share(db: float) -> float:
    return min(max(1 - db / FLOOR_DB, 0.0), 1.0)
