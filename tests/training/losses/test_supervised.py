"""Vertex error in millimetres, and where it counts."""

import numpy as np
import pytest

from engine.head.landmarks import IBUG68, LIPS

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.losses.supervised import OTHERS, lip_and_lid_weights, vertex_loss  # noqa: E402


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
