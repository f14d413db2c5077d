"""The encoder's path around its network: an oracle that knows the answer stands in for the network."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from engine.errors import ModelMismatch
from engine.head.arkit import INDEX, expression_from
from engine.head.head_model import Head, rotations
from engine.head.landmarks import IBUG68, interocular
from engine.tracking import watch
from engine.tracking.encoder import CHECK_S, EncoderTracker
from engine.tracking.live_network import Sight
from engine.tracking.measure import Measure
from engine.tracking.placement import rotation_vector
from engine.types import Face, Frame, Tracked

FPS = 30
POINTS = Measure.of().points


@dataclass
class Oracle:
    """Network and detector in one: both see the face that is shown, or none."""

    sha256 = "oracle"
    face: Face | None = None
    orient: np.ndarray = field(default_factory=lambda: np.zeros(3))
    confidence: float = 1.0
    detected: list[float] = field(default_factory=list)
    squares: list[np.ndarray] = field(default_factory=list)
    blind: bool = False
    """The detector misses what the network sees."""

    def __call__(self, image: np.ndarray, crop_from_image: np.ndarray) -> Sight:
        assert self.face is not None
        self.squares.append(crop_from_image)
        turn = crop_from_image[:2, :2]
        roll = np.arctan2(turn[1, 0], turn[0, 0])
        return Sight(
            self.face.landmarks[POINTS].astype(np.float64) @ turn.T + crop_from_image[:2, 2],
            self.face.scores.astype(np.float64),
            rotation_vector(rotations(np.array([0, 0, -roll])) @ rotations(self.orient)),
            self.confidence,
        )

    def detect(self, frame: Frame) -> Face | None:
        self.detected.append(frame.time)
        return None if self.blind else self.face

    def close(self) -> None:
        pass


@pytest.fixture
def oracle(monkeypatch: pytest.MonkeyPatch) -> Oracle:
    found = Oracle()
    monkeypatch.setattr(watch, "Detector", lambda mode: found)
    return found


def show(tracker: EncoderTracker, oracle: Oracle, face: Face | None, time: float, orient=(0, 0, 0)) -> Tracked:
    oracle.face, oracle.orient = face, np.array(orient, np.float64)
    image = np.zeros((640, 640, 3), np.uint8) if face is None else face.frame.image
    return tracker.track(Frame(image, round(time * FPS), time))


def moved(face: Face, roll: float, zoom: float, by: tuple[float, float], size_wh: tuple[int, int]) -> Face:
    """The face elsewhere in another picture, turned clockwise about the old one's middle."""
    turn = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    landmarks = (face.landmarks - 320) * zoom @ turn.T + by
    frame = Frame(np.zeros((size_wh[1], size_wh[0], 3), np.uint8), face.frame.index, face.frame.time)
    return replace(face, frame=frame, landmarks=landmarks, landmarks_depth=face.landmarks_depth * zoom)


def error(tracked: Tracked, face: Face) -> float:
    """Mean distance of the 68 points, share of interocular."""
    away = np.linalg.norm(tracked.landmarks68 - face.landmarks[IBUG68], axis=1).mean()
    return float(away / interocular(face.landmarks))


@pytest.mark.parametrize("orient", [(0.0, 0.0, 0.0), (0.2, 0.5, 0.1), (-0.3, -0.9, -0.4)])
@pytest.mark.parametrize("place", [(0.0, 1.0, (320, 320), (640, 640)), (0.7, 0.4, (900, 300), (1280, 720)),
                                   (-1.4, 1.5, (350, 700), (720, 1280))])  # fmt: skip
def test_what_the_network_sees_is_what_the_head_does(make_face, open_head, oracle, orient, place) -> None:
    weights = {"jawOpen": 0.6, "mouthSmileLeft": 0.5, "eyeBlinkRight": 0.8, "eyeLookInLeft": 0.4}
    shape = np.random.default_rng(1).standard_normal(open_head.num_shape) * 0.5
    face = moved(make_face(weights, shape, orient), *place)
    turned = rotation_vector(rotations(np.array([0, 0, -place[0]])) @ rotations(np.array(orient)))
    with EncoderTracker(open_head, shape=shape, smooth=False, network=oracle) as tracker:
        for i in range(3):
            tracked = show(tracker, oracle, face, i / FPS, turned)
    assert error(tracked, face) < 0.01
    np.testing.assert_allclose(tracked.motion.expression, expression_from(weights), atol=1e-5)
    np.testing.assert_allclose(tracked.motion.global_orient, turned, atol=1e-6)
    assert tracked.motion.confidence == 1


def test_the_motion_puts_the_avatar_onto_the_face(make_face, open_head: Head, oracle: Oracle) -> None:
    from engine.head.head_model import pose
    from engine.head.landmarks import embed, project

    face = moved(make_face({"jawOpen": 0.4}, orient=(0.1, 0.3, 0)), 0.5, 0.7, (700, 250), (1280, 720))
    turned = rotation_vector(rotations(np.array([0, 0, -0.5])) @ rotations(np.array([0.1, 0.3, 0])))
    shape = np.zeros(open_head.num_shape)
    with EncoderTracker(open_head, shape=shape, smooth=False, network=oracle) as tracker:
        motion = show(tracker, oracle, face, 0.0, turned).motion
    pixels = project(embed(open_head, pose(open_head, shape, motion)), motion.cam, motion.crop_from_image)
    away = np.linalg.norm(pixels - face.landmarks, axis=1).mean() / interocular(face.landmarks)
    assert away < 0.05  # the tracker's landmarks lie a little beside the head's (engine.tracking.bias)


