"""A data folder of the test's own, and stand-ins for the two ends of the chain that need hardware or time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from avatar_app.chain import Live
from engine.clock import now
from engine.errors import DeviceError
from engine.types import Frame, Motion, Tracked

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from avatar_app.ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where avatars are kept; no test touches the user's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """What pytest-qt makes its application of: it knows what the app tells Qt of OpenGL."""
    from PySide6.QtWidgets import QApplication

    from avatar_app.app import agree_on_opengl

    agree_on_opengl()
    return QApplication


@pytest.fixture
def display() -> None:
    """Skip where no window can be opened, and say why."""
    from avatar_app.display import require_display

    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        pytest.skip("no display: run the tests under xvfb-run -a")
    try:
        require_display()
    except DeviceError as error:
        pytest.skip(str(error))


@pytest.fixture
def open_window(
    qtbot: QtBot, display: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., MainWindow]]:
    """Opens windows and waits for their first picture; closes them at the end, which must end every thread.

    Takes the size in pixels and what `build_window` takes. Whoever closes a window loses what is not saved, unasked.
    """
    from PySide6.QtWidgets import QMessageBox

    from avatar_app.app import application, build_window

    monkeypatch.setattr("avatar_app.ui.leaving._asked", lambda *_: QMessageBox.StandardButton.Discard)
    application()
    opened: list[MainWindow] = []

    def open_it(
        avatar: Path | None = None, size: tuple[int, int] | None = (840, 540), **keywords: object
    ) -> MainWindow:
        window = build_window(avatar, **keywords)
        qtbot.addWidget(window)
        opened.append(window)
        window.state.update(record_folder=tmp_path / "videos")
        if size is not None:
            window.resize(*size)
        with qtbot.waitSignal(window.stage.view.frameSwapped, timeout=20_000):
            window.show()
        return window

    yield open_it
    for window in opened:
        window.close()


class CueSource:
    """A camera that gives grey pictures as fast as they are taken, and after `lasts` of them is unplugged."""

    size_wh, fps, num_frames, path, notes = (64, 48), 30.0, None, None, ()
    time_base = Fraction(1, 1000)

    def __init__(self, name: str = "0", lasts: int | None = None) -> None:
        self.name, self.closed, self._lasts, self._index = name, False, lasts, 0

    def read(self) -> Frame | None:
        if self._index == self._lasts:
            raise DeviceError("Camera 0 was unplugged: plug it in and try again.")
        image = np.full((48, 64, 3), self._index % 256, np.uint8)
        self._index += 1
        return Frame(image, self._index - 1, now(), self.name)

    def close(self) -> None:
        self.closed = True


class NoddingTracker:
    """Sees a face in every picture: how far it nods is the picture's brightness."""

    name, model_sha256, provider = "nodding", "0" * 64, "no network"

    def __enter__(self) -> NoddingTracker:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def track(self, frame: Frame) -> Tracked:
        nod = float(frame.image[0, 0, 0]) / 255
        motion = Motion(np.zeros(52, np.float32), global_orient=np.array([nod, 0, 0]), time=frame.time)
        return Tracked(motion, np.zeros((68, 2)))


@pytest.fixture
def cue_source() -> type[CueSource]:
    return CueSource


@pytest.fixture
def nodding_tracker() -> type[NoddingTracker]:
    return NoddingTracker


@pytest.fixture
def until() -> Callable[[Callable[[], Live | None]], Live]:
    """Waits, a bounded time, for something that a thread is about to deliver."""

    def wait(deliver: Callable[[], Live | None], seconds: float = 10.0) -> Live:
        limit = now() + seconds
        while now() < limit:
            found = deliver()
            if found:
                return found
        raise AssertionError(f"nothing came within {seconds:g} s")

    return wait
