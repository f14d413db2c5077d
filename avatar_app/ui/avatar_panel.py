"""Who performs: the library's avatars, and the ways to get a new one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QMenu

from avatar_app.dropped import PHOTOS
from avatar_app.library import Entry
from avatar_app.state import AppState
from avatar_app.ui import places
from avatar_app.ui.actions import Actions
from avatar_app.ui.detail_row import DetailRow
from avatar_app.ui.edit_panel import EditPanel
from avatar_app.ui.head_row import HeadRow
from avatar_app.ui.panel import Panel
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme
from avatar_app.ui.tile_menu import TileMenu
from avatar_app.ui.tiles import Tiles
from engine.detail import default


class AvatarPanel(Panel):
    """The first tile is the default avatar's."""

    def __init__(self, state: AppState, actions: Actions, theme: Theme) -> None:
        super().__init__(tr("Avatar"))
        self._state, self._actions, self._theme = state, actions, theme
        self._listed: tuple[Entry | None, ...] | None = None
        self.new = self.button(tr("New avatar"), actions.begin_avatar, icon="new", role="primary")
        self.file = self.button(
            tr("Open…"), self.choose_file, tip=tr("Show an .avatar file and add it to your avatars")
        )
        self.list = Tiles()
        self.list.chosen.connect(self._chosen)
        self.list.renamed.connect(lambda path, text: actions.rename_avatar(Path(path), text))
        self.list.left.connect(self.refresh)
        self.tile_menu = TileMenu(self.list, actions, self)
        what = tr("Change, rename, copy, export or delete the selected avatar")
        self.more = self.button("⋯", self.tile_menu.open_at_selected, tip=what)
        self.more.setAccessibleName(what)
        self.more.setFocusProxy(self.list)  # a click leaves the tile selected that it is about
        self.edit = EditPanel(state, actions)
        self.detail = DetailRow(state, actions)
        self.head = HeadRow(state, actions)
        self.wrinkles = QCheckBox(tr("Wrinkles and pores"))
        self.wrinkles.setToolTip(tr("New avatars take the fine relief of the skin from their photo, too"))
        self.wrinkles.toggled.connect(lambda on: state.update(detail_wanted=on))

        ways = QHBoxLayout()
        ways.setSpacing(8)
        for way in (self.new, self.file, self.more):
            ways.addWidget(way)
        ways.setStretch(0, 1)
        self.column.addLayout(ways)
        self.column.addWidget(self.wrinkles)
        self.column.addWidget(self.head)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.edit, 1)
        self.column.addWidget(self.detail)
        self.setTabOrder(self.file, self.wrinkles)  # after “⋯” it would be skipped: Tab goes from there to the tiles
        self.setTabOrder(self.wrinkles, self.head.choice)
        self.set_theme(theme)
        state.changed.connect(self.refresh)
        self.refresh()

    def choose_photo(self) -> None:
        """Ask for a portrait and make an avatar of it."""
        if (photo := self._photo()) is not None:
            self._actions.make_avatar(photo)

    def choose_another(self) -> None:
        """Ask for a portrait, and make an avatar of it in place of the one that is offered."""
        if (photo := self._photo()) is not None:
            self._actions.discard_avatar()
            self._actions.make_avatar(photo)

    def _photo(self) -> Path | None:
        wanted = " ".join(f"*{suffix}" for suffix in PHOTOS)
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a photo of a face"), places.pictures(), tr("Photos ({wanted})", wanted=wanted)
        )
        return Path(name) if name else None

    def choose_file(self) -> None:
        """Ask for an .avatar file, show it and add it to the library."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Open an avatar"), "", tr("Avatars (*.avatar)"))
        if name:
            self._actions.take_in_avatar(Path(name))

    def fill_menu(self, menu: QMenu) -> None:
        """What can be done with the selected avatar, for a menu of the window."""
        self.tile_menu.fill(menu)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme, self._listed = theme, None
        self.refresh()

    def refresh(self) -> None:
        now = self._state.now
        free = not now.between_avatars
        self.new.setEnabled(free and not now.page)
        first = free and not now.page and not now.avatars  # one main action at a time: later it is to make it move
        self.set_role(self.new, "primary" if first else "")
        self.file.setEnabled(not (now.offered or now.keeping))
        self.wrinkles.setChecked(now.detail_wanted)
        for part in (self.new, self.file, self.more, self.list):
            part.setVisible(now.editing is None)
        self.wrinkles.setVisible(now.editing is None and default.DETAIL_BY_DEFAULT)
        self.edit.refresh()
        if self.list.editing:
            return
        listed = (now.default, *now.avatars)
        if listed != self._listed:
            self._listed = listed
            self.list.fill(listed, self._theme)
        self.list.stage(str(now.avatar_path or ""))

    def _chosen(self, path: str) -> None:
        if not path:
            self._actions.show_default()
        elif path != str(self._state.now.avatar_path):
            self._actions.open_avatar(Path(path))
