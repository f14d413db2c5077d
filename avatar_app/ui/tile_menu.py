"""What can be done with the selected avatar: a menu on its tile, the same in a menu of the window, and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from avatar_app import library
from avatar_app.ui.actions import Actions
from avatar_app.ui.text import tr
from avatar_app.ui.tiles import Tiles


class TileMenu(QObject):
    """Keys act while the tiles have the focus, but for undo, which acts in the whole window."""

    def __init__(self, tiles: Tiles, actions: Actions, window: QWidget) -> None:
        super().__init__(tiles)
        self._tiles, self._actions = tiles, actions
        self.edit = self._action(tr("Chan&ge hair and eyes…"), "Ctrl+E", self._edit)
        self.rename = self._action(tr("Re&name"), "F2", tiles.rename)
        self.duplicate = self._action(tr("&Duplicate"), "Ctrl+D", self._on_file(actions.duplicate_avatar))
        self.export = self._action(tr("&Export…"), "", self._on_file(self._export))
        self.add = self._action(tr("&Add to your avatars"), "", self._on_file(actions.take_in_avatar))
        self.delete = self._action(tr("De&lete"), "Del", self._on_file(actions.delete_avatar))
        self.put_back = QAction(tr("&Put back"), self)
        self.put_back.triggered.connect(actions.put_back_avatar)
        QShortcut(QKeySequence.StandardKey.Undo, window, actions.put_back_avatar)
        self.menu = QMenu(tiles)
        self.fill(self.menu)
        tiles.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tiles.customContextMenuRequested.connect(self.open)
        keys = QShortcut(QKeySequence("Shift+F10"), tiles, self.open_at_selected)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)

    def fill(self, menu: QMenu) -> None:
        """Put everything into a menu; what cannot be done now is grey when it opens."""
        menu.addAction(self.edit)
        menu.addSeparator()
        menu.addActions([self.rename, self.duplicate, self.export, self.add])
        menu.addSeparator()
        menu.addActions([self.delete, self.put_back])
        menu.aboutToShow.connect(self._refresh)

    def open(self, where: QPoint) -> None:
        """The menu of the tile there. where: px in the tiles."""
        item = self._tiles.itemAt(where)
        if item is not None:
            self._tiles.setCurrentItem(item)
        self.menu.popup(self._tiles.viewport().mapToGlobal(where))

    def open_at_selected(self) -> None:
        """For the keyboard: the menu of the selected tile, below it."""
        item = self._tiles.currentItem()
        if item is not None:
            self._tiles.scrollToItem(item)
            below = self._tiles.visualItemRect(item).bottomLeft()
            self.menu.popup(self._tiles.viewport().mapToGlobal(below))

    def _action(self, text: str, keys: str, act: Callable[[], None]) -> QAction:
        # The key is shown, not set: an action's key would act in the whole window once a menu of it has the action.
        action = QAction(f"{text}\t{keys}" if keys else text, self)
        action.triggered.connect(lambda: act())
        if keys:
            shortcut = QShortcut(QKeySequence(keys), self._tiles, lambda: act())
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        return action

    def _on_file(self, act: Callable[[Path], None]) -> Callable[[], None]:
        def on_selected() -> None:
            if self._tiles.path:  # the default avatar has no file
                act(Path(self._tiles.path))

        return on_selected

    def _edit(self) -> None:
        self._actions.edit_avatar(Path(self._tiles.path) if self._tiles.path else None)

    def _export(self, path: Path) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        place = Path(documents) if Path(documents).is_dir() else Path.home()
        wanted = str(place / path.name)
        name, _ = QFileDialog.getSaveFileName(self._tiles, tr("Export the avatar"), wanted, tr("Avatars (*.avatar)"))
        if name:
            self._actions.export_avatar(path, Path(name))

    def _refresh(self) -> None:
        path = self._tiles.path
        kept = bool(path) and library.entry(Path(path)).kept
        for action in (self.rename, self.duplicate, self.delete):
            action.setEnabled(kept)
        self.export.setEnabled(bool(path))
        self.add.setVisible(bool(path) and not kept)
        deleted = self._actions.deleted_avatar()
        self.put_back.setVisible(deleted is not None)
        if deleted is not None:
            self.put_back.setText(tr("&Put back “{name}”\tCtrl+Z", name=deleted.stem.replace("&", "&&")))
