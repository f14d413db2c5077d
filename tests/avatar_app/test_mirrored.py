"""In a mirror: avatar, picture behind it, inset and take agree, whether a camera or a video plays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count
from pathlib import Path

import moderngl
import numpy as np
import pytest

pytest.importorskip("PySide6")

from avatar_app.background import Background
from avatar_app.chain import Live
from avatar_app.performer import Performer
from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.ui.backdrop import Behind
from avatar_app.ui.missing_parts import MissingParts
from avatar_app.ui.source_actions import SourceActions
from avatar_app.ui.theme import DARK
from engine.avatar.default import default_avatar
from engine.capture.source import Source
from engine.clock import now
from engine.head.arkit import INDEX
from engine.head.head_model import Head, rotations
from engine.record.take import load_take
from engine.types import Frame, Motion, Tracked, View

VIEW = View(size_wh=(32, 32), samples=1)
Until = Callable[[Callable[[], Live | None]], Live]


class OneSided:
    """A source whose left half is bright, and the tracker of who looks there and smiles on that side."""

    size_wh, fps, num_frames, path, notes, name = (64, 48), 30.0, None, None, (), "one-sided"
    time_base = Fraction(1, 1000)
    model_sha256 = provider = ""

    def read(self) -> Frame:
        image = np.zeros((48, 64, 3), np.uint8)
        image[:, :32] = 200
        return Frame(image, 0, now(), self.name)

    def close(self) -> None:
        pass

    def __enter__(self) -> OneSided:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def track(self, frame: Frame) -> Tracked:
        smile = np.zeros(52, np.float32)
        smile[INDEX["mouthSmileLeft"]] = 0.8
        return Tracked(Motion(smile, np.array([0.0, 0.3, 0.0]), time=frame.time), np.zeros((68, 2)))


@pytest.fixture
def session(tiny_head: Head) -> Iterator[Session]:
    def opened(_spec: str, _looped: bool) -> Source:
        return OneSided()

    made = Session(tiny_head, default_avatar(tiny_head), open_source=opened, make_tracker=OneSided)
    made.mirrored = True  # as the window's settings say of cameras
    yield made
    made.close()


def sides(session: Session, behind: Behind, ctx: moderngl.Context, until: Until, take: Path) -> list[int]:
    """+1 as the source was taken, -1 mirrored: the avatar's smile and turn, the inset, what is behind, and the take."""
    performer = Performer(ctx, session)
    live = until(session.newest)
    performer.take(live)
    performer.motion(VIEW)
    shown = performer.motion(VIEW)  # a second later: the avatar has eased into it
    performer.release()
    session.start_recording(None, take=take)
    session.record(None, live)
    session.stop_recording()
    kept = load_take(take).motion(0)

    def smile(motion: Motion) -> float:
        return float(motion.expression[INDEX["mouthSmileLeft"]] - motion.expression[INDEX["mouthSmileRight"]])

    turned = (rotations(shown.global_orient) @ rotations(shown.neck_pose))[0, 2]
    pictures = (behind.inset.image, behind.of((64, 48), DARK))
    halves = [float(one[:, : one.shape[1] // 2].mean()) - float(one[:, one.shape[1] // 2 :].mean()) for one in pictures]
    return [int(np.sign(value)) for value in (smile(shown), turned, *halves, smile(kept), kept.global_orient[1])]


def test_a_video_is_as_it_was_taken_until_it_is_mirrored_and_a_camera_the_other_way_round(
    session: Session,
    qapp: object,
    ctx: moderngl.Context,
    until: Until,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seconds = count()
    monkeypatch.setattr("avatar_app.performer.now", lambda: float(next(seconds)))
    clip = tmp_path / "clip.mp4"
    clip.touch()
    state = AppState()
    state.update(source_in_picture=True, background=Background("blur"), mirrored=True)
    actions, behind = SourceActions(session, state, MissingParts(state), lambda: None), Behind(session, state)

    def seen(name: str) -> tuple[bool, list[int]]:
        return state.now.status.mirrored, sides(session, behind, ctx, until, tmp_path / f"{name}.take")

    actions.start(clip)
    assert seen("video") == (False, [1] * 6)
    actions.mirror(True)
    assert seen("mirrored video") == (True, [-1] * 6)
    actions.start("0")
    assert seen("camera") == (True, [-1] * 6)
    actions.mirror(False)
    assert seen("camera as it sees") == (False, [1] * 6)
    actions.start(clip)
    assert seen("video again") == (True, [-1] * 6)  # each kind keeps what was chosen for it
    assert state.now.mirrored is False
