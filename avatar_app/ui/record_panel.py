"""Keeping a performance: one button, a clock, and where the file went."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout

from avatar_app.recording import SIZES_WH
from avatar_app.state import AppState, Fields
from avatar_app.ui.actions import Actions
from avatar_app.ui.icons import icon
from avatar_app.ui.panel import Elided, Panel
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme


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
        self.take = QCheckBox(tr("Keep the motion too (.take)"))
        self.take.toggled.connect(lambda on: state.update(take_kept=on))
        self.what = Elided()
        self.what.setAccessibleName(tr("What is recorded"))
        self.folder = self.button("", self._show_folder, icon="folder", role="flat")
        self.what.setFixedHeight(self.folder.sizeHint().height())  # the panel keeps its height whatever is said
        self.folder.setToolTip(tr("Show the recording in its folder"))
        first, row = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.record, 1)
        first.addWidget(self.size)
        row.setSpacing(4)
        row.addWidget(self.what, 1)
        row.addWidget(self.folder)
        self.column.addLayout(first)
        self.column.addWidget(self.take)
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
        self._theme, self._drawn = theme, ("", "")
        self.refresh()

    def refresh(self) -> None:
        now, status = self._state.now, self._state.now.status
        recording = status.recording is not None
        enabled = recording or status.source == "live"
        self.record.setEnabled(enabled)
        self.record.setText(tr("Stop    {clock}", clock=clock(status.recording_seconds)) if recording else tr("Record"))
        if self.record.property("recording") != recording:
            self.record.setProperty("recording", recording)
            self.record.style().polish(self.record)
        drawn = ("stop", "#ffffff") if recording else ("record", self._theme.danger if enabled else self._theme.muted)
        if drawn != self._drawn:
            self._drawn = drawn
            self.record.setIcon(icon(*drawn))
        self.take.setChecked(now.take_kept)
        self.take.setEnabled(not recording)
        self.size.setEnabled(not recording)
        self.size.setCurrentIndex(SIZES_WH.index(now.record_size_wh))
        self.folder.setVisible(now.last_recording is not None and not recording)
        self.what.setText(what_is_recorded(now))
        kept = (status.recording,) if recording else (now.last_recording, now.last_take)
        self.what.setToolTip("\n".join(str(path) for path in kept if path is not None))

    def _choose_size(self) -> None:
        width, height = self.size.currentData()
        self._state.update(record_size=f"{width}x{height}")

    def _show_folder(self) -> None:
        if self._state.now.last_recording is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._state.now.last_recording.parent)))


def what_is_recorded(now: Fields) -> str:
    """One line: the picture under way, what was saved, or what a recording would be."""
    status = now.status
    if status.recording is not None:
        edges = tr("smooth edges") if now.record_samples > 1 else tr("plain edges, for speed")
        return "MP4, {}×{}, {}".format(*now.record_size_wh, edges)
    if now.last_recording is not None:
        saved = tr("Saved {name} and .take") if now.last_take is not None else tr("Saved {name}")
        return saved.format(name=now.last_recording.name)
    if status.source != "live":
        return tr("Start a camera or a video first.")
    width, height = now.record_size_wh
    return tr("Records the avatar, {width}×{height}, as MP4.", width=width, height=height)


def clock(seconds: float) -> str:
    """0:07, 12:34, 1:02:03."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
