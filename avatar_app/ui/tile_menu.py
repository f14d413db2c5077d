"""What can be done with the selected avatar: a menu on its tile, the same in a menu of the window, and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from avatar_app import library
from avatar_app.file_names import free_name
from avatar_app.ui.actions import Actions
from avatar_app.ui.hotkeys import Hotkey, of_shortcut
from avatar_app.ui.text import tr
from avatar_app.ui.tiles import Tiles


class TileMenu(QObject):
    """Keys act while the tiles have the focus, but for changing how it looks and undo: they act in the whole window."""

    def __init__(self, tiles: Tiles, actions: Actions, window: QWidget) -> None:
        super().__init__(tiles)
        self._tiles, self._actions = tiles, actions
        self.hotkeys: list[Hotkey] = []
        """For the registry: their keys act as said above."""
        self.edit = self._action("edit-avatar", tr("Chan&ge looks…"), "Ctrl+E", self._edit, wide=True)
        self.rename = self._action("rename-avatar", tr("Re&name"), "F2", tiles.rename)
        duplicate, export = self._on_file(actions.duplicate_avatar), self._on_file(self._export)
        self.duplicate = self._action("duplicate-avatar", tr("&Duplicate"), "Ctrl+D", duplicate)
        self.export = self._action("export-avatar", tr("&Export…"), "", export)
        add, delete = self._on_file(actions.take_in_avatar), self._on_file(actions.delete_avatar)
        self.add = self._action("add-avatar", tr("&Add to your avatars"), "", add)
        self.delete = self._action("delete-avatar", tr("De&lete"), "Del", delete)
        self.put_back = QAction(tr("&Put back"), self)
        self.put_back.triggered.connect(actions.put_back_avatar)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), window, actions.undo)
        self.hotkeys.append(of_shortcut("put-back-avatar", tr("Avatar"), self.put_back, undo))
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

    def _action(self, name: str, text: str, keys: str, act: Callable[[], None], wide: bool = False) -> QAction:
        # The key is shown, not set: an action's key would act in the whole window once a menu of it has the action.
        action = QAction(text, self)
        action.triggered.connect(lambda: act())
        shortcut = QShortcut(QKeySequence(keys), self._tiles, lambda: act())
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut if wide else Qt.ShortcutContext.WidgetShortcut)
        hotkey = of_shortcut(name, tr("Avatar"), action, shortcut)
        hotkey.assign(keys)
        self.hotkeys.append(hotkey)
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
        kinds = ";;".join((tr("Avatars (*.avatar)"), tr("Models for other programs (*.glb)")))
        name, kind = QFileDialog.getSaveFileName(self._tiles, tr("Export the avatar"), wanted, kinds)
        if name:
            target = Path(name)
            model = "*.glb" in kind and target.suffix.lower() in ("", ".avatar")  # the kind was chosen, the ending left
            if model:  # nobody was asked about this name
                target = target.with_name(free_name(target.parent, target.stem, ".glb") + ".glb")
            self._actions.export_avatar(path, target)

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
            keys = self.put_back.text().partition("\t")[2]
            self.put_back.setText(tr("&Put back “{name}”", name=deleted.stem.replace("&", "&&")) + f"\t{keys}")
