from dataclasses import replace

import numpy as np
import pytest

from engine.head.arkit import joint_poses
from engine.head.head_model import pose
from engine.types import Motion
from training.label.clip_fit import fit_clip

pytest.importorskip("torch")


def _vertices(head, fit) -> np.ndarray:
    found = []
    for frame in fit.frames:
        jaw, left, right = joint_poses(frame.controls.astype(np.float32))
        motion = Motion(expression=frame.controls, jaw_pose=jaw, leye_pose=left, reye_pose=right)
        found.append(pose(head, np.zeros(1), motion))
    return np.array(found)


def _acted(share: float = 1.0) -> list[dict[str, float]]:
    wave = 0.5 - 0.5 * np.cos(np.arange(24) / 3)
    shut = (np.roll(wave, 9) > 0.8).astype(float)
    return [
        {"jawOpen": 0.4 * w, "browInnerUp": 0.8 * v, "eyeBlinkLeft": u, "eyeBlinkRight": u}
        for w, v, u in share * np.stack([wave, np.roll(wave, 5), shut], 1)
    ]


@pytest.fixture(scope="module")
def refitted(film, fitter):
    """What the pixels show in full and the landmarks by half, fitted without and with the pixels."""
    from training.label.photometric.clip import with_pixels

    filmed = film(_acted(), _acted(0.5), 0.2 * np.sin(np.arange(24) / 5))
    fit = fit_clip(fitter, filmed.clip)
    return filmed, fit, with_pixels(fitter, fit, lambda: filmed.frames)


def test_pixels_bring_back_motion_that_the_landmarks_lost(refitted, open_head) -> None:
    filmed, before, after = refitted
    skin = open_head.vertices_of("skin")
    skin = skin[open_head.v_template[skin, 2] > 0.03]
    # The mean is the identity's and the landmarks' habit; what moves is the frame's own.
    errors = [
        (found - filmed.vertices)[:, skin] - (found - filmed.vertices)[:, skin].mean(0)
        for found in (_vertices(open_head, before), _vertices(open_head, after))
    ]
    without, with_them = (np.linalg.norm(error, axis=2).mean() for error in errors)
    assert with_them < 0.75 * without


def test_the_same_clip_gives_the_same_fit(refitted, fitter) -> None:
    from training.label.photometric.clip import with_pixels

    filmed, fit, once = refitted
    again = with_pixels(fitter, fit, lambda: filmed.frames)
    for a, b in zip(once.frames, again.frames, strict=True):
        np.testing.assert_array_equal(a.controls, b.controls)
        np.testing.assert_array_equal(a.placement.rotation, b.placement.rotation)


def test_a_clip_without_a_sure_frame_is_left_alone(refitted, fitter) -> None:
    from training.label.photometric.clip import with_pixels

    filmed, fit, _ = refitted
    doubtful = replace(fit, frames=tuple(replace(frame, confidence=0.01) for frame in fit.frames))
    assert with_pixels(fitter, doubtful, lambda: filmed.frames) is doubtful
