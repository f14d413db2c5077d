"""Keys of the window's actions: listed, changed, never shared, kept."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6")
pytest.importorskip("pytestqt")

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from avatar_app.ui.hotkeys import Hotkeys, of_shortcut
from avatar_app.ui.key_list import NAME_ROLE, KeyList


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    menu = window.menuBar().addMenu("&Perform")
    menu.addAction("&Record or stop", QKeySequence("Ctrl+R"), lambda: None)
    menu.addSeparator()
    menu.addAction("&Calibrate…", QKeySequence("Ctrl+K"), lambda: None)
    menu.addMenu("More").addAction("Save && quit", lambda: None).setObjectName("save-quit")
    return window


def key_of(window: QMainWindow, text: str) -> str:
    return next(one for one in window.findChildren(QAction) if one.text() == text).shortcut().toString()


def adopted(window: QMainWindow, **chosen: str) -> Hotkeys:
    hotkeys = Hotkeys({name.replace("_", "-"): keys for name, keys in chosen.items()})
    hotkeys.adopt(window.menuBar())
    return hotkeys


def test_every_action_of_the_menus_is_known_by_a_stable_name(window: QMainWindow) -> None:
    found = [(one.name, one.text, one.group, one.default) for one in adopted(window).all]
    assert found == [
        ("record-or-stop", "Record or stop", "Perform", "Ctrl+R"),
        ("calibrate", "Calibrate", "Perform", "Ctrl+K"),
        ("save-quit", "Save & quit", "Perform", ""),
    ]


def test_a_key_moves_to_the_action_it_is_given_to_and_back(window: QMainWindow) -> None:
    hotkeys = adopted(window)
    assert hotkeys.holder("ctrl+k").name == "calibrate"
    hotkeys.assign("record-or-stop", "Ctrl+K")
    assert (key_of(window, "&Record or stop"), key_of(window, "&Calibrate…")) == ("Ctrl+K", "")
    assert hotkeys.chosen() == {"record-or-stop": "Ctrl+K", "calibrate": ""}
    hotkeys.reset("calibrate")
    assert (key_of(window, "&Record or stop"), key_of(window, "&Calibrate…")) == ("", "Ctrl+K")
    hotkeys.reset_all()
    assert (key_of(window, "&Record or stop"), key_of(window, "&Calibrate…")) == ("Ctrl+R", "Ctrl+K")
    assert hotkeys.chosen() == {}


def test_what_was_chosen_counts_from_the_start_and_goes_before_a_default(window: QMainWindow) -> None:
    hotkeys = adopted(window, save_quit="Ctrl+R", of_another_version="F3")
    assert (key_of(window, "Save && quit"), key_of(window, "&Record or stop")) == ("Ctrl+R", "")
    assert hotkeys.chosen() == {"save-quit": "Ctrl+R", "of-another-version": "F3"}


def test_an_action_whose_key_acts_elsewhere_shows_it_in_the_menu(window: QMainWindow) -> None:
    action, shortcut = QAction("De&lete", window), QShortcut(QKeySequence("Del"), window)
    window.menuBar().actions()[0].menu().addAction(action)
    hotkeys = Hotkeys({})
    hotkeys.adopt(window.menuBar(), [of_shortcut("delete", "Perform", action, shortcut)])
    assert action.text() == "De&lete\tDel"
    hotkeys.assign("delete", "F8")
    assert (action.text(), shortcut.key().toString(), action.shortcut().toString()) == ("De&lete\tF8", "F8", "")
    hotkeys.assign("delete", "")
    assert (action.text(), shortcut.key().isEmpty()) == ("De&lete", True)


def test_a_key_is_pressed_a_conflict_is_said_and_moved_on_demand(window: QMainWindow, qtbot: QtBot) -> None:
    hotkeys = adopted(window)
    page = KeyList(hotkeys)
    qtbot.addWidget(page)
    page.select("calibrate")
    qtbot.keyClick(page.edit, Qt.Key.Key_F7)
    assert key_of(window, "&Calibrate…") == "F7"
    assert page.conflict.text() == ""
    qtbot.keyClick(page.edit, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert page.conflict.text() == "Ctrl+R is the key of “Record or stop”: move it here, or press another one."
    assert (key_of(window, "&Calibrate…"), key_of(window, "&Record or stop")) == ("F7", "Ctrl+R")
    page.move_here.click()
    assert (key_of(window, "&Calibrate…"), key_of(window, "&Record or stop")) == ("Ctrl+R", "")
    assert page.conflict.text() == ""
    qtbot.keyClick(page.edit, Qt.Key.Key_Escape)
    assert page.conflict.text() == "Esc answers questions of the window: press another key."
    page.reset.click()
    assert key_of(window, "&Calibrate…") == "Ctrl+K"
    page.remove.click()
    assert key_of(window, "&Calibrate…") == ""
    page.reset_all.click()
    assert (key_of(window, "&Calibrate…"), key_of(window, "&Record or stop")) == ("Ctrl+K", "Ctrl+R")
    assert not page.reset_all.isEnabled()


def test_actions_are_found_by_a_word_or_by_their_key(window: QMainWindow, qtbot: QtBot) -> None:
    page = KeyList(adopted(window))
    qtbot.addWidget(page)

    def seen() -> list[str]:
        group: QTreeWidgetItem = page.list.topLevelItem(0)
        rows = [group.child(row) for row in range(group.childCount())]
        return [row.data(0, NAME_ROLE) for row in rows if not row.isHidden()]

    assert len(seen()) == 3
    page.search.setText("RECORD")
    assert (seen(), page.selected.name) == (["record-or-stop"], "record-or-stop")
    page.search.setText("ctrl+k")
    assert seen() == ["calibrate"]
    page.search.setText("nothing")
    assert page.list.topLevelItem(0).isHidden()
