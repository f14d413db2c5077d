"""Vertex error in millimetres, and where it counts."""

import numpy as np
import pytest

from engine.head.arkit import INDEX
from engine.head.landmarks import IBUG68, LIPS

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.losses.supervised import (  # noqa: E402
    OTHERS,
    lip_and_lid_weights,
    rotation_loss,
    unit_loss,
    unit_weights,
    vertex_loss,
)
from training.models.head import rotations  # noqa: E402


def test_vertex_loss_by_hand():
    """5 mm at weight 1 and 1 mm at weight 3: (5 + 3) / 4."""
    target = torch.zeros(1, 2, 3)
    vertices = torch.tensor([[[0.003, 0.0, -0.004], [0.0, 0.001, 0.0]]], requires_grad=True)
    loss = vertex_loss(vertices, target, torch.tensor([1.0, 3.0]))
    assert loss.item() == pytest.approx(2.0)
    loss.backward()
    assert vertices.grad.sign().tolist() == [[[1, 0, -1], [0, 1, 0]]]


def test_a_perfect_answer_has_a_finite_gradient():
    vertices = torch.ones(2, 4, 3, requires_grad=True)
    vertex_loss(vertices, torch.ones(2, 4, 3), torch.ones(4)).backward()
    assert (vertices.grad == 0).all()


def test_lips_and_lids_count_most_and_hidden_parts_little(any_head):
    weights = lip_and_lid_weights(any_head, emphasis=4.0).numpy()
    nearest = any_head.faces[any_head.landmark_faces, any_head.landmark_weights.argmax(1)]
    skin = any_head.vertices_of("skin")

    def at(landmarks):
        found = nearest[landmarks]
        return np.median(weights[found[np.isin(found, skin)]])

    lips, lids = at(LIPS), at(IBUG68[36:48])
    forehead = at([10, 151, 67, 297])
    assert min(lips, lids) > 2.5 * forehead
    assert forehead >= 1
    behind = any_head.v_template[:, 2] < any_head.v_template[:, 2].min() + 0.02
    assert weights[behind].max() == pytest.approx(OTHERS)
    lashes = any_head.vertices_of(*(name for name in any_head.part_names if name.startswith("lash")))
    assert (weights[lashes] == 0).all()
    only_eyes = np.setdiff1d(any_head.vertices_of("eye_l", "eye_r"), skin)
    assert weights[only_eyes].max() == pytest.approx(OTHERS)


def test_the_weights_are_as_symmetric_as_the_head(open_head):
    weights = lip_and_lid_weights(open_head).numpy()
    assert np.abs(weights - weights[open_head.mirror]).max() < 1e-4


def test_units_by_hand():
    """Off by .2 at weight 3 and by -.4 at weight 1, in one face of two: (3 * .04 + .16) / 4 / 2."""
    expression = torch.tensor([[0.7, 0.1, 0.0], [0.2, 0.2, 0.2]], requires_grad=True)
    target = torch.tensor([[0.5, 0.5, 0.9], [0.2, 0.2, 0.2]])
    loss = unit_loss(expression, target, torch.tensor([3.0, 1.0, 0.0]))
    assert loss.item() == pytest.approx(0.035)
    loss.backward()
    assert expression.grad.sign().tolist() == [[1, -1, 0], [0, 0, 0]]


def test_units_weigh_what_they_move(any_head):
    every = unit_weights(any_head, np.arange(478))
    assert every.mean().item() == pytest.approx(1, rel=1e-5)
    assert every[INDEX["jawOpen"]] > 2 * every[INDEX["mouthDimpleLeft"]]


def test_units_that_move_no_chosen_landmark_weigh_little(open_head):
    only_left_eye = unit_weights(open_head, np.array([473, 386, 374]))
    assert only_left_eye[INDEX["eyeLookOutLeft"]] > 0.5
    assert only_left_eye[INDEX["eyeLookOutLeft"]] > 5 * only_left_eye[INDEX["eyeLookOutRight"]]
    assert only_left_eye[INDEX["eyeBlinkLeft"]] > 5 * only_left_eye[INDEX["mouthSmileRight"]]


def test_rotations_by_hand():
    """.2 rad apart, about any axis and from any start: 2 - 2 cos .2."""
    turned = torch.tensor([[0.0, 0.9, 0.0], [0.3, -0.2, 0.1]])
    start = rotations(turned)
    end = start @ rotations(torch.tensor([[0.2, 0.0, 0.0], [0.0, 0.12, 0.16]]))
    assert rotation_loss(end, start).item() == pytest.approx(2 - 2 * np.cos(0.2), rel=1e-4)
    assert rotation_loss(start, start).item() == 0


def test_a_head_turned_too_far_is_turned_back():
    orient = torch.tensor([[0.0, 0.5, 0.0]], requires_grad=True)
    rotation_loss(rotations(orient), rotations(torch.tensor([[0.0, 0.2, 0.0]]))).backward()
    assert orient.grad[0, 1] > 0.1
    assert orient.grad[0, [0, 2]].abs().max() < 1e-6
