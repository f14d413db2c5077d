"""The microphone of the next videos: which, how loud, and by how much sound and picture differ."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from avatar_app.state import AppState, Fields
from avatar_app.ui.actions import Actions
from avatar_app.ui.level_meter import LevelMeter
from avatar_app.ui.panel import muted_word
from avatar_app.ui.sentences import translated
from avatar_app.ui.text import marked, tr
from avatar_app.ui.theme import Theme
from engine.sound.devices import DEFAULT

WORDS = {"opening": marked("opening"), "lost": marked("lost")}
"""In place of the meter, where there is nothing to measure."""


class MicrophonePicker(QComboBox):
    """None, the system's choice, or one by name. Looks for them when somebody comes near: looking takes a moment."""

    def __init__(self, look: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self._listed: tuple[str, ...] | None = None
        self._waits = False
        self.setAccessibleName(tr("Microphone"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def show_microphones(self, found: tuple[str, ...] | None, chosen: str) -> None:
        """List `found`, None being not known yet, and `chosen` even where it is not there. An open list is left."""
        if self.view().isVisible():
            return
        names = [name for name in found or () if name != DEFAULT]
        if chosen not in ("", DEFAULT, *names):
            names.append(chosen)
        if self._listed != tuple(names):
            self._listed = tuple(names)
            self.clear()
            self.addItem(tr("No sound"), "")
            self.addItem(tr("System microphone"), DEFAULT)
            for name in names:
                self.addItem(name, name)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        if self._waits and found is not None:
            self._waits = False
            super().showPopup()

    def showPopup(self) -> None:
        self._look()
        self._waits = len(self._listed or ()) == 0
        if not self._waits:
            super().showPopup()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._look()
        super().enterEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._look()
        super().focusInEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(120, super().sizeHint().height())


class SoundRow(QWidget):
    """A row of the recording panel."""

    def __init__(self, state: AppState, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self._state = state
        self.picker = MicrophonePicker(actions.look_for_microphones)
        self.picker.activated.connect(lambda _row: actions.choose_microphone(self.picker.currentData()))
        self.meter = LevelMeter(actions.sound_level, theme)
        self.words = muted_word("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.picker, 1)
        row.addWidget(self.meter)
        row.addWidget(self.words)

    def set_theme(self, theme: Theme) -> None:
        self.meter.set_theme(theme)

    def refresh(self) -> None:
        now = self._state.now
        hearing = now.status.hearing
        self.picker.show_microphones(now.microphones, now.microphone)
        # A recording that began without a microphone stays without.
        self.picker.setEnabled(now.video_kept and (now.status.recording is None or bool(now.microphone)))
        self.meter.setVisible(hearing.state == "live" and not hearing.silent)
        words = marked("silent") if hearing.silent else WORDS.get(hearing.state, "")
        self.words.setVisible(bool(words))
        self.words.setText(tr(words) if words else "")
        tip = about_sound(now)
        self.picker.setToolTip(tip)
        self.picker.setAccessibleDescription(tip)
        self.meter.setToolTip(tip)
        self.words.setToolTip(tip)


def about_sound(now: Fields) -> str:
    """How the microphone is, and how far sound and picture are apart."""
    hearing = now.status.hearing
    if hearing.state == "off":
        return tr("The microphone that goes into the video")
    if hearing.state == "opening":
        return tr("Opening the microphone")
    if hearing.state == "lost":
        return translated(hearing.reason)
    if hearing.silent:
        return tr("Nothing is heard, not even noise: switch the microphone on, or allow this app to use it.")
    lines = [tr("Sound arrives {ms:.0f} ms after it was made.", ms=hearing.latency_ms or 0.0)]
    if now.status.latency_ms is not None:
        apart = now.status.latency_ms - (hearing.latency_ms or 0.0)
        lines.append(tr("The picture takes {ms:.0f} ms from the camera.", ms=now.status.latency_ms))
        lines.append(
            tr("So it is {ms:.0f} ms later than the sound; videos have both in time.", ms=apart)
            if apart >= 0
            else tr("So the sound is {ms:.0f} ms later than it; videos have both in time.", ms=-apart)
        )
    if now.sound_delay_ms:
        lines.append(tr("As the settings say, sound is moved by {ms:+d} ms.", ms=now.sound_delay_ms))
    if abs(hearing.drift_ppm) >= 1:
        lines.append(
            tr(
                "The microphone's clock differs by {ppm:.0f} millionths; this is made up for.",
                ppm=abs(hearing.drift_ppm),
            )
        )
    return "\n".join(lines)
