"""FLAME's equations: what must hold for any head, any identity and any motion."""

from dataclasses import replace

import numpy as np
import pytest

from engine.head.head_model import bone_transforms, pose, rotations, shaped, vertex_normals
from engine.types import Motion

POSES = ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")


def test_rotations_are_orthonormal_and_keep_hands():
    angles = np.random.default_rng(0).normal(0, 2, (500, 3))
    matrices = rotations(angles)
    np.testing.assert_allclose(matrices @ matrices.swapaxes(1, 2), np.broadcast_to(np.eye(3), (500, 3, 3)), atol=1e-12)
    np.testing.assert_allclose(np.linalg.det(matrices), 1.0, atol=1e-12)


def test_rotations_turn_by_the_vectors_length_about_its_direction():
    np.testing.assert_allclose(rotations([0, np.pi / 2, 0]) @ [0, 0, 1], [1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(rotations([np.pi / 2, 0, 0]) @ [0, 1, 0], [0, 0, 1], atol=1e-12)
    np.testing.assert_allclose(rotations([0, 0, np.pi / 2]) @ [1, 0, 0], [0, 1, 0], atol=1e-12)
    np.testing.assert_array_equal(rotations(np.zeros(3)), np.eye(3))


@pytest.mark.parametrize("size", [1e-12, 1e-8, 1e-5, 1e-3])
def test_small_rotations_lose_no_digits(size):
    axis = np.array([0.6, 0.0, 0.8])
    wanted = np.cross(axis * size, [0.0, 1.0, 0.0])  # to first order
    np.testing.assert_allclose((rotations(axis * size) - np.eye(3)) @ [0, 1, 0], wanted, atol=size**2)


def test_the_neutral_code_is_the_template(any_head):
    vertices = pose(any_head, np.zeros(any_head.num_shape), Motion.rest(any_head.num_expression))
    np.testing.assert_allclose(vertices, any_head.v_template, atol=1e-6)


def test_pose_is_the_papers_sum_vertex_by_vertex(tiny_head):
    """Equations 1-4 written out once more, slowly: bases, correctives in row-major order, chain of joints, blending."""
    random = np.random.default_rng(3)
    shape, expression = random.normal(0, 1, 10), random.random(52).astype(np.float32)
    angles = random.normal(0, 0.5, (5, 3)).astype(np.float32)
    turns = [rotations(angle) for angle in angles]
    feature = [turns[j][row, column] - (row == column) for j in range(1, 5) for row in range(3) for column in range(3)]
    resting = tiny_head.v_template.astype(float) + sum(b * tiny_head.shape_basis[:, :, i] for i, b in enumerate(shape))
    joints = tiny_head.J_regressor @ resting

    def carried(joint, point):
        """Where `joint` takes a resting point: about itself, then about each joint it hangs on."""
        while joint >= 0:
            point = turns[joint] @ (point - joints[joint]) + joints[joint]
            joint = tiny_head.parents[joint]
        return point

    posed = pose(tiny_head, shape, Motion(expression=expression, **dict(zip(POSES, angles, strict=True))))
    for v in range(0, tiny_head.num_vertices, 5):
        point = resting[v] + sum(e * tiny_head.expression_basis[v, :, i] for i, e in enumerate(expression))
        point = point + sum(f * tiny_head.posedirs[v, :, i] for i, f in enumerate(feature))
        wanted = sum(tiny_head.weights[v, joint] * carried(joint, point) for joint in range(5))
        np.testing.assert_allclose(posed[v], wanted, atol=1e-7)


def test_bones_at_rest_are_the_identity(any_head):
    _, joints = shaped(any_head, np.ones(any_head.num_shape))
    bones = bone_transforms(any_head.parents, np.broadcast_to(np.eye(3), (5, 3, 3)), joints)
    np.testing.assert_allclose(bones, np.broadcast_to(np.eye(4), (5, 4, 4)), atol=1e-12)


def test_turning_the_root_moves_the_head_as_one_body(any_head):
    random = np.random.default_rng(1)
    shape = random.normal(0, 1, any_head.num_shape)
    still = Motion(expression=random.random(any_head.num_expression), jaw_pose=np.array([0.2, 0.0, 0.0]))
    turned = replace(still, global_orient=np.array([0.3, -0.8, 0.4]))
    before, after = pose(any_head, shape, still), pose(any_head, shape, turned)
    root = shaped(any_head, shape)[1][0]
    np.testing.assert_allclose(after - root, (before - root) @ rotations(turned.global_orient).T, atol=1e-7)


def test_a_joint_moves_only_what_hangs_on_it(any_head):
    """Each eye turns alone and about its own middle, and the jaw leaves both eyes where they are."""
    rest = Motion.rest(any_head.num_expression)
    template = pose(any_head, np.zeros(0), rest)
    for field, joint in (("leye_pose", 3), ("reye_pose", 4)):
        moved = np.linalg.norm(
            pose(any_head, np.zeros(0), replace(rest, **{field: np.array([0.2, 0.3, 0.0])})) - template, axis=1
        )
        own = any_head.weights[:, joint] > 0.5
        assert moved[any_head.weights[:, joint] == 0].max() < 3e-3  # correctives only
        assert moved[own].max() > 2e-3
    jaw = pose(any_head, np.zeros(0), replace(rest, jaw_pose=np.array([0.3, 0.0, 0.0]))) - template
    balls = any_head.vertices_of("eye_l", "eye_r")
    assert len(balls) > 40
    assert np.abs(jaw[balls]).max() < 1e-6


def test_shape_moves_the_joints_with_the_vertices(any_head):
    shape = np.random.default_rng(2).normal(0, 1.5, any_head.num_shape)
    vertices, joints = shaped(any_head, shape)
    np.testing.assert_allclose(vertices - any_head.v_template, any_head.shape_basis.astype(float) @ shape, atol=1e-12)
    resting = any_head.J_regressor.astype(float) @ any_head.v_template
    for side, joint in (("eye_l", 3), ("eye_r", 4)):
        ball = any_head.vertices_of(side)  # moves as a whole, its joint in the middle of its outline
        np.testing.assert_allclose(
            vertices[ball] - joints[joint], any_head.v_template[ball] - resting[joint], atol=1e-6
        )
        outline = (vertices[ball].min(0) + vertices[ball].max(0)) / 2
        np.testing.assert_allclose(outline[:2], joints[joint, :2], atol=1e-4)


def test_a_short_shape_code_means_zeros_for_the_rest(any_head):
    short = np.array([1.0, -2.0])
    padded = np.zeros(any_head.num_shape)
    padded[:2] = short
    np.testing.assert_allclose(shaped(any_head, short)[0], shaped(any_head, padded)[0], atol=1e-12)


def test_conventions(any_head):
    """Metres, +y up, +z out of the face, +x to the subject's left, eye midpoint where the others expect it."""
    joints = any_head.J_regressor.astype(float) @ any_head.v_template
    np.testing.assert_allclose(joints[3:].mean(0), [0, 0.025, 0.040], atol=1e-3)
    assert joints[3, 0] > 0.02
    np.testing.assert_allclose(any_head.weights.sum(1), 1.0, atol=1e-5)
    np.testing.assert_allclose(any_head.J_regressor.sum(1), 1.0, atol=1e-5)
    np.testing.assert_array_equal(any_head.mirror[any_head.mirror], np.arange(any_head.num_vertices))
    np.testing.assert_allclose(any_head.v_template[any_head.mirror] * [-1, 1, 1], any_head.v_template, atol=1e-5)


def test_normals_point_outwards_and_have_unit_length(any_head):
    skin = any_head.faces[any_head.faces_of("skin")]
    normals = vertex_normals(any_head.v_template.astype(float), skin)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1.0, atol=1e-9)
    used = np.unique(skin)
    outwards = any_head.v_template[used] - [0.0, 0.0, -0.03]
    assert ((normals[used] * outwards).sum(1) > 0).mean() > 0.85  # ears and nostrils turn inwards in places


def test_a_vertex_without_triangles_gets_the_forward_normal():
    normals = vertex_normals(np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [5, 5, 5]]), np.array([[0, 1, 2]]))
    np.testing.assert_allclose(normals, [[0, 0, 1]] * 4)


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("weights", np.zeros((3, 5)), "Head.weights must have shape"),
        ("faces", lambda head: head.faces + 1, "Head.faces must lie in 0"),
        ("parents", (-1, 0, 3, 1, 1), "Head.parents must name"),
        ("expression_names", ("jawOpen",), "Head.expression_basis must have shape"),
    ],
)
def test_a_head_that_does_not_fit_together_is_refused(tiny_head, field, value, complaint):
    with pytest.raises(ValueError, match=complaint):
        replace(tiny_head, **{field: value(tiny_head) if callable(value) else value})


def test_a_heads_arrays_cannot_be_written(tiny_head):
    with pytest.raises(ValueError, match="read-only"):
        tiny_head.v_template[0] = 0
