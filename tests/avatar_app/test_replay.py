"""Takes without a window: a performance is kept as it was shown, and replayed while the source waits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from full_disk import full_disk
from synthetic_take import take_of

from avatar_app import takes
from avatar_app.chain import Live
from avatar_app.mouth_curve import peaks
from avatar_app.replay import Replay
from avatar_app.session import Session
from engine.avatar.default import default_avatar
from engine.avatar.mirror import mirrored
from engine.avatar.retarget import retarget
from engine.errors import BadInput, ModelMismatch
from engine.head.arkit import INDEX
from engine.head.head_model import Head
from engine.record.take import load_take, save_take
from engine.record.take_rows import row_type
from engine.types import Frame, Motion, replace

Until = Callable[[Callable[[], Live | None]], Live]


@pytest.fixture
def reads() -> list[str]:
    """A name for every frame that was read of a source."""
    return []


@pytest.fixture
def session(open_head: Head, cue_source: type, nodding_tracker: type, reads: list[str]) -> Iterator[Session]:
    class Counted(cue_source):
        def read(self) -> Frame | None:
            reads.append(self.name)
            return super().read()

    made = Session(
        open_head,
        default_avatar(open_head),
        open_source=lambda spec, _looped: Counted(spec),
        make_tracker=nodding_tracker,
    )
    yield made
    made.close()


def test_a_replay_shows_what_is_due_and_stays_where_it_is_put(open_head: Head) -> None:
    replay = Replay(take_of(11, "open-1"), open_head, Path("one.take"), 100.0)

    def shown(time: float) -> int | None:
        live = replay.due(time, 0)
        return live.frame.index if live is not None else None

    assert [shown(time) for time in (100.0, 100.05, 100.31, 100.32)] == [0, None, 3, None]
    replay.step(-1, 100.39)
    assert (shown(100.4), replay.playing) == (2, False)
    assert shown(109.0) is None
    replay.seek(99, 110.0)
    assert shown(110.0) == 10
    replay.play(True, 111.0)  # at its end: from the start
    assert shown(111.0) == 0
    replay.choose_speed(0.5, 111.0)
    assert shown(112.0) == 5
    state = replay.state(116.0)
    assert (state.frame, state.num_frames, state.playing) == (10, 11, False)
    assert (state.position, state.length) == (pytest.approx(1.0), pytest.approx(1.0))
    replay.looped = True
    replay.choose_speed(1.0, 116.0)
    replay.play(True, 116.0)
    assert [shown(116.0 + time) for time in (0.95, 1.05, 1.15)] == [9, 10, 0]


def test_a_take_of_one_frame_can_be_played_and_looped(open_head: Head) -> None:
    replay = Replay(take_of(1, "open-1"), open_head, Path("one.take"), 0.0)
    replay.looped = True
    assert replay.due(1.0, 0) is not None
    assert replay.state(2.0).frame == 0


def test_the_source_waits_for_a_replay_and_comes_back(session: Session, until: Until, reads: list[str]) -> None:
    session.open("0")
    until(session.newest)
    session.play_take(take_of(4, session.head.id), Path("one.take"))
    live = until(session.newest)
    assert (live.frame.source, live.frame.index, live.epoch) == ("one", 0, session.epoch)
    assert session.newest_frame is None
    assert session.status().replaying is not None
    before = len(reads)
    until(lambda: not session.status().replaying.playing)
    assert len(reads) <= before + 1
    for refused in (session.calibrate, lambda: session.start_recording(None, take=Path("x.take"))):
        with pytest.raises(BadInput, match="go back to live"):
            refused()
    session.back_to_live()
    back = until(session.newest)
    assert (back.frame.source, session.status().replaying, session.status().source) == ("0", None, "live")


def test_another_source_ends_a_replay(session: Session, until: Until) -> None:
    session.play_take(take_of(4, session.head.id), Path("one.take"))
    until(session.newest)
    session.open("0")
    assert session.status().replaying is None
    assert until(session.newest).frame.source == "0"


def test_a_take_of_another_head_is_refused_and_the_source_goes_on(session: Session, until: Until) -> None:
    session.open("0")
    with pytest.raises(ModelMismatch, match=r"one\.take was recorded on the head flame"):
        session.play_take(take_of(4, "flame-2023"), Path("one.take"))
    assert until(session.newest).frame.source == "0"


def test_a_replay_is_what_was_seen_with_the_neutral_face_and_the_mirror_of_then(
    session: Session, until: Until, tmp_path: Path
) -> None:
    session.mirrored = True
    session.open("0")
    resting = np.zeros(52, np.float32)
    resting[INDEX["mouthSmileLeft"]] = 0.3
    session.neutral = Motion(resting, np.array([0.0, 0.1, 0.02]))
    live = until(session.newest)
    smiling = np.zeros(52, np.float32)
    smiling[INDEX["mouthSmileLeft"]] = 0.8
    motion = replace(live.tracked.motion, expression=smiling, jaw_pose=np.array([0.2, 0.05, 0.0]))
    shown = mirrored(retarget(motion, neutral=session.neutral), session.head)
    session.start_recording(None, take=tmp_path / "t.take")
    session.record(None, replace(live, tracked=replace(live.tracked, motion=motion)))
    done = session.stop_recording()
    assert (done.path, done.take, done.frames) == (None, tmp_path / "t.take", 1)
    session.neutral = None
    replayed = retarget(load_take(done.take).motion(0))
    for name in ("expression", "global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose"):
        np.testing.assert_allclose(getattr(replayed, name), getattr(shown, name), atol=1e-6, err_msg=name)
    assert shown.expression[INDEX["mouthSmileRight"]] > 0.5


def test_a_recording_on_a_full_disk_ends_in_a_sentence_and_its_take_plays(
    session: Session, until: Until, tmp_path: Path
) -> None:
    session.open("0")
    frames = 20

    def perform() -> None:
        for _ in range(10 * frames):
            session.record(None, until(session.newest))

    with full_disk(frames * row_type(52).itemsize + 2500):
        session.start_recording(None, take=tmp_path / "t.take")
        with pytest.raises(BadInput, match="the disk is full: the take “t” holds what was performed until then"):
            perform()
    early = session.recorder.ended_early
    assert early is not None
    assert early.finish().take == tmp_path / "t.take"
    assert frames <= len(load_take(tmp_path / "t.take")) <= frames + 2
    assert session.status().recording is None
    session.play_take(load_take(tmp_path / "t.take"), tmp_path / "t.take")
    assert until(session.newest).frame.source == "t"


def test_takes_are_listed_named_deleted_put_back_and_taken_in(tmp_path: Path) -> None:
    assert takes.entries() == ()
    takes.folder().mkdir(parents=True)
    first = takes.new_path("Take")
    save_take(take_of(31, "open-1"), first)
    assert (first.stem, takes.new_path("Take").stem) == ("Take 1", "Take 2")
    (entry,) = takes.entries()
    assert (entry.name, entry.frames, entry.seconds, len(entry.curve)) == (
        "Take 1",
        31,
        pytest.approx(3.0),
        takes.CURVE,
    )
    assert entry.curve[0] < 0.1 < entry.curve[len(entry.curve) // 2] < entry.curve[-1] == 1.0
    assert takes.entries(apart_from=first) == ()

    renamed = takes.rename(first, "  Hamlet  ")
    assert [one.name for one in takes.entries()] == ["Hamlet"]
    with pytest.raises(BadInput, match="cannot contain"):
        takes.rename(renamed, "a/b")
    save_take(take_of(3, "open-1"), first)
    assert takes.rename(first, "Hamlet").stem == "Hamlet 2"

    gone = takes.discard(renamed)
    assert [one.name for one in takes.entries()] == ["Hamlet 2"]
    assert takes.discarded() == (gone,)
    assert takes.put_back(gone) == renamed
    with pytest.raises(BadInput, match="no longer among your takes"):
        takes.rename(first, "Ghost")

    elsewhere = tmp_path / "elsewhere.take"
    save_take(take_of(5, "open-1"), elsewhere)
    kept = takes.take_in(elsewhere)
    assert (kept.parent, takes.take_in(elsewhere), takes.take_in(kept)) == (takes.folder(), kept, kept)
    half, going = (takes.folder() / f"{name}.take.part" for name in ("left", "going"))
    for part in (half, going):
        part.write_bytes(b"half a take")
    os.utime(half, (0, 0))
    takes.sweep()  # what a killed app left goes, what somebody may be writing stays
    assert (half.exists(), going.exists(), kept.exists()) == (False, True, True)
    kept.write_bytes(b"no take")
    broken = next(one for one in takes.entries() if one.path == kept)
    assert "not a take" in broken.reason


def test_a_small_mouth_is_drawn_small_and_gaps_hold_what_was_before() -> None:
    times = np.array([0.0, 0.1, 0.9, 1.0])
    np.testing.assert_allclose(peaks(times, np.array([0.05, 0.1, 0.0, 0.05]), 5), [0.4, 0.4, 0.4, 0.4, 0.2])
    assert peaks(times, np.array([0.5, 1.0, 0.0, 0.0]), 2).tolist() == [1.0, 0.0]
