"""A camera that is unplugged during live use, and back: told, nothing recorded is lost, and it goes on by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable

import av
import pytest
from pytestqt.qtbot import QtBot

from avatar_app.camera_return import TRIES, CameraReturn
from avatar_app.session import Session
from avatar_app.ui.main_window import MainWindow
from engine.errors import DeviceError
from engine.record.take import load_take
from engine.types import Frame

DESK, DOOR = "Desk camera", "Door camera"


def test_a_camera_is_known_by_its_name_whatever_its_number() -> None:
    lost = CameraReturn(0, ((0, DESK), (2, DOOR)))
    assert lost.back(((2, DOOR),)) is None
    assert lost.back(((1, DESK), (2, DOOR))) == 1
    assert not CameraReturn(5, ((0, DESK),)).awaited
    assert CameraReturn(5, ((0, DESK),)).back(((0, DESK), (5, DOOR))) is None


def test_one_that_is_there_and_gives_nothing_is_left_to_the_button_until_it_is_plugged_in_again() -> None:
    lost, there = CameraReturn(0, ((0, DESK),)), ((0, DESK),)
    assert [lost.back(there) for _ in range(TRIES + 2)] == [0] * TRIES + [None] * 2
    assert lost.there(there) == 0
    assert lost.back(()) is None
    assert lost.back(there) == 0


@pytest.fixture
def plugged_in(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """The cameras that the system names; a test adds and removes some."""
    found = [(0, DESK)]
    monkeypatch.setattr("engine.capture.camera.cameras", lambda: list(found))
    monkeypatch.setattr("avatar_app.ui.source_actions.sys.platform", "linux")
    return found


def test_an_unplugged_camera_is_told_its_recording_goes_on_and_it_comes_back_by_itself(
    open_window: Callable[..., MainWindow],
    qtbot: QtBot,
    cue_source: type,
    nodding_tracker: type,
    plugged_in: list[tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Plugged(cue_source):
        def read(self) -> Frame | None:
            threading.Event().wait(1 / 60)  # as a camera does, which is slower than this computer
            if int(self.name) not in dict(plugged_in):
                raise DeviceError("Camera 0 was unplugged: plug it in and try again.")
            return super().read()

    window = open_window(
        make_session=lambda head, avatar: Session(
            head, avatar, open_source=lambda spec, _looped: Plugged(spec), make_tracker=nodding_tracker
        )
    )
    now, notice = window.state.now, window.stage.notice
    window.source_panel.start.click()
    qtbot.waitUntil(window.record_panel.record.isEnabled, timeout=10_000)
    window.record_panel.record.click()
    qtbot.waitUntil(lambda: now.status.recording_seconds > 0.5, timeout=10_000)

    plugged_in.clear()
    qtbot.waitUntil(notice.isVisible, timeout=10_000)
    assert notice.remedy.text() == "Try again"
    assert window.status_bar.words.text() == "Camera 0 was unplugged: plug it in and try again."
    assert window.record_panel.record.text().startswith("Stop")
    before = now.status.recording_seconds

    plugged_in.append((3, DESK))
    qtbot.waitUntil(lambda: now.status.recording_seconds > before + 0.3, timeout=10_000)
    qtbot.waitUntil(lambda: window.status_bar.words.text() == "Recording", timeout=5_000)
    assert not notice.isVisible()
    assert window.source_panel.what.text().startswith("Camera 3")
    window.record_panel.record.click()
    qtbot.waitUntil(lambda: now.last_recording is not None and now.last_take is not None, timeout=10_000)
    with av.open(str(now.last_recording)) as file:
        times = [float(frame.pts * frame.time_base) for frame in file.decode(video=0)]
    assert times == pytest.approx(load_take(now.last_take).time, abs=1e-3)
    assert times[-1] > before + 0.3

    monkeypatch.setattr("avatar_app.ui.source_actions.RECORDING_WAITS_S", 0.3)
    first = now.last_recording
    window.record_panel.record.click()
    qtbot.waitUntil(lambda: now.status.recording_seconds > 0.3, timeout=10_000)
    plugged_in.clear()
    qtbot.waitUntil(lambda: now.last_recording != first, timeout=10_000)  # it does not wait for ever
    assert now.last_recording.stat().st_size
    assert notice.isVisible()
