"""Recording motion, the list of takes, the timeline and screenshots, as a person uses them. Needs a display."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6")
pytest.importorskip("pytestqt")

from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from synthetic_take import take_of

from avatar_app import takes
from avatar_app.app import application, build_window
from avatar_app.session import Session
from avatar_app.settings import RecordSettings, Settings, load_settings, save_settings, settings_path
from avatar_app.ui.main_window import MainWindow
from avatar_app.ui.timeline import place_text, tenths
from engine.avatar.retarget import retarget
from engine.clock import now
from engine.head.head_model import Head
from engine.record.take import load_take, save_take
from engine.types import Frame, Take


@pytest.fixture
def sessions() -> list[Session]:
    """The window's, once there is one."""
    return []


@pytest.fixture
def window(
    qtbot: QtBot,
    display: None,
    cue_source: type,
    nodding_tracker: type,
    sessions: list[Session],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MainWindow]:
    """It records motion alone, of a camera that sees somebody nod 30 times a second."""
    monkeypatch.setenv("XDG_PICTURES_DIR", str(tmp_path / "pictures"))
    monkeypatch.setattr("engine.capture.camera.cameras", lambda: [(0, "Test camera")])
    save_settings(Settings(record=RecordSettings(video=False)), settings_path())

    class Camera(cue_source):
        def read(self) -> Frame | None:
            threading.Event().wait(1 / 30)
            return super().read()

    def make_session(*who: object) -> Session:
        sessions.append(Session(*who, open_source=lambda spec, _looped: Camera(spec), make_tracker=nodding_tracker))
        return sessions[0]

    application()
    made = build_window(make_session=make_session)
    qtbot.addWidget(made)
    made.resize(960, 640)
    with qtbot.waitSignal(made.stage.view.frameSwapped, timeout=20_000):
        made.show()
    made.activateWindow()
    yield made
    made.close()


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    )


def shown_pitch(window: MainWindow) -> float:
    """rad, of the picture that is drawn last, root and neck."""
    motion = window.stage.view.seen()[0]
    return float(motion.global_orient[0] + motion.neck_pose[0])


def pitch(take: Take, frame: int) -> float:
    motion = retarget(take.motion(frame))
    return float(motion.global_orient[0] + motion.neck_pose[0])


def names(window: MainWindow) -> list[str]:
    rows = window.take_panel.list
    return [rows.item(row).text() for row in range(rows.count())]


