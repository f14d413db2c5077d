"""The gallery as a person meets it: tiles, their menu, their keys, files dropped. Needs a display."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from avatar_app import library, library_edit, library_trash
from avatar_app.queue_store import Line, queue_path, save
from avatar_app.transfer_order import Terms
from avatar_app.ui.main_window import MainWindow
from engine.avatar.default import default_avatar
from engine.avatar.store import save_avatar
from engine.head import open_head
from engine.types import Avatar, replace

Open = Callable[..., MainWindow]


@pytest.fixture
def open_window(open_window: Open) -> Open:
    """The window has the keyboard."""

    def open_it(avatar: Path | None = None) -> MainWindow:
        window = open_window(avatar, (900, 700))
        window.activateWindow()
        return window

    return open_it


@pytest.fixture(scope="module")
def person() -> Callable[[str], Avatar]:
    plain = default_avatar(open_head())
    return lambda name: replace(plain, name=name, iris_rgb=np.full(3, len(name) / 99, np.float32))


@pytest.fixture
def pair(person: Callable[[str], Avatar]) -> tuple[Path, Path]:
    """Anna and Berta are in the library, Berta the newer one."""
    return library.keep(person("Anna")), library.keep(person("Berta"))


def tiles(window: MainWindow) -> list[str]:
    shown = window.avatar_panel.list
    return [shown.item(row).text() for row in range(shown.count())]


def selected(window: MainWindow) -> str:
    return window.avatar_panel.list.currentItem().text()


def focus(window: MainWindow, qtbot: QtBot) -> None:
    window.avatar_panel.list.setFocus()
    qtbot.waitUntil(window.avatar_panel.list.hasFocus, timeout=5_000)


def typed(window: MainWindow, qtbot: QtBot, text: str) -> None:
    """F2, a name, Enter."""
    qtbot.keyClick(window.avatar_panel.list, Qt.Key.Key_F2)
    editor = window.avatar_panel.list.findChild(QLineEdit, "name")
    assert (editor.text(), editor.selectedText()) == (selected(window), selected(window))
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def offered(window: MainWindow) -> dict[str, QAction]:
    """What the open menu lets one do."""
    actions = [one for one in window.avatar_panel.tile_menu.menu.actions() if one.isVisible() and one.isEnabled()]
    return {one.text().split("\t")[0].replace("&", ""): one for one in actions if one.text()}


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPoint(50, 50).toPointF(), Qt.DropAction.CopyAction, mime, buttons, keys))


def test_the_keyboard_renames_copies_and_deletes_and_undoes(
    open_window: Open, qtbot: QtBot, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    order = Terms(folder=tmp_path, avatars=((pair[0], "Anna"),)).orders((tmp_path / "talk.mp4",))[0]
    save([Line(order)], queue_path())
    window = open_window(pair[0])
    assert (tiles(window), selected(window)) == (["Default", "Berta", "Anna"], "Anna")
    assert window.queue_panel.row(1).name.toolTip().endswith("Anna.avatar")
    window.state.update(transfer_avatars=(pair[0],))
    focus(window, qtbot)
    typed(window, qtbot, "Clara")
    qtbot.waitUntil(lambda: window.queue_panel.row(1).name.toolTip().endswith("Clara.avatar"), timeout=5_000)
    assert window.state.now.transfers[0].order == replace(order, avatar=pair[0].with_stem("Clara"), avatar_name="Clara")
    assert window.queue_panel.avatars.text() == "Clara"
    window.queue_panel.toggle()
    qtbot.waitUntil(lambda: tiles(window) == ["Default", "Berta", "Clara"], timeout=5_000)
    assert (window.state.now.avatar_name, selected(window)) == ("Clara", "Clara")  # on the stage still
    assert window.settings().avatar == str(library.folder() / "Clara.avatar")

    qtbot.keyClick(window.avatar_panel.list, Qt.Key.Key_Left)
    window.commands.refresh_library()
    qtbot.wait(450)  # more than one pulse of the window's state
    assert selected(window) == "Berta"  # the keyboard's choice stays
    typed(window, qtbot, "What?")
    qtbot.waitUntil(lambda: "cannot contain" in window.stage.notice.text.text(), timeout=5_000)
    assert (tiles(window), window.state.now.avatar_name) == (["Default", "Berta", "Clara"], "Clara")
    focus(window, qtbot)
    qtbot.keyClick(window.avatar_panel.list, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tiles(window) == ["Default", "Berta 2", "Berta", "Clara"], timeout=5_000)

    assert selected(window) == "Berta"
    qtbot.keyClick(window.avatar_panel.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: tiles(window) == ["Default", "Berta 2", "Clara"], timeout=5_000)
    assert window.state.now.avatar_name == "Clara"
    qtbot.waitUntil(window.stage.notice.isVisible, timeout=5_000)
    assert window.stage.notice.text.text() == "“Berta” was deleted."
    assert not pair[1].exists()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tiles(window) == ["Default", "Berta 2", "Berta", "Clara"], timeout=5_000)
    qtbot.waitUntil(lambda: not window.stage.notice.isVisible(), timeout=5_000)


def test_who_is_on_the_stage_is_deleted_and_comes_back_with_undo(
    open_window: Open, qtbot: QtBot, pair: tuple[Path, Path]
) -> None:
    window = open_window(pair[0])
    window.commands.delete_avatar(pair[0])
    assert (window.state.now.avatar_path, window.state.now.avatar_name) == (None, "Default")
    qtbot.waitUntil(lambda: selected(window) == "Default", timeout=5_000)
    assert window.stage.notice.remedy.text() == "Undo"
    window.stage.notice.remedy.click()
    assert (window.state.now.avatar_path, window.state.now.avatar_name) == (pair[0], "Anna")
    qtbot.waitUntil(lambda: selected(window) == "Anna", timeout=5_000)
    assert window.state.now.notice is None

    window.commands.delete_avatar(pair[0])
    window.commands.open_avatar(pair[1])
    window.commands.put_back_avatar()
    assert window.state.now.avatar_name == "Berta"  # somebody else is on the stage by now


def test_the_menu_of_a_tile_offers_what_can_be_done_with_it(
    open_window: Open, qtbot: QtBot, pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    shown, menu = window.avatar_panel.list, window.avatar_panel.tile_menu.menu
    focus(window, qtbot)
    qtbot.keyClick(shown, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert menu.isVisible()
    assert list(offered(window)) == ["Change looks…"]  # the default avatar has no file
    menu.close()
    shown.customContextMenuRequested.emit(shown.visualItemRect(shown.item(1)).center())
    assert (menu.isVisible(), selected(window)) == (True, "Berta")
    menu.close()
    qtbot.mouseClick(window.avatar_panel.more, Qt.MouseButton.LeftButton)
    assert (menu.isVisible(), selected(window)) == (True, "Berta")
    assert list(offered(window)) == ["Change looks…", "Rename", "Duplicate", "Export…", "Delete"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine.avatar"), ""))
    offered(window)["Export…"].trigger()
    menu.close()
    assert (tmp_path / "mine.avatar").read_bytes() == pair[1].read_bytes()
    assert "“Berta” was exported to" in window.state.now.notice.text
    window.commands.delete_avatar(pair[1])
    window.close()

    again = open_window()  # what was deleted can be put back after a restart, too
    again.avatar_panel.tile_menu.open(QPoint(5, 5))
    offered(again)["Put back “Berta”"].trigger()
    again.avatar_panel.tile_menu.menu.close()
    qtbot.waitUntil(lambda: "Berta" in tiles(again), timeout=5_000)
    assert again.state.now.avatar_path is None


def test_a_dropped_avatar_is_shown_and_stays_when_its_file_goes(
    open_window: Open, qtbot: QtBot, tmp_path: Path, person: Callable[[str], Avatar]
) -> None:
    path = tmp_path / "From a friend.avatar"
    save_avatar(person("whatever"), path)
    window = open_window()
    drop(window, path)
    assert window.state.now.avatar_path == library.folder() / path.name
    assert window.state.now.avatar_name == "From a friend"
    qtbot.waitUntil(lambda: window.stage.notice.text.text() == "“From a friend” is among your avatars.", timeout=5_000)
    drop(window, path)
    qtbot.waitUntil(lambda: tiles(window) == ["Default", "From a friend"], timeout=5_000)
    path.unlink()
    window.commands.show_default()
    window.commands.open_avatar(library.folder() / path.name)
    assert window.state.now.notice is None


def test_an_avatar_named_on_the_command_line_stays_where_it_lies_until_it_is_added(
    open_window: Open, qtbot: QtBot, tmp_path: Path, person: Callable[[str], Avatar]
) -> None:
    path = tmp_path / "Elsewhere.avatar"
    save_avatar(person("Elsewhere"), path)
    window = open_window(path)
    assert library.entries() == ()
    focus(window, qtbot)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Delete):
        qtbot.keyClick(window.avatar_panel.list, key)
    assert path.exists()
    assert "Add it to them first" in window.state.now.notice.text
    window.avatar_panel.tile_menu.open_at_selected()
    assert list(offered(window)) == ["Change looks…", "Export…", "Add to your avatars"]
    offered(window)["Add to your avatars"].trigger()
    window.avatar_panel.tile_menu.menu.close()
    assert [entry.name for entry in library.entries()] == ["Elsewhere"]
    assert window.state.now.avatar_path == library.folder() / path.name


def test_what_another_window_does_is_seen_and_who_performs_goes_on(
    open_window: Open, qtbot: QtBot, pair: tuple[Path, Path]
) -> None:
    window = open_window(pair[0])
    library_edit.rename(pair[1], "Dora")
    qtbot.waitUntil(lambda: tiles(window) == ["Default", "Dora", "Anna"], timeout=5_000)
    library_trash.discard(pair[0])
    qtbot.waitUntil(lambda: tiles(window) == ["Default", "Dora"], timeout=5_000)
    assert (window.state.now.avatar_name, window.state.now.notice) == ("Anna", None)


def test_a_screen_reader_is_told_who_is_on_the_stage(open_window: Open, qtbot: QtBot, pair: tuple[Path, Path]) -> None:
    window = open_window(pair[0])
    shown = window.avatar_panel.list
    role = Qt.ItemDataRole.AccessibleTextRole

    def said() -> list[str]:
        return [shown.item(row).data(role) for row in range(shown.count())]

    assert said() == ["Default", "Berta", "Anna, on the stage"]
    focus(window, qtbot)
    qtbot.keyClick(shown, Qt.Key.Key_F2)
    editor = shown.findChild(QLineEdit, "name")
    assert editor.accessibleName() == "New name of Anna"
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is shown
    window.commands.show_default()
    qtbot.waitUntil(lambda: said() == ["Default, on the stage", "Berta", "Anna"], timeout=5_000)
