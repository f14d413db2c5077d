"""The microphone's thread: chosen, unplugged and back; and what is said where there is none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from sound_rig import CueDevices

from avatar_app import microphone as module
from avatar_app.microphone import Microphone
from engine.clock import now
from engine.errors import DeviceError
from engine.sound.devices import DEFAULT, PortAudio

Until = Callable[[Callable[[], object]], object]


@pytest.fixture
def devices() -> CueDevices:
    return CueDevices("Blue Yeti", "Webcam")


@pytest.fixture
def microphone(devices: CueDevices, monkeypatch: pytest.MonkeyPatch) -> Iterator[Microphone]:
    for name, seconds in {"LOOK_SECONDS": 0.01, "SILENT_SECONDS": 0.5, "RETRY_SECONDS": 0.02}.items():
        monkeypatch.setattr(module, name, seconds)
    opened = Microphone(devices)
    yield opened
    opened.close()


def test_nothing_is_opened_before_somebody_wants_it(microphone: Microphone, devices: CueDevices) -> None:
    assert microphone.hearing.state == "off"
    assert not microphone.wanted
    assert devices.opened == []


def test_what_it_hears_reaches_the_recording_and_the_meter(
    microphone: Microphone, devices: CueDevices, until: Until
) -> None:
    microphone.choose("Webcam")
    until(lambda: microphone.hearing.state == "live")
    tap = microphone.tap()
    devices.opened[0].give(np.full(480, 0.5, np.float32), now())
    block = tap.get(1.0)
    assert block is not None
    assert block.samples.tolist() == [0.5] * 480
    assert block.end <= now()
    assert microphone.meter.read().peak == 0.5
    assert microphone.hearing.latency_ms == pytest.approx(10.0, abs=0.1)  # as long as the block


@pytest.mark.parametrize("silently", [False, True])
def test_unplugged_it_is_told_and_found_again(
    microphone: Microphone, devices: CueDevices, until: Until, *, silently: bool
) -> None:
    microphone.choose("Blue Yeti")
    until(lambda: microphone.hearing.state == "live")
    devices.plugged = ()
    devices.opened[0].alive = silently  # some systems do not tell; no sound comes either way
    until(lambda: microphone.hearing.state == "lost")
    assert "Blue Yeti" in microphone.hearing.reason
    assert "plug it in" in microphone.hearing.reason
    assert devices.opened[0].closed
    devices.plugged = ("Blue Yeti",)
    until(lambda: microphone.hearing.state == "live")
    assert microphone.hearing.reason == ""
    assert len(devices.opened) == 2


def test_nothing_but_zeros_is_told_apart_from_a_quiet_room(
    microphone: Microphone, devices: CueDevices, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MUTE_SECONDS", 0.02)
    microphone.choose("Webcam")
    until(lambda: microphone.hearing.state == "live")
    until(lambda: devices.opened[0].give(np.zeros(480, np.float32), now()) or microphone.hearing.silent)
    devices.opened[0].give(np.full(480, 1e-4, np.float32), now())
    assert not microphone.hearing.silent


def test_switched_off_it_is_let_go(microphone: Microphone, devices: CueDevices, until: Until) -> None:
    microphone.choose(DEFAULT)
    until(lambda: microphone.hearing.state == "live")
    microphone.choose("")
    until(lambda: devices.opened[0].closed)
    assert microphone.hearing.state == "off"


def test_no_sound_at_all_is_one_sentence(microphone: Microphone, devices: CueDevices, until: Until) -> None:
    devices.missing = "Sound needs the PortAudio library. Install it."
    microphone.look()
    until(lambda: microphone.names is not None)
    assert microphone.names == ()
    assert microphone.look_failed == devices.missing
    microphone.choose(DEFAULT)
    until(lambda: microphone.hearing.state == "lost")
    assert microphone.hearing.reason == devices.missing


def test_without_the_system_library_its_package_is_named() -> None:
    """In a process of its own, where the library is not found."""
    code = (
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "import sys; sys.modules['_sounddevice_data'] = None\n"
        "from engine.sound.devices import PortAudio\n"
        "from engine.errors import DeviceError\n"
        "try: PortAudio().names()\n"
        "except DeviceError as error: print(error)"
    )
    where = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=where, timeout=60)
    assert said.stdout.count("\n") == 1, said.stderr
    assert "PortAudio" in said.stdout
    if sys.platform.startswith("linux"):
        assert "libportaudio2" in said.stdout


def test_a_machine_without_microphones_says_so() -> None:
    """The real library."""
    devices = PortAudio()
    try:
        names = devices.names()
    except DeviceError as error:
        pytest.skip(str(error))
    if names:
        pytest.skip("there is a microphone")
    with pytest.raises(DeviceError, match=r"^No microphone was found: plug one in"):
        devices.open(DEFAULT, lambda _rate: lambda *_: None)
