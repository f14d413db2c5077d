"""How the avatar is shown: what is behind it, in which light, and whether it has a window of its own."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QLabel

from avatar_app.background import Kind
from avatar_app.dropped import PHOTOS
from avatar_app.state import AppState, Fields
from avatar_app.ui import places
from avatar_app.ui.actions import Actions
from avatar_app.ui.clock import percent
from avatar_app.ui.colour_row import ColourRow
from avatar_app.ui.panel import Elided, Foldable, muted, slider
from avatar_app.ui.text import marked, tr
from avatar_app.ui.theme import Theme
from engine.lighting import MAX_STRENGTH, MIN_STRENGTH, Lighting, Preset
from engine.types import replace

BEHIND: dict[Kind, tuple[str, str]] = {
    "plain": (marked("Plain"), ""),
    "colour": (marked("Colour"), ""),
    "picture": (marked("Picture"), ""),
    "blur": (
        marked("Blurred source"),
        marked("Your room is then in the picture and in recordings, too blurred for anything to be made out."),
    ),
    "transparent": (
        marked("Transparent"),
        marked("See-through in the avatar's own window, for OBS, and in pictures. Videos are black there."),
    ),
}
"""What is shown of each, and what has to be said about it."""
NO_SOURCE = marked("Plain until a camera or a video runs. Your room is then in the picture, blurred.")
LIGHTS: dict[Preset, str] = {
    "photo": marked("From the photo"),
    "studio": marked("Studio"),
    "soft": marked("Soft"),
    "side": marked("From the side"),
    "evening": marked("Evening sun"),
    "night": marked("Night"),
}
SNAP = 4
"""Degrees, or per cent: this near to where it was at first, a slider is there exactly."""


class LookPanel(Foldable):
    """Folded up until somebody wants it; everything in it is followed at once."""

    def __init__(self, state: AppState, actions: Actions, theme: Theme, *, unfolded: bool = False) -> None:
        super().__init__(tr("View"), unfolded=unfolded)
        self._state, self._actions = state, actions
        self.behind = QComboBox()
        self.behind.setAccessibleName(tr("Background"))
        for kind, (text, _) in BEHIND.items():
            self.behind.addItem(tr(text), kind)
        self.behind.activated.connect(lambda _row: self._choose_kind(self.behind.currentData()))
        self.colours = ColourRow(lambda colour: self._put(kind="colour", colour=colour))
        self.picture = self.button(tr("Choose a picture…"), self.choose_picture, icon="photo")
        self.file = Elided()
        self.hint = muted()
        self.preset = QComboBox()
        self.preset.setAccessibleName(tr("Light"))
        for preset, text in LIGHTS.items():
            self.preset.addItem(tr(text), preset)
        self.preset.activated.connect(lambda _row: self._light(preset=self.preset.currentData()))
        self.turn = slider(tr("Where the light comes from, in degrees"), -180, 180)
        self.turn.setToolTip(tr("Moves the light around the avatar"))
        self.turn.valueChanged.connect(self._turn)
        self.strength = slider(tr("Strength of the light"), round(100 * MIN_STRENGTH), round(100 * MAX_STRENGTH))
        self.strength.valueChanged.connect(self._strengthen)
        self._degrees, self._percent = _figure("-180°"), _figure(percent(2))
        self.own = self.button(
            "", self._pop_out, icon="window", tip=tr("For capture by OBS, or for a second screen (F9)")
        )
        self.reset = self.button(
            "", actions.reset_look, icon="retry", role="flat", tip=tr("Background and light as at first")
        )
        self.on_top = QCheckBox(tr("Always on top"))
        self.on_top.toggled.connect(lambda on: state.update(on_top=on))
        self.frameless = QCheckBox(tr("No frame"))
        self.frameless.setToolTip(tr("A window without title bar and border: drag it by the bar that appears in it"))
        self.frameless.toggled.connect(lambda on: state.update(frameless=on))

        file, checks = QHBoxLayout(), QHBoxLayout()
        for row in (file, checks):
            row.setSpacing(8)
        file.addWidget(self.picture)
        file.addWidget(self.file, 1)
        checks.addWidget(self.on_top)
        checks.addWidget(self.frameless)
        checks.addStretch()
        self.inside.addLayout(_titled(tr("Background"), self.behind))
        self.inside.addWidget(self.colours)
        self.inside.addLayout(file)
        self.inside.addWidget(self.hint)
        self.inside.addLayout(self._choices())
        self.inside.addWidget(self.own)
        self.inside.addLayout(checks)
        self.set_theme(theme)
        state.changed.connect(self.refresh)
        self.refresh()

    def _choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(_word(tr("Light")), 0, 0)
        grid.addWidget(self.preset, 0, 1)
        grid.addWidget(self.reset, 0, 2, Qt.AlignmentFlag.AlignRight)
        for row, (word, moved, figure) in enumerate(
            ((tr("Turn"), self.turn, self._degrees), (tr("Strength"), self.strength, self._percent)), 1
        ):
            grid.addWidget(QLabel(word), row, 0)
            grid.addWidget(moved, row, 1)
            grid.addWidget(figure, row, 2)
            moved.sliderReleased.connect(self.refresh)
        grid.setColumnStretch(1, 1)
        return grid

    def choose_picture(self) -> None:
        """Ask for one and put it behind the avatar."""
        wanted = " ".join(f"*{suffix}" for suffix in PHOTOS)
        before = self._state.now.background.picture
        folder = str(Path(before).parent) if before else places.pictures()
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a background"), folder, tr("Pictures ({wanted})", wanted=wanted)
        )
        if name:
            self._put(kind="picture", picture=name)
        self.refresh()

    def refresh(self) -> None:
        now = self._state.now
        background, light = now.background, now.lighting
        self.behind.setCurrentIndex(self.behind.findData(background.kind))
        self.colours.setVisible(background.kind == "colour")
        self.colours.show_colours(now.recent_colours, background.colour)
        for widget in (self.picture, self.file):
            widget.setVisible(background.kind == "picture")
        self.file.setText(Path(background.picture).name)
        self.file.setToolTip(background.picture)
        self.hint.setText(what_to_know(now))
        self.hint.setVisible(bool(self.hint.text()))
        self.preset.setCurrentIndex(self.preset.findData(light.preset))
        degrees, strength = round(math.degrees(light.turn)), round(100 * light.strength)
        for moved, value in ((self.turn, degrees), (self.strength, strength)):
            if not moved.isSliderDown():  # it snaps: what is dragged stays under the pointer
                moved.setValue(value)
        self._degrees.setText(f"{degrees}°")
        self._percent.setText(percent(strength / 100))
        self.reset.setEnabled(background.kind != "plain" or light != Lighting())
        self.own.setText(tr("Bring the avatar back") if now.popped_out else tr("Open in its own window"))
        self.own.setAccessibleName(self.own.text())
        self.on_top.setChecked(now.on_top)
        self.frameless.setChecked(now.frameless)

    def _choose_kind(self, kind: Kind) -> None:
        if kind == "picture" and not self._state.now.background.picture:
            self.choose_picture()
        else:
            self._put(kind=kind)

    def _put(self, **changed: object) -> None:
        self._actions.put_behind(replace(self._state.now.background, **changed))

    def _turn(self, degrees: int) -> None:
        self._light(turn=0.0 if abs(degrees) < SNAP else math.radians(degrees))

    def _strengthen(self, percent: int) -> None:
        self._light(strength=1.0 if abs(percent - 100) < SNAP else percent / 100)

    def _light(self, **changed: object) -> None:
        self._actions.light(replace(self._state.now.lighting, **changed))

    def _pop_out(self) -> None:
        self._state.update(popped_out=not self._state.now.popped_out)


def what_to_know(now: Fields) -> str:
    """One or two sentences about the background that is shown; empty where there is nothing to say."""
    if now.background.kind == "blur" and now.status.source != "live":
        return tr(NO_SOURCE)
    told = BEHIND[now.background.kind][1]
    return tr(told) if told else ""


def _titled(text: str, widget: QComboBox) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(_word(text))
    row.addWidget(widget, 1)
    return row


def _word(text: str) -> QLabel:
    label = QLabel(text)
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance(tr("Background")))  # both lists begin below each other
    return label


def _figure(widest: str) -> QLabel:
    label = QLabel()
    label.setObjectName("muted")
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest))
    return label
