"""Making an avatar in the window: given up half-way, offered, turned, kept or not. Needs a display."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from avatar_app import library
from avatar_app.ui.main_window import MainWindow
from engine.assets import provisioned
from engine.check import Array
from engine.detail import default
from engine.errors import AssetMissing

Open = Callable[[], MainWindow]


@pytest.fixture
def open_window(open_window: Open) -> Open:
    return partial(open_window, size=(760, 500))


@pytest.fixture
def open_plain(open_window: Open) -> Open:
    """Its avatars have no detail, which takes seconds and says nothing about offers."""

    def open_it() -> MainWindow:
        window = open_window()
        window.state.update(detail_wanted=False)
        return window

    return open_it


@pytest.fixture(scope="module")
def portrait() -> Path:
    try:
        provisioned("face_landmarker.task")
        return provisioned("astronaut.png")
    except AssetMissing as error:
        pytest.skip(str(error))


def grabbed(window: MainWindow) -> Array:
    image = window.stage.view.grabFramebuffer().convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def files(folder: Path) -> list[Path]:
    """What was saved there: neither thumbnails nor the lock that an open window holds on the transfers."""
    found = [path for path in folder.rglob("*") if path.is_file() and ".thumbnails" not in path.parts]
    return [path for path in found if path.suffix != ".lock"]


def test_a_cancelled_avatar_leaves_nothing_and_the_former_one_stays(
    open_window: Open, qtbot: QtBot, portrait: Path, data_home: Path
) -> None:
    window = open_window()
    before, making = grabbed(window), window.stage.making
    window.commands.make_avatar(portrait)
    qtbot.waitUntil(lambda: making.step.text() == "Fitting the shape…", timeout=60_000)
    assert 0 < making.bar.value() < making.bar.maximum()
    making.cancel.click()
    qtbot.waitUntil(lambda: not making.isVisible(), timeout=500)
    assert window.stage.start.isVisible()
    window.close()  # waits for the thread
    assert (window.state.now.offered, window.state.now.notice) == (False, None)
    assert files(data_home) == []
    assert (window.state.now.avatar_path, window.state.now.avatar_name) == (None, "Default")
    np.testing.assert_array_equal(grabbed(open_window()), before)


def test_what_is_offered_turns_and_is_gone_when_it_is_discarded(
    open_plain: Open, qtbot: QtBot, portrait: Path, data_home: Path
) -> None:
    window = open_plain()
    before, offer, view = grabbed(window), window.stage.offer, window.stage.view
    window.commands.make_avatar(portrait)
    qtbot.waitUntil(offer.isVisible, timeout=60_000)
    qtbot.waitUntil(lambda: view.orbit.yaw > 0.1, timeout=10_000)
    assert offer.retake.text() == "Another photo…"
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(view, QPoint(220, 100))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(220, 100))
    by_hand = view.orbit
    qtbot.wait(150)
    assert view.orbit == by_hand
    window.commands.open_avatar(library.folder() / "other.avatar")
    assert "Keep the new avatar or discard it first." in window.state.now.notice.text
    assert files(data_home) == []
    offer.discard.click()
    qtbot.waitUntil(lambda: not offer.isVisible(), timeout=5_000)
    np.testing.assert_array_equal(grabbed(window), before)
    assert files(data_home) == []
    assert window.state.now.avatars == ()


def test_another_photo_replaces_what_is_offered_only_once_it_is_chosen(
    open_plain: Open, qtbot: QtBot, portrait: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_plain()
    window.commands.make_avatar(portrait)
    qtbot.waitUntil(window.stage.offer.isVisible, timeout=60_000)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    window.stage.offer.retake.click()
    assert window.state.now.offered
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(portrait), ""))
    window.stage.offer.retake.click()
    qtbot.waitUntil(window.stage.making.isVisible, timeout=5_000)
    assert not window.state.now.offered


def test_an_avatar_that_cannot_be_saved_is_still_offered(
    open_plain: Open, qtbot: QtBot, portrait: Path, data_home: Path
) -> None:
    window = open_plain()
    window.commands.make_avatar(portrait)
    qtbot.waitUntil(window.stage.offer.isVisible, timeout=60_000)
    folder = library.folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    thumbnails = folder / ".thumbnails"
    for picture in thumbnails.glob("*"):
        picture.unlink()
    if thumbnails.is_dir():
        thumbnails.rmdir()
    if folder.is_dir():
        folder.rmdir()
    folder.write_text("in the way")
    window.stage.offer.keep.click()
    qtbot.waitUntil(lambda: window.state.now.notice is not None, timeout=10_000)
    assert window.state.now.offered
    folder.unlink()
    window.stage.offer.keep.click()
    qtbot.waitUntil(lambda: window.state.now.avatar_name == "astronaut", timeout=10_000)
    assert [path.name for path in files(data_home)] == ["astronaut.avatar"]


@pytest.fixture(scope="module")
def webcam(portrait: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portrait as somebody in front of a webcam, and a wider picture in which she is too far away."""
    folder = tmp_path_factory.mktemp("webcam")
    with Image.open(portrait) as picture:
        picture.crop((88, 20, 344, 212)).resize((640, 480)).save(folder / "near.png")
        picture.crop((0, 0, 512, 384)).resize((640, 480)).save(folder / "far.png")
    return folder


