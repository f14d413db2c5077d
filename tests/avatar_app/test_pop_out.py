"""The avatar's own window beside the main one: what is seen in either does not depend on the other. Needs a display."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from avatar_app.ui.main_window import MainWindow


def test_the_start_page_moves_only_the_avatar_that_it_would_cover_and_both_windows_stay_on_screens(
    open_window: Callable[..., MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avatar_app.ui.stays_seen.PATIENCE_MS", 0)
    window = open_window()
    view = window.stage.view
    assert window.stage.start.isVisible()
    above = view.view.camera
    assert above.lift > 0
    window.state.update(popped_out=True)
    qtbot.waitUntil(lambda: view.window() is window.pop_out, timeout=5_000)
    assert view.view.camera is view.orbit
    for one in (window, window.pop_out):
        one.move(-5_000, -5_000)  # where a screen was
    application, screen = QGuiApplication.instance(), QGuiApplication.primaryScreen()
    application.screenRemoved.emit(screen)
    for one in (window, window.pop_out):
        qtbot.waitUntil(lambda one=one: screen.geometry().contains(one.geometry()), timeout=5_000)

    window.pop_out.close()
    again = view.view.camera
    assert (again.lift, again.height) == (above.lift, above.height)
