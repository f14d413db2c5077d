"""The settings page: language, size and colours of the window, its sound, and the keys of its actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from avatar_app.ui.clock import percent
from avatar_app.ui.hotkeys import Hotkeys
from avatar_app.ui.key_list import KeyList
from avatar_app.ui.language import LANGUAGES
from avatar_app.ui.panel import muted, rule
from avatar_app.ui.text import marked, tr

THEMES = {"system": marked("Colours of the system"), "dark": marked("Dark colours"), "light": marked("Light colours")}
SCALES = (75, 100, 125, 150, 175, 200)
"""Per cent."""
SIZE = 560, 700


class SettingsDialog(QDialog):
    """Everything in it counts at once, so it has no OK; what needs another start says so."""

    def __init__(
        self,
        window: QWidget,
        hotkeys: Hotkeys,
        refused: Callable[[str], str],
        *,
        language: str,
        scale: int,
        theme: str,
        dress: Callable[[str], None],
        sound: QWidget,
    ) -> None:
        """refused: as `KeyList` takes it. sound: the part of the page for that."""
        super().__init__(window)
        self.setWindowTitle(tr("Settings"))
        self.resize(*SIZE)
        self._first = (language, scale)
        self.language = _choice(tr("Language"), {code: tr(name) for code, name in LANGUAGES.items()}, language)
        self.scale = _choice(tr("Size"), {scale: percent(scale / 100) for scale in SCALES}, scale)
        self.theme = _choice(tr("Colours"), {name: tr(text) for name, text in THEMES.items()}, theme)
        self.theme.activated.connect(lambda _row: dress(self.theme.currentData()))
        self.later = muted(tr("Language and size change when you open the app the next time."))
        for box in (self.language, self.scale):
            box.currentIndexChanged.connect(self._look)
        self.keys = KeyList(hotkeys, refused)
        close = QPushButton(tr("Close"))
        close.setObjectName("primary")
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)

        form, last, column = QGridLayout(), QHBoxLayout(), QVBoxLayout(self)
        form.setHorizontalSpacing(16)
        form.setColumnStretch(1, 1)
        for row, box in enumerate((self.language, self.scale, self.theme)):
            form.addWidget(QLabel(box.accessibleName()), row, 0)
            form.addWidget(box, row, 1)
        last.addStretch()
        last.addWidget(close)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(_title(tr("The window")))
        column.addLayout(form)
        column.addWidget(self.later)
        column.addWidget(rule())
        column.addWidget(_title(tr("Sound")))
        column.addWidget(sound)
        column.addWidget(rule())
        column.addWidget(_title(tr("Keys")))
        column.addWidget(self.keys, 1)
        column.addLayout(last)
        self.language.setFocus()
        self._look()

    @property
    def chosen(self) -> tuple[str, int]:
        """Language and scale, as the settings call them."""
        return self.language.currentData(), self.scale.currentData()

    def _look(self) -> None:
        self.later.setVisible(self.chosen != self._first)


def _choice(name: str, texts: dict[str, str] | dict[int, str], now: str | int) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setAccessibleDescription(name)
    for value, text in texts.items():
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(now), 0))
    return box


def _title(text: str) -> QLabel:
    label = QLabel(text, alignment=Qt.AlignmentFlag.AlignLeft)
    label.setObjectName("title")
    return label
