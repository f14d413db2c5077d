"""The keys of the window's actions: found by a word, changed by pressing another one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from avatar_app.ui.hotkeys import FIXED, Hotkey, Hotkeys
from avatar_app.ui.panel import muted
from avatar_app.ui.text import tr

NAME_ROLE = Qt.ItemDataRole.UserRole


class KeyList(QWidget):
    """A key that another action has is not taken from it before somebody says so."""

    def __init__(self, hotkeys: Hotkeys, refused: Callable[[str], str] = lambda _name: "") -> None:
        """refused: why the system gives an action's key to other programs alone; empty where it does not."""
        super().__init__()
        self._hotkeys, self._refused = hotkeys, refused
        self._wanted = ""
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search for an action or a key"))
        self.search.setAccessibleName(tr("Search for an action or a key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Actions and their keys"))
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setIndentation(12)
        self.list.setUniformRowHeights(True)
        self.list.currentItemChanged.connect(lambda *_: self._select())
        self.list.itemActivated.connect(lambda *_: self.edit.setFocus())
        self.told = QLabel()
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(tr("Press the new key"))
        self.edit.keySequenceChanged.connect(self._pressed)
        self.remove = _button(tr("No key"), self._remove)
        self.reset = _button(tr("Reset"), self._reset)
        self.reset_all = _button(tr("Reset all"), self._reset_all)
        self.everywhere = QCheckBox(tr("Also while another program is in front"))
        self.everywhere.clicked.connect(self._put_everywhere)
        self.conflict = muted()
        self.move_here = _button(tr("Move it here"), self._move_here)

        row, doubt, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for part in (self.edit, self.remove, self.reset, self.reset_all):
            row.addWidget(part, 1 if part is self.edit else 0)
        doubt.addWidget(self.conflict, 1)
        doubt.addWidget(self.move_here)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.told)
        column.addLayout(row)
        column.addWidget(self.everywhere)
        column.addLayout(doubt)
        self._fill()

    @property
    def selected(self) -> Hotkey | None:
        item = self.list.currentItem()
        name = item.data(0, NAME_ROLE) if item is not None else None
        return next((one for one in self._hotkeys.all if one.name == name), None)

    def select(self, name: str) -> None:
        for item in self._items():
            if item.data(0, NAME_ROLE) == name:
                self.list.setCurrentItem(item)
                self.list.scrollToItem(item, QTreeWidget.ScrollHint.PositionAtCenter)

    def _fill(self) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for one in self._hotkeys.all:
            if one.group not in groups:
                groups[one.group] = QTreeWidgetItem(self.list, [one.group])
                groups[one.group].setFlags(Qt.ItemFlag.ItemIsEnabled)
            item = QTreeWidgetItem(groups[one.group], [one.text])
            item.setData(0, NAME_ROLE, one.name)
        self.list.expandAll()
        self._refresh()
        self.list.resizeColumnToContents(0)
        self.list.setColumnWidth(0, self.list.columnWidth(0) + 24)
        if (first := next(iter(self._items()), None)) is not None:
            self.list.setCurrentItem(first)

    def _items(self) -> list[QTreeWidgetItem]:
        groups = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        return [group.child(row) for group in groups for row in range(group.childCount())]

    def _refresh(self) -> None:
        changed = [one.name for one in self._hotkeys.all if self._hotkeys.changed(one.name)]
        for item in self._items():
            name = item.data(0, NAME_ROLE)
            keys, wide = native(self._hotkeys.keys(name)), name in self._hotkeys.everywhere
            item.setText(1, tr("{keys}, everywhere", keys=keys) if keys and wide else keys)
            font = item.font(1)
            font.setBold(name in changed)
            item.setFont(1, font)
        self.reset_all.setEnabled(bool(changed))
        self._select()

    def _find(self, words: str) -> None:
        wanted = words.casefold().strip()
        for item in self._items():
            item.setHidden(wanted not in item.text(0).casefold() and wanted not in item.text(1).casefold())
        for row in range(self.list.topLevelItemCount()):
            group = self.list.topLevelItem(row)
            group.setHidden(all(group.child(place).isHidden() for place in range(group.childCount())))
        seen = [item for item in self._items() if not item.isHidden()]
        if seen and self.list.currentItem() not in seen:
            self.list.setCurrentItem(seen[0])

    def _select(self) -> None:
        """Show the key of the selected action, and doubts about no other."""
        one = self.selected
        for part in (self.edit, self.remove, self.reset):
            part.setEnabled(one is not None)
        self.everywhere.setEnabled(one is not None and one.trigger is not None)
        self.everywhere.setChecked(one is not None and one.name in self._hotkeys.everywhere)
        self._doubt("" if one is None else self._refused(one.name), "")
        if one is None:
            self.told.clear()
            return
        keys = self._hotkeys.keys(one.name)
        self.told.setText(tr("Press the new key of “{action}”:", action=one.text))
        self._show(keys)
        self.remove.setEnabled(bool(keys))
        self.reset.setEnabled(self._hotkeys.changed(one.name))

    def _show(self, keys: str) -> None:
        self.edit.blockSignals(True)
        self.edit.setKeySequence(QKeySequence(keys))
        self.edit.blockSignals(False)

    def _pressed(self, sequence: QKeySequence) -> None:
        one, keys = self.selected, sequence.toString()
        if one is None or not keys:
            return
        holder = self._hotkeys.holder(keys, one.name)
        if keys in FIXED:
            self._show(self._hotkeys.keys(one.name))
            self._doubt(tr("{keys} answers questions of the window: press another key.", keys=native(keys)), "")
        elif holder is not None:
            told = tr("{keys} is the key of “{action}”: move it here, or press another one.")
            self._doubt(told.format(keys=native(keys), action=holder.text), keys)
        else:
            self._assign(one, keys)

    def _doubt(self, sentence: str, wanted: str) -> None:
        self._wanted = wanted
        self.conflict.setText(sentence)
        self.move_here.setVisible(bool(wanted))

    def _move_here(self) -> None:
        if self.selected is not None:
            self._assign(self.selected, self._wanted)

    def _remove(self) -> None:
        if self.selected is not None:
            self._assign(self.selected, "")

    def _put_everywhere(self, on: bool) -> None:
        if self.selected is not None:
            self._hotkeys.put_everywhere(self.selected.name, on)
            self._refresh()

    def _reset(self) -> None:
        """Its first key, unless another action has that by now."""
        one = self.selected
        if one is not None:
            self._show(one.default)
            if one.default:
                self._pressed(QKeySequence(one.default))
            else:
                self._assign(one, "")

    def _reset_all(self) -> None:
        self._hotkeys.reset_all()
        self._refresh()

    def _assign(self, one: Hotkey, keys: str) -> None:
        self._hotkeys.assign(one.name, keys)
        self._refresh()


def native(keys: str) -> str:
    """As this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _button(text: str, act: object) -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)  # Return belongs to the list
    made.clicked.connect(act)
    return made
