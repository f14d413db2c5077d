from dataclasses import replace

import numpy as np
import pytest

from engine.head.arkit import INDEX, joint_poses
from engine.head.head_model import pose
from engine.types import Motion
from training.label.clip_fit import fit_clip

pytest.importorskip("torch")
from training.label.photometric.clip import PhotometricConfig, learn_scene, refitted, with_pixels

QUICK = PhotometricConfig(frames=9, rounds=1)
NUM = 18
WAVE = 0.5 - 0.5 * np.cos(np.arange(NUM) / 2)
BLINK = np.clip(3 * np.roll(WAVE, 7) - 2, 0, 1)


@pytest.fixture(scope="module")
def late(film, fitter):
    """A clip whose detector is a frame late, fitted without and with its pixels."""
    acted = [
        {"jawOpen": 0.5 * w, "browInnerUp": 0.8 * v, "eyeBlinkLeft": u, "eyeBlinkRight": u}
        for w, v, u in np.stack([WAVE, np.roll(WAVE, 3), BLINK], 1)
    ]
    filmed = film(acted, 0.2 * np.sin(np.arange(NUM) / 3), 1)
    fit = fit_clip(fitter, filmed.clip)
    return filmed, fit, with_pixels(fitter, fit, lambda: filmed.frames, QUICK)


def _drawn(head, fit) -> np.ndarray:
    """[N, V, 2] px where the fit puts the head."""
    found = []
    for frame in fit.frames:
        jaw, left, right = joint_poses(frame.controls.astype(np.float32))
        motion = Motion(expression=frame.controls, jaw_pose=jaw, leye_pose=left, reye_pose=right)
        uv, _ = frame.placement.seen(pose(head, fit.identity.shape, motion).T)
        found.append(frame.sighting.target.image(uv))
    return np.array(found)


@pytest.mark.parametrize("unit", ["browInnerUp", "mouthClose", "cheekPuff", "eyeBlinkLeft"])
def test_pixels_bring_the_skin_back_in_time(late, open_head, unit: str) -> None:
    filmed, before, after = late
    around = np.linalg.norm(open_head.expression_basis[:, :, INDEX[unit]], axis=1) > 0.002
    skin = np.intersect1d(open_head.vertices_of("skin"), np.flatnonzero(around))
    # What is the same in all frames is the identity's; what moves is the frame's own.
    errors = [(_drawn(open_head, fit) - filmed.vertices)[:, skin] for fit in (before, after)]
    without, with_them = (np.linalg.norm(error - error.mean(0), axis=2).mean() for error in errors)
    assert with_them < 0.6 * without


def test_a_scene_is_the_same_each_time_and_a_hand_moves_nothing_far(late, fitter) -> None:
    filmed, fit, _ = late
    scene, again = (learn_scene(fitter, fit, filmed.frames, QUICK) for _ in range(2))
    np.testing.assert_array_equal(scene.paint.texture, again.paint.texture)
    seen = refitted(scene, filmed.frames[12], fit.frames[12], QUICK.refine)
    seen_again = refitted(again, filmed.frames[12], fit.frames[12], QUICK.refine)
    np.testing.assert_array_equal(seen.controls, seen_again.controls)
    covered = filmed.frames[12].image.copy()
    covered[330:] = 200, 160, 140
    hidden = refitted(scene, replace(filmed.frames[12], image=covered), fit.frames[12], QUICK.refine)
    jaw = [frame.controls[INDEX["jawOpen"]] for frame in (fit.frames[12], hidden)]
    assert abs(jaw[1] - jaw[0]) < 0.15


def test_a_clip_without_a_sure_frame_is_left_alone(late, fitter) -> None:
    filmed, fit, _ = late
    doubtful = replace(fit, frames=tuple(replace(frame, confidence=0.01) for frame in fit.frames))
    assert with_pixels(fitter, doubtful, lambda: filmed.frames) is doubtful
