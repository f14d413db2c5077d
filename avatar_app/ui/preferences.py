"""What the window has of its own taste: language, size and keys, the page that changes them, and the key of F1."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from avatar_app.settings import Settings
from avatar_app.ui.everywhere import Everywhere
from avatar_app.ui.hotkeys import Hotkey, Hotkeys
from avatar_app.ui.settings_dialog import SettingsDialog
from avatar_app.ui.text import tr
from engine.types import replace


class Preferences:
    """Made when the menus are full: every action that is in one then may be given a key."""

    def __init__(self, window: QMainWindow, settings: Settings, hotkeys: Iterable[Hotkey]) -> None:
        self._window = window
        self.language, self.scale = settings.window.language, settings.window.scale
        self.hotkeys = Hotkeys(settings.keys, settings.keys_everywhere.split())
        self.hotkeys.adopt(window.menuBar(), hotkeys)
        self.everywhere = Everywhere(self.hotkeys)
        self.dialog: SettingsDialog | None = None

    def open(self, theme: str, dress: Callable[[str], None], sound: Callable[[], QWidget]) -> None:
        """Show the page; theme: chosen now, dress: chooses another; sound: makes its part for that."""
        if self.dialog is None:
            self.dialog = SettingsDialog(
                self._window, self.hotkeys, self.everywhere.refused_of,
                language=self.language, scale=self.scale, theme=theme, dress=dress, sound=sound(),
            )  # fmt: skip
            self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def kept(self, settings: Settings) -> Settings:
        """`settings` with what was chosen here."""
        if self.dialog is not None:
            self.language, self.scale = self.dialog.chosen
        window = replace(settings.window, language=self.language, scale=self.scale)
        everywhere = " ".join(sorted(self.hotkeys.everywhere))
        return replace(settings, window=window, keys=self.hotkeys.chosen(), keys_everywhere=everywhere)

    def _closed(self) -> None:
        if self.dialog is not None:
            self.language, self.scale = self.dialog.chosen
            self.dialog.deleteLater()
            self.dialog = None


def settings_action(window: QMainWindow, act: Callable[[], None]) -> QAction:
    """Opens the page, from where each system has it: macOS moves it to the application's menu."""
    action = QAction(tr("&Settings…"), window)
    action.setObjectName("settings")
    action.setMenuRole(QAction.MenuRole.PreferencesRole)
    action.setShortcut(QKeySequence("Ctrl+,"))
    action.triggered.connect(lambda: act())
    return action