def dragging_holds_nothing_up(window: MainWindow, qtbot: QtBot) -> None:
    """The window is drawn once for line and picture, its panels wait, and it answers between two slow steps."""
    line, view, moves = window.timeline.scrubber, window.stage.view, 60
    happened: list[str] = []
    window.state.changed.connect(lambda: happened.append("panels"))
    ticks = QTimer(window, interval=0)
    ticks.timeout.connect(lambda: happened.append("turn"))
    draw = view._performer.draw
    view._performer.draw = lambda seen: happened.append("draw") or draw(seen)
    view.frameSwapped.connect(lambda: happened.append("shown"))
    window.commands.toggle_take()
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(10, 20))
    qtbot.waitUntil(lambda: not view._performer.advance())
    happened.clear()
    ticks.start()
    start = now()
    for step in range(moves):
        qtbot.mouseMove(line, QPoint(10 + step * (line.width() - 20) // moves, 20))
        QApplication.processEvents()
    at = line.value()
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(10, 20))
    assert at > 15
    assert happened.count("panels") <= 2 + 5 * (now() - start)  # at the window's pulse, not with each move

    def between() -> list[str]:
        """What happened between the drawing of the last picture and its arrival on the screen."""
        parts = "".join(f"{one} " for one in happened).rpartition("draw ")
        return parts[2].split("shown")[0].split() if parts[1] and "shown" in parts[2] else []

    qtbot.waitUntil(lambda: bool(between()) or (not window.state.now.software and "draw" in happened))
    ticks.stop()
    assert happened.count("shown") <= happened.count("draw") + 2 + happened.count("panels")
    assert "turn" in between() or not window.state.now.software
    view._performer.draw = draw


def test_a_performance_is_kept_replayed_scrubbed_renamed_deleted_and_put_back(
    window: MainWindow, qtbot: QtBot, sessions: list[Session]
) -> None:
    record, timeline = window.record_panel, window.timeline
    until: Callable[..., None] = lambda met: qtbot.waitUntil(met, timeout=20_000)  # noqa: E731
    window.commands.start_source("0")
    until(lambda: window.status_bar.words.text() == "Live")
    assert timeline.isHidden()
    record.record.click()
    until(lambda: sessions[0].recording.frames > 8)
    until(lambda: "free" in record.what.text() and not record.what.text().startswith("0 "))
    record.record.click()
    until(lambda: names(window) == ["Take 1"])
    until(lambda: record.what.text() == "Saved Take 1.take")
    take = load_take(takes.folder() / "Take 1.take")
    last = len(take) - 1
    assert last >= 5

    record.replay.click()
    until(timeline.isVisible)
    assert window.status_bar.words.text() == "Replaying Take 1"
    assert not record.record.isEnabled()
    assert window.stage.inset.isHidden()
    assert window.focusWidget() is timeline.scrubber
    qtbot.keyClick(timeline.scrubber, Qt.Key.Key_Space)
    assert not window.state.now.status.replaying.playing
    line = timeline.scrubber
    at = line.frame_at(0.6 * line.width())
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(round(0.6 * line.width()), 20))
    until(lambda: shown_pitch(window) == pytest.approx(pitch(take, at), abs=1e-5))
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton)
    qtbot.keyClick(line, Qt.Key.Key_Left)
    until(lambda: shown_pitch(window) == pytest.approx(pitch(take, at - 1), abs=1e-5))
    qtbot.keyClick(line, Qt.Key.Key_End)
    until(lambda: timeline.place.text().endswith(f"frame {last + 1} of {last + 1}"))
    timeline.loop.click()
    timeline.play.click()
    until(lambda: window.state.now.status.replaying.position < take.time[-1] / 2)
    assert window.state.now.status.replaying.looped

    window.take_panel.fold.click()
    rows = window.take_panel.list
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_F2)
    editor = rows.findChild(QLineEdit)
    editor.setText("Hamlet")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    until(lambda: names(window) == ["Hamlet"])
    assert timeline.name.text() == "Hamlet"
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    until(lambda: names(window) == [])
    assert timeline.isHidden()  # what is gone is not on the stage
    until(lambda: window.status_bar.words.text() == "Live")
    assert window.state.now.notice.text == "The take “Hamlet” was deleted."
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(lambda: names(window) == ["Hamlet"])
    assert window.state.now.notice is None
    rows.itemActivated.emit(rows.item(0))
    until(timeline.isVisible)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    until(timeline.isHidden)
    window.close()
    kept = load_settings(settings_path())[0].record
    assert (kept.video, kept.takes_unfolded) == (False, True)


def test_a_dropped_take_plays_and_stays_and_a_screenshot_may_leave_the_background_out(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, open_head: Head
) -> None:
    save_take(take_of(20, open_head.id), tmp_path / "Lear.take")
    drop(window, tmp_path / "Lear.take")
    qtbot.waitUntil(lambda: names(window) == ["Lear"], timeout=20_000)
    qtbot.waitUntil(window.timeline.isVisible, timeout=20_000)
    assert window.timeline.live.text() == "Close"  # there is no source to go back to
    (tmp_path / "none.take").write_bytes(b"no take")
    drop(window, tmp_path / "none.take")
    qtbot.waitUntil(lambda: window.state.now.notice is not None, timeout=20_000)
    assert "is not a take, or is damaged" in window.state.now.notice.text
    assert names(window) == ["Lear"]
    assert window.timeline.isVisible()
    dragging_holds_nothing_up(window, qtbot)

    width, height = window.stage.view.picture_size_wh()
    window.commands.take_bare_screenshot()
    qtbot.waitUntil(lambda: window.state.now.last_saved is not None, timeout=20_000)
    path = window.state.now.last_saved
    assert path.parent == tmp_path / "pictures" / "Avatar"
    picture = np.asarray(Image.open(path))
    assert picture.shape[0] / picture.shape[1] == pytest.approx(height / width, rel=0.01)
    assert picture.shape == (window.stage.view.height(), window.stage.view.width(), 4)
    assert picture[0, 0, 3] == 0
    assert picture[picture.shape[0] // 2, picture.shape[1] // 2, 3] == 255


def test_times_are_told_as_people_read_them() -> None:
    assert [tenths(seconds) for seconds in (0, 7.34, 59.96, 754.0)] == ["0:00.0", "0:07.3", "1:00.0", "12:34.0"]
    assert place_text(1.25, 12.0, 3, 120) == "0:01.2 / 0:12.0    frame 4 of 120"
