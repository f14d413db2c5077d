"""The takes as rows: the mouth's curve, a name, how long and when. Enter plays one, F2 writes its name anew."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)  # fmt: skip
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from avatar_app.file_names import MAX_NAME
from avatar_app.takes import TakeEntry
from avatar_app.ui import sentences
from avatar_app.ui.clock import clock
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

ROW = 48
CURVE = QSize(60, 32)
SHOWN = 4
"""Rows that are seen at once; more are scrolled to."""
ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class TakeList(QListWidget):
    """Newest first. The selection is for keys and the menu; what is on the stage stands out by its colour."""

    played = Signal(object)
    renamed = Signal(object, str)
    """A take's path, and what was typed."""
    toggled = Signal()
    """Space was pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("takes")
        self.setAccessibleName(tr("Takes"))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)
        self._rows = _Rows(self, theme)
        self.setItemDelegate(self._rows)
        self.itemActivated.connect(self._play)
        self.editing = False

    def set_theme(self, theme: Theme) -> None:
        self._rows.theme = theme
        self.viewport().update()

    def fill(self, entries: tuple[TakeEntry, ...]) -> None:
        """Show these; the selection stays where it was, or at its place where its take is gone."""
        entry, row = self.entry, self.currentRow()
        self.clear()
        for one in entries:
            item = QListWidgetItem(one.name)
            item.setData(ENTRY, one)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(sentences.translated(one.reason) or str(one.path))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.name}, {told(one, datetime.now())}")
            self.addItem(item)
        paths = [one.path for one in entries]
        if entry is not None and entry.path in paths:
            row = paths.index(entry.path)
        self.setCurrentRow(min(max(row, 0), self.count() - 1))
        self.setFixedHeight(ROW * min(max(len(entries), 1), SHOWN) + 2)

    def stage(self, path: Path | None) -> None:
        """This one is on the stage."""
        if self._rows.staged != path:
            self._rows.staged = path
            self.viewport().update()

    @property
    def entry(self) -> TakeEntry | None:
        """The selected one."""
        item = self.currentItem()
        return item.data(ENTRY) if item is not None else None

    def rename(self) -> None:
        """Let the name of the selected take be written anew, in its place."""
        item = self.currentItem()
        if item is not None:
            self.scrollToItem(item)
            self.editing = True
            self.editItem(item)

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.editing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        else:
            super().keyPressEvent(event)

    def _play(self, item: QListWidgetItem) -> None:
        if not self.editing:  # the Enter that ends a name starts nothing
            self.played.emit(item.data(ENTRY).path)


class _Rows(QStyledItemDelegate):
    """Paints rows, and writes names in their place; the list tells them, and changes once the file has them."""

    def __init__(self, parent: TakeList, theme: Theme) -> None:
        super().__init__(parent)
        self.theme, self.staged = theme, None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: TakeEntry = index.data(ENTRY)
        theme, row = self.theme, option.rect.adjusted(0, 1, 0, -1)
        staged = entry.path == self.staged
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised if selected else theme.hover))
            painter.drawRoundedRect(row, 8, 8)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        tile = QRect(row.left() + 7, row.center().y() - CURVE.height() // 2 + 1, CURVE.width(), CURVE.height())
        draw_curve(painter, QRectF(tile), entry, theme, staged)
        words = QRect(tile.right() + 10, row.top() + 5, row.right() - tile.right() - 18, row.height() - 10)
        font = QFont(option.font)
        font.setBold(staged)
        painter.setFont(font)
        painter.setPen(QColor(theme.accent if staged else theme.text))
        name = painter.fontMetrics().elidedText(entry.name, Qt.TextElideMode.ElideMiddle, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        below = painter.fontMetrics().elidedText(
            told(entry, datetime.now()), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, below)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(tr("New name of {name}", name=index.data()))
        editor.setMaxLength(MAX_NAME)
        editor.setStyleSheet("border: 1px solid palette(highlight); border-radius: 4px; padding: 1px 3px;")
        return editor

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.text() != index.data():
            self.parent().renamed.emit(index.data(ENTRY).path, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        height = editor.sizeHint().height()
        left, top = option.rect.left() + CURVE.width() + 13, option.rect.top() + 2
        editor.setGeometry(left, top, option.rect.right() - left - 4, height)


def draw_curve(painter: QPainter, tile: QRectF, entry: TakeEntry, theme: Theme, strong: bool) -> None:
    """A small rounded picture of how the mouth moves."""
    outline = QPainterPath()
    outline.addRoundedRect(tile, 6, 6)
    painter.fillPath(outline, QColor(theme.hover))
    if len(entry.curve) < 2:
        return
    inside = tile.adjusted(4, 5, -4, -4)
    step = inside.width() / (len(entry.curve) - 1)
    tops = [QPointF(inside.left() + i * step, inside.bottom() - v * inside.height()) for i, v in enumerate(entry.curve)]
    shape = QPainterPath()
    shape.addPolygon(QPolygonF([inside.bottomLeft(), *tops, inside.bottomRight()]))
    colour = QColor(theme.accent if strong else theme.muted)
    colour.setAlpha(230 if strong else 150)
    painter.fillPath(shape, colour)


def told(entry: TakeEntry, today: datetime) -> str:
    """0:12  ·  today 14:03."""
    if entry.reason:
        return tr("Cannot be played")
    time = QLocale().toString(entry.recorded.time(), QLocale.FormatType.ShortFormat)
    days = (today.date() - entry.recorded.date()) // timedelta(days=1)
    day = {0: tr("today"), 1: tr("yesterday")}.get(days) or QLocale().toString(entry.recorded.date(), "d MMM yyyy")
    return f"{clock(entry.seconds)}  ·  {day} {time}"
