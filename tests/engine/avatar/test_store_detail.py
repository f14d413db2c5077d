"""Detail in an avatar's file."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load, save

from engine.avatar.default import default_avatar
from engine.avatar.store import load_avatar, save_avatar
from engine.detail.baked import Baked, Bumps
from engine.errors import BadInput
from engine.head.head_model import Head
from engine.types import Avatar, Detail


@pytest.fixture
def avatar(tiny_head: Head) -> Avatar:
    rng = np.random.default_rng(4)
    baked = Baked(
        maps=(1e-4 * rng.normal(size=(3, 256, 256))).astype(np.float16), inner=rng.normal(size=(5, 55)),
        offset=rng.normal(size=5), matrix=rng.normal(size=(68, 3)),
        bumps=Bumps(rng.normal(size=(60, 4)), rng.normal(size=(7, 4))),
    )  # fmt: skip
    return replace(
        default_avatar(tiny_head),
        detail=Detail(rng.normal(size=128), (1e-4 * rng.normal(size=(512, 512))).astype(np.float32), baked),
    )


def test_detail_comes_back_bit_for_bit(avatar: Avatar, tmp_path: Path) -> None:
    save_avatar(avatar, tmp_path / "me.avatar")
    detail, wanted = load_avatar(tmp_path / "me.avatar").detail, avatar.detail
    assert detail is not None
    assert detail.baked is not None
    assert wanted is not None
    assert wanted.baked is not None
    for name in ("code", "residual"):
        np.testing.assert_array_equal(getattr(detail, name), getattr(wanted, name))
    for name in ("maps", "inner", "offset", "matrix"):
        np.testing.assert_array_equal(getattr(detail.baked, name), getattr(wanted.baked, name))
    moment = np.full(52, 0.3, np.float32), np.full(3, 0.1, np.float32)
    np.testing.assert_array_equal(detail.baked.weights(*moment), wanted.baked.weights(*moment))


def test_the_first_avatars_with_detail_have_no_bumps_and_open_as_ever(avatar: Avatar, tmp_path: Path) -> None:
    assert avatar.detail is not None
    assert avatar.detail.baked is not None
    baked = replace(avatar.detail.baked, bumps=None, matrix=avatar.detail.baked.matrix[:61])
    save_avatar(replace(avatar, detail=replace(avatar.detail, baked=baked)), tmp_path / "me.avatar")
    detail = load_avatar(tmp_path / "me.avatar").detail
    assert detail is not None
    assert detail.baked is not None
    assert detail.baked.bumps is None
    moment = np.full(52, 0.3, np.float32), np.full(3, 0.1, np.float32)
    np.testing.assert_array_equal(detail.baked.weights(*moment), baked.weights(*moment))


def test_detail_without_baked_maps_comes_back_without(avatar: Avatar, tmp_path: Path) -> None:
    assert avatar.detail is not None
    save_avatar(replace(avatar, detail=replace(avatar.detail, baked=None)), tmp_path / "me.avatar")
    detail = load_avatar(tmp_path / "me.avatar").detail
    assert detail is not None
    assert detail.baked is None


def test_an_avatar_without_detail_is_still_a_file_of_version_1(avatar: Avatar, tmp_path: Path) -> None:
    save_avatar(replace(avatar, detail=None), tmp_path / "me.avatar")
    with zipfile.ZipFile(tmp_path / "me.avatar") as file:
        assert json.loads(file.read("index.json"))["version"] == 1
    assert load_avatar(tmp_path / "me.avatar").detail is None


def _with_member(path: Path, data: bytes) -> None:
    """Exchange the detail for `data`, its hash told as it is."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    index = json.loads(parts["index.json"])
    index["members"]["detail.safetensors"] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    parts |= {"detail.safetensors": data, "index.json": json.dumps(index).encode()}
    with zipfile.ZipFile(path, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)


@pytest.mark.parametrize("damage", ["noise", "missing", "shape", "nan", "deep", "type", "ramps", "bumps"])
def test_a_damaged_detail_is_one_sentence(avatar: Avatar, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "me.avatar"
    save_avatar(avatar, path)
    with zipfile.ZipFile(path) as file:
        arrays = load(file.read("detail.safetensors"))
    if damage == "missing":
        del arrays["code"]
    elif damage == "shape":
        arrays["residual"] = arrays["residual"][:100].copy()
    elif damage == "nan":
        arrays["matrix"] = np.full_like(arrays["matrix"], np.nan)
    elif damage == "deep":
        arrays["residual"] = arrays["residual"] + np.float32(1)
    elif damage == "type":
        arrays["maps"] = arrays["maps"].astype(np.float32)
    elif damage == "ramps":
        arrays["offset"] = np.zeros(9, np.float32)
    elif damage == "bumps":
        arrays["centres"] = np.zeros((7, 5), np.float32)
    _with_member(path, b"\xff" * 500 if damage == "noise" else save(arrays))
    with pytest.raises(BadInput, match=r"me\.avatar is not an avatar, or is damaged\. Make it again") as caught:
        load_avatar(path)
    assert "\n" not in str(caught.value)
