"""The head of new avatars: offered once FLAME was imported, kept, followed, and given up where it is gone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6")
pytest.importorskip("pytestqt")

from pytestqt.qtbot import QtBot

from avatar_app.importing import Importing
from avatar_app.settings import Settings, load_settings, save_settings, settings_path
from avatar_app.state import AppState
from avatar_app.ui.head_actions import HeadActions
from avatar_app.ui.head_row import HeadRow
from avatar_app.ui.main_window import MainWindow
from engine.errors import BadInput
from engine.head.brought import PREFIX, head_path

if TYPE_CHECKING:
    from engine.head.head_model import Head

FIRST, SECOND = PREFIX + "0123456789ab", PREFIX + "fedcba987654"


def write(head_id: str) -> Path:
    """A file where an imported head's would be. It is damaged: only what reads it finds out."""
    path = head_path(head_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"damaged")
    return path


def offered(row: HeadRow) -> list[str]:
    return [] if row.isHidden() else [row.choice.itemText(index) for index in range(row.choice.count())]


def choose(row: HeadRow, text: str) -> None:
    row.choice.setCurrentIndex(row.choice.findText(text))
    row.choice.activated.emit(row.choice.currentIndex())


@pytest.fixture
def state(qtbot: QtBot) -> AppState:
    return AppState()


@pytest.fixture
def heads(state: AppState) -> HeadActions:
    return HeadActions(state, "open-1")


@pytest.fixture
def row(qtbot: QtBot, state: AppState, heads: HeadActions) -> HeadRow:
    class Choices:
        choose_head, look_for_heads = heads.choose, heads.look

    made = HeadRow(state, Choices())
    qtbot.addWidget(made)
    return made


def test_it_is_offered_where_a_head_was_imported(row: HeadRow, heads: HeadActions, state: AppState) -> None:
    heads.look()
    row.refresh()
    assert offered(row) == []
    write(FIRST)
    heads.look()
    row.refresh()
    assert (offered(row), row.choice.currentText()) == (["Open head", "FLAME"], "Open head")
    write(SECOND)
    heads.look()
    row.refresh()
    assert sorted(offered(row)) == ["FLAME 0123", "FLAME fedc", "Open head"]
    choose(row, "FLAME 0123")
    assert heads.next() == (FIRST, "")
    choose(row, "Open head")
    assert heads.next() == ("open-1", "")


def test_a_head_that_is_gone_is_told_once_and_the_open_one_taken(
    row: HeadRow, heads: HeadActions, state: AppState
) -> None:
    path = write(FIRST)
    heads.look()
    row.refresh()
    choose(row, "FLAME")
    path.unlink()
    head_id, told = heads.next()
    assert (head_id, told) == (
        "open-1",
        "The FLAME head is not on this computer any more: new avatars are made on the open head again.",
    )
    assert heads.next() == ("open-1", "")
    row.refresh()
    assert offered(row) == []


def test_it_is_kept_and_whoever_makes_an_avatar_is_given_it(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    write(FIRST)
    save_settings(Settings(head=FIRST), settings_path())
    window = open_window()
    row = window.avatar_panel.head
    assert row.isVisible()
    assert row.choice.currentText() == "FLAME"
    window.commands.make_avatar(tmp_path / "anna.jpg")
    qtbot.waitUntil(lambda: window.state.now.making is None, timeout=60_000)
    told = window.state.now.notice
    assert told is not None
    assert told.text.startswith("The FLAME head cannot be read: new avatars are made on the open head, until you drop")
    assert told.detail.startswith(f"The head {FIRST} cannot be read. Import its FLAME file again")
    qtbot.waitUntil(lambda: row.choice.currentText() == "Open head", timeout=5_000)
    assert window.settings().head == ""
    choose(row, "FLAME")
    window.close()
    assert load_settings(settings_path())[0].head == FIRST


def test_a_file_that_is_no_flame_download_is_told(tmp_path: Path) -> None:
    path = tmp_path / "holidays.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("beach.jpg", b"x")
    importing = Importing([path])
    assert importing.join(60.0)
    assert isinstance(importing.cause, BadInput)
    assert importing.reason.startswith(f"{path} holds no FLAME model. Give generic_model.pkl")
    assert importing.head_id == ""


@pytest.mark.slow
def test_a_download_that_is_dropped_becomes_a_head_that_avatars_are_made_on_until_it_is_gone(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path, open_head: Head, sample_portrait: Path
) -> None:
    from flame_like import write_flame_like

    model, download = write_flame_like(open_head, tmp_path / "generic_model.pkl"), tmp_path / "FLAME2020.zip"
    with zipfile.ZipFile(download, "w") as file:
        file.write(model, "FLAME2020/generic_model.pkl")
    window = open_window()
    window.state.update(detail_wanted=False)
    window.commands.drop(download)
    qtbot.waitUntil(lambda: bool(window.state.now.head_wanted), timeout=120_000)
    assert window.state.now.notice.text == "FLAME is imported. New avatars are made on it."
    wanted = window.state.now.head_wanted
    assert wanted.startswith(PREFIX)
    window.commands.make_avatar(sample_portrait)
    qtbot.waitUntil(window.stage.offer.isVisible, timeout=120_000)
    window.commands.keep_avatar()
    qtbot.waitUntil(lambda: window.state.now.avatar_path is not None, timeout=20_000)
    from engine.avatar.store import load_avatar

    assert load_avatar(window.state.now.avatar_path).head_id == wanted

    head_path(wanted).unlink()
    window.commands.make_avatar(sample_portrait)
    assert "the open head again" in window.state.now.notice.text
    qtbot.waitUntil(window.stage.offer.isVisible, timeout=120_000)
    assert "the open head again" in window.state.now.notice.text
    window.commands.discard_avatar()  # the one before cannot come back without its head
    assert f"The head {wanted} is not on this machine" in window.state.now.notice.text
    assert (window.state.now.offered, window.state.now.avatar_path) == (False, None)
