"""Which tracker follows faces: a choice in a menu. Imported ones are offered where they are on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from avatar_app.ui.text import marked, tr
from engine.deca.encoder import ENCODER
from engine.deca.place import deca_folder, smirk_folder
from engine.tracking.open import TrackerKind

if TYPE_CHECKING:
    from avatar_app.state import AppState
    from avatar_app.ui.actions import Actions

TRACKERS: dict[TrackerKind, str] = {
    "auto": marked("Track with the &best that is installed"),
    "encoder": marked("Track with the &encoder"),
    "landmarks": marked("Track &landmarks"),
    "deca": marked("Track with &DECA (FLAME avatars)"),
    "smirk": marked("Track with S&MIRK (FLAME avatars)"),
}
_BROUGHT = {"deca": deca_folder, "smirk": smirk_folder}


def fill(menu: QMenu, state: AppState, actions: Actions) -> None:
    """Add one entry a tracker to `menu`."""
    group, entries = QActionGroup(menu), {}
    for kind, text in TRACKERS.items():
        entries[kind] = action = menu.addAction(tr(text))
        action.setCheckable(True)
        action.triggered.connect(lambda _checked, kind=kind: actions.choose_tracker(kind))
        group.addAction(action)
    menu.aboutToShow.connect(lambda: _refresh(entries, state))
    _refresh(entries, state)


def _refresh(entries: dict[TrackerKind, QAction], state: AppState) -> None:
    """What was imported or removed since, and what the command line or a remedy chose."""
    chosen = state.now.tracker
    for kind, action in entries.items():
        action.setVisible(kind == chosen or kind not in _BROUGHT or (_BROUGHT[kind]() / ENCODER).is_file())
        action.setChecked(kind == chosen)
