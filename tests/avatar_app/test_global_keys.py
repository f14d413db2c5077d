"""Keys that act while another program is in front. Real ones, on the X server of the tests, pressed from outside."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from avatar_app.global_keys import GlobalKeys, open_global_keys, parts_of
from avatar_app.global_keys.windows import code_of
from avatar_app.ui.everywhere import Everywhere
from avatar_app.ui.hotkeys import Hotkeys
from engine.errors import BadInput, DeviceError


def press(keys: str) -> None:
    subprocess.run(["xdotool", "key", keys], check=True, timeout=10)


@pytest.fixture
def heard(display: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[GlobalKeys, queue.SimpleQueue[str]]]:
    """Keys that are listened to, and a queue of what was pressed."""
    if sys.platform != "linux" or shutil.which("xdotool") is None:
        pytest.skip("needs an X server and xdotool")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    names: queue.SimpleQueue[str] = queue.SimpleQueue()
    keys = open_global_keys(names.put)
    yield keys, names
    keys.close()


def test_a_key_arrives_from_outside_and_one_that_was_given_back_does_not(
    heard: tuple[GlobalKeys, queue.SimpleQueue[str]],
) -> None:
    keys, names = heard
    assert keys.listen({"record": "Ctrl+Alt+R", "calibrate": "F7"}) == {}
    press("ctrl+alt+r")
    assert names.get(timeout=10) == "record"
    press("F7")
    assert names.get(timeout=10) == "calibrate"
    assert keys.listen({"hide": "F8"}) == {}
    press("F7")
    press("ctrl+alt+r")
    press("F8")
    assert names.get(timeout=10) == "hide"
    assert names.empty()


def test_what_another_program_has_is_told_and_free_once_that_has_ended(
    heard: tuple[GlobalKeys, queue.SimpleQueue[str]],
) -> None:
    keys, _ = heard
    assert keys.listen({"record": "Ctrl+F6"}) == {}
    others = open_global_keys(lambda _name: None)
    assert others.listen({"mine": "Ctrl+F6"}) == {"mine": "Another program has Ctrl+F6 already: choose another key."}
    keys.close()
    assert others.listen({"mine": "Ctrl+F6"}) == {}
    others.close()


def test_letters_that_people_type_are_left_to_them() -> None:
    assert parts_of("Ctrl++") == ({"Ctrl"}, "Plus")
    assert parts_of("F12") == (frozenset(), "F12")
    assert parts_of("Ctrl+Shift+R") == ({"Ctrl", "Shift"}, "R")
    for keys in ("R", "Shift+R", "Space", "Del"):
        with pytest.raises(BadInput, match="needed in other programs"):
            parts_of(keys)


def test_wayland_and_macos_say_that_they_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(DeviceError, match="X11 session"):
        open_global_keys(lambda _name: None)
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(DeviceError, match="macOS"):
        open_global_keys(lambda _name: None)


def test_windows_codes_are_those_of_its_headers() -> None:
    assert [code_of(key) for key in ("A", "7", "F1", "F24", "Del", "Space")] == [0x41, 0x37, 0x70, 0x87, 0x2E, 0x20]
    with pytest.raises(BadInput, match="every keyboard"):
        code_of("ß")


def test_an_action_is_done_while_another_window_has_the_keyboard(
    heard: tuple[GlobalKeys, queue.SimpleQueue[str]], qtbot: QtBot
) -> None:
    done: list[int] = []
    window, other = QMainWindow(), QLineEdit()
    menu = window.menuBar().addMenu("Perform")
    menu.addAction("&Record", "Ctrl+Alt+R", lambda: done.append(1))
    for shown in (window, other):
        qtbot.addWidget(shown)
        with qtbot.waitExposed(shown):
            shown.show()
    hotkeys = Hotkeys({}, ["record"])
    hotkeys.adopt(window.menuBar())
    everywhere = Everywhere(hotkeys)
    try:
        assert everywhere.refused_of("record") == ""
        press("ctrl+alt+r")
        qtbot.waitUntil(lambda: done == [1], timeout=10_000)
        hotkeys.assign("record", "R")
        assert "choose an F-key" in everywhere.refused_of("record")
        hotkeys.assign("record", "F4")
        assert everywhere.refused_of("record") == ""
        press("F4")
        qtbot.waitUntil(lambda: done == [1, 1], timeout=10_000)
        hotkeys.put_everywhere("record", False)
        assert hotkeys.wide() == {}
    finally:
        everywhere.close()
    assert os.environ["DISPLAY"]
