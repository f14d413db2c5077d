"""The avatar on the stage, changed: hair, eyes, glasses, skin and shape; Save or Cancel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from avatar_app.appearance import RGB
from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.edit_sliders import EditSliders
from avatar_app.ui.text import marked, tr
from engine.light import linear_from_srgb, srgb_from_linear

STYLES = {
    "none": marked("Bald"),
    "cap": marked("Smooth cap"),
    "crop": marked("Short crop"),
    "short": marked("Full, with a fringe"),
    "slick": marked("Brushed back"),
    "tied": marked("Tied back"),
    "bob": marked("Chin-long"),
    "long": marked("Long"),
}
HAIR = {
    marked("Black"): "#17130f",
    marked("Dark brown"): "#35251a",
    marked("Brown"): "#573b26",
    marked("Chestnut"): "#6e3d24",
    marked("Red"): "#9a4a26",
    marked("Blond"): "#b98f58",
    marked("Fair"): "#d9c195",
    marked("Grey"): "#8f8d8a",
    marked("White"): "#dedbd5",
}
EYES = {
    marked("Dark brown"): "#3a2416",
    marked("Brown"): "#5c3b20",
    marked("Hazel"): "#75592f",
    marked("Green"): "#587049",
    marked("Blue"): "#4f78a3",
    marked("Grey"): "#77858f",
}
GLASSES = {
    "none": marked("No glasses"),
    "round": marked("Round glasses"),
    "rectangular": marked("Rectangular glasses"),
    "classic": marked("Thick-rimmed glasses"),
    "sun": marked("Sunglasses"),
}
FRAMES = {
    marked("Black"): "#161515",
    marked("Tortoise"): "#4a2a17",
    marked("Silver"): "#a9abae",
    marked("Gold"): "#a8823f",
    marked("Red"): "#8e2320",
    marked("Blue"): "#25406e",
}


class EditPanel(QWidget):
    """Seen in place of the gallery while an avatar is being changed."""

    begun = Signal()
    """It has just appeared."""

    def __init__(self, state: AppState, actions: Actions) -> None:
        super().__init__()
        self._state, self._actions = state, actions
        self.style_box = QComboBox()
        self.style_box.setAccessibleName(tr("Hairstyle"))
        for style, text in STYLES.items():
            self.style_box.addItem(tr(text), style)
        self.style_box.activated.connect(lambda _row: actions.change_avatar(style=self.style_box.currentData()))
        self.hair = Swatches(tr("Hair"), HAIR, lambda rgb: actions.change_avatar(hair_rgb=rgb))
        self.eyes = Swatches(tr("Eyes"), EYES, lambda rgb: actions.change_avatar(iris_rgb=rgb))
        self.glasses = QComboBox()
        self.glasses.setAccessibleName(tr("Glasses"))
        for style, text in GLASSES.items():
            self.glasses.addItem(tr(text), style)
        self.glasses.activated.connect(lambda _row: actions.change_avatar(glasses=self.glasses.currentData()))
        self.frames = Swatches(tr("Frame"), FRAMES, lambda rgb: actions.change_avatar(glasses_rgb=rgb))
        self.sliders = EditSliders(state, actions)
        self.save = QPushButton(tr("Save"))
        self.save.setObjectName("primary")
        self.save.clicked.connect(self._save)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(lambda: actions.cancel_avatar_changes())
        escape = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, actions.cancel_avatar_changes)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        column, pair = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        pair.setSpacing(8)
        pair.addWidget(self.save, 1)
        pair.addWidget(self.cancel, 1)
        column.addLayout(pair)  # first: in a low window the rest is scrolled
        for part in (self.style_box, self.hair, self.eyes, self.glasses, self.frames, self.sliders):
            column.addWidget(part)
        column.addStretch(1)

    def refresh(self) -> None:
        """Appear and go with the change; the keyboard is at the first choice then."""
        editing, original = self._state.now.editing, self._actions.unchanged_avatar()
        begins = editing is not None and self.isHidden()
        self.setVisible(editing is not None)
        if begins:
            self.style_box.setFocus()
            self.begun.emit()
        if editing is None or original is None:
            return
        self.style_box.setCurrentIndex(self.style_box.findData(editing.style))
        self.hair.show_colours(original.hair_rgb, editing.hair_rgb)
        self.hair.setEnabled(editing.style != "none")
        self.eyes.show_colours(original.iris_rgb, editing.iris_rgb)
        self.glasses.setCurrentIndex(self.glasses.findData(editing.glasses))
        self.frames.show_colours(original.glasses_rgb, editing.glasses_rgb)
        self.frames.setVisible(editing.glasses != "none")
        self.sliders.show_values(editing)
        self.save.setEnabled(editing != original)

    def _save(self) -> None:
        self.sliders.settle()
        self._actions.save_avatar_changes()


class Swatches(QWidget):
    """Colours to click: as it was, some that people have, and any other."""

    COLUMNS = 8

    def __init__(self, what: str, colours: dict[str, str], chosen: Callable[[RGB], None]) -> None:
        super().__init__()
        self._what, self._chosen = what, chosen
        self._colours: dict[QPushButton, RGB] = {}
        self._now: RGB = (0.0, 0.0, 0.0)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        grid.addWidget(QLabel(what), 0, 0, 1, self.COLUMNS)
        self.as_it_was = self._button(tr("As it was"), (0.0, 0.0, 0.0))
        self.buttons = [
            self.as_it_was,
            *(self._button(tr(name), linear(QColor(code))) for name, code in colours.items()),
        ]
        self.other = QPushButton("…")
        self.other.setToolTip(tr("Another colour"))
        self.other.setStyleSheet("padding: 0; min-height: 24px;")
        self.other.setAccessibleName(tr("{what}: another colour", what=what))
        self.other.clicked.connect(lambda: self._ask())
        for place, button in enumerate([*self.buttons, self.other]):
            button.setMinimumWidth(24)  # the sidebar's width is given
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            grid.addWidget(button, 1 + place // self.COLUMNS, place % self.COLUMNS)
        for column in range(self.COLUMNS):
            grid.setColumnStretch(column, 1)

    def show_colours(self, was: RGB, now: RGB) -> None:
        """was: the first swatch; now: the one that is marked, if it is among them."""
        if self._colours[self.as_it_was] != was:
            self._colours[self.as_it_was] = was
            self._paint(self.as_it_was)
        self._now = now
        for button in self.buttons:
            button.setChecked(self._colours[button] == now)

    def _button(self, name: str, rgb: RGB) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setToolTip(name)
        button.setAccessibleName(f"{self._what}: {name.lower()}")
        self._colours[button] = rgb
        self._paint(button)
        button.clicked.connect(lambda: self._chosen(self._colours[button]))
        return button

    def _paint(self, button: QPushButton) -> None:
        paint_swatch(button, shown(self._colours[button]).name())

    def _ask(self) -> None:
        colour = QColorDialog.getColor(shown(self._now), self, tr("{what}: another colour", what=self._what))
        if colour.isValid():
            self._chosen(linear(colour))


def paint_swatch(button: QPushButton, colour: str) -> None:
    """Give it the look of a colour, #rrggbb, to be clicked."""
    button.setStyleSheet(
        f"QPushButton {{ background: {colour}; border: 1px solid rgba(128, 128, 128, 90); border-radius: 7px; "
        "padding: 0; min-height: 24px; }"
        "QPushButton:focus { border: 1px solid palette(highlight); }"
        "QPushButton:checked { border: 2px solid palette(highlight); }"
    )


def linear(colour: QColor) -> RGB:
    """What the engine calls a colour of the screen."""
    red, green, blue = (float(np.float32(part)) for part in linear_from_srgb(np.array(colour.getRgbF()[:3])))
    return red, green, blue


def shown(rgb: RGB) -> QColor:
    """The reverse."""
    return QColor.fromRgbF(*(float(part) for part in srgb_from_linear(np.array(rgb))))
