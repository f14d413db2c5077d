"""What the scores decide where landmarks alone do not: whether teeth that show are apart."""

from __future__ import annotations

import numpy as np
import pytest

from engine.head.arkit import INDEX
from engine.head.head_model import Head
from engine.tracking.fit import fit_identity
from engine.tracking.track import Tracker
from engine.types import Frame

JAW = INDEX["jawOpen"]
FPS = 30


def both(**weights: float) -> dict[str, float]:
    """Weights of pairs, by the name without its side."""
    return {name + side: weight for name, weight in weights.items() for side in ("Left", "Right")}


SMILE = both(mouthSmile=0.7, mouthUpperUp=0.5, mouthLowerDown=0.3)
GRIN = both(mouthSmile=0.9, mouthUpperUp=0.6, mouthLowerDown=0.25)
"""How MediaPipe scores a smile that shows the teeth."""


def told(make_face, head: Head, weights: dict[str, float], scores: dict[str, float] | None = None) -> np.ndarray:
    """[52] what the tracker says of a face that goes from rest to `weights`, scored as such or by `scores`."""
    with Tracker(head, shape=np.zeros(head.num_shape), smooth=False) as tracker:
        faces = [make_face({}, time=i / FPS) for i in range(3)]
        faces += [make_face(weights, scores=scores, time=i / FPS) for i in range(3, 10)]
        return [tracker.follow(face.frame, face).motion.expression for face in faces][-1]


def test_teeth_that_are_shut_in_a_smile_stay_shut(make_face, open_head: Head) -> None:
    # People part their lips further than the head can: the rest of the gap looks like a jaw that opened.
    wide = SMILE | {"jawOpen": 0.3}
    assert told(make_face, open_head, wide, GRIN | {"jawOpen": 0.06})[JAW] < 0.1
    assert told(make_face, open_head, wide, GRIN | {"jawOpen": 0.3})[JAW] == pytest.approx(0.3, abs=0.06)


@pytest.mark.parametrize("jaw", [0.15, 0.3, 0.8])
def test_a_laugh_opens_the_jaw(make_face, open_head: Head, jaw: float) -> None:
    assert told(make_face, open_head, SMILE | {"jawOpen": jaw})[JAW] == pytest.approx(jaw, abs=0.06)


def test_the_same_gap_is_told_by_lips_or_by_jaw(make_face, open_head: Head) -> None:
    lips = both(mouthUpperUp=0.6, mouthLowerDown=0.6)
    found = told(make_face, open_head, lips)
    assert found[JAW] < 0.05
    assert min(found[INDEX[name]] for name in lips) > 0.4
    found = told(make_face, open_head, {"jawOpen": 0.3})
    assert found[JAW] == pytest.approx(0.3, abs=0.05)
    assert max(found[INDEX[name]] for name in lips) < 0.1


def test_a_jaw_that_the_scores_underrate_still_opens(make_face, open_head: Head) -> None:
    assert told(make_face, open_head, {"jawOpen": 0.6}, {"jawOpen": 0.3})[JAW] > 0.45


def test_a_portrait_that_shows_shut_teeth_has_a_shut_jaw(make_face, open_head: Head) -> None:
    face = make_face(SMILE | {"jawOpen": 0.2}, scores=GRIN | {"jawOpen": 0.05})
    assert fit_identity(open_head, face).motion.expression[JAW] < 0.1


@pytest.mark.real
def test_a_clenched_smile_shows_shut_teeth_on_video(data_folder, open_head: Head) -> None:
    from engine.capture.video_file import VideoFile

    frames: list[Frame] = list(iter(VideoFile(data_folder / "videos" / "smile_single.mp4").read, None))
    with Tracker(open_head) as tracker:
        motions = [tracker.track(frame).motion.expression for frame in frames[:43]]
    smiling = np.array(motions[30:43])
    assert smiling[:, INDEX["mouthSmileLeft"]].min() > 0.5
    assert smiling[:, JAW].max() < 0.12
