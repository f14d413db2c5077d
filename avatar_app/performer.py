"""The GL thread's half of the chain: the session's newest motion, retargeted, drawn and, if asked for, recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar_app.chain import Live
from avatar_app.session import Session
from engine.avatar.actor import Actor
from engine.clock import now
from engine.types import Avatar, Motion, Overlay, Picture, View

if TYPE_CHECKING:
    import moderngl

    from engine.detail.baked import MovingDetail

ALONE_S = 0.038
"""Pictures of an avatar that moves by itself are this far apart: 25 a second, and none between those of a camera."""


class Performer:
    """Made, used and released on the thread that owns `ctx`, with it current.

    `advance` takes the newest motion, `draw` draws what was taken last: a repaint of a still avatar, after an orbit
    or a resize, costs no motion and counts no frame.
    """

    def __init__(self, ctx: moderngl.Context, session: Session) -> None:
        from engine.render.renderer import Renderer

        self._session = session
        self._ctx, self._head = ctx, session.head
        self._renderer = Renderer(ctx, session.head)
        self._avatar: Avatar | None = None
        self._moving: MovingDetail | None = None
        self._live: Live | None = None
        self._fresh: Live | None = None
        self._recorded = False
        self._told: tuple[Motion | None, bool] = (None, False)
        self._manner = session.manner
        self._drawn_at = 0.0
        self.shown = Motion.rest(session.head.num_expression)
        """What the last picture shows."""
        self._begin()

    def _begin(self) -> None:
        """Nobody was seen yet: the avatar is shown at rest."""
        self._actor, self._there = Actor(self._session.head), False
        self._actor.enter()

    def advance(self) -> bool:
        """Take the newest motion or avatar; True where the next picture will differ from the last."""
        live = self._session.newest()
        if live is not None:
            self.take(live)
        elif self._live is not None and self._live.epoch != self._session.epoch:
            self._live = self._fresh = None
            self._begin()
            return True
        return live is not None or self._outdated() or self._restless()

    def take(self, live: Live) -> None:
        """As `advance`, with a motion that the caller has waited for."""
        self._live = self._fresh = live
        self._recorded = False

    def motion(self, view: View) -> Motion:
        """What the avatar shows now: the tracked motion as it is over its own picture, else retargeted."""
        from engine.avatar.mirror import mirrored
        from engine.avatar.retarget import retarget

        if self._live is None or self._live.tracked is None:
            return Motion.rest(self._session.head.num_expression)
        motion = self._live.tracked.motion
        if isinstance(view.camera, Overlay):
            return motion
        if self._session.replay is not None:
            self._told, self._manner, self._there = self._told_now(), self._session.manner, True
            return self._actor.at_once(motion, self._manner)
        told = self._told_now()
        if told != self._told and self._there:
            self._actor.ease()
        self._told, self._manner = told, self._session.manner
        self._there = self._fresh is not None or self._attended  # else the camera was lost, or the video ended
        motion = retarget(motion, neutral=told[0])
        motion = mirrored(motion, self._session.head) if told[1] else motion
        return self._actor(motion if self._there else None, self._manner, now())

    def draw(self, view: View) -> moderngl.Framebuffer:
        """The picture of this moment in the engine's own framebuffer; recorded where its motion is new.

        Call `finished` once the picture is where people or files can see it.
        """
        self._show()
        self._drawn_at = now()
        with self._session.timer.measure("render"):
            self.shown = self.motion(view)
            self._framebuffer = self._renderer.draw(self.shown, view)
        if self._fresh is not None and self._session.recording is not None and not self._recorded:
            self._recorded = True
            pictured = self._session.recording.size_wh is not None
            self._session.record(self.picture(self._fresh.frame.index) if pictured else None, self._fresh)
        return self._framebuffer

    def finished(self) -> None:
        """The picture drawn last is out: count it, once per motion, and measure how old it is."""
        fresh, self._fresh, self._recorded = self._fresh, None, False
        if fresh is not None:
            self._session.shown(fresh)

    def picture(self, index: int = 0) -> Picture:
        """The last picture drawn, read back; waits until it is finished."""
        from engine.render.present import read_picture

        return read_picture(self._framebuffer, index)

    def portrait(self, view: View) -> Picture:
        """The avatar at rest, for a thumbnail; the next `draw` goes on as if nothing had happened."""
        self._show()
        return self._renderer.render(Motion.rest(self._session.head.num_expression), view)

    def seconds(self, view: View) -> float:
        """How long a picture of this moment takes, s, reading it back included; shown nowhere, recorded nowhere."""
        from engine.render.present import read_picture

        self._show()
        for _ in range(2):  # the first one also makes the framebuffer
            start = now()
            read_picture(self._renderer.draw(self.motion(view), view))
        return now() - start

    def _restless(self) -> bool:
        """The avatar moves by itself or in another manner; no more often than cameras bring pictures."""
        session = self._session
        if self._live is None or now() - self._drawn_at < ALONE_S:
            return False
        before = self._told, self._manner, self._there
        return self._actor.restless or before != (self._told_now(), session.manner, self._attended)

    def _told_now(self) -> tuple[Motion | None, bool]:
        """Neutral face and mirror. A take was recorded with both taken into account."""
        session = self._session
        return (session.neutral, session.mirroring) if session.replay is None else (None, False)

    @property
    def _attended(self) -> bool:
        """There is somebody to follow."""
        return self._session.running or self._session.replay is not None

    def _outdated(self) -> bool:
        return self._avatar is not self._session.avatar or self._moving is not self._session.moving

    def _show(self) -> None:
        if self._outdated():
            self._avatar, self._moving = self._session.avatar, self._session.moving
            if self._session.head is not self._head:
                from engine.render.renderer import Renderer

                before, self._head = self._renderer, self._session.head
                self._renderer = Renderer(self._ctx, self._head)
                before.release()  # now: what is being made goes back to the framebuffer that is bound
            self._renderer.show(self._avatar, self._moving)

    def release(self) -> None:
        """Free what the renderer holds on the GPU."""
        self._renderer.release()
