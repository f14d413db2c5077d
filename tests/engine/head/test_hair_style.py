"""Hairstyles sit on whoever wears them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import AssetMissing, BadInput, ModelMismatch
from engine.head.hair_style import check_style, load_style, save_style, shipped_style, worn
from engine.head.head_model import Head, shaped, vertex_normals
from engine.types import HAIR_MESHES


def _heights(head: Head, hair: np.ndarray, vertices: np.ndarray) -> np.ndarray:
    """[n] m that each of `hair` lies over the plane of the nearest skin; without ears, which hair may touch."""
    skin = head.vertices_of("skin")
    skin = skin[np.abs(head.v_template[skin, 0]) < 0.075]
    normals = vertex_normals(vertices, head.faces)[skin]
    nearest = np.concatenate(
        [((block[:, None] - vertices[skin]) ** 2).sum(2).argmin(1) for block in np.array_split(hair, 40)]
    )
    return ((hair - vertices[skin][nearest]) * normals[nearest]).sum(1)


@pytest.mark.parametrize("name", HAIR_MESHES)
def test_hair_stays_outside_the_skull_of_random_people(open_head: Head, name: str) -> None:
    style = shipped_style(name)
    rng = np.random.default_rng(3)
    for _ in range(3):
        vertices, _ = shaped(open_head, rng.normal(size=open_head.num_shape))
        hair = worn(style, open_head, vertices, vertex_normals(vertices, open_head.faces))
        heights = _heights(open_head, hair[style.vertices[:, 1] > -0.11], vertices)  # long hair rests on shoulders
        assert (heights > -0.002).mean() > 0.995
        assert heights.min() > -0.015


@pytest.mark.parametrize("name", HAIR_MESHES)
def test_the_average_head_wears_it_as_it_lies_in_the_file(open_head: Head, name: str) -> None:
    style = shipped_style(name)
    vertices = open_head.v_template.astype(np.float64)
    hair = worn(style, open_head, vertices, vertex_normals(vertices, open_head.faces))
    assert np.abs(hair - style.vertices).max() < 2e-3


def test_a_larger_head_wears_larger_hair(open_head: Head) -> None:
    style = shipped_style("crop")
    vertices = open_head.v_template * np.array([1.1, 1.0, 1.1])
    hair = worn(style, open_head, vertices, vertex_normals(vertices, open_head.faces))
    grown = np.ptp(hair, axis=0) / np.ptp(style.vertices, axis=0)
    np.testing.assert_allclose(grown, [1.1, 1.0, 1.1], atol=0.03)


def test_every_style_fits_the_shipped_head(open_head: Head) -> None:
    for name in HAIR_MESHES:
        style = shipped_style(name)
        assert (style.name, style.head_id) == (name, open_head.id)
        assert style.anchors.max() < open_head.num_vertices
        np.testing.assert_allclose(style.weights.sum(1), 1, atol=1e-5)


def test_no_style_hides_an_eye(open_head: Head) -> None:
    """Nothing hangs in front of the eyes and what is between them."""
    for name in HAIR_MESHES:
        x, y, z = shipped_style(name).vertices.T
        assert not ((np.abs(x) < 0.045) & (np.abs(y - 0.025) < 0.012) & (z > 0.05)).any(), name


def test_comes_back_from_disk(tmp_path: Path) -> None:
    style = shipped_style("bob")
    save_style(style, tmp_path / "bob.safetensors")
    again = load_style(tmp_path / "bob.safetensors")
    np.testing.assert_array_equal(again.vertices, style.vertices)
    np.testing.assert_array_equal(again.strands, style.strands)
    assert (again.ends_y, again.num_closed) == (style.ends_y, style.num_closed)
    (tmp_path / "bob.safetensors").write_bytes(b"no style")
    with pytest.raises(ModelMismatch, match=r"bob\.safetensors"):
        load_style(tmp_path / "bob.safetensors")
    (tmp_path / "bob.png").unlink()
    with pytest.raises(AssetMissing, match=r"bob\.png"):
        load_style(tmp_path / "bob.safetensors")


def test_an_unknown_style_is_one_sentence_that_lists_the_known() -> None:
    with pytest.raises(BadInput, match=r"no hairstyle mohawk\. Choose one of: cap, none, bob") as caught:
        check_style("mohawk")
    assert "\n" not in str(caught.value)
