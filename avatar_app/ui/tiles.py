"""The avatars as tiles: a picture and a name each. Arrows move from one to the next, F2 writes the name anew."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from avatar_app.file_names import MAX_NAME
from avatar_app.library import Entry
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

FACE = 74
GRID = QSize(FACE + 16, FACE + 34)
"""Three fit beside each other and a scroll bar."""
PATH_ROLE = Qt.ItemDataRole.UserRole
STAYS = (
    Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason, Qt.FocusReason.ActiveWindowFocusReason
)  # fmt: skip
"""Menus and dialogs take the focus for a while, and are about the selected tile."""
Index = QModelIndex | QPersistentModelIndex


class Tiles(QListWidget):
    """The default avatar's path is the empty string. The selection is the avatar on the stage until it is moved."""

    chosen = Signal(str)
    renamed = Signal(str, str)
    """A tile's path, and what was typed."""
    left = Signal()
    """The focus went elsewhere, or a name was written: the tiles may show anew what is on the stage."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Avatars"))
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setIconSize(QSize(FACE, FACE))
        self.setGridSize(GRID)
        self.setMinimumHeight(GRID.height() + 4)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_NameDelegate(self))
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        self.editing = False
        self._visited = False
        self._stage = ""

    def fill(self, entries: tuple[Entry | None, ...], theme: Theme) -> None:
        """Show these; the selection stays where it was, or at its place where its avatar is gone."""
        path, row = self.path, self.currentRow()
        self.clear()
        for entry in entries:
            if entry is not None:
                self.addItem(_item(entry, theme))
        self._name()
        if self.has(path):
            self.select(path)
        else:
            self.setCurrentRow(min(max(row, 0), self.count() - 1))

    def stage(self, path: str) -> None:
        """This avatar is on the stage: it is selected, unless the keyboard is about to choose another."""
        if path != self._stage or not self._visited:
            self._stage = path
            self.select(path)
            self._name()

    def select(self, path: str) -> None:
        for row in range(self.count()):
            if self.item(row).data(PATH_ROLE) == path and row != self.currentRow():
                self.setCurrentRow(row)

    def has(self, path: str) -> bool:
        return path in [self.item(row).data(PATH_ROLE) for row in range(self.count())]

    @property
    def path(self) -> str:
        """Of the selected tile; empty for the default avatar's, too."""
        item = self.currentItem()
        return str(item.data(PATH_ROLE)) if item is not None else ""

    def rename(self) -> None:
        """Let the name of the selected avatar be written anew, in its place."""
        item = self.currentItem()
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEditable:
            self.scrollToItem(item)
            self.editing = True
            self.editItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        if not self.editing:  # the Enter that ends a name is no choice
            self.chosen.emit(item.data(PATH_ROLE))

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.editing = False
        self.left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in STAYS and not self.editing:
            self._visited = False
            self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._visited = True

    def _name(self) -> None:
        """The one on the stage stands out, for screen readers too: the selection may be elsewhere."""
        for row in range(self.count()):
            item = self.item(row)
            shown = item.data(PATH_ROLE) == self._stage
            font = self.font()
            font.setBold(shown)
            item.setFont(font)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text() + (tr(", on the stage") if shown else ""))


class _NameDelegate(QStyledItemDelegate):
    """Writes a name in a line under the picture; the tiles tell it, and change once the file has it."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("name")
        editor.setAccessibleName(tr("New name of {name}", name=index.data()))
        editor.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        editor.setMaxLength(MAX_NAME)
        editor.setStyleSheet("border: 1px solid palette(highlight); border-radius: 4px; padding: 1px 3px;")
        return editor

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.text() != index.data():
            self.parent().renamed.emit(index.data(PATH_ROLE), editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Under the picture, as wide as the name is long."""
        tile, height, room = option.rect, editor.sizeHint().height(), self.parent().viewport().width()
        width = min(max(tile.width(), editor.fontMetrics().horizontalAdvance(str(index.data())) + 20), room)
        left = min(max(tile.center().x() - width // 2, 0), room - width)
        editor.setGeometry(left, min(tile.top() + FACE + 8, tile.bottom() - height + 1), width, height)


def _item(entry: Entry, theme: Theme) -> QListWidgetItem:
    name, path = (entry.name, str(entry.path)) if entry.name else (tr("Default"), "")
    face, tile = _face(name, entry.thumbnail if entry.pictured else None, theme), QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # else Qt tints what is selected
        tile.addPixmap(face, mode)
    item = QListWidgetItem(tile, name)
    item.setData(PATH_ROLE, path)
    item.setToolTip(path or tr("The avatar that comes with the app"))
    item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
    if entry.kept:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    return item


def _face(name: str, thumbnail: Path | None, theme: Theme) -> QPixmap:
    """A rounded tile: the avatar's picture, or its initial where there is none yet."""
    density = 2
    tile = QPixmap(FACE * density, FACE * density)
    tile.setDevicePixelRatio(density)
    tile.fill(Qt.GlobalColor.transparent)
    square = QRectF(0, 0, FACE, FACE)
    painter = QPainter(tile)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    outline = QPainterPath()
    outline.addRoundedRect(square, 9, 9)
    painter.setClipPath(outline)
    painter.fillPath(outline, QColor(*theme.view_centre))
    picture = QPixmap(str(thumbnail)) if thumbnail is not None else QPixmap()
    if picture.isNull():
        font = painter.font()
        font.setPixelSize(28)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, name[:1].upper())
    else:
        painter.drawPixmap(square, picture, QRectF(picture.rect()))
    painter.end()
    return tile
