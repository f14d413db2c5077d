from dataclasses import replace

import numpy as np
import pytest

from engine.head.arkit import INDEX
from engine.types import Motion
from training.label.clip_fit import fit_clip
from training.label.clip_take import between, clip_take

JAW = INDEX["jawOpen"]


def _opened(take) -> np.ndarray:
    """Jaw opening less what the lips close of it."""
    return take.expression[:, JAW] - take.expression[:, INDEX["mouthClose"]]


def test_the_performance_is_found_without_delay_from_the_first_frame(make_clip, fitter) -> None:
    jaw = 0.35 + 0.3 * np.sin(np.arange(40) / 2)
    clip = make_clip([{"jawOpen": float(j)} for j in jaw], yaw=0.3 * np.sin(np.arange(40) / 6), noise_px=0.2)
    take = clip_take(fitter, clip, fit_clip(fitter, clip))
    found = _opened(take)
    assert abs(found[0] - jaw[0]) < 0.1
    assert np.abs(found - jaw).mean() < 0.05
    late = np.gradient(jaw) @ (jaw - found) / (np.gradient(jaw) @ np.gradient(jaw))
    assert abs(late) < 0.1  # frames
    np.testing.assert_allclose(take.global_orient[:, 1], 0.3 * np.sin(np.arange(40) / 6), atol=0.04)


def test_one_identity_is_told_by_the_whole_clip(make_clip, fitter) -> None:
    shape = 0.9 * np.random.default_rng(2).standard_normal(fitter.rig.num_shape)
    # The turns that show the person's profile come only at the end.
    yaw = np.r_[np.zeros(20), np.linspace(0, 0.6, 20)]
    clip = make_clip([{"mouthSmileLeft": 0.3, "mouthSmileRight": 0.3}] * 40, shape, yaw)
    fit = fit_clip(fitter, clip)
    assert np.corrcoef(fit.identity.shape[:10], shape[:10])[0, 1] > 0.8
    early = fit_clip(fitter, make_clip([{}] * 20, shape, yaw[:20]))
    assert np.linalg.norm(fit.identity.shape - shape) < np.linalg.norm(early.identity.shape - shape)


def test_the_identity_stays_one_that_people_have(make_clip, fitter) -> None:
    # A detector that puts the same landmarks wrong in every frame: no longer a clip makes it the person's shape.
    wrong = 3.0 * np.random.default_rng(3).standard_normal((478, 2))

    def norm(frames: int) -> float:
        clip = make_clip([{}] * frames)
        faces = tuple(replace(face, landmarks=face.landmarks + wrong) for face in clip.faces)
        return float(np.linalg.norm(fit_clip(fitter, replace(clip, faces=faces)).identity.shape))

    assert norm(24) < 1.2 * norm(4)
    assert norm(24) < 10


def test_frames_without_a_face_are_kept_and_doubtful_ones_doubted(make_clip, fitter) -> None:
    acted: list = [{"jawOpen": 0.5}] * 30
    acted[10:20] = [None] * 10
    clip = make_clip(acted)
    shaken = clip.faces[25].landmarks + np.float32([60, 0])  # for one frame the detector takes something else
    object.__setattr__(clip.faces[25], "landmarks", shaken)
    fit = fit_clip(fitter, clip)
    take = clip_take(fitter, clip, fit)
    np.testing.assert_array_equal(take.time, clip.time)
    gone = np.isin(np.arange(30), range(10, 20))
    np.testing.assert_array_equal(take.confidence == 0, gone)
    np.testing.assert_array_equal(np.isnan(take.landmarks68[:, 0, 0]), gone)
    assert take.confidence[25] < 0.5
    assert take.confidence[5] > 0.9
    assert np.abs(np.diff(take.expression[:20, JAW])).max() < 0.15


def test_a_face_for_a_single_frame_is_a_phantom(make_clip, fitter) -> None:
    acted: list = [{}] * 10 + [None] * 5 + [{}] + [None] * 4
    clip = make_clip(acted)
    take = clip_take(fitter, clip, fit_clip(fitter, clip))
    assert take.confidence[15] < 0.05
    assert take.confidence[5] > 0.9


def test_a_clip_without_a_face_rests(make_clip, fitter) -> None:
    clip = make_clip([None] * 3)
    assert fit_clip(fitter, clip) is None
    take = clip_take(fitter, clip, None)
    assert not take.expression.any()
    assert not take.confidence.any()


@pytest.mark.parametrize("seconds", [0.1, 4.0])
def test_the_way_through_an_absence_has_no_jump(open_head, seconds: float) -> None:
    left = Motion(np.full(52, 0.8, np.float32), time=0.0)
    right = Motion(np.full(52, 0.2, np.float32), time=seconds)
    way = [between(left, right, t, open_head).expression[0] for t in np.linspace(0, seconds, 200)]
    assert way[0] == pytest.approx(0.8)
    assert way[-1] == pytest.approx(0.2)
    assert np.abs(np.diff(way)).max() < 0.08
    assert (min(way) < 0.01) == (seconds > 1)  # a long absence is rest, a short one is crossed


@pytest.mark.real
def test_offline_agrees_with_mediapipe_at_least_as_well_as_live(data_folder, fitter) -> None:
    from engine.tracking.agreement import agreement
    from engine.tracking.track import Tracker
    from training.label.watch import watch

    clip = watch(data_folder / "videos" / "talk_5.mp4")
    clip = replace(clip, time=clip.time[:75], faces=clip.faces[:75])
    reference = np.array([face.landmarks for face in clip.faces])
    with Tracker(fitter.head) as tracker:
        live = agreement(np.array([tracker.follow(f.frame, f).landmarks68 for f in clip.faces]), reference)
    offline = agreement(clip_take(fitter, clip, fit_clip(fitter, clip)).landmarks68, reference)
    assert offline.distance < live.distance + 0.001
    assert offline.mouth_r > live.mouth_r - 0.005
    assert offline.eyes_r > live.eyes_r - 0.01
    assert offline.motion_mouth > live.motion_mouth - 0.02
    assert offline.motion_eyes > live.motion_eyes - 0.02
    assert abs(offline.lag) < 0.5 * abs(live.lag)


@pytest.mark.real
def test_closed_lips_are_not_told_as_an_open_jaw(data_folder, fitter) -> None:
    from training.label.watch import watch

    clip = watch(data_folder / "videos" / "drive_d0.mp4")
    shut = [face.scores[JAW] < 0.04 for face in clip.faces]
    assert clip_take(fitter, clip, fit_clip(fitter, clip)).expression[shut, JAW].mean() < 0.19
