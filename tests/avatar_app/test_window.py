"""The window as a person meets it: real widgets, the real renderer, the real tracker. Needs a display."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from avatar_app.session import Session
from avatar_app.settings import load_settings, settings_path
from avatar_app.ui.main_window import MainWindow
from engine.assets import provisioned
from engine.check import Array
from engine.errors import AssetMissing
from engine.record.take import load_take
from engine.types import Motion, Picture, View

Open = Callable[..., MainWindow]


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system names one, as Linux does."""
    monkeypatch.setattr("engine.capture.camera.cameras", lambda: [(0, "Test camera")])


@pytest.fixture(scope="session")
def portrait() -> Path:
    try:
        return provisioned("astronaut.png")
    except AssetMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def video(portrait: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portrait, moved about for two seconds."""
    from avatar_app.benchmark import moving_portrait

    path = tmp_path_factory.mktemp("videos") / "moving.mp4"
    moving_portrait(path, 2.0)
    return path


def grabbed(window: MainWindow) -> Array:
    """[H, W, 4] what the avatar's widget shows, pixel for pixel."""
    image = window.stage.view.grabFramebuffer().convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def is_live(window: MainWindow) -> None:
    assert (window.state.now.notice, window.status_bar.words.text()) == (None, "Live")


def headless(session: Session, view: View) -> Picture:
    """The default avatar at rest, drawn without a window, on a thread of its own as Qt wants."""
    from engine.render.context import headless_context
    from engine.render.renderer import Renderer

    drawn: list[Picture] = []

    def draw() -> None:
        ctx = headless_context()
        renderer = Renderer(ctx, session.head)
        renderer.show(session.avatar)
        drawn.append(renderer.render(Motion.rest(session.head.num_expression), view))
        renderer.release()
        ctx.release()

    thread = threading.Thread(target=draw)
    thread.start()
    thread.join()
    return drawn[0]


def test_the_window_opens_with_the_default_avatar_and_the_bytes_of_the_headless_renderer(open_window: Open) -> None:
    sessions: list[Session] = []

    def make_session(*who: object) -> Session:
        sessions.append(Session(*who))
        return sessions[0]

    window = open_window(make_session=make_session)
    assert window.stage.start.isVisible()
    assert window.status_bar.words.text() == "Ready"
    assert not window.record_panel.record.isEnabled()
    view = window.stage.view.view
    assert view.size_wh == (window.stage.view.width(), window.stage.view.height())
    if "software" not in window.state.now.backend:
        pytest.skip("a window may run on another driver than the headless context; compared on llvmpipe only")
    expected = headless(sessions[0], view).rgba
    np.testing.assert_array_equal(grabbed(window), expected)
    assert expected.std() > 20  # there is something to be seen


def test_dragging_turns_the_avatar_and_a_double_click_turns_it_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    view, before = window.stage.view, grabbed(window)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseMove(view, QPoint(320, 200))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(320, 200))
    assert view.view.camera.yaw < -0.3
    assert (grabbed(window) != before).any(2).mean() > 0.05
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(grabbed(window), before)


def test_a_video_moves_the_avatar_and_is_recorded(open_window: Open, qtbot: QtBot, video: Path) -> None:
    window = open_window()
    still = grabbed(window)
    window.commands.start_source(video)
    qtbot.waitUntil(lambda: is_live(window), timeout=30_000)
    assert window.stage.inset.isVisible()
    assert not window.stage.start.isVisible()
    assert not window.stage.welcome.isVisible()
    qtbot.waitUntil(lambda: (grabbed(window) != still).any(2).mean() > 0.02, timeout=10_000)
    assert any(f"{name} tracker" in window.status_bar.figures.text() for name in ("landmarks", "encoder"))

    window.record_panel.size.setCurrentText("720×720")
    window.record_panel.size.activated.emit(window.record_panel.size.currentIndex())
    window.record_panel.record.click()
    qtbot.waitUntil(lambda: window.state.now.status.recording_seconds > 0.7, timeout=20_000)
    window.resize(900, 640)  # the video keeps the size that it began with
    qtbot.waitUntil(lambda: window.state.now.status.recording_seconds > 1.0, timeout=20_000)
    window.record_panel.record.click()
    qtbot.waitUntil(lambda: window.state.now.last_recording is not None, timeout=5_000)
    path, take = window.state.now.last_recording, window.state.now.last_take
    assert path is not None
    assert take is not None
    qtbot.waitUntil(lambda: window.record_panel.what.text() == f"Saved {path.name}", timeout=5_000)
    with av.open(str(path)) as file:
        frames = list(file.decode(video=0))
    times = [float(frame.pts * frame.time_base) for frame in frames]
    assert (frames[0].width, frames[0].height) == (720, 720)
    assert times[0] == 0
    assert times[-1] > 1.0
    assert all(after > before for before, after in pairwise(times))
    assert len(load_take(take)) == len(frames)

    window.source_panel.stop.click()
    qtbot.waitUntil(lambda: window.status_bar.words.text() == "Ready", timeout=5_000)
    assert not window.stage.inset.isVisible()