def test_a_selfie_is_taken_by_itself_once_it_is_good_and_does_not_stay_on_disk(
    open_plain: Open, qtbot: QtBot, webcam: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avatar_app.selfie_aim.COUNT_S", 0.5)
    window = open_plain()
    window.commands.start_source(webcam / "far.png")
    qtbot.waitUntil(lambda: window.state.now.status.source == "live", timeout=30_000)
    window.avatar_panel.new.click()
    qtbot.waitUntil(window.stage.start.isVisible, timeout=5_000)
    window.stage.start.selfie.click()
    page = window.stage.selfie
    qtbot.waitUntil(lambda: page.mirror.words == "Come closer", timeout=30_000)
    assert window.commands.selfie.left is None
    assert not window.stage.view.isVisible()
    window.commands.start_source(webcam / "near.png")
    qtbot.waitUntil(window.stage.offer.isVisible, timeout=120_000)
    assert not page.isVisible()
    assert not window.commands.photo_kept
    window.stage.offer.retake.click()
    qtbot.waitUntil(lambda: page.isVisible() and page.shoot.isEnabled(), timeout=30_000)
    assert not window.stage.offer.isVisible()
    page.shoot.click()
    qtbot.waitUntil(window.stage.making.isVisible, timeout=10_000)
    assert window.commands.photo_kept
    window.stage.making.cancel.click()
    assert not window.commands.photo_kept


def test_escape_leaves_the_mirror_without_a_picture(open_window: Open, qtbot: QtBot, webcam: Path) -> None:
    window = open_window()
    window.commands.start_source(webcam / "far.png")
    qtbot.waitUntil(lambda: window.state.now.status.source == "live", timeout=30_000)
    window.commands.take_selfie()
    page = window.stage.selfie
    qtbot.waitUntil(page.isVisible, timeout=5_000)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.isVisible(), timeout=5_000)
    assert (window.state.now.page, window.state.now.making) == ("", None)
    assert window.stage.view.isVisible()


@pytest.mark.parametrize("by_default", [True, False])
def test_detail_may_be_left_out_where_it_is_the_default(
    open_window: Open, monkeypatch: pytest.MonkeyPatch, by_default: bool
) -> None:
    monkeypatch.setattr(default, "DETAIL_BY_DEFAULT", by_default)
    window = open_window()
    assert window.avatar_panel.wrinkles.isVisible() == by_default
    assert window.state.now.detail_wanted == by_default
    if by_default:
        window.avatar_panel.wrinkles.click()
        assert not window.state.now.detail_wanted
