"""Heads on disk."""

import json
import os
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.errors import AssetMissing, ModelMismatch
from engine.head.store import load_head, save_head

FIELDS = (
    "v_template", "shape_basis", "expression_basis", "posedirs", "J_regressor", "weights", "faces", "uv", "uv_faces",
    "parts", "mirror", "landmark_faces", "landmark_weights", "scalp",
)  # fmt: skip


@pytest.fixture
def stored(tiny_head, tmp_path):
    path = tmp_path / "tiny.safetensors"
    save_head(tiny_head, path)
    return path


def test_what_was_stored_comes_back_bit_for_bit(tiny_head, stored, tmp_path):
    """Bases are rounded once, by the first save."""
    once = load_head(stored)
    save_head(once, tmp_path / "again.safetensors")
    twice = load_head(tmp_path / "again.safetensors")
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(once, name), getattr(twice, name), strict=True)
        np.testing.assert_allclose(getattr(once, name), getattr(tiny_head, name), atol=1.4e-5)  # m
    for name in ("id", "basis", "expression_names", "part_names", "parents"):
        assert getattr(once, name) == getattr(tiny_head, name)


def test_equal_heads_give_equal_bytes(tiny_head, stored, tmp_path):
    other = tmp_path / "other.safetensors"
    save_head(replace(tiny_head), other)
    assert other.read_bytes() == stored.read_bytes()


def test_saving_leaves_nothing_else_behind(stored):
    assert os.listdir(stored.parent) == [stored.name]


def test_a_missing_head_says_so(tmp_path):
    with pytest.raises(AssetMissing, match=r"nowhere\.safetensors is missing"):
        load_head(tmp_path / "nowhere.safetensors")


@pytest.mark.parametrize("keep", [0, 7, 100, 5000, -1])
def test_a_truncated_head_is_refused(stored, keep):
    stored.write_bytes(stored.read_bytes()[:keep])
    with pytest.raises(AssetMissing, match=r"tiny\.safetensors is damaged.*Reinstall"):
        load_head(stored)


def test_text_is_refused(tmp_path):
    path = tmp_path / "head.safetensors"
    path.write_text("not a head at all, and long enough to hold a length")
    with pytest.raises(AssetMissing, match="is no head file"):
        load_head(path)


@pytest.mark.parametrize("metadata", [None, {"head": "[]"}, {"head": "{}"}, {"head": "{"}, {"take": "{}"}])
def test_other_safetensors_files_are_refused(tmp_path, metadata):
    path = tmp_path / "other.safetensors"
    save_file({"time": np.zeros(3, np.float32)}, path, metadata)
    with pytest.raises(AssetMissing, match="is no head file"):
        load_head(path)


def test_a_newer_format_is_named(stored, tiny_head):
    from safetensors.numpy import load_file, safe_open

    with safe_open(stored, "numpy") as file:
        metadata = json.loads(file.metadata()["head"])
    arrays = load_file(stored)
    save_file(arrays, stored, {"head": json.dumps({**metadata, "version": 99})})
    with pytest.raises(ModelMismatch, match="head format 99"):
        load_head(stored)


def test_a_head_whose_parts_do_not_fit_is_refused(stored, tiny_head):
    from safetensors.numpy import load_file, safe_open

    with safe_open(stored, "numpy") as file:
        metadata = file.metadata()
    arrays = load_file(stored)
    save_file({**arrays, "faces": arrays["faces"] + np.int32(1)}, stored, metadata)
    with pytest.raises(AssetMissing, match="damaged"):
        load_head(stored)
