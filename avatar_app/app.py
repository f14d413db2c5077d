"""The window's process: Qt, the OpenGL format, the theme, and the dialog of last resort."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from platformdirs import user_videos_path
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext, QSurfaceFormat
from PySide6.QtWidgets import QApplication, QMessageBox

from avatar_app.display import require_display
from avatar_app.passing import clear_left_behind
from avatar_app.session import Session
from avatar_app.settings import MotionSettings, kept_scale, load_settings, settings_path
from avatar_app.source_name import is_camera
from avatar_app.state import MAX_DETAIL_STRENGTH, MOST_DELAY_MS, AppState, Fields
from avatar_app.ui.actions import Actions
from avatar_app.ui.language import speak
from avatar_app.ui.look_settings import background_of, camera_mode_of, look_of
from avatar_app.ui.main_window import MainWindow
from avatar_app.ui.queue_terms import terms_of
from avatar_app.ui.sentences import translated
from avatar_app.ui.text import tr
from engine.avatar.manner import ALONE, MAX_GAIN, Alone, Manner
from engine.detail.path import DETAIL_PATHS, DetailPath
from engine.errors import AvatarError, DeviceError
from engine.head.regions import REGIONS
from engine.tracking.open import KINDS, TrackerKind
from engine.types import Avatar

if TYPE_CHECKING:
    from engine.head import Head

log = logging.getLogger(__name__)
SWITCH_SECONDS = 0.0005
"""Python's default of 5 ms lets one busy thread hold up three pictures."""


def run_window(
    avatar: Path | None = None,
    source: str | None = None,
    seconds: float | None = None,
    record: Path | None = None,
    tracker: TrackerKind = "auto",
    detail_path: DetailPath = "auto",
) -> int:
    """Open the window and stay until it is closed; the exit code. DeviceError where there is no display.

    avatar and source replace those of the last time; record starts with the source. It closes after `seconds`, during
    which a short video is played again; without them, at a video's end. tracker, detail_path: but for "auto" in place
    of those chosen in the window.
    """
    require_display()
    enlarge(kept_scale(settings_path()))
    app = application()
    sys.excepthook = _last_resort
    sys.setswitchinterval(SWITCH_SECONDS)
    signal.signal(signal.SIGINT, lambda *_: app.quit())  # Qt returns to Python often enough: see Actions' pulse
    window = build_window(avatar)
    if tracker != "auto":
        window.commands.choose_tracker(tracker)
    if detail_path != "auto":
        window.commands.choose_detail(detail_path)
    window.show()
    if source is not None:
        ends = seconds is None and not is_camera(source)
        window.commands.start_source(source, looped=False if ends else None)
        if ends:
            _close_at_the_end(window)
    if record is not None:
        window.commands.record_when_live(record)
    if seconds is not None:
        QTimer.singleShot(round(seconds * 1000), window.close)
    app.exec()
    window.close()
    return 0


def _close_at_the_end(window: MainWindow) -> None:
    """Close the window when its video has been played to its end."""

    def look() -> None:
        if window.state.now.status.source == "ended":
            window.close()

    window.state.changed.connect(look)


def enlarge(percent: int) -> None:
    """Give texts and controls of the coming application another size than the system's; before `application`."""
    if percent != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(percent / 100))  # Qt has no other way


def application() -> QApplication:
    """The one QApplication, with an OpenGL 3.3 core format for every widget. DeviceError where there is none."""
    agree_on_opengl()
    there = QApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("avatar-app")
    app.setApplicationDisplayName("Avatar")
    QGuiApplication.setDesktopFileName("avatar-app")
    _require_opengl()
    return app


def agree_on_opengl() -> None:
    """What Qt is to know of it before there is an application."""
    form = QSurfaceFormat()
    form.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    form.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    form.setVersion(3, 3)
    form.setSamples(0)  # the engine's own framebuffer is multisampled
    QSurfaceFormat.setDefaultFormat(form)
    if QApplication.instance() is None:
        # Else what the graphics card holds dies whenever the avatar leaves a window, and building it takes seconds.
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


