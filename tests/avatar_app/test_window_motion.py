"""Calibrating in the window, and how the avatar moves, kept between runs. Needs a display."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("PySide6")
pytest.importorskip("pytestqt")

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from avatar_app.session import Session
from avatar_app.settings import MotionSettings, Settings, load_settings, save_settings, settings_path
from avatar_app.ui.main_window import MainWindow
from engine.avatar.manner import Manner

Open = Callable[[], tuple[MainWindow, Session]]


@pytest.fixture
def open_window(
    open_window: Callable[..., MainWindow], cue_source: type, nodding_tracker: type, monkeypatch: pytest.MonkeyPatch
) -> Open:
    """A window whose camera sees somebody nod."""
    monkeypatch.setattr("engine.capture.camera.cameras", lambda: [(0, "Test camera")])
    monkeypatch.setattr("avatar_app.calibration.SECONDS", 0.5)

    def open_it() -> tuple[MainWindow, Session]:
        sessions: list[Session] = []

        def make_session(*who: object) -> Session:
            made = Session(*who, open_source=lambda spec, _looped: cue_source(spec), make_tracker=nodding_tracker)
            sessions.append(made)
            return made

        return open_window(make_session=make_session), sessions[0]

    return open_it


def action(window: MainWindow, menu: str, text: str) -> QAction:
    of = next(one.menu() for one in window.menuBar().actions() if one.text() == menu)
    return next(one for one in of.actions() if one.text() == text)


def test_calibrating_says_what_to_do_and_when_it_is_done(open_window: Open, qtbot: QtBot) -> None:
    window, session = open_window()
    card, forget = window.stage.calibration, action(window, "&Perform", "&Forget the neutral face")
    window.source_panel.start.click()
    qtbot.waitUntil(lambda: window.status_bar.words.text() == "Live", timeout=20_000)
    assert not card.isVisible()
    assert not forget.isEnabled()
    calibrate = action(window, "&Perform", "&Calibrate the neutral face")
    assert calibrate.shortcut().toString() == "Ctrl+K"
    calibrate.trigger()
    qtbot.waitUntil(lambda: card.isVisible() and card.title.text() == "Look relaxed", timeout=10_000)
    assert window.width() == 840  # whatever the status bar has to say
    qtbot.waitUntil(lambda: card.title.text() == "Done", timeout=20_000)
    assert session.neutral is not None
    qtbot.waitUntil(lambda: not card.isVisible(), timeout=10_000)
    assert forget.isEnabled()
    forget.trigger()
    assert session.neutral is None

    calibrate.trigger()
    qtbot.waitUntil(card.isVisible, timeout=10_000)
    card.cancel.click()
    qtbot.waitUntil(lambda: not card.isVisible(), timeout=10_000)
    assert session.neutral is None


def test_how_the_avatar_moves_is_there_the_next_time(open_window: Open) -> None:
    window, session = open_window()
    assert not window.motion_panel.smoothing.isVisible()
    window.motion_panel.fold.click()
    window.motion_panel.gains["brows"].setValue(150)
    window.motion_panel.smoothing.setValue(80)
    window.motion_panel.held["mouth"].click()
    window.close()

    again, session = open_window()
    assert again.motion_panel.unfolded
    assert (again.motion_panel.gains["brows"].value(), again.motion_panel.smoothing.value()) == (150, 80)
    assert session.manner == Manner(brows=1.5)  # nothing is frozen at first: there is no pose to keep
    assert session.responsiveness == pytest.approx(0.8)


def test_settings_out_of_range_are_brought_into_it(open_window: Open) -> None:
    save_settings(
        Settings(motion=MotionSettings(brows=7.0, head=-1.0, responsiveness=3.0, alone="dance")), settings_path()
    )
    window, session = open_window()
    assert window.state.now.notice is None
    assert session.manner == Manner(brows=2.0, head=0.0, alone="breathe")
    assert session.responsiveness == 1.0
    window.close()
    assert load_settings(settings_path())[0].motion == MotionSettings(brows=2.0, head=0.0, responsiveness=1.0)
