"""Keeping a performance: one button, a clock, and where the file went."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.icons import icon
from avatar_app.ui.panel import Panel, muted
from avatar_app.ui.theme import Theme


class RecordPanel(Panel):
    """Only what moves can be recorded, so the button waits for a source."""

    def __init__(self, state: AppState, actions: Actions, theme: Theme) -> None:
        super().__init__("Recording")
        self._state, self._actions, self._theme = state, actions, theme
        self._drawn = ("", "")
        self.record = self.button("Record", self.toggle, icon="record", role="record")
        self.take = QCheckBox("Keep the motion too (.take)")
        self.take.toggled.connect(lambda on: state.update(take_kept=on))
        self.what = muted()
        self.what.setWordWrap(False)
        self.what.setMinimumWidth(1)  # a long file name is cut off rather than widening the window
        self.folder = self.button("", self._show_folder, icon="folder", role="flat")
        self.what.setFixedHeight(self.folder.sizeHint().height())  # the panel keeps its height whatever is said
        self.folder.setToolTip("Show the recording in its folder")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.what, 1)
        row.addWidget(self.folder)
        self.column.addWidget(self.record)
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
        self.record.setText(f"Stop    {clock(status.recording_seconds)}" if recording else "Record")
        if self.record.property("recording") != recording:
            self.record.setProperty("recording", recording)
            self.record.style().polish(self.record)
        drawn = ("stop", "#ffffff") if recording else ("record", self._theme.danger if enabled else self._theme.muted)
        if drawn != self._drawn:
            self._drawn = drawn
            self.record.setIcon(icon(*drawn))
        self.take.setChecked(now.take_kept)
        self.take.setEnabled(not recording)
        self.folder.setVisible(now.last_recording is not None and not recording)
        if recording:
            self.what.setText(status.recording.name)
        elif now.last_recording is not None:
            self.what.setText(f"Saved {now.last_recording.name}")
        else:
            self.what.setText("Start a camera or a video first." if status.source != "live" else "")
        self.what.setToolTip(str(now.last_recording or ""))

    def _show_folder(self) -> None:
        if self._state.now.last_recording is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._state.now.last_recording.parent)))


def clock(seconds: float) -> str:
    """0:07, 12:34, 1:02:03."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
