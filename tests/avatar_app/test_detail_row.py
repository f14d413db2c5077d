"""Wrinkles in the window: a slider and a choice that show and change what is, and that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PySide6")
pytest.importorskip("pytestqt")

from pytestqt.qtbot import QtBot

from avatar_app.settings import DetailSettings, Settings, load_settings, save_settings
from avatar_app.state import AppState, Fields
from avatar_app.ui.detail_row import DetailRow


class Choices:
    """Takes what is chosen, but for "exact": as where the decoder's file is gone."""

    def __init__(self, state: AppState) -> None:
        self._state = state

    def choose_detail(self, path: str) -> None:
        if path != "exact":
            self._state.update(detail_path=path)


@pytest.fixture
def state() -> AppState:
    return AppState(Fields(detailed=True, detail_strength=0.5))


@pytest.fixture
def row(qtbot: QtBot, state: AppState) -> DetailRow:
    made = DetailRow(state, Choices(state))
    qtbot.addWidget(made)
    return made


def test_the_slider_is_the_depth_and_changes_it(row: DetailRow, state: AppState) -> None:
    assert row.strength.value() == 50
    row.strength.setValue(130)
    assert state.now.detail_strength == pytest.approx(1.3)


def test_it_is_there_for_avatars_with_detail_alone(row: DetailRow, state: AppState, qtbot: QtBot) -> None:
    assert not row.isHidden()
    with qtbot.waitSignal(state.changed):
        state.update(detailed=False)
    assert row.isHidden()


def test_what_could_not_be_chosen_is_not_shown_as_chosen(row: DetailRow, state: AppState) -> None:
    for path, shown in (("baked", "Baked"), ("exact", "Baked")):
        row.path.setCurrentIndex(row.path.findData(path))
        row.path.activated.emit(row.path.currentIndex())
        assert (state.now.detail_path, row.path.currentText()) == ("baked", shown)


def test_both_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save_settings(Settings(detail=DetailSettings(strength=1.3, path="exact")), path)
    assert load_settings(path) == (Settings(detail=DetailSettings(strength=1.3, path="exact")), None)
