"""The avatar's own window beside the main one: what is seen in either does not depend on the other. Needs a display."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from avatar_app.ui.main_window import MainWindow


def test_the_start_page_moves_the_avatar_up_only_where_it_would_cover_it(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    view = window.stage.view
    assert window.stage.start.isVisible()
    above = view.view.camera
    assert above.lift > 0
    window.state.update(popped_out=True)
    qtbot.waitUntil(lambda: view.window() is window.pop_out, timeout=5_000)
    assert view.view.camera is view.orbit
    window.pop_out.close()
    again = view.view.camera
    assert (again.lift, again.height) == (above.lift, above.height)
