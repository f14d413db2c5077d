"""Where the performance comes from: a camera, or a video played as one."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout

from avatar_app.dropped import VIDEOS
from avatar_app.state import AppState
from avatar_app.ui import places
from avatar_app.ui.actions import Actions
from avatar_app.ui.clock import percent
from avatar_app.ui.look_settings import CAMERA_FPS, CAMERA_SIZES_WH
from avatar_app.ui.panel import Panel, muted
from avatar_app.ui.sentences import translated
from avatar_app.ui.text import marked, tr
from avatar_app.ui.theme import Theme
from engine.capture.source import CameraMode

STATES = {
    "none": marked("off"),
    "opening": marked("opening"),
    "live": marked("live"),
    "ended": marked("ended"),
    "lost": marked("lost"),
}


class CameraPicker(QComboBox):
    """Lists what is there now; says so where there is nothing."""

    def __init__(self, chosen: int) -> None:
        super().__init__()
        self._chosen = chosen
        self._listed: tuple[tuple[int, str], ...] | None = None
        self.setAccessibleName(tr("Camera"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def show_cameras(self, found: tuple[tuple[int, str], ...]) -> None:
        """List `found`, keeping the choice where it is still there. An open list is left alone."""
        if found == self._listed or self.view().isVisible():
            return
        if self.currentData() is not None:
            self._chosen = self.currentData()
        self._listed = found
        self.clear()
        for index, name in found:
            self.addItem(name or tr("Camera {index}", index=index), index)
        if not found:
            self.addItem(tr("No camera found"))
        self.setCurrentIndex(max(0, self.findData(self._chosen)))
        self.setEnabled(bool(found))

    def sizeHint(self) -> QSize:
        return QSize(120, super().sizeHint().height())


class SourcePanel(Panel):
    """Start, stop, calibrate, and what the inset shows."""

    def __init__(self, state: AppState, actions: Actions, theme: Theme, camera: int) -> None:
        super().__init__(tr("Source"))
        self._state, self._actions = state, actions
        self.picker = CameraPicker(camera)
        self.size, self.fps = QComboBox(), QComboBox()
        self.size.setAccessibleName(tr("Size of the camera's picture"))
        self.size.addItem(tr("Best size"))
        for width, height in CAMERA_SIZES_WH:
            self.size.addItem(f"{width}×{height}", (width, height))
        self.fps.setAccessibleName(tr("Pictures a second of the camera"))
        for fps in CAMERA_FPS:
            self.fps.addItem(tr("{rate:.0f} fps", rate=fps), float(fps))
        for box in (self.size, self.fps):
            box.setToolTip(tr("What the camera is asked for; what it gives is said below"))
            box.activated.connect(lambda _row: actions.choose_camera_mode(self._mode()))
        self.start = self.button(tr("Start"), self.start_camera, icon="camera", role="primary")
        self.stop = self.button(tr("Stop"), actions.stop_source, icon="stop")
        self.video = self.button(
            tr("Play a video…"),
            self.choose_video,
            icon="video",
            tip=tr("Play a video as if it were a camera; to make a video of the avatar from it, press Ctrl+T"),
        )
        self.neutral = self.button(
            tr("Calibrate"),
            actions.calibrate,
            icon="neutral",
            tip=tr("Look relaxed for two seconds: this becomes your neutral face (Ctrl+K)"),
        )
        self.preview = QCheckBox(tr("Show the source"))
        self.mirror = QCheckBox(tr("Mirrored"))
        self.recorded = QCheckBox(tr("Also in pictures and recordings"))
        self.recorded.setToolTip(tr("Whoever sees them then sees you beside the avatar"))
        self.recorded.toggled.connect(lambda on: state.update(source_in_picture=on))
        self.what = muted()
        self.what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.preview.toggled.connect(lambda on: state.update(preview_shown=on))
        self.mirror.setToolTip(
            tr("The source and the avatar as in a mirror; videos play as they were taken until you ask for it")
        )
        self.mirror.clicked.connect(actions.mirror)  # not when another source brings its own

        first, asked, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (first, asked, second, third):
            row.setSpacing(8)
        asked.addWidget(self.size, 1)
        asked.addWidget(self.fps)
        first.addWidget(self.picker, 1)
        first.addWidget(self.start)
        first.addWidget(self.stop)
        second.addWidget(self.video)
        second.addWidget(self.neutral)
        third.addWidget(self.preview)
        third.addWidget(self.mirror)
        third.addStretch()
        for row in (first, asked, second, third):
            self.column.addLayout(row)
        self.column.addWidget(self.recorded)
        self.column.addWidget(self.what)
        self.set_theme(theme)
        state.changed.connect(self.refresh)
        self.refresh()

    def choose_video(self) -> None:
        """Ask for a video and play it as a camera."""
        wanted = " ".join(f"*{suffix}" for suffix in VIDEOS)
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a video of a face"), places.videos(), tr("Videos ({wanted})", wanted=wanted)
        )
        if name:
            self._actions.start_source(Path(name))

    def refresh(self) -> None:
        now, status = self._state.now, self._state.now.status
        active = status.source in ("opening", "live")
        self.picker.show_cameras(now.cameras)
        self.start.setVisible(bool(now.cameras) and not active)
        self.set_role(self.video, "" if now.cameras or active else "primary")
        self.stop.setVisible(active)
        follows = status.source == "live" and status.replaying is None
        self.neutral.setEnabled(follows and status.calibrating is None)
        self.neutral.setText(tr("Calibrate") if status.calibrating is None else percent(status.calibrating))
        for box in (self.size, self.fps):
            box.setVisible(bool(now.cameras))
        self.size.setCurrentIndex((None, *CAMERA_SIZES_WH).index(now.camera_mode.size_wh))
        self.fps.setCurrentIndex(CAMERA_FPS.index(round(now.camera_mode.fps)))
        self.preview.setChecked(now.preview_shown)
        self.mirror.setChecked(now.mirrored if status.source == "none" else status.mirrored)
        self.recorded.setChecked(now.source_in_picture)
        self.recorded.setVisible(now.preview_shown)
        idle = status.source == "none" or (status.source == "lost" and not now.lost)
        parts = [translated(status.source_name), tr(STATES[status.source])]
        if status.source == "live" and status.source_size_wh is not None:
            rate = tr("{rate:.0f} fps", rate=status.captured_fps) if follows else tr("waits")
            parts[1:] = ["{}×{}".format(*status.source_size_wh), rate]
        self.what.setText(" · ".join(parts) if not idle else tr("A camera or a video makes the avatar move."))

    def _mode(self) -> CameraMode:
        return CameraMode(self.size.currentData(), self.fps.currentData())

    def start_camera(self) -> None:
        """The one that is picked."""
        self._actions.start_source(str(self.picker.currentData()))