def test_unknown_performers_are_learned(make_face, open_head: Head, oracle: Oracle) -> None:
    shape = 0.9 * np.random.default_rng(2).standard_normal(open_head.num_shape)
    yaw = 0.4 * np.sin(np.arange(60) / 8)
    with EncoderTracker(open_head, network=oracle) as tracker:
        assert tracker.shape is None
        for i in range(60):
            face = make_face({"jawOpen": 0.5 * (i % 20 > 10)}, shape, (0, yaw[i], 0), time=i / FPS)
            tracked = show(tracker, oracle, face, i / FPS, (0, yaw[i], 0))
        assert np.corrcoef(tracker.shape[:10], shape[:10])[0, 1] > 0.8
    assert error(tracked, face) < 0.015


def test_a_given_identity_is_held(make_face, open_head: Head, oracle: Oracle) -> None:
    shape = 0.5 * np.ones(open_head.num_shape, np.float32)
    with EncoderTracker(open_head, shape=shape, network=oracle) as tracker:
        for i in range(20):
            show(tracker, oracle, make_face(time=i / FPS), i / FPS)
        np.testing.assert_array_equal(tracker.shape, shape)


def test_refining_moves_a_wrong_answer_towards_its_landmarks(make_face, open_head: Head, oracle: Oracle) -> None:
    face = make_face({"jawOpen": 0.6}, scores={"jawOpen": 0.2})  # landmarks and weights that contradict each other
    shape, errors = np.zeros(open_head.num_shape), []
    for refine in (False, True):
        with EncoderTracker(open_head, shape=shape, smooth=False, network=oracle, refine=refine) as tracker:
            tracked = show(tracker, oracle, face, 0.0)
        errors.append(abs(tracked.motion.expression[INDEX["jawOpen"]] - 0.6))
    assert errors[0] == pytest.approx(0.4, abs=1e-6)
    assert errors[1] < 0.2


def test_the_detector_is_asked_at_the_start_and_then_every_few_seconds(make_face, open_head, oracle) -> None:
    face = make_face()
    with EncoderTracker(open_head, shape=np.zeros(open_head.num_shape), network=oracle) as tracker:
        for time in np.arange(0, 2.5 * CHECK_S, 0.2):
            assert show(tracker, oracle, face, time).motion.confidence == 1
    np.testing.assert_allclose(oracle.detected, [0, CHECK_S, 2 * CHECK_S], atol=0.41)


def test_a_face_that_the_network_no_longer_sees_is_gone_at_once_and_comes_back(make_face, open_head, oracle) -> None:
    confidence = []
    with EncoderTracker(open_head, shape=np.zeros(open_head.num_shape), network=oracle) as tracker:
        for i in range(30):
            oracle.confidence = 0.1 if 10 <= i < 20 else 1.0
            tracked = show(tracker, oracle, make_face({"jawOpen": 0.5}, time=i / FPS), i / FPS)
            confidence.append(tracked.motion.confidence)
            assert np.isnan(tracked.landmarks68).all() == (tracked.motion.confidence == 0)
    np.testing.assert_array_equal(np.array(confidence) > 0, [not 10 <= i < 20 for i in range(30)])


def test_without_any_face_the_avatar_rests(open_head: Head, oracle: Oracle) -> None:
    with EncoderTracker(open_head, network=oracle) as tracker:
        tracked = [show(tracker, oracle, None, i / FPS) for i in range(5)]
        assert tracker.shape is None
    assert not any(t.motion.poses.any() or t.motion.expression.any() or t.motion.confidence for t in tracked)
    assert not oracle.squares


def test_what_the_detector_repeatedly_does_not_take_for_a_face_is_let_go(make_face, open_head, oracle) -> None:
    face = make_face()
    with EncoderTracker(open_head, shape=np.zeros(open_head.num_shape), network=oracle) as tracker:
        show(tracker, oracle, face, 0.0)
        oracle.blind = True
        seen = {time: show(tracker, oracle, face, time) for time in np.arange(0.1, CHECK_S + 1.5, 0.1)}
    gone = [time for time, tracked in seen.items() if tracked.motion.confidence == 0]
    assert min(gone) > CHECK_S + 0.3  # one no is not believed
    assert max(seen) in gone


def test_a_face_turned_aside_is_kept_though_the_detector_misses_it(make_face, open_head, oracle) -> None:
    orient = (0.0, 1.0, 0.0)
    face = make_face(orient=orient)
    with EncoderTracker(open_head, shape=np.zeros(open_head.num_shape), network=oracle) as tracker:
        show(tracker, oracle, face, 0.0, orient)
        oracle.blind = True
        for time in np.arange(0.1, CHECK_S + 1.5, 0.1):
            assert show(tracker, oracle, face, time, orient).motion.confidence == 1


