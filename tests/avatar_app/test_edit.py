"""Changing an avatar: seen at once, kept on Save, as before on Cancel. Most of it needs a display."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from avatar_app import library
from avatar_app.app import application, build_window
from avatar_app.appearance import Appearance, save
from avatar_app.ui.edit_panel import STYLES
from avatar_app.ui.main_window import MainWindow
from engine.avatar.default import default_avatar
from engine.avatar.store import avatar_bytes, load_avatar
from engine.check import Array
from engine.errors import BadInput
from engine.head import open_head
from engine.retouch import Retouch
from engine.types import HAIR_STYLES, Avatar, replace


@pytest.fixture(scope="module")
def anna() -> Avatar:
    return replace(default_avatar(open_head()), name="Anna")


@pytest.fixture
def window(qtbot: QtBot, display: None, anna: Avatar) -> Iterator[MainWindow]:
    """Anna is on the stage."""
    application()
    window = build_window(library.keep(anna))
    qtbot.addWidget(window)
    window.resize(900, 700)
    with qtbot.waitSignal(window.stage.view.frameSwapped, timeout=20_000):
        window.show()
    yield window
    window.close()


def grabbed(window: MainWindow) -> Array:
    image = window.stage.view.grabFramebuffer().convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def edit(window: MainWindow, qtbot: QtBot) -> None:
    """Ctrl+E, wherever the focus is: on the stage."""
    stage = window.stage.view
    window.activateWindow()
    stage.setFocus()
    qtbot.waitUntil(stage.hasFocus, timeout=5_000)
    qtbot.keyClick(stage, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.avatar_panel.edit.isVisible, timeout=5_000)


def choose(window: MainWindow, style: str) -> None:
    box = window.avatar_panel.edit.style_box
    box.setCurrentIndex(box.findData(style))
    box.activated.emit(box.currentIndex())


def test_what_is_not_changed_stays_to_the_bit(anna: Avatar) -> None:
    same = Appearance.of(anna)
    assert avatar_bytes(same.on(anna)) == avatar_bytes(anna)
    assert set(STYLES) == set(HAIR_STYLES)
    for style in HAIR_STYLES:
        worn = replace(same, style=style).on(anna)
        assert Appearance.of(worn) == replace(same, style=style)


def test_a_change_that_is_saved_is_that_of_a_new_file(anna: Avatar) -> None:
    path = library.keep(anna)
    changed = replace(Appearance.of(anna), style="bob", iris_rgb=(0.0, 0.5, 1.0)).on(anna)
    assert save(changed, path) == path
    assert path.read_bytes() == avatar_bytes(changed)
    path.unlink()
    with pytest.raises(BadInput, match="no longer among your avatars"):
        save(changed, path)


def test_shape_skin_and_glasses_change_an_avatar_and_nothing_else(anna: Avatar) -> None:
    same = Appearance.of(anna)
    taller = replace(same, retouch=Retouch(height=0.5)).on(anna)
    assert not np.array_equal(taller.shape, anna.shape)
    assert taller.albedo is anna.albedo
    darker = replace(same, retouch=Retouch(skin_lightness=-0.5)).on(anna)
    np.testing.assert_array_equal(darker.shape, anna.shape)
    seen = (darker.albedo != anna.albedo).any(2)
    assert 0.2 < seen.mean() < 0.95  # eyes and the inside of the mouth stay
    assert (darker.albedo[seen].astype(int).sum(1) < anna.albedo[seen].astype(int).sum(1)).all()
    worn = replace(same, glasses="sun").on(anna)
    assert Appearance.of(worn) == replace(same, glasses="sun")
    assert Appearance.of(replace(Appearance.of(worn), glasses="none").on(worn)) == same
    path = library.keep(taller)
    kept = load_avatar(path)
    assert Appearance.of(kept).retouch == Retouch(height=0.5)  # sliders stand where they were left
    np.testing.assert_allclose(replace(same, retouch=Retouch()).on(kept).shape, anna.shape, atol=1e-5)
    path = library.keep(anna)
    assert load_avatar(save(darker, path)).albedo.sum() == darker.albedo.sum()
    assert path.read_bytes() == avatar_bytes(replace(darker, name=path.stem))


def test_hair_and_eyes_change_on_the_stage_and_in_the_file_once_saved(
    window: MainWindow, qtbot: QtBot, anna: Avatar
) -> None:
    path, panel = window.state.now.avatar_path, window.avatar_panel
    before, kept = grabbed(window), path.read_bytes()
    for section in (window.motion_panel, window.look_panel, window.take_panel):
        section.fold.setChecked(True)  # the sidebar is scrolled to the last one
    edit(window, qtbot)
    assert not panel.list.isVisible()
    assert panel.edit.style_box.hasFocus()
    assert not panel.edit.save.isEnabled()
    buttons = (*panel.edit.hair.buttons, panel.edit.eyes.other, panel.edit.cancel)
    qtbot.waitUntil(lambda: all(one.visibleRegion().boundingRect() == one.rect() for one in buttons))  # none is cut off
    choose(window, "long")
    qtbot.waitUntil(panel.edit.save.isEnabled, timeout=5_000)
    assert (grabbed(window) != before).any(2).mean() > 0.05
    blue = next(button for button in panel.edit.eyes.buttons if button.accessibleName() == "Eyes: blue")
    blue.click()
    before_shape = grabbed(window)
    panel.edit.sliders.sliders["depth"].setValue(80)
    panel.edit.glasses.setCurrentIndex(panel.edit.glasses.findData("sun"))
    panel.edit.glasses.activated.emit(panel.edit.glasses.currentIndex())
    qtbot.waitUntil(lambda: window.state.now.editing.retouch.depth == 0.8, timeout=5_000)
    assert panel.edit.frames.isVisibleTo(panel.edit)
    assert (grabbed(window) != before_shape).any(2).mean() > 0.01
    assert path.read_bytes() == kept
    window.commands.show_default()
    assert window.state.now.notice.text == "Save the changed avatar or cancel the change first."
    changed = grabbed(window)

    panel.edit.save.click()
    qtbot.waitUntil(panel.list.isVisible, timeout=5_000)
    assert not panel.edit.isVisible()
    assert load_avatar(path).hair.style == "long"
    assert load_avatar(path).glasses.style == "sun"
    assert np.abs(load_avatar(path).shape - anna.shape).max() > 0.3
    assert load_avatar(path).iris_rgb.argmax() == 2
    assert [entry.path for entry in library.entries()] == [path]
    np.testing.assert_array_equal(grabbed(window), changed)
    qtbot.waitUntil(lambda: window.state.now.avatars[0].pictured, timeout=10_000)


def test_a_change_that_is_cancelled_leaves_everything_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    path, panel = window.state.now.avatar_path, window.avatar_panel
    before, kept = grabbed(window), path.read_bytes()
    edit(window, qtbot)
    choose(window, "none")
    assert (grabbed(window) != before).any(2).mean() > 0.02
    qtbot.keyClick(panel.edit.style_box, Qt.Key.Key_Escape)
    qtbot.waitUntil(panel.list.isVisible, timeout=5_000)
    np.testing.assert_array_equal(grabbed(window), before)
    assert path.read_bytes() == kept


def test_a_change_of_the_default_avatar_becomes_an_avatar_of_its_own(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.edit_avatar(None)
    assert window.state.now.avatar_path is None
    window.commands.change_avatar(style="bob")
    folder = library.folder()
    folder.rename(folder.with_name("away"))
    folder.write_text("in the way")
    window.commands.save_avatar_changes()
    assert "cannot be written" in window.state.now.notice.text
    assert window.state.now.editing.style == "bob"  # nothing is lost: it may be saved again
    folder.unlink()
    folder.with_name("away").rename(folder)
    window.commands.save_avatar_changes()
    assert window.state.now.editing is None
    assert window.state.now.avatar_path == folder / "Default.avatar"
    assert load_avatar(folder / "Default.avatar").hair.style == "bob"
