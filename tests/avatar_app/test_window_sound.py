"""The microphone in the window: chosen by name, seen in the meter, in the video, unplugged. Needs a display."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot
from sound_rig import EVERY, CueDevices, heard

from avatar_app import microphone as module
from avatar_app.microphone import Microphone
from avatar_app.session import Session
from avatar_app.settings import RecordSettings, Settings, load_settings, save_settings, settings_path
from avatar_app.ui.main_window import MainWindow
from avatar_app.ui.sound_settings import SoundSettings
from engine.record.take import load_take
from engine.sound.level import FLOOR_DB
from engine.types import Frame

Open = Callable[..., MainWindow]
PATIENCE_MS = 20_000


@pytest.fixture
def devices() -> Iterator[CueDevices]:
    """They hear clicks, in real time, as long as they are plugged in."""
    made, ended = CueDevices("Blue Yeti", "Webcam"), threading.Event()

    def talk() -> None:
        while not ended.wait(0.01):
            for one in tuple(made.opened):
                one.catch_up()

    thread = threading.Thread(target=talk)
    thread.start()
    yield made
    ended.set()
    thread.join()


@pytest.fixture
def window(
    open_window: Open, devices: CueDevices, cue_source: type, nodding_tracker: type, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], MainWindow]:
    """Opens one whose camera sees somebody nod 30 times a second."""
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.1)

    class Camera(cue_source):
        def read(self) -> Frame | None:
            threading.Event().wait(1 / 30)
            return super().read()

    def make_session(*who: object) -> Session:
        session = Session(*who, open_source=lambda spec, _looped: Camera(spec), make_tracker=nodding_tracker)
        session.recorder.microphone = Microphone(devices)
        return session

    return lambda: open_window(make_session=make_session)


def choose(window: MainWindow, name: str) -> None:
    """As a person does, from the list."""
    picker = window.record_panel.sound.picker
    picker.setCurrentText(name)
    assert picker.currentText() == name
    picker.activated.emit(picker.currentIndex())


def test_a_microphone_is_chosen_by_name_goes_into_the_video_and_may_be_unplugged(
    window: Callable[[], MainWindow], devices: CueDevices, qtbot: QtBot
) -> None:
    opened = window()
    now, row = lambda: opened.state.now, opened.record_panel.sound
    assert devices.opened == []  # off unless asked for
    assert row.picker.currentText() == "No sound"
    assert not row.meter.isVisible()
    opened.commands.look_for_microphones()
    qtbot.waitUntil(lambda: row.picker.count() == 4, timeout=PATIENCE_MS)
    choose(opened, "Webcam")
    qtbot.waitUntil(lambda: row.meter.isVisible() and row.meter.peak_db > -3, timeout=PATIENCE_MS)
    assert devices.opened[0].name == "Webcam"
    assert row.meter.accessibleName() == "Level of the microphone"
    assert row.meter.rms_db < row.meter.peak_db - 10  # a click is short

    opened.commands.start_source("0")
    qtbot.waitUntil(opened.record_panel.record.isEnabled, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: now().status.latency_ms is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "The picture takes" in row.meter.toolTip(), timeout=PATIENCE_MS)
    assert "from the camera" in opened.status_bar.figures.toolTip()
    opened.record_panel.record.click()
    qtbot.waitUntil(lambda: now().status.recording_seconds > 0.8, timeout=PATIENCE_MS)
    devices.plugged, devices.opened[0].alive = ("Blue Yeti",), False
    qtbot.waitUntil(lambda: now().notice is not None, timeout=PATIENCE_MS)
    assert "Webcam" in now().notice.text
    assert now().notice.text.endswith("the recording goes on, silent until then.")
    assert now().status.recording is not None
    qtbot.waitUntil(lambda: row.words.text() == "lost", timeout=PATIENCE_MS)
    lost = now().status.recording_seconds
    qtbot.waitUntil(lambda: now().status.recording_seconds > lost + 0.6, timeout=PATIENCE_MS)
    devices.plugged = ("Webcam",)
    qtbot.waitUntil(lambda: now().notice is None, timeout=PATIENCE_MS)  # it is back
    back = now().status.recording_seconds
    qtbot.waitUntil(lambda: now().status.recording_seconds > back + 0.8, timeout=PATIENCE_MS)
    opened.record_panel.record.click()
    qtbot.waitUntil(lambda: now().last_recording is not None, timeout=PATIENCE_MS)

    times, length = heard(now().last_recording)
    assert length == pytest.approx(load_take(now().last_take).time[-1], abs=0.15)
    assert (times < lost).any()
    assert (times > back - 0.1).any()
    apart = (times - times[0]) / EVERY  # every click is where it was, across the silence
    assert np.abs(apart - np.round(apart)).max() * EVERY < 0.012
    assert len(times) < round(apart[-1]) + 1  # and there was some


def test_the_choice_is_kept_and_the_window_does_not_wait_for_it(
    window: Callable[[], MainWindow], devices: CueDevices, qtbot: QtBot
) -> None:
    save_settings(Settings(record=RecordSettings(microphone="Blue Yeti", sound_delay_ms=40)), settings_path())
    opened = window()
    assert devices.opened == []
    assert opened.record_panel.sound.picker.currentText() == "Blue Yeti"
    qtbot.waitUntil(lambda: opened.state.now.status.hearing.state == "live", timeout=PATIENCE_MS)
    opened.findChild(QAction, "settings").trigger()
    page = opened.preferences.dialog.findChild(SoundSettings)
    assert page.told.text() == "+40 ms"
    page.delay.setValue(-25)
    opened.preferences.dialog.accept()
    choose(opened, "No sound")
    qtbot.waitUntil(lambda: devices.opened[0].closed, timeout=PATIENCE_MS)
    qtbot.waitUntil(opened.record_panel.sound.meter.isHidden, timeout=PATIENCE_MS)
    assert opened.record_panel.sound.meter.peak_db == FLOOR_DB

    devices.missing = "Sound needs the PortAudio library, which is not installed. Run: sudo apt-get install it."
    choose(opened, "System microphone")
    qtbot.waitUntil(lambda: opened.state.now.notice is not None, timeout=PATIENCE_MS)
    assert opened.state.now.notice.text == devices.missing
    qtbot.waitUntil(lambda: opened.record_panel.sound.words.text() == "lost", timeout=PATIENCE_MS)
    choose(opened, "No sound")
    assert opened.state.now.notice is None  # nobody wants it any more
    opened.close()
    kept = load_settings(settings_path())[0].record
    assert (kept.microphone, kept.sound_delay_ms) == ("", -25)
