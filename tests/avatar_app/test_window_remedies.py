"""What the window offers where something is missing: a camera, a model, room on the screen. Needs a display."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from avatar_app.dropped import PHOTOS
from avatar_app.performer import Performer
from avatar_app.session import Session
from avatar_app.settings import Settings, WindowSettings, load_settings, save_settings, settings_path
from avatar_app.ui.main_window import MainWindow
from engine.assets import Asset, provisioned
from engine.avatar.photo import FORMATS
from engine.capture.source import CameraMode
from engine.errors import AssetMissing, BadInput
from engine.types import View

Open = Callable[..., MainWindow]


@pytest.fixture
def plugged_in(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """The cameras that the system names; a test adds and removes some."""
    found: list[tuple[int, str]] = []
    monkeypatch.setattr("engine.capture.camera.cameras", lambda: list(found))
    monkeypatch.setattr("avatar_app.ui.source_actions.sys.platform", "linux")
    return found


def test_without_a_camera_a_video_is_the_main_action_until_one_appears(
    open_window: Open, qtbot: QtBot, plugged_in: list[tuple[int, str]]
) -> None:
    window = open_window()
    source, start, welcome = window.source_panel, window.stage.start, window.stage.welcome
    assert (start.selfie.isEnabled(), start.selfie.words.text()) == (False, "No camera found")
    start.sample.click()
    qtbot.waitUntil(welcome.isVisible, timeout=5_000)
    assert not start.isVisible()
    qtbot.waitUntil(lambda: window.state.now.status.replaying is not None, timeout=10_000)  # the sample performs
    window.commands.back_to_live()
    qtbot.waitUntil(lambda: not window.timeline.isVisible(), timeout=5_000)
    qtbot.waitUntil(lambda: welcome.y() > 0.72 * window.stage.height(), timeout=5_000)  # below the chin
    assert source.picker.currentText() == "No camera found"
    assert not source.start.isVisible()
    assert source.video.objectName() == "primary"
    assert (welcome.camera.isVisible(), welcome.video.isVisible()) == (False, True)
    plugged_in.append((2, "Desk camera"))
    qtbot.waitUntil(source.start.isVisible, timeout=10_000)
    assert source.picker.currentText() == "Desk camera"
    assert source.video.objectName() == ""
    assert (welcome.camera.isVisible(), welcome.video.isVisible()) == (True, False)
    window.avatar_panel.new.click()
    qtbot.waitUntil(start.isVisible, timeout=5_000)
    assert (start.selfie.isEnabled(), welcome.isVisible()) == (True, False)


def test_a_camera_that_refuses_a_size_goes_on_with_another_and_says_so(
    open_window: Open, qtbot: QtBot, plugged_in: list[tuple[int, str]], cue_source: type, nodding_tracker: type
) -> None:
    plugged_in.append((0, "Desk camera"))
    window = open_window(
        make_session=lambda head, avatar: Session(
            head, avatar, open_source=lambda spec, _looped: cue_source(spec), make_tracker=nodding_tracker
        )
    )
    window.commands.start_source("0")
    qtbot.waitUntil(lambda: window.state.now.status.source == "live", timeout=10_000)
    assert window.state.now.notice is None
    window.commands.choose_camera_mode(CameraMode((1280, 720)))
    qtbot.waitUntil(lambda: window.state.now.notice is not None, timeout=10_000)
    assert window.state.now.notice.text == "The camera does not give 1280×720: 64×48 is used."
    assert window.state.now.status.source == "live"


@pytest.mark.parametrize("leaves", ["dismissed", "replaced", "new source"])
def test_an_old_error_does_not_stay_in_the_status_bar(
    open_window: Open,
    qtbot: QtBot,
    plugged_in: list[tuple[int, str]],
    cue_source: type,
    nodding_tracker: type,
    leaves: str,
) -> None:
    plugged_in.append((0, "Desk camera"))
    lasts = [0]
    window = open_window(
        make_session=lambda head, avatar: Session(
            head,
            avatar,
            open_source=lambda spec, _looped: cue_source(spec, lasts[0] if lasts else None),
            make_tracker=nodding_tracker,
        )
    )
    window.source_panel.start.click()
    qtbot.waitUntil(lambda: "unplugged" in window.status_bar.words.text(), timeout=10_000)
    assert window.source_panel.what.text() == "Camera 0 · lost"
    if leaves == "dismissed":
        window.stage.notice.dismiss.click()
    elif leaves == "replaced":
        window.state.tell("Something else.", "note")
    else:
        lasts.clear()
        window.source_panel.start.click()
    expected = "Live" if leaves == "new source" else "Ready"
    qtbot.waitUntil(lambda: window.status_bar.words.text() == expected, timeout=10_000)
    assert "lost" not in window.source_panel.what.text()
    assert window.stage.notice.isVisible() == (leaves == "replaced")


def test_a_video_that_is_none_can_be_replaced_but_not_tried_again(
    open_window: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")
    window, asked = open_window(), []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: asked.append(a) or ("", ""))
    window.commands.start_source(broken)
    qtbot.waitUntil(window.stage.notice.isVisible, timeout=30_000)
    assert window.stage.notice.remedy.text() == "Choose another…"
    window.stage.notice.remedy.click()
    assert "Choose a video" in asked[0][1]


def test_a_missing_model_is_fetched_and_the_avatar_is_made_after_all(
    open_window: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        portrait, model = provisioned("astronaut.png"), provisioned("face_landmarker.task")
    except AssetMissing as error:
        pytest.skip(str(error))
    online = [False]

    def pull(asset: Asset, say: Callable[[str], None]) -> bool:
        say(f"{asset.name}: fetching")
        if not online[0]:
            raise AssetMissing("no network")
        asset.path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(model, asset.path)
        return True

    monkeypatch.setenv("AVATAR_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("engine.provision.pull", pull)
    window = open_window()
    notice = window.stage.notice
    window.state.update(detail_wanted=False)  # seconds of work that need no fetching
    window.commands.make_avatar(portrait)
    qtbot.waitUntil(lambda: notice.remedy.text() == "Fetch it now", timeout=30_000)
    assert "avatar-app" not in notice.text.text()
    notice.remedy.click()
    qtbot.waitUntil(lambda: "connect to the network" in notice.text.text(), timeout=10_000)
    assert notice.text.toolTip() == "no network"
    online[0] = True
    notice.remedy.click()
    qtbot.waitUntil(window.stage.offer.isVisible, timeout=60_000)


def test_a_large_window_is_kept_on_the_screen_with_record_in_reach(open_window: Open) -> None:
    save_settings(Settings(window=WindowSettings(width=9000, height=9000)), settings_path())
    window = open_window(size=None)
    room = window.screen().availableSize()
    assert window.width() <= room.width()
    assert window.height() < room.height()
    window.resize(1, 1)  # as small as it can be
    record = window.record_panel.record
    assert window.height() <= 560
    assert not record.visibleRegion().isEmpty()
    assert record.visibleRegion().boundingRect() == record.rect()


def test_the_size_of_recordings_is_chosen_and_kept(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    size = window.record_panel.size
    assert window.state.now.record_size_wh == ((512, 512) if window.state.now.software else (1280, 720))
    size.setCurrentText("1920×1080")
    size.activated.emit(size.currentIndex())
    qtbot.waitUntil(lambda: window.state.now.record_size_wh == (1920, 1080))
    window.close()
    assert load_settings(settings_path())[0].record.size == "1920x1080"
    assert open_window().record_panel.size.currentText() == "1920×1080"


def test_photo_dialogs_offer_what_is_read_and_open_in_a_folder_that_exists(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, asked = open_window(), []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: asked.append(a) or ("", ""))
    window.avatar_panel.choose_photo()
    assert Path(asked[0][2]).is_dir()
    Image.init()
    assert {Image.EXTENSION[suffix] for suffix in PHOTOS} == set(FORMATS)


def test_when_nothing_moves_any_more_the_edges_are_smooth_again(
    open_window: Open, qtbot: QtBot, cue_source: type, nodding_tracker: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    draw = Performer.draw

    def noted(performer: Performer, view: View) -> object:
        drawn.append(view.samples)
        return draw(performer, view)

    def open_source(spec: str, _looped: bool) -> object:
        if spec == "0":
            return cue_source()
        opened.wait(10.0)
        raise BadInput("It is no video.")

    opened = threading.Event()
    monkeypatch.setattr(Performer, "draw", noted)
    window = open_window(
        make_session=lambda head, avatar: Session(head, avatar, open_source=open_source, make_tracker=nodding_tracker)
    )
    moving = 1 if window.state.now.software else 4
    window.commands.start_source("0")
    qtbot.waitUntil(lambda: drawn[-3:] == [moving] * 3, timeout=10_000)
    drawn.clear()
    window.commands.start_source("broken.mp4")
    qtbot.waitUntil(lambda: drawn[-1:] == [moving], timeout=10_000)
    opened.set()
    qtbot.waitUntil(lambda: window.state.now.lost and drawn[-1] == 4, timeout=5_000)
