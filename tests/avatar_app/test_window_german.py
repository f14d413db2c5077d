"""The window in German: nothing is cut off, keys are changed in its settings, and nothing is lost by closing it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("PySide6")
pytest.importorskip("pytestqt")

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from avatar_app.app import application, build_window
from avatar_app.settings import Settings, WindowSettings, load_settings, save_settings, settings_path
from avatar_app.ui.language import speak
from avatar_app.ui.main_window import MainWindow

ANSWERS = QMessageBox.StandardButton


@pytest.fixture
def window(qtbot: QtBot, display: None) -> Iterator[MainWindow]:
    save_settings(Settings(window=WindowSettings(language="de"), keys={"screenshot": "F8"}), settings_path())
    application()
    window = build_window()
    qtbot.addWidget(window)
    window.resize(1100, 720)
    with qtbot.waitSignal(window.stage.view.frameSwapped, timeout=20_000):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.state.update(editing=None)
    window.close()
    speak(QCoreApplication.instance(), "en")


def cut_off(root: QWidget) -> list[str]:
    """Texts of seen buttons, and of labels that do not wrap, that have less room than they need."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, QPushButton | QCheckBox | QLabel) or not widget.isVisible() or not widget.text():
            continue
        if type(widget).__name__ == "Elided" or (isinstance(widget, QLabel) and widget.wordWrap()):
            continue
        lines = widget.text().replace("&", "").split("\n")
        needed = max(widget.fontMetrics().horizontalAdvance(line) for line in lines)
        room = widget.contentsRect().width()
        if isinstance(widget, QPushButton):
            option = QStyleOptionButton()
            widget.initStyleOption(option)
            room = widget.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, widget).width()
            needed += 0 if widget.icon().isNull() else widget.iconSize().width() + 4
        if needed > room:
            found.append(f"{widget.text()}: {room} px of {needed}")
    return found


def test_a_german_window_is_whole_and_its_keys_can_be_changed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    menus = [action.text() for action in window.menuBar().actions()]
    assert menus == ["&Datei", "&Avatar", "A&nsicht", "A&uftritt"]
    assert window.status_bar.words.text() == "Bereit"
    assert cut_off(window) == []
    window.commands.start_source("gone.mp4")
    qtbot.waitUntil(lambda: window.state.now.lost, timeout=10_000)
    told = "gone.mp4 gibt es nicht: Wählen Sie eine Kamera oder ein Video."
    qtbot.waitUntil(lambda: window.stage.notice.text.text() == window.status_bar.words.toolTip() == told)
    window.state.update(notice=None)
    window.commands.stop_source()
    for panel in (window.motion_panel, window.look_panel, window.take_panel):
        panel.fold.setChecked(True)
    window.commands.edit_avatar(None)
    window.state.update(background=window.state.now.background, transfers_shown=True)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: window.times.isVisible() and window.avatar_panel.edit.isVisible())
    QCoreApplication.processEvents()
    assert cut_off(window) == []
    scrolls = [one for one in window.findChildren(QScrollArea) if one.isVisible() and one.widget() is not None]
    assert [one for one in scrolls if one.widget().minimumSizeHint().width() > one.viewport().width()] == []
    assert window.times.tracker.text() == "Kein Tracker läuft"
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert not window.times.isVisible()

    names = {one.name for one in window.preferences.hotkeys.all}
    assert {"delete-avatar", "record-or-stop", "calibrate-the-neutral-face", "stage-times", "settings"} <= names
    assert window.preferences.hotkeys.keys("screenshot") == "F8"
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.preferences.dialog
    assert dialog is not None
    assert cut_off(dialog) == []
    dialog.keys.select("stage-times")
    qtbot.keyClick(dialog.keys.edit, Qt.Key.Key_F4)
    dialog.theme.setCurrentIndex(dialog.theme.findData("light"))
    dialog.theme.activated.emit(dialog.theme.currentIndex())
    dialog.language.setCurrentIndex(dialog.language.findData("system"))
    assert dialog.later.isVisible()
    dialog.accept()
    qtbot.keyClick(window, Qt.Key.Key_F4)
    assert window.times.isVisible()

    asked: list[str] = []

    def answer(what: QMessageBox.StandardButton) -> None:
        def ask(box: QMessageBox) -> int:
            asked.append(box.text())
            return int(what)

        monkeypatch.setattr(QMessageBox, "exec", ask)

    window.commands.change_avatar(style="long")
    answer(ANSWERS.Cancel)
    assert not window.close()
    assert window.isVisible()
    assert window.state.now.editing is not None
    answer(ANSWERS.Discard)
    assert window.close()
    assert asked == ["Die Änderungen an „Standard“ sind nicht gespeichert."] * 2
    settings, note = load_settings(settings_path())
    assert (note, settings.window.language, settings.window.theme) == (None, "system", "light")
    assert settings.keys == {"screenshot": "F8", "stage-times": "F4"}
