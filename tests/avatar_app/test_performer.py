"""What the avatar does when its performer leaves, comes back, or is unplugged: seen at the motion that is drawn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import moderngl
import numpy as np
import pytest

from avatar_app.performer import Performer
from avatar_app.session import Session
from engine.avatar.default import default_avatar
from engine.avatar.manner import Manner
from engine.check import Array
from engine.clock import now
from engine.errors import DeviceError
from engine.head.arkit import INDEX
from engine.head.head_model import Head
from engine.types import Frame, Motion, Tracked, View

VIEW = View(size_wh=(32, 32), samples=1)
SMILE = np.zeros(52, np.float32)
SMILE[INDEX["mouthSmileLeft"]] = 0.8


@dataclass
class Stagehand:
    """A camera that gives a picture whenever it is told to, and the clock of the performer."""

    seen: bool = True
    unplugged: bool = False
    time: float = 0.0
    told: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    size_wh, fps, num_frames, path, notes, name = (8, 8), 30.0, None, None, (), "0"

    def read(self) -> Frame | None:
        self.told.acquire()
        if self.unplugged:
            raise DeviceError("Camera 0 was unplugged: plug it in and try again.")
        return Frame(np.zeros((8, 8, 3), np.uint8), 0, now())

    def close(self) -> None:
        pass

    # and the tracker

    model_sha256 = provider = ""

    def __enter__(self) -> Stagehand:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def track(self, frame: Frame) -> Tracked:
        motion = Motion(SMILE, np.array([0.1, 0.3, 0.0]), time=frame.time) if self.seen else Motion.rest(52, frame.time)
        return Tracked(motion, np.zeros((68, 2)))


@pytest.fixture
def stagehand(monkeypatch: pytest.MonkeyPatch) -> Stagehand:
    made = Stagehand()
    monkeypatch.setattr("avatar_app.performer.now", lambda: made.time)
    return made


@pytest.fixture
def session(tiny_head: Head, stagehand: Stagehand) -> Iterator[Session]:
    made = Session(
        tiny_head,
        default_avatar(tiny_head),
        open_source=lambda _spec, _looped: stagehand,
        make_tracker=lambda: stagehand,
    )
    made.open("0")
    yield made
    stagehand.unplugged = True
    stagehand.told.release(2)
    made.close()


@pytest.fixture
def performer(ctx: moderngl.Context, session: Session) -> Iterator[Performer]:
    made = Performer(ctx, session)
    yield made
    made.release()


Drawn = Callable[[float], Array]


@pytest.fixture
def drawn(performer: Performer, stagehand: Stagehand) -> Drawn:
    """Plays so many seconds, with a camera at 30 fps or as a window looks for what is new without one: every 4 ms.

    Gives [N, 3]: smile, nod and turn of every picture drawn.
    """

    def play(seconds: float, *, camera: bool = True) -> Array:
        rows = []
        step = 1 / 30 if camera else 0.004
        for _ in range(round(seconds / step)):
            stagehand.time += step
            if camera:
                stagehand.told.release()
                limit = now() + 10
                while not performer.advance() and now() < limit:
                    pass
            elif not performer.advance():
                continue
            performer.draw(VIEW)
            motion = performer.motion(VIEW)
            performer.finished()
            smile = motion.expression[INDEX["mouthSmileLeft"]]
            rows.append([smile, *(motion.global_orient + motion.neck_pose)[:2]])
        return np.array(rows).reshape(-1, 3)

    return play


def largest_step(*parts: Array) -> float:
    return float(np.abs(np.diff(np.concatenate(parts), axis=0)).max())


def test_a_performer_who_leaves_and_comes_back_is_never_a_jump(drawn: Drawn, stagehand: Stagehand) -> None:
    before = drawn(0.6)
    assert before[-1] == pytest.approx([0.8, 0.1, 0.3], abs=1e-3)
    stagehand.seen = False
    away = drawn(1.2)
    stagehand.seen = True
    back = drawn(0.6)
    assert 0.1 < away[-1, 0] < 0.7
    assert back[-1] == pytest.approx([0.8, 0.1, 0.3], abs=1e-3)
    assert largest_step(before, away, back) < 0.1


@pytest.mark.parametrize("alone", ["breathe", "rest"])
def test_a_camera_that_is_unplugged_leaves_an_avatar_at_rest(
    drawn: Drawn, stagehand: Stagehand, session: Session, alone: str
) -> None:
    session.manner = Manner(alone=alone)
    before = drawn(0.6)
    stagehand.unplugged = True
    stagehand.told.release()
    limit = now() + 10
    while session.running and now() < limit:
        pass
    assert session.status().source == "lost"
    alone_now = drawn(2.5, camera=False)
    assert largest_step(before, alone_now) < 0.1
    assert np.abs(alone_now[-1]).max() < 0.04
    assert (len(drawn(1.0, camera=False)) > 10) == (alone == "breathe")  # who keeps still costs no picture


def test_a_source_that_is_stopped_costs_no_more_pictures(drawn: Drawn, session: Session) -> None:
    drawn(0.3)
    session.close_source()
    rest = drawn(1.0, camera=False)
    np.testing.assert_array_equal(rest, np.zeros((1, 3)))


def test_another_neutral_or_manner_is_eased_into_between_the_cameras_pictures(drawn: Drawn, session: Session) -> None:
    before = drawn(0.6)
    session.neutral = Motion(SMILE, np.array([0.1, 0.3, 0.0]))
    after = drawn(0.6, camera=False)
    assert largest_step(before, after) < 0.13
    np.testing.assert_allclose(after[-1], 0, atol=1e-3)
    session.neutral = None
    session.manner = Manner(mouth=0.0)
    last = drawn(0.6, camera=False)
    assert last[-1] == pytest.approx([0, 0.1, 0.3], abs=1e-3)
    assert largest_step(after, last) < 0.13


def test_a_frozen_mouth_stays_even_when_its_performer_leaves(
    drawn: Drawn, stagehand: Stagehand, session: Session
) -> None:
    drawn(0.6)
    session.manner = Manner(held=frozenset({"mouth"}), alone="rest")
    stagehand.seen = False
    away = drawn(3.0)
    np.testing.assert_allclose(away[:, 0], 0.8, atol=1e-6)
    np.testing.assert_allclose(away[-1, 1:], 0, atol=1e-6)
    session.manner = Manner(alone="rest")
    assert drawn(0.6)[-1, 0] == 0
