"""Keys that act while another program is in front: the system's answer to what the settings page wants."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from avatar_app.global_keys import GlobalKeys, open_global_keys
from avatar_app.ui.hotkeys import Hotkeys
from avatar_app.ui.sentences import translated
from engine.errors import DeviceError


class Everywhere(QObject):
    """Follows the hotkeys. Nothing is opened before somebody wants such a key."""

    _pressed = Signal(str)

    def __init__(self, hotkeys: Hotkeys) -> None:
        super().__init__()
        self._hotkeys = hotkeys
        self._keys: GlobalKeys | None = None
        self._followed: dict[str, str] = {}
        self._refused: dict[str, str] = {}
        self._pressed.connect(hotkeys.trigger, Qt.ConnectionType.QueuedConnection)
        hotkeys.applied = self.follow
        self.follow()

    def follow(self) -> None:
        """Listen to what is wanted now."""
        wanted = self._hotkeys.wide()
        if wanted == self._followed:
            return
        self._followed, self._refused = wanted, {}
        try:
            if self._keys is None:
                self._keys = open_global_keys(self._pressed.emit)
            self._refused = self._keys.listen(wanted)
        except DeviceError as error:
            self._refused = dict.fromkeys(wanted, str(error))

    def refused_of(self, name: str) -> str:
        """One sentence where the system did not give an action's key; empty otherwise."""
        return translated(self._refused.get(name, ""))

    def close(self) -> None:
        """Give the keys back; they are not followed again."""
        self._hotkeys.applied = lambda: None
        if self._keys is not None:
            self._keys.close()
            self._keys = None
