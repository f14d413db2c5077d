"""What a user may rely on in the head that ships: proportions, symmetry, lids and lips that close, a rig that works."""

import numpy as np
import pytest

from engine.head import open_head
from engine.head.arkit import ARKIT52, INDEX, expression_from, joint_poses
from engine.head.head_model import Head, pose, shaped, vertex_normals
from engine.head.landmarks import IBUG68, LEFT_IRIS, RIGHT_IRIS, embed
from engine.types import Motion

MIRRORED = np.array([-1, 1, 1])
# MediaPipe's points on the lids, upper above lower, nose to temple, left eye then right.
UPPER_LIDS = np.array([398, 384, 385, 386, 387, 388, 466, 173, 157, 158, 159, 160, 161, 246])
LOWER_LIDS = np.array([382, 381, 380, 374, 373, 390, 249, 155, 154, 153, 145, 144, 163, 7])


@pytest.fixture(scope="module")
def head() -> Head:
    return open_head()


@pytest.fixture(scope="module")
def people(head) -> np.ndarray:
    """[100, V, 3] faces of random codes at rest."""
    rng = np.random.default_rng(11)
    codes = rng.normal(size=(100, head.num_shape)).astype(np.float32)
    return head.v_template + np.einsum("vcs,ns->nvc", head.shape_basis, codes)


def both(**weights: float) -> dict[str, float]:
    return {name + side: weight for name, weight in weights.items() for side in ("Left", "Right")}


def posed(head: Head, code: np.ndarray, weights: dict[str, float]) -> np.ndarray:
    expression = expression_from(weights)
    jaw, left, right = joint_poses(expression)
    motion = Motion(expression=expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)
    return pose(head, code, motion)


def test_it_says_who_it_is(head):
    assert head.id == "open-1"
    assert head.expression_names == ARKIT52
    assert head.num_shape == 100


def test_pupils_are_63_mm_apart_in_every_face(head):
    codes = np.random.default_rng(0).normal(size=(100, head.num_shape)) * 2
    for code in codes:
        joints = shaped(head, code)[1]
        assert np.linalg.norm(joints[3] - joints[4]) == pytest.approx(0.063, abs=1e-6)
        np.testing.assert_allclose((joints[3] + joints[4]) / 2, [0, 0.025, 0.040], atol=1e-6)


def test_skulls_are_as_deep_as_adults(head, people):
    skin = head.vertices_of("skin")
    depth = [np.ptp(face[skin][face[skin, 1] > 0.04, 2]) for face in people]
    assert np.mean(depth) == pytest.approx(0.193, abs=0.003)
    assert np.std(depth) < 0.0095


def test_the_average_has_average_features(head):
    points = 1000 * embed(head, head.v_template)

    def across(a: int, b: int) -> float:
        return float(np.linalg.norm(points[a, :2] - points[b, :2]))

    assert across(133, 362) == pytest.approx(32.6, abs=2.0)  # between the inner corners of the eyes
    assert across(64, 294) == pytest.approx(35.5, abs=2.0)  # nose
    assert across(61, 291) == pytest.approx(49.4, abs=2.5)  # mouth
    assert points[473, 1] - points[152, 1] == pytest.approx(113.9, abs=4.0)  # chin below the pupils


def test_eyeballs_are_round_and_of_12_mm(head):
    joints = shaped(head, np.zeros(1))[1]
    for part, joint in (("eye_l", 3), ("eye_r", 4)):
        ball = head.vertices_of(part)
        np.testing.assert_allclose(np.linalg.norm(head.v_template[ball] - joints[joint], axis=1), 0.012, atol=1e-6)
        assert not head.shape_basis[ball].any()


def test_mesh_is_mirror_symmetric(head):
    np.testing.assert_array_equal(head.mirror[head.mirror], np.arange(head.num_vertices))
    np.testing.assert_allclose(head.v_template[head.mirror] * MIRRORED, head.v_template, atol=1e-6)
    np.testing.assert_allclose(head.weights[head.mirror][:, [0, 1, 2, 4, 3]], head.weights, atol=1e-5)