def test_a_photo_becomes_an_avatar_and_is_there_the_next_time(
    open_window: Open, qtbot: QtBot, portrait: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(portrait), ""))
    qtbot.mouseClick(window.stage.start.photo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.stage.making.isVisible, timeout=5_000)
    qtbot.waitUntil(window.stage.offer.isVisible, timeout=60_000)
    qtbot.mouseClick(window.stage.offer.keep, Qt.MouseButton.LeftButton)

    def kept() -> None:
        assert (window.state.now.notice, window.state.now.avatar_name) == (None, "astronaut")

    qtbot.waitUntil(kept, timeout=10_000)
    assert [entry.name for entry in window.state.now.avatars] == ["astronaut"]
    assert not window.stage.start.isVisible()
    assert not window.stage.welcome.isVisible()
    qtbot.waitUntil(lambda: window.state.now.avatars[0].thumbnail.is_file(), timeout=10_000)
    assert QImage(str(window.state.now.avatars[0].thumbnail)).hasAlphaChannel()
    shown = grabbed(window)
    window.close()
    assert load_settings(settings_path())[0].avatar == str(window.state.now.avatar_path)

    again = open_window()
    assert again.state.now.avatar_name == "astronaut"
    np.testing.assert_array_equal(grabbed(again), shown)
    again.commands.show_default()
    assert (grabbed(again) != shown).any()


def test_files_that_are_of_no_use_are_refused_in_a_sentence(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    for name, telling in (("cat.jpg", "cat.jpg"), ("broken.avatar", "broken.avatar"), ("notes.txt", "neither a photo")):
        path = tmp_path / name
        path.write_text("no picture at all")
        window.state.update(notice=None)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        where = QPoint(50, 50).toPointF()
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        window.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, mime, buttons, keys))
        qtbot.waitUntil(lambda telling=telling: telling in window.stage.notice.text.text(), timeout=20_000)
        assert window.stage.notice.isVisible()
    assert window.state.now.avatar_path is None
    window.stage.notice.dismiss.click()
    qtbot.waitUntil(lambda: not window.stage.notice.isVisible())


def test_a_lost_camera_is_told_and_comes_back_on_demand(
    open_window: Open, qtbot: QtBot, cue_source: type, nodding_tracker: type, camera: None
) -> None:
    plugged_in = [False]

    def open_source(spec: str, _looped: bool) -> object:
        return cue_source(spec, None if plugged_in[0] else 20)

    window = open_window(
        make_session=lambda head, avatar: Session(head, avatar, open_source=open_source, make_tracker=nodding_tracker)
    )
    window.source_panel.start.click()
    qtbot.waitUntil(lambda: window.stage.notice.isVisible(), timeout=10_000)
    assert window.stage.notice.text.text() == "Camera 0 was unplugged: plug it in and try again."
    assert window.status_bar.words.text() == window.stage.notice.text.text()
    assert window.source_panel.start.isVisible()
    plugged_in[0] = True
    window.stage.notice.remedy.click()
    qtbot.waitUntil(lambda: window.status_bar.words.text() == "Live", timeout=10_000)
    assert not window.stage.notice.isVisible()


def test_damaged_settings_do_not_stop_the_window(open_window: Open, settings_folder: Path) -> None:
    settings_folder.mkdir(parents=True)
    (settings_folder / "settings.toml").write_text("version = ")
    window = open_window()
    assert "could not be read" in window.stage.notice.text.text()


def test_settings_of_the_window_are_kept(open_window: Open) -> None:
    window = open_window()
    window.source_panel.mirror.click()
    window.set_theme("light")
    perform = next(action.menu() for action in window.menuBar().actions() if action.text() == "&Perform")
    next(action for action in perform.actions() if action.text() == "Track &landmarks").trigger()
    window.close()
    settings, note = load_settings(settings_path())
    assert (note, settings.tracker) == (None, "landmarks")
    assert (settings.source.mirrored, settings.window.theme) == (False, "light")
    assert (settings.window.width, settings.window.height) == (840, 540)


def test_a_tracker_that_is_not_there_is_told_and_another_may_be_chosen(
    open_window: Open, qtbot: QtBot, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.tracking.live_network.FILE", "models/absent.onnx")
    window = open_window()
    window.commands.choose_tracker("encoder")
    window.commands.start_source(video)
    qtbot.waitUntil(lambda: "absent.onnx is missing" in window.stage.notice.text.text(), timeout=10_000)
    window.commands.choose_tracker("landmarks")
    qtbot.waitUntil(lambda: is_live(window), timeout=30_000)
    assert "landmarks tracker" in window.status_bar.figures.text()


@pytest.mark.parametrize("kept", [True, False])
def test_a_view_given_another_parent_shows_the_same_picture(open_window: Open, qtbot: QtBot, kept: bool) -> None:
    window = open_window()
    view = window.stage.view
    with qtbot.waitSignal(view.frameSwapped, timeout=10_000):
        window.state.update(page="")  # the start page's card moves the avatar up
    before, context = grabbed(window), view.context()
    sharing = Qt.ApplicationAttribute.AA_ShareOpenGLContexts
    QCoreApplication.setAttribute(sharing, kept)  # asked by Qt whenever a view moves; without it contexts are lost
    try:
        with qtbot.waitSignal(view.frameSwapped, timeout=10_000):
            view.setParent(None)
            view.resize(before.shape[1], before.shape[0])
            view.show()
        np.testing.assert_array_equal(grabbed(window), before)
        with qtbot.waitSignal(view.frameSwapped, timeout=10_000):
            view.setParent(window.stage)
            view.show()
        np.testing.assert_array_equal(grabbed(window), before)
        assert (view.context() is context) == kept
    finally:
        QCoreApplication.setAttribute(sharing)
