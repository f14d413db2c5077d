"""FLAME's parameters as a file: what FLAME itself would be called with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.adopt.expression_map import ExpressionMap
from engine.adopt.map_store import map_path, save_map
from engine.avatar.default import default_avatar
from engine.errors import AssetMissing, BadInput
from engine.export.flame import POSES, save_flame
from engine.head.arkit import expression_from, joint_poses
from engine.head.head_model import Head
from engine.types import Motion, replace

ID = "0123456789ab"


@pytest.fixture(autouse=True)
def components(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """[100, 52] of a head that was imported here."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = np.random.default_rng(0).normal(size=(100, 52))
    map_path(f"flame-{ID}").parent.mkdir(parents=True)
    nothing = np.zeros((52, 52))
    save_map(ExpressionMap(f"flame-{ID}", found, nothing, np.zeros((52, 100)), np.zeros(52)), map_path(f"flame-{ID}"))
    return found


def moments() -> list[Motion]:
    expression = expression_from({"jawOpen": 0.5, "mouthSmileLeft": 1.0, "eyeLookInLeft": 0.7})
    jaw, left, right = joint_poses(expression)
    nod = np.array([0.2, 0.0, 0.1], np.float32)
    smile = Motion(expression=expression, jaw_pose=jaw, leye_pose=left, reye_pose=right, neck_pose=nod, time=7.5)
    return [replace(Motion.rest(52), time=7.0), smile]


def test_a_performance_is_told_in_flames_components(tiny_head: Head, tmp_path: Path, components: np.ndarray) -> None:
    head, path = replace(tiny_head, id=f"open-flame-{ID}"), tmp_path / "me.npz"
    shape = np.linspace(-1, 1, tiny_head.num_shape)
    save_flame(replace(default_avatar(head), shape=shape), head, path, moments())
    with np.load(path, allow_pickle=False) as told:
        assert set(told) == {"betas", "expression", "transl", "time", "model", *POSES}
        np.testing.assert_allclose(told["betas"], np.pad(shape, (0, 300 - len(shape))), atol=1e-6)
        assert told["betas"].shape == (300,)
        np.testing.assert_allclose(told["expression"][1], components @ moments()[1].expression, atol=1e-4)
        assert not told["expression"][0].any()
        for name in POSES:
            np.testing.assert_array_equal(told[name][1], getattr(moments()[1], name))
        assert told["transl"].shape == (2, 3)
        np.testing.assert_array_equal(told["time"], [0.0, 0.5])
        assert str(told["model"]) == ID
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["me.npz"]


def test_an_avatar_on_the_open_head_says_what_to_do(tiny_head: Head, tmp_path: Path) -> None:
    head = replace(tiny_head, id="open-1")
    with pytest.raises(BadInput, match=r"not on a FLAME head.*--head flame"):
        save_flame(default_avatar(head), head, tmp_path / "me.npz", moments())


def test_a_head_that_is_not_here_says_what_to_import(tiny_head: Head, tmp_path: Path) -> None:
    head = replace(tiny_head, id="open-flame-ffffffffffff")
    with pytest.raises(AssetMissing, match="import-flame"):
        save_flame(default_avatar(head), head, tmp_path / "me.npz", moments())
    assert not (tmp_path / "me.npz").exists()
