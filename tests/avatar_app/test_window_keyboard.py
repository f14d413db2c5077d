"""The window without a mouse: Tab reaches every control, the one that has the focus is seen, each has a name."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from synthetic_take import take_of

from avatar_app.session import Session
from avatar_app.ui.focus_frame import FocusFrame
from avatar_app.ui.main_window import MainWindow
from avatar_app.ui.settings_dialog import SettingsDialog
from engine.record.take import save_take
from engine.types import Frame

KINDS = (QAbstractButton, QComboBox, QAbstractSlider, QLineEdit, QAbstractItemView)


def controls(window: QWidget) -> list[QWidget]:
    """What a mouse could use now. The “⋯” beside a list hands the focus on to it, where a key opens the same menu."""
    found = (one for kind in KINDS for one in window.findChildren(kind))
    return [
        one
        for one in found
        if one.isVisibleTo(window)
        and one.isEnabled()
        and one.focusProxy() is None
        and not isinstance(one, QScrollBar)
        and not any(isinstance(above, (QComboBox, QAbstractItemView)) for above in above_of(one))
    ]


def above_of(one: QWidget) -> list[QWidget]:
    above = one.parentWidget()
    return [] if above is None or one.isWindow() else [above, *above_of(above)]


def described(one: QWidget) -> str:
    return f"{type(one).__name__} {one.accessibleName() or one.toolTip() or one.objectName()}"


def silent(one: QWidget) -> bool:
    """Whether a screen reader has nothing to say about it; what is chosen in a list of choices is not what it is."""
    told = QAccessible.queryAccessibleInterface(one)
    what = QAccessible.Text.Description if isinstance(one, QComboBox) else QAccessible.Text.Name
    return not told.text(what)


def picture(one: QWidget) -> QImage:
    return one.grab().toImage()


def walk(first: QWidget, qtbot: QtBot) -> tuple[list[QWidget], list[QWidget]]:
    """What Tab reaches until it comes round, and of that what looks the same with the focus as without."""
    first.window().activateWindow()
    qtbot.waitUntil(first.window().isActiveWindow, timeout=5_000)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    reached: list[QWidget] = []
    unseen: list[QWidget] = []
    one = first
    while one not in reached:
        reached.append(one)
        focused = picture(one)
        qtbot.keyClick(one, Qt.Key.Key_Tab)
        if picture(one) == focused:
            unseen.append(one)
        one = QApplication.focusWidget()
    return reached, unseen


def check(first: QWidget, qtbot: QtBot) -> None:
    reached, unseen = walk(first, qtbot)
    there = controls(first.window())
    assert [described(one) for one in there if one not in reached] == []
    assert [described(one) for one in (*there, *reached) if silent(one)] == []
    assert [described(one) for one in unseen if one is not first] == []


@pytest.fixture
def window(
    open_window: Callable[..., MainWindow], cue_source: type, nodding_tracker: type, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    class Still(cue_source):
        """Shows a few pictures, and then nothing new."""

        def read(self) -> Frame | None:
            while self._index > 5 and not ended.wait(0.05):
                pass
            return None if ended.is_set() else super().read()

    ended = threading.Event()
    monkeypatch.setattr("engine.capture.camera.cameras", lambda: [(0, "Test camera")])
    window = open_window(
        make_session=lambda head, avatar: Session(
            head, avatar, open_source=lambda spec, _looped: Still(spec), make_tracker=nodding_tracker
        )
    )
    window.destroyed.connect(ended.set)
    close = window.commands.close
    monkeypatch.setattr(window.commands, "close", lambda: (ended.set(), close()))
    return window


def test_tab_reaches_what_can_be_used_shows_where_it_is_and_all_has_a_name(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    view, frame = window.stage.view, window.stage.findChild(FocusFrame)
    check(view, qtbot)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert frame.isVisible()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not frame.isVisible()

    window.stage.start.leave.setFocus()
    window.stage.start.leave.click()
    qtbot.waitUntil(lambda: not window.stage.start.isVisible(), timeout=5_000)
    assert view.hasFocus()  # not whatever comes after the page, which is gone

    for panel in (window.motion_panel, window.look_panel, window.take_panel):
        panel.fold.click()
    window.state.update(transfers_shown=True)
    window.source_panel.start.click()
    qtbot.waitUntil(window.record_panel.record.isEnabled, timeout=10_000)
    check(view, qtbot)

    save_take(take_of(10, "open-1"), tmp_path / "a.take")
    window.commands.play_take(tmp_path / "a.take")
    window.commands.toggle_take()
    qtbot.waitUntil(window.timeline.isVisible, timeout=10_000)
    check(view, qtbot)


def test_the_settings_are_chosen_without_a_mouse(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    qtbot.keyClick(window.stage.view, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(SettingsDialog) is not None, timeout=5_000)
    dialog = window.findChild(SettingsDialog)
    check(dialog.language, qtbot)
    names = {one.name: one.default for one in window.preferences.hotkeys.all}
    assert (names["avatar-in-its-own-window"], names["show-or-hide-the-source"]) == ("F9", "H")
    dialog.keys.select("avatar-in-its-own-window")
    qtbot.keyClick(dialog.keys.edit, Qt.Key.Key_F8)
    dialog.keys.select("show-or-hide-the-source")
    qtbot.keyClick(dialog.keys.edit, Qt.Key.Key_J)
    dialog.accept()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    qtbot.keyClick(window.stage.view, Qt.Key.Key_J)
    assert not window.state.now.preview_shown
    qtbot.keyClick(window.stage.view, Qt.Key.Key_F8)
    qtbot.waitUntil(window.pop_out.isVisible, timeout=5_000)
    window.pop_out.activateWindow()
    qtbot.waitUntil(window.pop_out.isActiveWindow, timeout=5_000)
    qtbot.keyClick(window.stage.view, Qt.Key.Key_J)  # the window's keys act in the avatar's own, too
    assert window.state.now.preview_shown
    qtbot.keyClick(window.stage.view, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: not window.pop_out.isVisible(), timeout=5_000)
