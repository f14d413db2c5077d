import numpy as np
import pytest

from engine.head.landmarks import IBUG68
from engine.tracking.agreement import agreement, eye_gaps, jaw_shift, smile_width


def _faces(make_face, weights: list, yaw: list) -> np.ndarray:
    return np.array([make_face(w, orient=(0.05, y, 0.1)).landmarks for w, y in zip(weights, yaw, strict=True)])


def test_smile_width_grows_by_smiling_and_not_by_turning(make_face) -> None:
    smile = {"mouthSmileLeft": 0.8, "mouthSmileRight": 0.8}
    rest, turned, smiling = smile_width(_faces(make_face, [{}, {}, smile], [0, 0.5, 0.5])[:, IBUG68])
    assert turned == pytest.approx(rest, rel=0.04)
    assert smiling > 1.08 * rest


def test_each_eye_has_its_own_gap(make_face) -> None:
    gaps = eye_gaps(_faces(make_face, [{}, {"eyeBlinkRight": 1.0}], [0, 0])[:, IBUG68])
    assert gaps[0, 0] == pytest.approx(gaps[0, 1], rel=0.05)
    assert gaps[1, 0] < 0.5 * gaps[0, 0]
    assert gaps[1, 1] == pytest.approx(gaps[0, 1], rel=0.02)


@pytest.mark.parametrize("yaw", [0.0, 0.5])
def test_lids_that_cross_are_not_open(make_face, yaw: float) -> None:
    blinks = [{}, *({"eyeBlinkLeft": w, "eyeBlinkRight": w} for w in (0.5, 0.8, 1.0))]  # a full blink presses the lids
    faces = _faces(make_face, blinks, [yaw] * 4)[:, IBUG68]
    gaps = eye_gaps(faces)
    assert (np.diff(gaps, axis=0) < 0).all()
    assert (gaps[-1] < 0).all()
    turned = faces @ np.array([[0.0, 1.0], [-1.0, 0.0]])  # a head that lies on its side
    np.testing.assert_allclose(eye_gaps(turned), gaps, atol=1e-6)


def test_a_jaw_goes_to_the_side_that_it_is_moved_to(make_face) -> None:
    shift = jaw_shift(_faces(make_face, [{}, {"jawLeft": 1.0}, {"jawRight": 1.0}, {}], [0, 0, 0, 0])[:, IBUG68])
    assert shift[1] > 0.05  # the subject's left is the picture's right
    assert shift[2] < -0.05
    assert shift[3] == pytest.approx(0, abs=1e-6)


def test_the_reference_agrees_with_itself_and_a_mask_does_not(make_face) -> None:
    open_wide = [{"jawOpen": 0.5 + 0.5 * np.sin(i), "mouthSmileLeft": 0.5 + 0.5 * np.cos(2 * i)} for i in range(20)]
    yaw = [0.2 * np.sin(i / 3) for i in range(20)]
    points = _faces(make_face, open_wide, yaw)
    same = agreement(points[:, IBUG68], points)
    assert same.distance == 0
    assert [same.mouth_r, same.mouth_slope, same.smile_r, same.smile_slope, same.motion_mouth] == pytest.approx([1] * 5)
    mask = agreement(_faces(make_face, [{}] * 20, yaw)[:, IBUG68], points)
    assert mask.motion_mouth < 0.2
    assert abs(mask.mouth_slope) < 0.1
    assert abs(mask.smile_slope) < 0.2
