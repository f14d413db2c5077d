"""Keeping a performance: one button with a clock, how large it is and how much room is left, and where it went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QMenu

from avatar_app.recording import SIZES_WH
from avatar_app.state import AppState, Fields
from avatar_app.ui.actions import Actions
from avatar_app.ui.clock import clock, size
from avatar_app.ui.icons import icon
from avatar_app.ui.panel import Elided, Panel
from avatar_app.ui.sound_row import SoundRow
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

LITTLE = 500_000_000
"""Bytes: less room than this is worth a word."""


class RecordPanel(Panel):
    """Only what moves can be recorded, so the button waits for a source."""

    def __init__(self, state: AppState, actions: Actions, theme: Theme) -> None:
        super().__init__(tr("Recording"))
        self._state, self._actions, self._theme = state, actions, theme
        self._drawn = ("", "")
        self.record = self.button(tr("Record"), self.toggle, icon="record", role="record")
        self.size = QComboBox()
        self.size.setAccessibleName(tr("Size of the recording"))
        self.size.setToolTip(tr("Width and height of the video, in pixels, whatever the size of the window"))
        for width, height in SIZES_WH:
            self.size.addItem(f"{width}×{height}", (width, height))
        self.size.activated.connect(self._choose_size)
        self.video = QCheckBox(tr("Write a video"))
        self.video.setToolTip(tr("An MP4 of the avatar; the motion alone is kept as a take either way"))
        self.video.toggled.connect(lambda on: state.update(video_kept=on))
        self.sound = SoundRow(state, actions, theme)
        self.what = Elided()
        self.what.setAccessibleName(tr("What is recorded"))
        self.replay = self.button("", self._replay, icon="play", role="flat", tip=tr("Replay what was recorded"))
        self.folder = self.button("", self._show_folder, icon="folder", role="flat", tip=tr("Show it in its folder"))
        self.what.setFixedHeight(self.folder.sizeHint().height())  # the panel keeps its height whatever is said
        self.screenshot = self.button("", self._open_menu, icon="photo", tip=tr("Save the picture as it is now"))
        self.menu = QMenu(self)
        self.menu.addAction(tr("&Screenshot"), actions.take_screenshot)
        self.menu.addAction(tr("Screenshot &without background"), actions.take_bare_screenshot)

        first, second, row = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.record, 1)
        first.addWidget(self.screenshot)
        second.addWidget(self.video, 1)
        second.addWidget(self.size)
        row.setSpacing(0)
        row.addWidget(self.what, 1)
        row.addWidget(self.replay)
        row.addWidget(self.folder)
        self.column.addLayout(first)
        self.column.addLayout(second)
        self.column.addWidget(self.sound)
        self.column.addLayout(row)
        self.set_theme(theme)
        state.changed.connect(self.refresh)
        self.refresh()

    def toggle(self) -> None:
        """Start, or stop and keep."""
        if self._state.now.status.recording is None:
            self._actions.start_recording()
        else:
            self._actions.stop_recording()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.sound.set_theme(theme)
        self._theme, self._drawn = theme, ("", "")
        self.refresh()

    def refresh(self) -> None:
        now, status = self._state.now, self._state.now.status
        recording = status.recording is not None
        enabled = recording or (status.source == "live" and status.replaying is None)
        self.record.setEnabled(enabled)
        self.record.setText(tr("Stop    {clock}", clock=clock(status.recording_seconds)) if recording else tr("Record"))
        if self.record.property("recording") != recording:
            self.record.setProperty("recording", recording)
            self.record.style().polish(self.record)
        drawn = (
            ("stop", self._theme.on_danger)
            if recording
            else ("record", self._theme.danger if enabled else self._theme.muted)
        )
        if drawn != self._drawn:
            self._drawn = drawn
            self.record.setIcon(icon(*drawn))
        self.video.setChecked(now.video_kept)
        self.video.setEnabled(not recording)
        self.size.setEnabled(not recording and now.video_kept)
        self.size.setCurrentIndex(SIZES_WH.index(now.record_size_wh))
        self.sound.refresh()
        saved = now.last_saved is not None and not recording
        self.folder.setVisible(saved)
        self.replay.setVisible(
            saved and now.last_take is not None and now.last_saved in (now.last_recording, now.last_take)
        )
        self.what.setText(what_is_recorded(now))
        kept = (status.recording,) if recording else (now.last_saved,)
        self.what.setToolTip("\n".join(str(path) for path in kept if path is not None))

    def _choose_size(self) -> None:
        width, height = self.size.currentData()
        self._state.update(record_size=f"{width}x{height}")

    def _open_menu(self) -> None:
        self.menu.popup(self.screenshot.mapToGlobal(QPoint(0, self.screenshot.height())))

    def _show_folder(self) -> None:
        if self._state.now.last_saved is not None:
            show_folder(self._state.now.last_saved)

    def _replay(self) -> None:
        if self._state.now.last_take is not None:
            self._actions.play_take(self._state.now.last_take)


def show_folder(path: Path) -> None:
    """Open the folder of a file, as the system shows folders."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def what_is_recorded(now: Fields) -> str:
    """One line: how large it is by now, what was saved, or what a recording would be."""
    status = now.status
    if status.recording is not None:
        return f"{size(status.recording_bytes)}{_room(status.recording_free)}"
    if now.last_saved is not None:
        return tr("Saved {name}", name=now.last_saved.name)
    if status.replaying is not None:
        return tr("Go back to live to record.")
    if status.source != "live":
        return tr("Start a camera or a video first.")
    with_video = tr("MP4 with sound, and take") if now.microphone else tr("MP4 and take")
    return (with_video if now.video_kept else tr("Take, without a video")) + _room(now.record_free)


def _room(free: int | None) -> str:
    if free is None:
        return ""
    told = tr("{size} free", size=size(free)) if free >= LITTLE else tr("only {size} free", size=size(free))
    return f"  ·  {told}"
