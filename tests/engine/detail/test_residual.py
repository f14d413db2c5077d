"""What of a photo's fine shading becomes relief: pores do, pigment, brows and lips do not, and nothing counts twice."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.avatar.atlas import SIZE, atlas_of
from engine.check import Array
from engine.detail.bare import bare_skin, hairless
from engine.detail.residual import CAVITY, RESIDUAL_MAX_M, Residual, residual_of
from engine.detail.texture import window_of
from engine.detail.window import WINDOW
from engine.head import open_head
from engine.light import constant_light, linear_from_srgb, srgb_from_linear

TONE = np.array([0.52, 0.30, 0.22])
STILL = np.zeros((256, 256), np.float32)
PART = np.s_[round(WINDOW.top * SIZE) :, round(WINDOW.left * SIZE) :]


def pores(seed: int = 0) -> Array:
    """[512, 512] m, about 60 um deep."""
    noise = np.random.default_rng(seed).standard_normal((512, 512)).astype(np.float32)
    height = cv2.GaussianBlur(noise, (0, 0), 1.6)
    return 6e-5 * height / height.std()


def shade_of(height: Array) -> Array:
    """[512, 512] logarithm, of the renderer's cavities."""
    return CAVITY * (height - cv2.blur(height, (9, 9)))


def painted(shade: Array, pigment: Array | None = None) -> Array:
    """[1024, 1024, 3] uint8: skin of one tone with logarithms of shade [512, 512] and pigment [512, 512, 3] on it."""
    albedo = np.tile(TONE, (SIZE, SIZE, 1))
    logarithm = np.repeat(shade[..., None], 3, 2) + (0 if pigment is None else pigment)
    side = round(WINDOW.side * SIZE)
    factor = np.exp(cv2.resize(logarithm.astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC))
    albedo[PART][:side, :side] *= factor
    return np.round(255 * srgb_from_linear(albedo)).astype(np.uint8)


def found(albedo: Array, moving: Array = STILL) -> Residual:
    return residual_of(atlas_of(open_head()), albedo, constant_light(), moving)


def fine(albedo: Array) -> Array:
    """[512, 512] what is fine in the logarithm of an albedo's level."""
    level = np.log(linear_from_srgb(window_of(albedo / 255.0, 512))).mean(2).astype(np.float32)
    return level - cv2.GaussianBlur(level, (0, 0), 6)


@pytest.fixture(scope="module")
def of_pores() -> tuple[Array, Array, Residual]:
    height = pores()
    albedo = painted(shade_of(height))
    return height, albedo, found(albedo)


def test_pores_become_relief_where_they_are(of_pores: tuple[Array, Array, Residual]) -> None:
    height, _, residual = of_pores
    skin = bare_skin(open_head()) > 0.99
    assert skin.mean() > 0.15
    assert np.corrcoef(residual.relief[skin], height[skin])[0, 1] > 0.8
    share = residual.relief[skin] @ height[skin] / (height[skin] @ height[skin])
    assert 0.35 < share < 0.9


def test_what_is_relief_is_no_longer_painted(of_pores: tuple[Array, Array, Residual]) -> None:
    """Shaded as the renderer does, the new albedo looks like the old one: no contrast is doubled, none is lost."""
    _, albedo, residual = of_pores
    skin = bare_skin(open_head()) > 0.99
    before, after = fine(albedo)[skin], fine(residual.albedo)[skin]
    shown = after + shade_of(residual.relief)[skin]
    assert after.std() < 0.7 * before.std()
    assert np.abs(shown - before).std() < 0.35 * before.std()
    assert shown.std() == pytest.approx(before.std(), rel=0.15)


def test_there_is_none_on_lips_lids_brows_nor_at_the_border(of_pores: tuple[Array, Array, Residual]) -> None:
    _, _, residual = of_pores
    bare = bare_skin(open_head())
    nothing = bare == 0
    assert 0.2 < nothing.mean() < 0.8
    assert np.abs(residual.relief[nothing]).max() == 0
    border = np.ones((512, 512), bool)
    border[6:-6, 6:-6] = False
    assert np.abs(residual.relief[border]).max() < 2e-6
    steps = np.abs(np.diff(residual.relief, axis=0)).max()
    assert steps < 1.5 * np.abs(np.diff(pores(), axis=0)).max()  # no cliff where it ends


def test_a_brown_mole_stays_painted() -> None:
    place = cv2.GaussianBlur(np.eye(512, dtype=np.float32)[[330]].T @ np.eye(512, dtype=np.float32)[[120]], (0, 0), 3)
    spot = place / place.max()
    melanin = -np.float32([0.33, 0.65, 1.0]) * 0.9
    as_pigment = found(painted(np.zeros((512, 512)), spot[..., None] * melanin))
    as_shade = found(painted(-0.5 * spot))
    at = np.unravel_index(spot.argmax(), spot.shape)
    assert bare_skin(open_head())[at] > 0.99
    assert as_shade.relief[at] < -5e-5
    assert abs(as_pigment.relief[at]) < 0.45 * abs(as_shade.relief[at])
    assert fine(as_pigment.albedo)[at] < -0.2


def test_stubble_is_hair() -> None:
    rng = np.random.default_rng(3)
    bare, skin = bare_skin(open_head()), np.tile(np.float32([0.75, 0.58, 0.5]), (512, 512, 1))
    calm = 0.03 * rng.standard_normal((512, 512)).astype(np.float32)
    rough = calm.copy()
    rough[300:360, 200:260] += 0.25 * rng.standard_normal((60, 60))
    weight = hairless(skin, rough, bare)
    assert weight[320:340, 220:240].max() < 0.05
    assert weight[200:250, 200:260].min() > 0.95
    grey = skin.copy()
    grey[300:360, 200:260] = [0.35, 0.33, 0.33]
    assert hairless(grey, calm, bare)[320:340, 220:240].max() < 0.05


def test_what_the_moving_detail_explains_is_no_residual() -> None:
    """A fold that the decoder draws at the photo's expression leaves the albedo, and is not carved a second time."""
    down = np.linspace(0, 1, 256, dtype=np.float32)[:, None] * np.ones((1, 256), np.float32)
    fold = -1.5e-4 * np.exp(-(((down - 0.62) / 0.008) ** 2))
    large = cv2.resize(fold, (512, 512), interpolation=cv2.INTER_CUBIC)
    albedo = painted(shade_of(large))
    alone, known = found(albedo), found(albedo, fold)
    skin = (bare_skin(open_head()) > 0.99) & (large < -5e-5)
    assert skin.sum() > 200
    assert np.abs(known.relief[skin]).mean() < 0.35 * np.abs(alone.relief[skin]).mean()
    assert np.abs(fine(known.albedo)[skin]).mean() < 0.5 * np.abs(fine(albedo)[skin]).mean()


def test_it_is_never_deeper_than_skin() -> None:
    relief = found(painted(4 * shade_of(pores(1)))).relief
    assert np.abs(relief).max() < RESIDUAL_MAX_M


def test_what_progress_raises_ends_the_work() -> None:
    class Enough(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.3:
            raise Enough

    with pytest.raises(Enough):
        residual_of(atlas_of(open_head()), painted(shade_of(pores())), constant_light(), STILL, stop)
