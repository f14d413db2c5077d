"""What is behind the avatar, its light, its own window and the source's inset, in real pixels. Needs a display."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6")
pytest.importorskip("pytestqt")

from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from avatar_app.app import application
from avatar_app.session import Session
from avatar_app.settings import (
    BackgroundSettings,
    LightSettings,
    Settings,
    ViewSettings,
    load_settings,
    save_settings,
    settings_path,
)
from avatar_app.ui.avatar_view import AvatarView
from avatar_app.ui.look_panel import BEHIND, NO_SOURCE
from avatar_app.ui.main_window import MainWindow
from avatar_app.ui.orbiting import MAX_HEIGHT, MAX_PITCH, MAX_YAW, MIN_HEIGHT, moved_by_key, turned, zoomed
from avatar_app.ui.stays_seen import on_a_screen
from engine.check import Array
from engine.inset import Inset
from engine.types import Frame, Orbit, replace

Open = Callable[..., MainWindow]
ROOM = np.zeros((48, 64, 3), np.uint8)
ROOM[:, :32], ROOM[:, 32:] = (200, 30, 30), (30, 30, 200)  # red on the left, blue on the right


@pytest.fixture
def open_window(open_window: Open, cue_source: type, nodding_tracker: type, monkeypatch: pytest.MonkeyPatch) -> Open:
    """A window whose camera sees a room that is red on the left."""
    monkeypatch.setattr("engine.capture.camera.cameras", lambda: [(0, "Test camera")])

    class RoomSource(cue_source):  # type: ignore[misc]
        def read(self) -> Frame | None:
            frame = super().read()
            return None if frame is None else replace(frame, image=ROOM.copy())

    def room(spec: str, _looped: bool) -> object:
        return RoomSource(spec)

    def open_it(open_source: Callable[..., object] | None = room) -> MainWindow:
        window = open_window(
            make_session=lambda *who: Session(*who, open_source=open_source, make_tracker=nodding_tracker)
        )
        window.state.update(page="")  # the start page's card would move the avatar
        window.stage.refresh()
        return window

    return open_it


def grabbed(view: AvatarView) -> Array:
    """[H, W, 4] what the widget shows, pixel for pixel."""
    image = view.grabFramebuffer().convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def corners(rgba: Array) -> list[tuple[int, ...]]:
    """The two at the top: below, shoulders may reach the edge."""
    return [tuple(rgba[4, 4].tolist()), tuple(rgba[4, -5].tolist())]


def seen(rgba: Array, place: tuple[int, int, int, int]) -> list[tuple[int, ...]]:
    """Left and right of the middle of an inset at `place`."""
    left, bottom, width, height = place
    row = rgba[rgba.shape[0] - bottom - height // 2]
    return [tuple(row[left + width // 4].tolist()), tuple(row[left + 3 * width // 4].tolist())]


def choose(box: object, data: str) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_the_background_is_what_was_chosen_and_the_light_has_a_side(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    view, panel = window.stage.view, window.look_panel
    plain = grabbed(view)
    panel.fold.click()
    choose(panel.behind, "colour")
    qtbot.mouseClick(panel.colours.named[1], Qt.MouseButton.LeftButton)
    assert corners(grabbed(view)) == [(0x00, 0x47, 0xBB, 255)] * 2
    assert (grabbed(view)[270, 256, :3] == plain[270, 256, :3]).all()  # the face is as before
    panel.colours._chosen("#7f3311")  # what the dialog of all colours answers
    assert corners(grabbed(view)) == [(0x7F, 0x33, 0x11, 255)] * 2
    assert window.state.now.recent_colours == ("#7f3311",)

    window.commands.put_behind(replace(window.state.now.background, kind="picture", picture=str(tmp_path / "gone.png")))
    qtbot.waitUntil(lambda: "gone.png does not exist" in window.stage.notice.text.text(), timeout=10_000)
    assert window.state.now.background.kind == "colour"
    Image.fromarray(np.kron(ROOM, np.ones((8, 8, 1), np.uint8))).save(tmp_path / "room.png")
    window.commands.put_behind(replace(window.state.now.background, kind="picture", picture=str(tmp_path / "room.png")))
    qtbot.waitUntil(lambda: window.state.now.background.kind == "picture", timeout=10_000)
    assert corners(grabbed(view)) == [(200, 30, 30, 255), (30, 30, 200, 255)]
    wide = grabbed(view).shape[1]
    assert tuple(grabbed(view)[4, wide // 2 - 3, :3]) == (200, 30, 30)  # fills the frame, cut evenly on both sides

    choose(panel.behind, "transparent")
    squares = grabbed(view)
    assert (squares[..., 3] == 255).all()
    assert len(np.unique(squares[:60, :60].reshape(-1, 4), axis=0)) == 2  # in place of what would shine through
    qtbot.waitUntil(lambda: panel.hint.text() == BEHIND["transparent"][1])
    choose(panel.behind, "blur")
    qtbot.waitUntil(lambda: panel.hint.text() == NO_SOURCE)
    np.testing.assert_array_equal(grabbed(view), plain)  # there is no source

    choose(panel.preset, "side")
    panel.turn.setValue(0)
    right, left = _cheeks(grabbed(view))
    assert left > 1.5 * right
    panel.turn.setValue(-110)
    right, left = _cheeks(grabbed(view))
    assert right > 1.5 * left
    bright = grabbed(view)[270:300, 240:270, :3].mean()
    panel.strength.setValue(50)
    assert grabbed(view)[270:300, 240:270, :3].mean() < 0.85 * bright
    panel.reset.click()
    np.testing.assert_array_equal(grabbed(view), plain)


def _cheeks(rgba: Array) -> tuple[float, float]:
    """Brightness of the avatar's right cheek, which is on the left of the picture, and of its left one."""
    height, width = rgba.shape[:2]
    row = rgba[round(0.56 * height) : round(0.6 * height), :, :3].mean((0, 2))
    middle = width // 2
    return row[middle - 90 : middle - 60].mean(), row[middle + 60 : middle + 90].mean()


