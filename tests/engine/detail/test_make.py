"""Avatars with detail, made by the networks that ship of the public-domain portrait of the astronaut Eileen Collins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import moderngl
import numpy as np
import pytest

from engine.assets import shipped
from engine.avatar import create as creating
from engine.avatar.create import Creation, create
from engine.avatar.store import load_avatar, save_avatar
from engine.check import Array
from engine.detail import networks
from engine.detail.path import moving_detail
from engine.detail.rehearsal import rehearsal
from engine.errors import AssetMissing, BadInput, ModelMismatch
from engine.head import open_head
from engine.head.arkit import expression_from, joint_poses
from engine.render.renderer import Renderer
from engine.types import Look, Motion, Orbit, View, replace

TWIN_M = 4e-6
"""Most that baked and exact wrinkles may differ: root mean square over the window and 200 expressions."""
TWIN_SHARE = 0.08
"""The same as a share of what the expressions move."""
TWIN_SHADE = 0.6
"""The same in shaded pixels of the face, of 255."""


@pytest.fixture(scope="module")
def portrait(sample_portrait: Path) -> Path:
    try:
        shipped(networks.ENCODER), shipped(networks.DECODER)
    except AssetMissing as error:
        pytest.skip(str(error))
    return sample_portrait


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, float]]:
    return []


@pytest.fixture(scope="module")
def creation(portrait: Path, steps: list[tuple[str, float]]) -> Creation:
    return create([portrait], open_head(), detail=True, progress=lambda label, share: steps.append((label, share)))


def moment(weights: dict[str, float]) -> Motion:
    expression = expression_from(weights)
    jaw, left, right = joint_poses(expression)
    return Motion(expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)


def test_an_avatar_has_detail_that_its_file_keeps(creation: Creation, tmp_path: Path) -> None:
    path = tmp_path / "her.avatar"
    save_avatar(creation.avatar, path)
    made, kept = creation.avatar.detail, load_avatar(path).detail
    assert made is not None
    assert made.baked is not None
    assert kept is not None
    assert kept.baked is not None
    np.testing.assert_array_equal(kept.code, made.code)
    np.testing.assert_array_equal(kept.baked.maps, made.baked.maps)
    np.testing.assert_array_equal(kept.residual, made.residual)
    assert 5e-6 < np.abs(made.residual).max() < 4e-4
    assert path.stat().st_size < 8e6
    in_memory = made.residual.nbytes + 3 * made.baked.maps.nbytes + creation.avatar.albedo.nbytes
    assert in_memory < 64 << 20


def test_the_steps_are_told_in_order(creation: Creation, steps: list[tuple[str, float]]) -> None:
    labels = list(dict.fromkeys(label for label, _ in steps))
    assert labels == [
        "looking for the face", "fitting the shape", "styling the hair", "painting the skin", "reading the skin",
        "carving the skin", "learning the wrinkles", "done",
    ]  # fmt: skip
    shares = [share for _, share in steps]
    assert shares == sorted(shares)
    assert len([label for label, _ in steps if label == "learning the wrinkles"]) > 10


def test_baked_wrinkles_are_the_networks_for_200_expressions(creation: Creation) -> None:
    avatar = creation.avatar
    assert moving_detail(avatar, "baked") is None
    exact = moving_detail(avatar, "exact")
    baked = avatar.detail.baked.blended()
    error, moved = [], []
    rest = exact(np.zeros(52, np.float32), np.zeros(3, np.float32))
    for expression, jaw_pose in zip(*rehearsal(200, np.random.default_rng(2024)), strict=True):
        drawn = exact(expression, jaw_pose)
        error.append(np.mean((baked(expression, jaw_pose) - drawn) ** 2))
        moved.append(np.mean((drawn - rest) ** 2))
    assert np.sqrt(np.mean(error)) < TWIN_M
    assert np.sqrt(np.mean(error)) < TWIN_SHARE * np.sqrt(np.mean(moved))


def test_baked_pictures_are_the_networks_pictures(creation: Creation, ctx: moderngl.Context) -> None:
    renderer = Renderer(ctx, open_head())
    view = View((256, 256), Orbit(height=0.24), samples=1)
    expressions, jaws = rehearsal(8, np.random.default_rng(7))
    drawn = []
    for path in ("exact", "baked"):
        renderer.show(creation.avatar, moving_detail(creation.avatar, path))
        motions = (Motion(e, jaw_pose=j) for e, j in zip(expressions, jaws, strict=True))
        drawn.append(np.stack([renderer.render(motion, view).rgba[..., :3].astype(float) for motion in motions]))
    smooth = replace(view, detail_strength=0.0)
    without = np.stack([renderer.render(Motion(e, jaw_pose=j), smooth).rgba[..., :3].astype(float)
                        for e, j in zip(expressions, jaws, strict=True)])  # fmt: skip
    renderer.release()
    exact, baked = drawn
    face = np.abs(exact - without).max(-1) > 0
    difference = np.abs(exact - baked).max(-1)[face]
    assert difference.mean() < TWIN_SHADE
    assert difference.mean() < 0.4 * np.abs(exact - without).max(-1)[face].mean()


def test_a_smile_folds_the_cheeks_and_not_the_forehead(creation: Creation, ctx: moderngl.Context) -> None:
    detail = creation.avatar.detail
    baked = detail.baked.blended()

    def depth(weights: dict[str, float]) -> Array:
        motion = moment(weights)
        return baked(motion.expression, motion.jaw_pose)

    smile = depth({"mouthSmileLeft": 1.0, "mouthSmileRight": 1.0}) - depth({})
    forehead, cheeks = np.s_[20:75, 60:196], np.s_[110:200, 30:226]
    assert smile[cheeks].std() > 2 * smile[forehead].std()
    renderer = Renderer(ctx, open_head())
    renderer.show(creation.avatar)
    view = View((192, 192), Orbit(height=0.24), samples=1, look=Look.DETAIL)
    smiling = moment({"mouthSmileLeft": 1.0, "mouthSmileRight": 1.0})
    with_lines, without = (renderer.render(smiling, replace(view, detail_strength=s)).rgba for s in (1.0, 0.0))
    renderer.release()
    assert (with_lines != without).any(-1).mean() > 0.05


def test_without_the_networks_an_avatar_is_smooth_and_says_so(portrait: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "DECODER", "models/gone.onnx")
    networks.open_decoder.cache_clear()
    creation = create([portrait], open_head(), detail=True)
    monkeypatch.undo()
    assert creation.avatar.detail is None
    assert any("gone.onnx is missing" in note and "smooth" in note for note in creation.notes)


def test_detail_can_be_left_out(creation: Creation, sample_creation: Creation) -> None:
    plain = sample_creation
    assert plain.avatar.detail is None
    assert plain.notes == creation.notes
    np.testing.assert_array_equal(plain.avatar.shape, creation.avatar.shape)
    assert (plain.avatar.albedo != creation.avatar.albedo).any()


def test_what_progress_raises_ends_the_work(portrait: Path) -> None:
    class Enough(Exception):
        pass

    seen: list[str] = []

    def stop(label: str, share: float) -> None:
        seen.append(label)
        if label == "learning the wrinkles":
            raise Enough

    with pytest.raises(Enough):
        creating.create([portrait], open_head(), detail=True, progress=stop)
    assert seen.count("learning the wrinkles") == 1


def test_exact_needs_the_decoder_and_baked_the_maps(creation: Creation, monkeypatch: pytest.MonkeyPatch) -> None:
    avatar = creation.avatar
    unbaked = replace(avatar, detail=replace(avatar.detail, baked=None))
    with pytest.raises(BadInput, match="no baked wrinkles"):
        moving_detail(unbaked, "baked")
    assert moving_detail(unbaked, "auto") is not None
    assert moving_detail(replace(avatar, detail=None), "exact") is None
    monkeypatch.setattr(networks, "DECODER", "models/gone.onnx")
    networks.open_decoder.cache_clear()
    with pytest.raises(AssetMissing, match=r"gone\.onnx"):
        moving_detail(avatar, "exact")
    monkeypatch.undo()
    networks.open_decoder.cache_clear()


def test_a_code_is_for_the_decoder_it_was_made_for(creation: Creation, tmp_path: Path) -> None:
    save_avatar(creation.avatar, tmp_path / "mine.avatar")
    mine = load_avatar(tmp_path / "mine.avatar")
    assert moving_detail(mine, "exact") is not None
    old = replace(mine, detail=replace(mine.detail, decoder="0123456789abcdef"))
    assert moving_detail(old, "auto", fast=True) is None
    with pytest.raises(ModelMismatch, match=f"{mine.name} was made with another detail decoder.*--detail-path baked"):
        moving_detail(old, "exact")


def test_the_decoder_draws_one_as_it_draws_many(creation: Creation) -> None:
    decoder: Callable[[Array, Array, Array], Array] = networks.open_decoder()
    expression, jaw_pose = rehearsal(3, np.random.default_rng(1))
    together = decoder(creation.avatar.detail.code, expression, jaw_pose)
    alone = networks.DetailDecoder(decoder, creation.avatar.detail.code)(expression[2], jaw_pose[2])
    assert together.shape == (3, 256, 256)
    np.testing.assert_allclose(alone, together[2], atol=1e-7)
