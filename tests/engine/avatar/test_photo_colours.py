"""Exposure, white balance, light, lips and hair of a photo, on the public-domain portrait of Eileen Collins."""

from __future__ import annotations

import numpy as np
import pytest

from engine.assets import provisioned
from engine.avatar.atlas import atlas_of
from engine.avatar.balance import SKIN_RED, balanced
from engine.avatar.delight import calmed
from engine.avatar.exposure import brightened, skin_pixels
from engine.avatar.hair import find_hair
from engine.avatar.lips import lips, mend_lips, soften_folds
from engine.avatar.photo import load_photo
from engine.avatar.sampling import Sample
from engine.check import Array
from engine.errors import AssetMissing
from engine.head import open_head
from engine.light import constant_light, linear_from_srgb, shading, srgb_from_linear


@pytest.fixture(scope="module")
def portrait() -> tuple[Array, Array]:
    """[H, W, 3] float32 sRGB and [478, 2] px."""
    from engine.tracking.detect import Detector

    try:
        provisioned("face_landmarker.task")
        frame = load_photo(provisioned("astronaut.png"))
    except AssetMissing as error:
        pytest.skip(str(error))
    with Detector("image") as detector:
        face = detector.detect(frame)
    assert face is not None
    return frame.image.astype(np.float32) / 255, face.landmarks


def _skin(image: Array, landmarks: Array) -> Array:
    return linear_from_srgb(np.median(skin_pixels(image, landmarks), 0))


def _lit(image: Array, light: list[float]) -> Array:
    return srgb_from_linear(linear_from_srgb(image) * light).astype(np.float32)


def test_photo_in_good_light_stays_as_it_is(portrait: tuple[Array, Array]) -> None:
    image, landmarks = portrait
    np.testing.assert_array_equal(brightened(image, landmarks), image)


def test_photo_in_the_dark_is_lifted(portrait: tuple[Array, Array]) -> None:
    image, landmarks = portrait
    dark = _lit(image, [0.12] * 3)
    lifted = _skin(brightened(dark, landmarks), landmarks)
    assert 2.5 * _skin(dark, landmarks).mean() < lifted.mean() < _skin(image, landmarks).mean()


def test_dark_skin_in_good_light_stays_dark(portrait: tuple[Array, Array]) -> None:
    """The whites of the eyes are as bright as before: it is not the light that is missing."""
    image, landmarks = portrait
    dark = image.copy()
    reach = 6
    for x, y in np.round(landmarks[[50, 280, 205, 425, 151, 9]]).astype(int):
        dark[y - reach : y + reach, x - reach : x + reach] = [0.33, 0.22, 0.17]
    np.testing.assert_array_equal(brightened(dark, landmarks), dark)


@pytest.mark.parametrize("cast", [[1.0, 0.5, 0.55], [0.55, 1.0, 1.0], [1.0, 0.9, 0.4]])
def test_cast_of_a_lamp_is_taken_out(portrait: tuple[Array, Array], cast: list[float]) -> None:
    image, landmarks = portrait
    true = _skin(image, landmarks)
    tinted = _lit(image, cast)
    before, after = _skin(tinted, landmarks), _skin(balanced(tinted, landmarks), landmarks)

    def error(skin: Array) -> float:
        return float(np.abs(np.log(skin / skin[1]) - np.log(true / true[1])).max())

    assert error(after) < 0.65 * error(before)
    assert SKIN_RED[0] * 0.9 < after[0] / after[1] < SKIN_RED[1] * 1.1


