"""A jittered crop and its labels still tell the same face."""

import numpy as np
import pytest

from engine.head.arkit import expression_from
from engine.head.head_model import pose, rotations
from engine.head.landmarks import embed
from engine.light import sh_basis
from engine.types import Motion
from training.data import mirror
from training.data.jitter import (
    JitterConfig,
    axis_angles,
    draw_jitter,
    moved_controls,
    moved_landmarks,
    moved_orient,
    no_jitter,
)
from training.data.shards import SIZE

CHOSEN = np.arange(478)


def projected(head, shape, controls, orient):
    """[478, 2] px of the stored picture: parallel rays, the head in its middle, the orient's own frame."""
    points = embed(head, pose(head, shape, Motion(expression=controls, global_orient=orient)))
    return points[:, :2] * [400, -400] + SIZE / 2


def test_labels_say_of_the_crop_what_they_said_of_the_picture(open_head):
    """Pose the head with the moved labels: it must land on the moved landmarks, rolled, mirrored or both."""
    rng = np.random.default_rng(2)
    num = 6
    shape = rng.normal(0, 1, (num, 100))
    controls = np.stack([expression_from({"mouthSmileLeft": 0.9, "browInnerUp": 0.5, "eyeBlinkRight": 0.8})] * num)
    orient = rng.normal(0, 0.3, (num, 3))
    landmarks = np.stack([projected(open_head, *each) for each in zip(shape, controls, orient, strict=True)])
    jitter = draw_jitter(num, 112, JitterConfig(mirrored=0.5, misplaced=0, roll_deg=15), rng)
    assert 0 < jitter.mirrored.sum() < num
    moved = moved_landmarks(landmarks, jitter, CHOSEN)
    signs = mirror.shape_signs(open_head)
    for i in range(num):
        again = projected(
            open_head,
            shape[i] * signs if jitter.mirrored[i] else shape[i],
            moved_controls(controls, jitter)[i],
            moved_orient(orient, jitter)[i],
        )
        again = again - again.mean(0)
        wanted = moved[i] - moved[i].mean(0)
        scale = (again * wanted).sum() / (again**2).sum()
        # The embedded landmarks themselves are symmetric to two millimetres on the middle line.
        assert np.median(np.linalg.norm(scale * again - wanted, axis=1)) < 0.1
        assert np.linalg.norm(scale * again - wanted, axis=1).max() < 1.5


def test_mirroring_twice_changes_nothing():
    for index in (mirror.LANDMARKS, mirror.CONTROLS):
        np.testing.assert_array_equal(index[index], np.arange(len(index)))
    smile = expression_from({"mouthSmileLeft": 1.0, "eyeLookInLeft": 0.5, "jawRight": 0.2})
    other = expression_from({"mouthSmileRight": 1.0, "eyeLookInRight": 0.5, "jawLeft": 0.2})
    np.testing.assert_array_equal(smile[mirror.CONTROLS], other)


def test_the_landmarks_partners_mirror_the_head(open_head):
    points = embed(open_head, open_head.v_template)
    away = np.linalg.norm(points * [-1, 1, 1] - points[mirror.LANDMARKS], axis=1)
    assert np.median(away) < 1e-5
    assert away.max() < 0.0025  # m, at the tip of the nose


def test_mirrored_light_shines_from_the_other_side():
    rng = np.random.default_rng(0)
    normals, light = rng.normal(size=(20, 3)), rng.normal(size=(9, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    np.testing.assert_allclose(
        sh_basis(normals * [-1, 1, 1]) @ (light * mirror.LIGHT[:, None]), sh_basis(normals) @ light, atol=1e-6
    )


def test_without_jitter_the_middle_is_cut_out():
    landmarks = np.random.default_rng(1).random((2, 478, 2)) * SIZE
    np.testing.assert_allclose(moved_landmarks(landmarks, no_jitter(2, 112), CHOSEN), landmarks - 16)


def test_a_crop_beside_the_face_is_doubted():
    jitter = draw_jitter(4000, 112, JitterConfig(wide=0, misplaced=0.5), np.random.default_rng(0))
    centre = (jitter.matrix @ [SIZE / 2, SIZE / 2, 1])[:, :2]
    shift = np.linalg.norm(np.where(jitter.mirrored[:, None], [112, 0] - centre * [1, -1], centre) - 56, axis=1) / 112
    assert (jitter.sight[shift < 0.19] == 1).all()
    assert (jitter.sight[shift > 0.51] == 0).all()
    assert 0.1 < jitter.sight[(shift > 0.3) & (shift < 0.4)].mean() < 0.9


@pytest.mark.parametrize("size", [0.0, 1e-5, 0.3, 3.0])
def test_axis_angles_are_the_inverse_of_rotations(size):
    given = np.random.default_rng(0).normal(size=(5, 3))
    given *= size / np.linalg.norm(given, axis=1, keepdims=True)
    np.testing.assert_allclose(axis_angles(rotations(given)), given, atol=1e-7)
