"""The avatar, live: a widget that shows what the engine draws into its own framebuffer."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtOpenGLWidgets import QOpenGLWidget

from avatar_app.performer import Performer
from avatar_app.session import Session
from avatar_app.stage import sentence
from avatar_app.state import AppState
from avatar_app.ui.backdrop import Behind
from avatar_app.ui.orbiting import above, moved_by_key, turned, zoomed
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme
from avatar_app.ui.thumbnails import draw_picture, unpictured
from engine.clock import now
from engine.errors import AvatarError
from engine.render.context import is_software
from engine.render.present import Presenter, Squares, window_context
from engine.types import Motion, Orbit, View, replace

if TYPE_CHECKING:
    from moderngl import Framebuffer

POLL_MS = 4
SOFTWARE_PIXELS = 512 * 512
"""Pictures have no more than this where the processor draws them; the window enlarges them."""
SAMPLES = 4
SMOOTH_SECONDS = 1 / 90
"""A picture that takes longer than a third of a frame at 30 fps is recorded without smooth edges."""
SQUARE_PX = 10
"""Side of the squares that stand for transparency, at 100 %."""


class AvatarView(QOpenGLWidget):
    """Polls the session's newest motion; never a signal per frame, so a slow window shows the present, no backlog.

    It keeps its context in another window, see `application`; where Qt gives it another one all the same, everything on
    the GPU is released with the old one and built anew.
    """

    def __init__(self, session: Session, state: AppState, theme: Theme) -> None:
        super().__init__()
        self._session, self._state, self._theme = session, state, theme
        self._performer: Performer | None = None
        self._presenter: Presenter | None = None
        self._behind = Behind(session, state)
        self.see_through = False
        """Whether what is behind this view shows through a transparent background; else squares stand for it."""
        self._orbit = Orbit()
        self.covered: Callable[[], float] = lambda: 0.0
        """The share of this view's height, from below, that a card hides."""
        self._dragged_from: QPointF | None = None
        self._stale = True
        self._software = False
        self._ahead: Framebuffer | None = None
        """Drawn, and not shown yet."""
        self._drawn: tuple[object, ...] = ()
        """What the last picture was asked to be: it changes as sources and recordings begin and end, and by choice."""
        self.before_update: list[Callable[[], None]] = []
        """Called when the next picture is due, for what moves with it."""
        self.setAccessibleName(tr("Avatar"))
        self.setMinimumSize(QSize(320, 320))
        form = self.format()
        form.setAlphaBufferSize(8)
        self.setFormat(form)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.frameSwapped.connect(self._swapped)
        self._poll = QTimer(self, interval=POLL_MS, timerType=Qt.TimerType.PreciseTimer)
        self._poll.timeout.connect(self._look)
        self._poll.start()

    # What is seen

    @property
    def view(self) -> View:
        """How the next picture is drawn."""
        view = self._view(self.picture_size_wh(), self._samples())
        covered = self.covered()
        free = not covered or self._session.recording is not None
        return view if free else replace(view, camera=above(self._orbit, covered))

    def picture_size_wh(self) -> tuple[int, int]:
        """Pixels of the engine's picture. While recording it keeps the size that the video was started with."""
        recording = self._session.recording
        if recording is not None and recording.size_wh is not None:
            return recording.size_wh
        width, height = self._window_size_wh()
        if self._software and width * height > SOFTWARE_PIXELS:
            shrink = math.sqrt(SOFTWARE_PIXELS / (width * height))
            width, height = round(width * shrink), round(height * shrink)
        return max(width, 16), max(height, 16)

    def set_theme(self, theme: Theme) -> None:
        self._theme, self._stale = theme, True

    @property
    def orbit(self) -> Orbit:
        """Where the avatar is looked at from."""
        return self._orbit

    def set_orbit(self, orbit: Orbit) -> None:
        """Look at the avatar from elsewhere."""
        self._orbit, self._stale = orbit, True

    def view_at(self, size_wh: tuple[int, int]) -> View:
        """What is seen here, with smooth edges, at another size."""
        return self._view(size_wh, SAMPLES)

    def seen(self) -> tuple[Motion, View] | None:
        """The motion that is shown, and how it is seen, at the pixels of the screen."""
        if self._performer is None:
            return None
        return self._performer.shown, self.view_at(self._window_size_wh())

    def start_recording(self, video: Path | None, take: Path | None) -> None:
        """Record the avatar: a video at the chosen size, which this view shows until the end, its motion, or both."""
        size_wh = self._state.now.record_size_wh if video is not None else None
        try:
            if size_wh is not None:
                self._state.update(record_samples=self._affordable_samples(size_wh))
            self._session.start_recording(video, size_wh, take=take)
        except (AvatarError, OSError) as error:
            self._state.tell(sentence(error))

    # OpenGL: Qt calls these with the context current

    def initializeGL(self) -> None:
        self.context().aboutToBeDestroyed.connect(self.release)
        try:
            ctx = window_context()
            self._performer, self._presenter = Performer(ctx, self._session), Presenter(ctx)
        except AvatarError as error:
            self._state.tell(str(error))
            return
        driver = ctx.info["GL_RENDERER"]
        self._software = is_software(ctx)
        self._state.update(
            backend=f"OpenGL, {'software' if self._software else driver}",
            software=self._software,
        )
        self._stale = True

    def paintGL(self) -> None:
        if self._performer is None or self._presenter is None:
            return
        picture, self._ahead = self._ahead, None
        if picture is None or self._drawn != self._asked():
            self._performer.advance()
            picture = self._draw(self._performer)
        if picture is None:
            return
        with self._session.timer.measure("present"):
            self._presenter.present(
                picture,
                self.defaultFramebufferObject(),
                self._window_size_wh(),
                bars=None if self._behind.transparent else QColor(self._theme.window).getRgbF()[:3],
                squares=self._squares(),
            )
        if unpictured(self._state) is not None:
            QTimer.singleShot(POLL_MS, self._picture)  # not in the same turn: an avatar that was just built took long

    def _picture(self) -> None:
        shown = unpictured(self._state)
        if self._performer is not None and shown is not None:
            self.makeCurrent()
            draw_picture(self._performer, self._state, shown)
            self.doneCurrent()
            self._stale = True

    def _draw(self, performer: Performer) -> Framebuffer | None:
        self._stale = False
        try:
            self._drawn = self._asked()
            return performer.draw(self.view)
        except AvatarError as error:  # the recording's disk is full, a shader was edited: say so and go on
            self._state.tell(str(error))
            return None

    def _samples(self) -> int:
        recording = self._session.recording
        if recording is not None and recording.size_wh is not None:
            return self._state.now.record_samples
        # Four samples cost a processor twice the time of one: smooth edges are for when nothing moves.
        replay = self._session.replay
        moves = replay.moving(now()) if replay is not None else self._session.running or self._state.now.offered
        return 1 if self._software and moves else SAMPLES

    def _view(self, size_wh: tuple[int, int], samples: int) -> View:
        return View(
            size_wh=size_wh,
            camera=self._orbit,
            background=self._behind.of(size_wh, self._theme),
            samples=samples,
            detail_strength=self._state.now.detail_strength,
            lighting=self._state.now.lighting,
            inset=self._behind.inset,
        )

    def _asked(self) -> tuple[object, ...]:
        now = self._state.now
        source = (now.preview_shown, now.source_in_picture, now.inset_corner)
        chosen = (now.detail_strength, now.background, now.backdrop, now.lighting, source)
        return (self.picture_size_wh(), self._samples(), now.avatar_path, self.see_through, self.covered(), *chosen)

    def _squares(self) -> Squares | None:
        if self.see_through or not self._behind.transparent:
            return None
        centre, edge = (
            tuple(level / 255 for level in colour) for colour in (self._theme.view_centre, self._theme.view_edge)
        )
        return Squares((centre, edge), SQUARE_PX * self.devicePixelRatio())

    def _affordable_samples(self, size_wh: tuple[int, int]) -> int:
        """Smooth edges where this computer draws them fast enough, decided once for a whole recording."""
        if self._performer is None:
            return 1
        self.makeCurrent()
        seconds = self._performer.seconds(self._view(size_wh, SAMPLES))
        self.doneCurrent()
        return SAMPLES if seconds < SMOOTH_SECONDS else 1

    def release(self) -> None:
        """Free everything on the GPU; the next `initializeGL` builds it again."""
        if self._performer is None or self._presenter is None:
            return
        self.makeCurrent()
        self._presenter.release()
        self._performer.release()
        self._performer = self._presenter = self._ahead = None
        self.doneCurrent()

    def _look(self) -> None:
        if self._performer is None or self._ahead is not None:
            return
        if self._performer.advance() or self._stale or self._drawn != self._asked():
            if self._software and self.isVisible():  # shown a turn later: two short waits, not a long one
                self.makeCurrent()
                self._ahead = self._draw(self._performer)
                self.doneCurrent()
                QTimer.singleShot(POLL_MS, self._show)
            else:
                self._show()

    def _show(self) -> None:
        for one in self.before_update:
            one()
        self.update()

    def _swapped(self) -> None:
        if self._performer is not None:
            self._performer.finished()

    def _window_size_wh(self) -> tuple[int, int]:
        ratio = self.devicePixelRatio()
        return round(self.width() * ratio), round(self.height() * ratio)

    # Drag or arrows to orbit, wheel or + and - to zoom, double click or Home to look straight again

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._dragged_from = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is None:
            return
        moved, self._dragged_from = event.position() - self._dragged_from, event.position()
        turn = math.pi / max(self.width(), 1)
        self.set_orbit(turned(self._orbit, -moved.x() * turn, moved.y() * turn))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragged_from = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.set_orbit(Orbit())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.set_orbit(zoomed(self._orbit, event.angleDelta().y() / 120))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moved = moved_by_key(self._orbit, event.key())
        if moved is None:
            super().keyPressEvent(event)
        else:
            self.set_orbit(moved)
