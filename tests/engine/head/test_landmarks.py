"""Where landmarks lie on a head and in a picture."""

import numpy as np

from engine.head.landmarks import IBUG68, LEFT_IRIS, LIPS, OVAL, RIGHT_IRIS, embed, interocular, project
from engine.types import CROP_SIZE


def crop_matrix(corner, side):
    """crop_from_image of the upright square at `corner` with `side`, px."""
    scale = CROP_SIZE / side
    return np.array([[scale, 0, -scale * corner[0]], [0, scale, -scale * corner[1]], [0, 0, 1]])


def test_projection_lands_where_the_crop_says():
    """A point that `cam` puts into the crop's upper left corner is at that corner's place in the picture."""
    cam = np.array([8.0, 0.01, -0.02])
    corner_model = np.array([[-1 / 8 - 0.01, 1 / 8 + 0.02, 0.3]])
    np.testing.assert_allclose(project(corner_model, cam, crop_matrix((100, 40), 320)), [[100, 40]], atol=1e-9)
    middle_model = np.array([[-0.01, 0.02, -0.1]])
    np.testing.assert_allclose(project(middle_model, cam, crop_matrix((100, 40), 320)), [[260, 200]], atol=1e-9)


def test_projection_undoes_the_crop_for_any_rotation():
    """Rotated crops too: projecting, then cropping, gives s (x + t) with y down."""
    angle = 0.4
    turn = np.array([[np.cos(angle), -np.sin(angle), 5], [np.sin(angle), np.cos(angle), -9], [0, 0, 1]])
    crop_from_image = crop_matrix((10, 20), 400) @ turn
    points = np.random.default_rng(0).normal(0, 0.05, (20, 3))
    cam = np.array([7.0, 0.02, 0.01])
    image = project(points, cam, crop_from_image)
    crop = np.concatenate([image, np.ones((20, 1))], 1) @ crop_from_image.T
    ndc = crop[:, :2] / (CROP_SIZE / 2) - 1
    np.testing.assert_allclose(ndc * [1, -1], cam[0] * (points[:, :2] + cam[1:]), atol=1e-9)


def test_up_in_the_model_is_up_in_the_picture():
    picture = project(np.array([[0, 0.05, 0], [0, -0.05, 0]]), np.array([8.0, 0, 0]), np.eye(3))
    assert picture[0, 1] < picture[1, 1]


def test_landmarks_lie_on_their_triangles(any_head):
    points = embed(any_head, any_head.v_template)
    corners = any_head.v_template[any_head.faces[any_head.landmark_faces]]
    assert np.all(points >= corners.min(1) - 1e-6)
    assert np.all(points <= corners.max(1) + 1e-6)
    np.testing.assert_allclose(any_head.landmark_weights.sum(1), 1.0, atol=1e-5)


def test_the_face_is_laid_out_as_mediapipe_has_it(any_head):
    """x is the subject's left; brows over eyes over nose over mouth over chin; lips inside the oval."""
    points = embed(any_head, any_head.v_template)
    assert points[LEFT_IRIS, 0] > 0.02
    assert points[RIGHT_IRIS, 0] < -0.02
    brows, eyes, nose, mouth, chin = (
        points[IBUG68[part], 1].mean() for part in (range(17, 27), range(36, 48), range(31, 36), range(48, 68), [8])
    )
    assert brows > eyes > nose > mouth > chin
    oval = points[OVAL]
    assert np.all(points[LIPS, :2] > oval[:, :2].min(0))
    assert np.all(points[LIPS, :2] < oval[:, :2].max(0))
    upper, lower = points[IBUG68[[61, 62, 63]], 1], points[IBUG68[[67, 66, 65]], 1]
    assert np.all(upper > lower - 1e-4)


def test_interocular_is_the_distance_of_the_irises(any_head):
    assert 0.055 < interocular(embed(any_head, any_head.v_template)) < 0.070
    points = np.zeros((478, 2))
    points[LEFT_IRIS], points[RIGHT_IRIS] = (3, 4), (0, 0)
    assert interocular(points) == 5.0


def test_ibug_has_no_point_twice():
    assert len(set(IBUG68.tolist())) == 68
    assert len(set(OVAL.tolist())) == 36
    assert len(set(LIPS.tolist())) == 40