def test_the_avatar_has_a_window_of_its_own_and_comes_back_from_it(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    view, own = window.stage.view, window.pop_out
    home = grabbed(view)
    window.commands.put_behind(replace(window.state.now.background, kind="transparent"))
    window.look_panel.own.click()
    qtbot.waitUntil(own.isVisible, timeout=10_000)
    assert (view.window(), own.windowTitle()) == (own, "Avatar only")
    assert own.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert own.away.isVisible()
    own.resize(home.shape[1], home.shape[0])
    alone = grabbed(view)
    assert corners(alone) == [(0, 0, 0, 0)] * 2  # what captures the window sees the avatar and nothing else
    face = np.s_[200:300, 200:300]
    assert (alone[face][..., 3] == 255).all()
    np.testing.assert_array_equal(alone[face], home[face])

    window.state.update(frameless=False, on_top=True)
    qtbot.waitUntil(lambda: bool(own.windowFlags() & Qt.WindowType.WindowStaysOnTopHint), timeout=10_000)
    assert own.isVisible()
    assert not own.windowFlags() & Qt.WindowType.FramelessWindowHint
    own.resize(home.shape[1], home.shape[0])
    np.testing.assert_array_equal(grabbed(view), alone)

    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.orbit.yaw < 0
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.parentWidget() is window.stage and not window.state.now.popped_out, timeout=10_000)
    assert own.away.isHidden()
    choose(window.look_panel.behind, "plain")
    np.testing.assert_array_equal(grabbed(view), home)