def test_units_are_mirror_symmetric(head):
    for name in ARKIT52:
        twin = name.replace("Left", "#").replace("Right", "Left").replace("#", "Right")
        if name.startswith(("jaw", "mouth")) and name in ("jawLeft", "jawRight", "mouthLeft", "mouthRight"):
            twin = {"jawLeft": "jawRight", "mouthLeft": "mouthRight"}.get(name, name[:-5] + "Left")
        mine = head.expression_basis[:, :, INDEX[name]]
        other = head.expression_basis[head.mirror][:, :, INDEX[twin]] * MIRRORED
        np.testing.assert_allclose(mine, other, atol=2e-5, err_msg=name)


def test_components_of_identity_are_symmetric_or_antisymmetric(head):
    image = head.shape_basis[head.mirror] * MIRRORED[:, None]
    even = np.abs(image - head.shape_basis).max((0, 1))
    odd = np.abs(image + head.shape_basis).max((0, 1))
    assert np.minimum(even, odd).max() < 2e-5


def test_landmarks_are_mirror_symmetric(head):
    points = embed(head, head.v_template)
    right, left = IBUG68[:8], IBUG68[16:8:-1]
    np.testing.assert_allclose(points[right] * MIRRORED, points[left], atol=2e-4)
    np.testing.assert_allclose(points[UPPER_LIDS[:7]] * MIRRORED, points[UPPER_LIDS[7:]], atol=1e-4)


def test_skinning_weights_sum_to_one(head):
    assert (head.weights >= 0).all()
    np.testing.assert_allclose(head.weights.sum(1), 1, atol=1e-6)
    np.testing.assert_allclose(head.J_regressor.sum(1), 1, atol=1e-5)


def test_jaw_open_is_a_rotation_of_the_teeth_about_the_jaw(head):
    code = np.zeros(head.num_shape)
    vertices, joints = shaped(head, code)
    opened = posed(head, code, {"jawOpen": 1.0})
    lower, upper = head.vertices_of("teeth_l"), head.vertices_of("teeth_u")
    before, after = vertices[lower] - joints[2], opened[lower] - joints[2]
    np.testing.assert_allclose(np.linalg.norm(after, axis=1), np.linalg.norm(before, axis=1), atol=1e-6)
    assert after[:, 1].mean() < before[:, 1].mean() - 0.018
    np.testing.assert_allclose(opened[upper], vertices[upper], atol=1e-6)
    assert not head.expression_basis[:, :, INDEX["jawOpen"]].any()


def test_a_blink_shuts_the_eyes_of_100_people_whatever_they_look_at(head, people):
    middle = [3, 10]
    for face in people:
        open_eyes = embed(head, face)
        assert (open_eyes[UPPER_LIDS[middle], 1] > open_eyes[LOWER_LIDS[middle], 1] + 0.004).all()
        for gaze in ({}, both(eyeLookDown=1.0), both(eyeLookUp=0.5)):
            # Lids are moved by the units alone: no joint but the neck's carries them.
            shut = embed(head, face + head.expression_basis @ expression_from(both(eyeBlink=1.0) | gaze))
            assert (shut[UPPER_LIDS, 1] < shut[LOWER_LIDS, 1] + 0.0006).all()


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75, 1.0])
def test_the_eyeball_does_not_cut_through_a_lid_on_its_way(head, share):
    centre = shaped(head, np.zeros(1))[1][3]
    vertices = posed(head, np.zeros(head.num_shape), both(eyeBlink=share))
    upper = embed(head, vertices)[UPPER_LIDS[:7]]
    assert np.linalg.norm(upper - centre, axis=1).min() > 0.0118
    skin = head.vertices_of("skin")
    lid = skin[(np.linalg.norm(head.v_template[skin] - centre, axis=1) < 0.020) & (head.v_template[skin, 2] > 0.049)]
    moving = lid[np.abs(head.expression_basis[lid, 1, INDEX["eyeBlinkLeft"]]) > 0.003]
    outer = moving[np.linalg.norm(head.v_template[moving] - centre, axis=1) > 0.0131]
    assert len(outer) > 30
    assert np.linalg.norm(vertices[outer] - centre, axis=1).min() > 0.0120


