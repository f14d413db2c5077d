"""Performances that were kept: the list of takes, and what can be done with the selected one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QProgressBar, QWidget

from avatar_app.drawing import EXPORTS
from avatar_app.state import AppState
from avatar_app.takes import TakeEntry
from avatar_app.ui import places
from avatar_app.ui.actions import Actions
from avatar_app.ui.panel import Elided, Foldable, muted
from avatar_app.ui.record_panel import show_folder
from avatar_app.ui.take_list import TakeList
from avatar_app.ui.text import marked, tr
from avatar_app.ui.theme import Theme

EMPTY = marked("Each recording keeps its motion as a take, to be replayed on any avatar.")
KINDS = dict(zip(EXPORTS, (marked("Video"), marked("3D model with the motion"), marked("Take")), strict=True))


class TakePanel(Foldable):
    """Folded up until somebody wants it."""

    def __init__(self, state: AppState, actions: Actions, theme: Theme, *, unfolded: bool = False) -> None:
        super().__init__(tr("Takes"), unfolded=unfolded)
        self._state, self._actions = state, actions
        self._listed: tuple[TakeEntry, ...] | None = None
        self.list = TakeList(theme)
        self.list.played.connect(actions.play_take)
        self.list.renamed.connect(actions.rename_take)
        self.list.toggled.connect(actions.toggle_take)
        self.empty = muted(tr(EMPTY))
        self.play = self.button(
            tr("Replay"), self._on_selected(actions.play_take), icon="play", tip=tr("Replay (Enter)")
        )
        self.open = self.button(
            tr("Open…"), self.choose_file, icon="folder", tip=tr("Play a .take file and keep it here")
        )
        self.menu = self._menu()
        self.more = self.button("⋯", self._open_menu, tip=tr("Rename, export or delete the selected take"))
        self.more.setAccessibleName(self.more.toolTip())
        for button in (self.play, self.more):
            button.setFocusProxy(self.list)
        self.exporting, self.what, self.progress = QWidget(), Elided(), QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(tr("Progress of the export"))
        cancel = self.button(tr("Cancel"), actions.cancel_take_export)
        line = QHBoxLayout(self.exporting)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.what, 2)
        line.addWidget(self.progress, 1)
        line.addWidget(cancel)

        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.play, 1)
        row.addWidget(self.open, 1)
        row.addWidget(self.more)
        self.inside.addWidget(self.empty)
        self.inside.addWidget(self.list)
        self.inside.addWidget(self.exporting)
        self.inside.addLayout(row)
        self.set_theme(theme)
        state.changed.connect(self.refresh)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.list.set_theme(theme)

    def refresh(self) -> None:
        now = self._state.now
        if now.takes != self._listed and not self.list.editing:
            self._listed = now.takes
            self.list.fill(now.takes)
            self.fold.setText(f"{tr('Takes')}  {len(now.takes)}" if now.takes else tr("Takes"))
        self.empty.setVisible(not now.takes)
        self.list.setVisible(bool(now.takes))
        replaying = now.status.replaying
        self.list.stage(replaying.path if replaying is not None else None)
        self.play.setEnabled(bool(now.takes) and now.status.recording is None)
        self.more.setEnabled(bool(now.takes) or self._actions.deleted_take() is not None)
        self.exporting.setVisible(now.exporting is not None)
        if now.exporting is not None:
            name, share = now.exporting
            self.what.setText(tr("Writing {name}", name=name))
            self.progress.setValue(round(100 * share))

    def choose_file(self) -> None:
        """Ask for a .take file, play it and keep a copy of it."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Play a take"), "", tr("Takes (*.take)"))
        if name:
            self._actions.take_in_take(Path(name))

    def _on_selected(self, act: Callable[[Path], None]) -> Callable[[], None]:
        def on_selected() -> None:
            if (entry := self.list.entry) is not None:
                act(entry.path)

        return on_selected

    def _menu(self) -> QMenu:
        menu = QMenu(self.list)
        self._act(menu, tr("&Replay"), "Return", self._on_selected(self._actions.play_take), key=False)
        menu.addSeparator()
        self._act(menu, tr("Re&name"), "F2", self.list.rename)
        self._act(menu, tr("&Export…"), "", self._on_selected(self._export))
        self._act(menu, tr("Show in &folder"), "", self._on_selected(show_folder))
        menu.addSeparator()
        self._act(menu, tr("De&lete"), "Del", self._on_selected(self._actions.delete_take))
        self.put_back = menu.addAction(tr("&Put back"), self._actions.put_back_take)
        menu.aboutToShow.connect(self._refresh_menu)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu_at)
        return menu

    def _act(self, menu: QMenu, text: str, keys: str, act: Callable[[], None], *, key: bool = True) -> None:
        # The key is shown, not set: an action's key would act in the whole window.
        action = QAction(f"{text}\t{keys}" if keys else text, menu)
        action.triggered.connect(lambda: act())
        menu.addAction(action)
        if keys and key:
            shortcut = QShortcut(QKeySequence(keys), self.list, lambda: act())
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _refresh_menu(self) -> None:
        deleted = self._actions.deleted_take()
        for action in self.menu.actions():
            action.setEnabled(self.list.entry is not None)
        self.put_back.setEnabled(True)
        self.put_back.setVisible(deleted is not None)
        if deleted is not None:
            self.put_back.setText(tr("&Put back “{name}”", name=deleted.stem.replace("&", "&&")))

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _open_menu_at(self, where: QPoint) -> None:
        item = self.list.itemAt(where)
        if item is not None:
            self.list.setCurrentItem(item)
        self.menu.popup(self.list.viewport().mapToGlobal(where))

    def _export(self, path: Path) -> None:
        wanted = str(Path(places.videos()) / f"{path.stem}.mp4")
        kinds = ";;".join(f"{tr(what)} (*{suffix})" for suffix, what in KINDS.items())
        name, kind = QFileDialog.getSaveFileName(self, tr("Export the take"), wanted, kinds)
        if name:
            self._actions.export_take(path, with_suffix_of(Path(name), kind))


def with_suffix_of(path: Path, kind: str) -> Path:
    """What was asked for, where a name was typed without an ending, or a kind was chosen and the ending left."""
    wanted = next((suffix for suffix in EXPORTS if f"*{suffix}" in kind), ".mp4")
    return path if path.suffix.lower() in EXPORTS else path.with_name(path.name + wanted)