def test_the_source_is_blurred_behind_the_avatar_and_its_inset_goes_where_it_is_dragged(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    inset, view = window.stage.inset, window.stage.view
    choose(window.look_panel.behind, "blur")
    window.source_panel.start.click()
    qtbot.waitUntil(lambda: inset.isVisible() and window.state.now.status.source == "live", timeout=20_000)
    blue_left = [(30, 30, 200, 255), (200, 30, 30, 255)]  # cameras are shown as a mirror would
    qtbot.waitUntil(lambda: corners(grabbed(view)) == blue_left, timeout=10_000)
    window.source_panel.mirror.click()
    qtbot.waitUntil(lambda: corners(grabbed(view)) == blue_left[::-1], timeout=10_000)

    stage = window.stage.rect()
    assert inset.geometry().bottomLeft() == QPoint(16, stage.height() - 17)
    qtbot.mousePress(inset, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    qtbot.mouseMove(inset, QPoint(50, 50) + QPoint(stage.width(), -stage.height()))
    assert inset.geometry().topRight() == stage.topRight()  # never out of the stage
    qtbot.mouseRelease(inset, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    assert inset.geometry().topRight() == QPoint(stage.right() - 16, 16)
    assert window.state.now.inset_corner == "top right"
    window.source_panel.recorded.click()
    qtbot.waitUntil(lambda: not inset.isVisible(), timeout=10_000)
    placed = Inset.of(ROOM, "top right").place(view.view.size_wh)
    assert seen(grabbed(view), placed) == [(200, 30, 30, 255), (30, 30, 200, 255)]
    window.source_panel.recorded.click()
    qtbot.waitUntil(inset.isVisible, timeout=10_000)
    assert seen(grabbed(view), placed) == [(30, 30, 200, 255)] * 2  # the blurred room alone

    hide = next(one for one in window.findChildren(QAction) if one.shortcut().toString() == "H")
    hide.trigger()
    qtbot.waitUntil(lambda: not inset.isVisible(), timeout=10_000)


def test_how_the_avatar_is_shown_is_there_the_next_time(open_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    room = tmp_path / "room.png"
    Image.fromarray(np.kron(ROOM, np.ones((2, 2, 1), np.uint8))).save(room)
    kept = Settings(
        background=BackgroundSettings("picture", "#112233", str(room), "#112233 #445566"),
        light=LightSettings("evening", 40, 1.25),
        view=ViewSettings(unfolded=True, on_top=True, frameless=False, left=30, top=40, width=300, height=310),
    )
    save_settings(replace(kept, source=replace(kept.source, corner="top left")), settings_path())
    window = open_window()
    qtbot.waitUntil(lambda: corners(grabbed(window.stage.view))[0] == (200, 30, 30, 255), timeout=10_000)
    now = window.state.now
    assert (now.lighting.preset, now.lighting.strength, now.inset_corner) == ("evening", 1.25, "top left")
    assert window.look_panel.unfolded
    window.close()
    again = load_settings(settings_path())[0]
    assert (again.background, again.light, again.view) == (kept.background, kept.light, kept.view)

    save_settings(
        Settings(background=BackgroundSettings("lava", "mud", "", "#zz 1"), light=LightSettings("disco", 999, 99.0)),
        settings_path(),
    )
    window = open_window()
    light = window.state.now.lighting
    assert (window.state.now.background.kind, window.state.now.recent_colours) == ("plain", ())
    assert (light.preset, window.look_panel.turn.value(), light.strength) == ("photo", 180, 2.0)


def test_a_camera_is_asked_for_what_was_chosen_and_asked_again_when_that_changes(
    open_window: Open, qtbot: QtBot, cue_source: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []

    def camera(index: int, size_wh: tuple[int, int] | None, fps: float) -> object:
        asked.append((index, size_wh, fps))
        return cue_source()

    monkeypatch.setattr("engine.capture.camera.Camera", camera)
    window = open_window(open_source=None)
    panel = window.source_panel
    panel.start.click()
    qtbot.waitUntil(lambda: asked == [(0, None, 30.0)], timeout=20_000)
    panel.size.setCurrentText("640×480")
    panel.size.activated.emit(panel.size.currentIndex())
    qtbot.waitUntil(lambda: asked[1:] == [(0, (640, 480), 30.0)], timeout=20_000)
    window.source_panel.stop.click()
    panel.fps.setCurrentText("60 fps")
    panel.fps.activated.emit(panel.fps.currentIndex())
    window.close()
    kept = load_settings(settings_path())[0].source
    assert (kept.camera_size, kept.camera_fps, len(asked)) == ("640x480", 60, 2)


def test_zoom_and_turns_have_limits() -> None:
    assert zoomed(Orbit(), 100).height == MIN_HEIGHT
    assert zoomed(Orbit(), -100).height == MAX_HEIGHT
    assert zoomed(zoomed(Orbit(), 2), -2).height == pytest.approx(Orbit().height)
    far = turned(Orbit(), 9.0, -9.0)
    assert (far.yaw, far.pitch) == (MAX_YAW, -MAX_PITCH)
    assert moved_by_key(Orbit(), Qt.Key.Key_Plus).height < Orbit().height
    assert moved_by_key(far, Qt.Key.Key_Home).yaw == 0
    assert moved_by_key(far, Qt.Key.Key_A) is None


def test_a_window_is_opened_where_it_can_be_seen(display: None) -> None:
    application()
    room = QGuiApplication.primaryScreen().availableGeometry()
    there = QRect(room.left() + 20, room.top() + 20, 200, 200)
    assert on_a_screen(there) == there
    assert room.contains(on_a_screen(QRect(room.right() - 50, room.top(), 200, 200)))
    gone = on_a_screen(QRect(-100_000, -100_000, 300, 200))
    assert (gone.size(), room.contains(gone)) == (QRect(0, 0, 300, 200).size(), True)
