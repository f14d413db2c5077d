"""The nearest place on a surface: against a search through all of it."""

import numpy as np

from engine.adopt.nearest import closest, face_normals, nearest


def test_hardly_a_place_of_the_surface_is_nearer(open_head):
    random = np.random.default_rng(1)
    vertices, skin = open_head.v_template.astype(np.float64), open_head.faces_of("skin")
    at = vertices[open_head.faces[random.choice(skin, 60)]].mean(1)
    at += random.normal(0, 0.002, at.shape)
    found = nearest(at, vertices, open_head.faces, skin)
    _, every = closest(at[:, None], vertices[open_head.faces[skin]][None])
    beyond = np.linalg.norm(found.carried(vertices, open_head.faces) - at, axis=1) - every.min(1)
    assert np.quantile(beyond, 0.95) < 1e-9
    assert beyond.max() < 0.0005  # m
    assert found.weights.min() >= 0
    np.testing.assert_allclose(found.weights.sum(1), 1)


def test_an_upper_lip_finds_no_lower_one():
    """Two sheets a tenth of a millimetre apart that face each other: the normal tells them apart."""
    square = np.array([[0, 0, 0], [0.01, 0, 0], [0.01, 0, 0.01], [0, 0, 0.01]])
    vertices = np.concatenate([square, square + np.array([0, 1e-4, 0])])
    faces = np.array([[0, 2, 1], [0, 3, 2], [4, 5, 6], [4, 6, 7]])  # the lower looks up, the upper down
    normals = face_normals(vertices, faces)
    at = np.array([[0.004, 0.00009, 0.003]])
    assert nearest(at, vertices, faces).triangle[0] in (2, 3)
    assert nearest(at, vertices, faces, normals=(np.array([[0.0, 1, 0]]), normals)).triangle[0] in (0, 1)
