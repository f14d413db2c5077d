import cv2
import numpy as np
import pytest

from engine.head.arkit import joint_poses
from engine.head.head_model import Head, pose
from engine.tracking.placement import Placement
from engine.types import Motion

pytest.importorskip("torch")


@pytest.fixture(scope="module")
def surface(open_head: Head, fitter):
    from training.label.photometric.surface import Surface

    return Surface.of(open_head, fitter.rig)


def _controls() -> np.ndarray:
    return np.random.default_rng(0).uniform(0, 0.6, 52)


def test_the_surface_moves_as_the_head_does(surface, open_head: Head) -> None:
    shape, controls = np.random.default_rng(1).standard_normal(100), _controls()
    jaw, left, right = joint_poses(controls.astype(np.float32))
    motion = Motion(expression=controls, jaw_pose=jaw, leye_pose=left, reye_pose=right)
    whole = pose(open_head, shape, motion)[surface.vertices]
    np.testing.assert_allclose(surface.body(shape).stance(controls).points, whole, atol=1e-6)


def test_a_drawn_picture_changes_as_its_rows_say(surface, open_head: Head) -> None:
    """A step in an unknown, read back from nothing but the picture that it makes."""
    from training.label.photometric.drawing import Draughtsman, Paint
    from training.label.photometric.look import SIZE, Look
    from training.label.photometric.rows import picture_slope, pixel_rows

    y, x = np.mgrid[:256, :256] / 256
    marks = 0.4 + 0.1 * np.sin(60 * x)[..., None] * np.cos(55 * y)[..., None] * np.ones(3)
    paint = Paint(np.concatenate([marks, np.ones((256, 256, 1))], 2).astype(np.float32), np.zeros((9, 3)), 0.01)
    paint.light[0] = 2.5
    body, draughtsman = surface.body(np.zeros(10)), Draughtsman(surface)
    look = Look(
        np.zeros((SIZE, SIZE, 3), np.float32), np.ones((SIZE, SIZE), bool), np.array([[45, 0, 56], [0, -45, 56.0]])
    )
    controls, centre = _controls(), np.array([0, 0.02, 0.05])
    placement = Placement(np.eye(3), 16.0, np.zeros(2), 0.0, centre)

    def draw(step: np.ndarray):
        stance = body.stance(np.clip(controls + step[:52], 0, 1))
        place = placement.moved(step[52:])
        seen = draughtsman.see(stance, place, look)
        return stance, seen, *draughtsman.paint(seen, paint)

    stance, seen, drawn, belief = draw(np.zeros(58))
    assert (seen.triangle >= 0).mean() > 0.4
    belief = belief * (cv2.erode((seen.triangle >= 0).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    for unknown, size in (
        (24, 0.04),
        (2, 0.08),
        (44, 0.08),
        (52, 0.01),
        (53, 0.01),
        (55, 0.01),
        (56, 0.01),
        (57, 0.01),
    ):
        step = size * np.eye(58)[unknown]
        moved = draw(step)[2]
        slope = (picture_slope(drawn) + picture_slope(moved)) / 2
        rows, error = pixel_rows(surface, stance, placement, look, seen, slope, moved - drawn, belief)
        row = rows[:, unknown]
        assert (row @ error) / (row @ row) == pytest.approx(size, rel=0.3)