def test_light_of_an_avatar_has_little_colour_and_no_black_side() -> None:
    light = constant_light()
    light[1, 0], light[3] = 0.5, [0.5, 1.5, 1.5]
    made = calmed(light)
    assert np.ptp(made[1]) < 0.2
    directions = np.random.default_rng(0).normal(size=(500, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    assert shading(directions, light).min() < 0  # as the photo's light would have it
    assert shading(directions, made).min() > 0.35


def test_teeth_do_not_stay_on_lips() -> None:
    atlas = atlas_of(open_head())
    within = lips(atlas)
    skin, lip, tooth = np.array([[0.80, 0.62, 0.55], [0.72, 0.42, 0.42], [0.92, 0.90, 0.85]])
    texels = np.where(within[:, None] > 0.5, lip, skin).astype(np.float32)
    spot = (within > 0.95) & (np.abs(atlas.position[:, 0]) < 0.004) & (atlas.position[:, 1] < -0.045)
    assert spot.sum() > 50
    texels[spot] = tooth
    mended = atlas.take(mend_lips(atlas, atlas.scatter(texels)))
    assert np.abs(np.median(mended[spot], 0) - lip).max() < 0.05
    elsewhere = (within > 0.95) & (np.abs(atlas.position[:, 0]) > 0.012)
    np.testing.assert_allclose(mended[elsewhere], texels[elsewhere], atol=0.01)


@pytest.mark.parametrize(
    ("colour", "grain", "hairy"),
    [((0.80, 0.62, 0.55), 0.0, False), ((0.93, 0.90, 0.88), 0.0, False), ((0.90, 0.82, 0.66), 0.14, True),
     ((0.15, 0.11, 0.09), 0.03, True)],
    ids=["bald", "gleaming or a white wall", "fair", "dark"],
)  # fmt: skip
def test_hair_is_told_from_bare_skin(colour: tuple[float, ...], grain: float, hairy: bool) -> None:
    atlas = atlas_of(open_head())
    count = len(atlas.index)
    rng = np.random.default_rng(0)
    image = np.clip(np.array(colour) * (1 + grain * rng.normal(size=(256, 256, 1))), 0, 1).astype(np.float32)
    pixel = rng.uniform(8, 248, (count, 2)).astype(np.float32)
    seen = np.ones(count, bool)
    rgb = image[pixel[:, 1].astype(int), pixel[:, 0].astype(int)]
    made = Sample(rgb, np.ones(count, np.float32), seen, np.zeros((count, 3)), pixel, np.ones(count, np.float32))
    hair = find_hair(atlas, made, image, np.array([0.78, 0.60, 0.52]))
    assert (hair.thickness > 0) == hairy


def test_gloss_on_black_hair_is_no_grey_and_grey_hair_stays_grey() -> None:
    """Sleek black hair mirrors white light: half of what is seen of it is grey, and its darkest strands are not."""
    atlas = atlas_of(open_head())
    count = len(atlas.index)
    rng = np.random.default_rng(0)

    def seen_as(colour: tuple[float, ...], gloss: float) -> Array:
        mirrored = gloss * rng.uniform(0, 1, (256, 256, 1)) ** 2
        image = srgb_from_linear(np.array(colour) + mirrored).astype(np.float32)
        pixel = rng.uniform(8, 248, (count, 2)).astype(np.float32)
        rgb = image[pixel[:, 1].astype(int), pixel[:, 0].astype(int)]
        ones = np.ones(count, np.float32)
        made = Sample(rgb, ones, np.ones(count, bool), np.zeros((count, 3)), pixel, ones)
        return find_hair(atlas, made, image, np.array([0.41, 0.31, 0.28])).rgb

    assert seen_as((0.020, 0.019, 0.020), 0.25).max() < 0.013
    assert seen_as((0.050, 0.049, 0.050), 0.10).max() < 0.016  # as light as that dark skin in its own light
    np.testing.assert_allclose(seen_as((0.20, 0.20, 0.20), 0.1), 0.2, atol=0.06)
    np.testing.assert_allclose(seen_as((0.050, 0.030, 0.022), 0.0), [0.050, 0.030, 0.022], atol=0.004)


def test_folds_of_a_smile_fade_and_those_of_a_calm_face_stay() -> None:
    atlas = atlas_of(open_head())
    x, y = np.abs(atlas.position[:, 0]), atlas.position[:, 1]
    fold = (
        (np.abs(x - 0.030) < 0.0015) & (y > -0.045) & (y < -0.02) & (atlas.position[:, 2] > 0.03) & atlas.part("skin")
    )
    texels = np.where(fold[:, None], [0.60, 0.42, 0.36], [0.78, 0.60, 0.52]).astype(np.float32)
    picture = atlas.scatter(texels)
    np.testing.assert_array_equal(soften_folds(atlas, picture, smile=0.05), picture)
    smiled = atlas.take(soften_folds(atlas, picture, smile=0.7))
    assert np.median(smiled[fold]) > np.median(texels[fold]) + 0.04
