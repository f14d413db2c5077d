"""The choice of trackers in the window: imported networks are offered where they are, and say whom they are for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from avatar_app.state import AppState
from avatar_app.ui.tracker_menu import fill
from engine.deca.place import deca_folder


class Commands:
    def __init__(self) -> None:
        self.chosen: list[str] = []

    def choose_tracker(self, kind: str) -> None:
        self.chosen.append(kind)


@pytest.fixture
def menu(qtbot: QtBot, display: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What the menu shows when it is opened."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    menu, commands, state = QMenu(), Commands(), AppState()
    qtbot.addWidget(menu)
    fill(menu, state, commands)  # type: ignore[arg-type]

    def shown() -> list[str]:
        menu.aboutToShow.emit()
        return [action.text().replace("&", "") for action in menu.actions() if action.isVisible()]

    shown.menu, shown.commands, shown.state = menu, commands, state  # type: ignore[attr-defined]
    return shown


def test_what_was_not_imported_is_not_offered(menu: Callable[[], list[str]]) -> None:
    assert menu() == ["Track with the best that is installed", "Track with the encoder", "Track landmarks"]


def test_what_was_imported_since_is_offered_once(menu: Callable[[], list[str]]) -> None:
    deca_folder().mkdir(parents=True)
    (deca_folder() / "encoder.onnx").write_bytes(b"x")
    assert menu()[3:] == ["Track with DECA (FLAME avatars)"]
    menu.menu.actions()[3].trigger()  # type: ignore[attr-defined]
    assert menu.commands.chosen == ["deca"]  # type: ignore[attr-defined]


def test_what_was_chosen_elsewhere_is_marked_and_shown_even_where_it_is_gone(menu: Callable[[], list[str]]) -> None:
    menu.state.update(tracker="smirk")  # type: ignore[attr-defined]
    assert "Track with SMIRK (FLAME avatars)" in menu()
    marked = [action.text() for action in menu.menu.actions() if action.isChecked()]  # type: ignore[attr-defined]
    assert marked == ["Track with S&MIRK (FLAME avatars)"]
