"""Glasses sit on whoever wears them."""

from __future__ import annotations

import numpy as np
import pytest

from engine.glasses import GLASSES_STYLES, Glasses, GlassesStyle
from engine.head.glasses import GlassesMesh, glasses_on
from engine.head.head_model import Head, shaped, vertex_normals


def _pairs(head: Head, style: GlassesStyle) -> list[tuple[GlassesMesh, np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(5)
    made = []
    for scale in (0.0, 1.0, 1.0, 1.0):
        vertices, joints = shaped(head, scale * rng.normal(size=head.num_shape))
        made.append((glasses_on(head, vertices, joints, style), vertices, joints))
    return made


def _lens_points(mesh: GlassesMesh) -> np.ndarray:
    return mesh.vertices[np.unique(mesh.faces[mesh.num_frame :])]


@pytest.mark.parametrize("style", GLASSES_STYLES)
def test_both_eyes_look_through_a_lens_that_lashes_do_not_touch(open_head: Head, style: GlassesStyle) -> None:
    for mesh, _, joints in _pairs(open_head, style):
        lens = _lens_points(mesh)
        for eye in joints[3:5]:
            near = lens[np.linalg.norm(lens[:, :2] - eye[:2], axis=1) < 0.008]
            assert len(near) > 3
            assert 0.018 < near[:, 2].min() - eye[2] < 0.045  # from the eye's middle, whose radius is .0125
            side = lens[np.sign(lens[:, 0]) == np.sign(eye[0])]
            assert (side[:, :2].min(0) < eye[:2] - 0.012).all()
            assert (side[:, :2].max(0) > eye[:2] + 0.012).all()


@pytest.mark.parametrize("style", GLASSES_STYLES)
def test_nothing_of_a_pair_is_in_the_face_of_random_people(open_head: Head, style: GlassesStyle) -> None:
    skin = open_head.vertices_of("skin")
    skin = skin[np.abs(open_head.v_template[skin, 0]) < 0.072]  # temples lie on ears
    for mesh, vertices, _ in _pairs(open_head, style):
        normals = vertex_normals(vertices, open_head.faces)[skin]
        points = mesh.vertices[mesh.vertices[:, 2] > -0.02]
        nearest = np.linalg.norm(points[:, None] - vertices[skin][None], axis=2).argmin(1)
        heights = ((points - vertices[skin][nearest]) * normals[nearest]).sum(1)
        assert (heights > -0.0005).mean() > 0.99
        assert heights.min() > -0.004


def test_a_pair_is_carried_by_nose_and_ears(open_head: Head) -> None:
    for mesh, vertices, _ in _pairs(open_head, "classic"):
        skin = vertices[open_head.vertices_of("skin")]
        middle = mesh.vertices[np.abs(mesh.vertices[:, 0]) < 0.002]
        nose = skin[(np.abs(skin[:, 0]) < 0.004) & (np.abs(skin[:, 1] - middle[:, 1].mean()) < 0.006)]
        assert 0.0 < middle[:, 2].min() - nose[:, 2].max() < 0.014
        for side in (1, -1):
            back = mesh.vertices[(side * mesh.vertices[:, 0] > 0) & (mesh.vertices[:, 2] < -0.02)]
            assert np.linalg.norm(back[:, None] - skin[None], axis=2).min(1).mean() < 0.008


def test_an_even_face_gets_an_even_pair_with_normals_outwards(open_head: Head) -> None:
    mesh = glasses_on(open_head, *shaped(open_head, np.zeros(0)), "round")
    mirrored = mesh.vertices * [-1, 1, 1]
    apart = np.linalg.norm(mirrored[:, None] - mesh.vertices[None], axis=2).min(1)
    assert apart.max() < 0.0004
    frame = mesh.faces[: mesh.num_frame]
    corners = mesh.vertices[frame].astype(np.float64)
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6
    assert volume > 0  # counter-clockwise from outside
    lens = mesh.faces[mesh.num_frame :]
    assert (mesh.normals[np.unique(lens), 2] > 0.8).all()


def test_a_style_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="round, rectangular, classic, sun"):
        Glasses("monocle")  # type: ignore[arg-type]