def build_window(avatar: Path | None = None, make_session: Callable[[Head, Avatar], Session] = Session) -> MainWindow:
    """The window with everything behind it, as the settings say; not shown yet."""
    from engine.avatar.default import default_avatar
    from engine.head import open_head

    clear_left_behind()
    settings, note = load_settings(settings_path())
    app = QApplication.instance()
    assert app is not None, "application() comes first"
    speak(app, settings.window.language)
    head = open_head()
    default: Avatar = default_avatar(head)
    session = make_session(head, default)
    session.mirrored, session.camera_mode = settings.source.mirrored, camera_mode_of(settings.source)
    session.manner, session.responsiveness = _motion_of(settings.motion)
    session.tracker = next((kind for kind in KINDS if kind == settings.tracker), "auto")
    detail_path: DetailPath = next((path for path in DETAIL_PATHS if path == settings.detail.path), "auto")
    videos = Path(settings.record.folder) if settings.record.folder else user_videos_path() / "Avatar"
    state = AppState(
        Fields(
            avatar_name=default.name,
            head_wanted=settings.head,
            tracker=session.tracker,
            manner=session.manner,
            responsiveness=session.responsiveness,
            mirrored=settings.source.mirrored,
            preview_shown=settings.source.preview_shown,
            video_kept=settings.record.video,
            record_size=settings.record.size,
            record_folder=videos,
            microphone=settings.record.microphone,
            detail_strength=min(max(settings.detail.strength, 0.0), MAX_DETAIL_STRENGTH),
            camera_mode=session.camera_mode,
            transfer_terms=terms_of(settings.transfer),
            **look_of(settings),
        )
    )
    actions = Actions(session, state, default)
    actions.refresh_library()
    actions.put_behind(background_of(settings))
    actions.delay_sound(min(max(settings.record.sound_delay_ms, -MOST_DELAY_MS), MOST_DELAY_MS))
    window = MainWindow(session, state, actions, settings)
    last = avatar or (Path(settings.avatar) if settings.avatar else None)
    if last is not None and (avatar is not None or last.is_file()):
        actions.open_avatar(last)
    if state.now.avatar_path is None and not state.now.avatars:
        state.update(page="start")
    if detail_path != "auto":
        actions.choose_detail(detail_path)
    actions.look_for_heads()
    if note is not None:
        state.tell(note, "note")
    return window


def _motion_of(settings: MotionSettings) -> tuple[Manner, float]:
    """How the avatar acts, and how responsive smoothing is. Nothing is held at first: there is no pose to hold."""
    gains = {region: min(max(getattr(settings, region), 0.0), MAX_GAIN) for region in REGIONS}
    alone: Alone = next((one for one in ALONE if one == settings.alone), "breathe")
    return Manner(**gains, alone=alone), min(max(settings.responsiveness, 0.0), 1.0)


def _require_opengl() -> None:
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    works = context.create() and context.makeCurrent(surface)
    version = context.format().version() if works else (0, 0)
    context.doneCurrent()
    if version < (3, 3):
        found = "none" if not works else ".".join(map(str, version))
        raise DeviceError(
            f"The window needs OpenGL 3.3, this display offers {found}. Install the graphics card's driver."
        )


def _last_resort(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Report what nobody expected, and go on: the second of the app's two broad catches."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    log.error("unexpected", exc_info=(kind, error, trace))
    if threading.current_thread() is not threading.main_thread():
        return
    known = translated(str(error)) if isinstance(error, AvatarError) else ""
    box = QMessageBox(QMessageBox.Icon.Critical, "Avatar", known)
    if not isinstance(error, AvatarError):
        box.setText(tr("Something went wrong that the app did not expect. It goes on, but a restart is wise."))
        box.setInformativeText(f"{kind.__name__}: {error}")
        box.setDetailedText("".join(traceback.format_exception(kind, error, trace)))
    box.exec()