def test_lips_are_closed_at_rest_and_open_with_the_jaw(head, people):
    upper, lower = [82, 13, 312], [87, 14, 317]
    for face in people:
        points = embed(head, face)
        assert np.abs(points[upper, 1] - points[lower, 1]).max() < 0.0025
    opened = embed(head, posed(head, np.zeros(head.num_shape), {"jawOpen": 1.0}))
    assert opened[13, 1] - opened[14, 1] > 0.025


def test_mouth_close_shuts_the_lips_of_the_open_jaw_without_pulling_the_chin_apart(head):
    code = np.zeros(head.num_shape)
    vertices = shaped(head, code)[0]
    closed = posed(head, code, {"jawOpen": 1.0, "mouthClose": 1.0})
    points = embed(head, closed)
    assert abs(points[13, 1] - points[14, 1]) < 0.002
    skin = head.faces[head.faces_of("skin")]
    edges = np.concatenate([skin[:, [0, 1]], skin[:, [1, 2]]])
    chin = (np.abs(vertices[edges][:, :, 0]).max(1) < 0.02) & (vertices[edges][:, :, 1].max(1) < -0.062)
    chin &= vertices[edges][:, :, 2].min(1) > 0.03

    def length(of: np.ndarray) -> np.ndarray:
        return np.linalg.norm(of[edges[chin, 0]] - of[edges[chin, 1]], axis=1)

    assert length(closed).sum() / length(vertices).sum() < 1.45


def test_unwrap_of_the_skin_has_no_flipped_triangle_and_gives_the_face_a_quarter(head):
    uv = head.uv[head.uv_faces]
    area = _areas(uv)
    skin = head.faces_of("skin", "neck")
    assert (area[skin] > 0).all()
    assert (head.uv >= 0).all()
    assert (head.uv <= 1).all()
    middle = head.v_template[head.faces].mean(1)
    face = (middle[:, 2] > 0) & (middle[:, 1] < 0.075) & (np.abs(middle[:, 0]) < 0.072)
    assert area[skin][face[skin]].sum() > 0.23


def _areas(uv: np.ndarray) -> np.ndarray:
    first, second = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    return (first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / 2


def test_triangles_face_outwards(head):
    normals = vertex_normals(head.v_template, head.faces)
    points = embed(head, normals)
    for landmark in (1, 9, 152, 50, 280, 61, 291, LEFT_IRIS, RIGHT_IRIS):  # nose, brow, chin, cheeks, mouth, irises
        assert points[landmark, 2] > 0.1, landmark
    back = head.v_template[:, 2].argmin()
    assert normals[back, 2] < -0.5


def test_the_mouth_is_closed_behind(head):
    surface = head.faces[head.faces_of("skin", "neck", "mouth", "socket_l", "socket_r")]
    edges = np.sort(np.concatenate([surface[:, [0, 1]], surface[:, [1, 2]], surface[:, [2, 0]]]), 1)
    unique, count = np.unique(edges, axis=0, return_counts=True)
    assert (count <= 2).all()
    border = np.unique(unique[count == 1])
    assert head.v_template[border, 1].max() < -0.12  # the neck's end is the only opening


def test_hair_grows_on_the_crown_and_not_on_the_face(head):
    skin = head.vertices_of("skin")
    assert head.scalp[skin[head.v_template[skin, 1].argmax()]] == 1
    assert not head.scalp[head.faces[head.landmark_faces]].max(1)[IBUG68[17:]].any()
    assert not head.scalp[np.setdiff1d(np.arange(head.num_vertices), skin)].any()