def test_what_is_half_hidden_is_checked_more_often_and_not_learned(make_face, open_head, oracle) -> None:
    shape = 0.9 * np.random.default_rng(2).standard_normal(open_head.num_shape)
    with EncoderTracker(open_head, network=oracle) as tracker:
        oracle.confidence = 0.7
        for i in range(20):
            show(tracker, oracle, make_face(time=i / 5), i / 5)
        kept = tracker.shape
        assert len(oracle.detected) >= 4
        show(tracker, oracle, make_face({}, shape, time=4.0), 4.0)
        np.testing.assert_array_equal(tracker.shape, kept)
        oracle.confidence = 1.0
        show(tracker, oracle, make_face({}, shape, time=4.2), 4.2)
        assert np.abs(tracker.shape - kept).max() > 0.01


def test_a_face_that_the_detector_sees_elsewhere_is_followed_instead(make_face, open_head, oracle) -> None:
    here, there = (moved(make_face(), 0.0, 1.0, (x, 320.0), (1280, 720)) for x in (320.0, 1000.0))

    def nearest(image: np.ndarray, square: np.ndarray) -> Sight:
        return Oracle(here if np.linalg.solve(square, [56, 56, 1])[0] < 640 else there)(image, square)

    with EncoderTracker(open_head, shape=np.zeros(open_head.num_shape), smooth=False, network=oracle) as tracker:
        tracker._network = nearest
        for i in range(round((CHECK_S + 0.2) * FPS)):
            tracked = show(tracker, oracle, here if i == 0 else there, i / FPS)  # what the detector would see
            assert error(tracked, here if i < CHECK_S * FPS else there) < 0.01


def test_a_face_that_leaves_the_picture_is_let_go_without_a_fault(make_face, open_head, oracle) -> None:
    base = make_face({"jawOpen": 0.3})
    with EncoderTracker(open_head, shape=np.zeros(open_head.num_shape), network=oracle) as tracker:
        for i in range(60):
            face = moved(base, 0.0, 1.0, (320.0 + 15 * i, 320.0), (640, 640))
            oracle.blind = i > 0
            tracked = show(tracker, oracle, face, i / FPS)
    assert tracked.motion.confidence == 0


def test_a_still_face_is_seen_through_the_same_pixels(make_face, open_head, oracle) -> None:
    with EncoderTracker(open_head, shape=np.zeros(open_head.num_shape), network=oracle) as tracker:
        for i in range(30):
            show(tracker, oracle, make_face(time=i / FPS, noise_px=0.5), i / FPS)
    squares = np.array(oracle.squares[10:])
    assert np.ptp(squares, axis=0).max() < 1e-9


def test_the_square_keeps_up_with_a_fast_face(make_face, open_head, oracle) -> None:
    base = make_face()
    with EncoderTracker(open_head, shape=np.zeros(open_head.num_shape), network=oracle) as tracker:
        for i in range(20):
            face = moved(base, 0.03 * i, 0.5, (200.0 + 8 * i, 320.0), (640, 640))
            show(tracker, oracle, face, i / FPS, (0, 0, -0.03 * i))
            inside = face.landmarks @ oracle.squares[-1][:2, :2].T + oracle.squares[-1][:2, 2]
            middle = inside[[33, 263, 61, 291]].mean(0)
            if i > 2:
                assert np.abs(middle - 56).max() < 6


def test_a_head_of_another_vocabulary_is_refused(open_head: Head, oracle: Oracle) -> None:
    with pytest.raises(ModelMismatch, match="track landmarks"):
        EncoderTracker(replace(open_head, basis="flame_pca"), network=oracle)


def test_of_a_stranger_the_network_is_believed_before_the_landmarks(make_face, open_head, oracle) -> None:
    """A mouth that is not as wide as the network's smile may be a narrow mouth that smiles."""
    face = make_face({}, scores={"mouthSmileLeft": 0.3, "mouthSmileRight": 0.3})
    with EncoderTracker(open_head, smooth=False, network=oracle) as tracker:
        motion = show(tracker, oracle, face, 0.0).motion
    assert motion.expression[INDEX["mouthSmileLeft"]] == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize("side", ["Left", "Right"])
def test_a_jaw_goes_to_one_side_as_far_as_the_network_says(make_face, open_head, oracle: Oracle, side: str) -> None:
    shut, aside = {f"jaw{side}": 0.0}, {f"jaw{side}": 0.6}
    with EncoderTracker(open_head, shape=np.zeros(open_head.num_shape), smooth=False, network=oracle) as tracker:
        tracked = show(tracker, oracle, face := make_face(aside), 0.0)
        assert error(tracked, face) < 0.01
        shy = show(tracker, oracle, make_face(shut, scores=aside), 0.1)  # landmarks shrink from what is rare
    for motion in (tracked.motion, shy.motion):
        assert motion.expression[INDEX[f"jaw{side}"]] == pytest.approx(0.6, abs=0.01)
