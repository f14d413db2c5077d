"""One photo and its fit -> the albedo of an avatar: what the photo shows, mirrored where one side is hidden,
blended into a skin of the same tone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from engine.avatar.atlas import Atlas
from engine.avatar.blend import fill_outward, pyramid_blend, smoothed
from engine.avatar.default_skin import default_albedo, toned
from engine.avatar.delight import calmed, estimate_light, remove_light
from engine.avatar.hair import colour_distance, find_hair, paint_scalp
from engine.avatar.iris import iris_colour, paint_eyes
from engine.avatar.lips import mend_lips, soften_folds
from engine.avatar.repair import draw_lid_margin, mend_lids, tone_inside
from engine.avatar.sampling import Fitted, Sample, evened, sample
from engine.check import Array
from engine.light import srgb_from_linear
from engine.types import Hair

FRINGED = ("short",)
"""Hairstyles whose own hair hangs over the forehead."""


@dataclass(frozen=True, slots=True, eq=False)
class Texture:
    """Everything about a person's look that comes from pixels."""

    albedo: Array  # [S, S, 3] uint8 sRGB
    light: Array  # [9, 3] SH
    iris_rgb: Array  # [3] linear
    hair: Hair
    coverage: float
    """Share of the face's texels that the photo supplied, itself or mirrored."""


def build_texture(
    atlas: Atlas,
    fitted: Fitted,
    seen: Sample | None = None,
    *,
    worn: Callable[[Hair], Hair] = lambda hair: hair,
    progress: Callable[[float], None] = lambda share: None,
) -> Texture:
    """The texture of the face in `fitted`; about a second.

    seen: in the photo of `fitted`, which is then an evened one.  worn: how the hair that was found is worn; the skin is
    painted under that.  progress: called with the share done; what it raises ends the work.
    """
    if seen is None:
        fitted = evened(fitted)
        seen = sample(atlas, fitted)
    face = _face_weight(atlas)
    plain = seen.trust * seen.inside * face
    light, _ = estimate_light(*_thinned(seen, plain))
    rgb = remove_light(seen.rgb, seen.normals, light).astype(np.float32)
    core = (plain > 0.5) & _core(atlas)
    if core.sum() < 50:
        core = plain >= np.quantile(plain, 0.98)
    tone = np.median(rgb[core], 0)
    hair = worn(find_hair(atlas, seen, fitted.image, tone))
    strand = srgb_from_linear(hair.rgb) if hair.thickness > 0 else tone
    progress(0.2)
    trust = seen.trust * face * _belongs(atlas, seen, rgb, tone, strand, hair) * _bare(atlas, rgb, tone)
    if hair.style in FRINGED:
        trust = trust * (1 - _fringe(atlas, rgb, tone))
    trust = trust * _lit(atlas, rgb, trust)
    progress(0.22)
    rgb, trust = _mirrored(atlas, rgb, trust, tone)
    progress(0.32)

    skin = toned(atlas, default_albedo(atlas), tone, _core(atlas))
    under = skin
    if hair.thickness > 0:
        under = atlas.scatter(paint_scalp(atlas, atlas.take(skin), strand))
    progress(0.55)
    over = fill_outward(atlas.scatter(rgb), atlas.scatter((trust > 0.05) * trust))
    mask = _soft_mask(atlas, trust)
    picture = pyramid_blend(over, under, mask)

    progress(0.61)
    picture = mend_lids(atlas, picture, skin)
    picture = soften_folds(atlas, mend_lips(atlas, picture), fitted.smile)
    picture = tone_inside(atlas, picture, tone, _lip_colour(atlas, rgb, trust))
    progress(0.9)
    picture = draw_lid_margin(atlas, picture)
    is_surface = atlas.scatter((atlas.skin | atlas.part("mouth", "socket_l", "socket_r")).astype(np.float32)) > 0
    picture = np.where(is_surface[..., None], picture, skin)
    iris = iris_colour(fitted.image, fitted.landmarks)
    texels = atlas.take(picture)
    paint_eyes(atlas, texels, iris)
    covered = atlas.scatter(np.ones(len(atlas.index), np.float32))
    picture = _bled(atlas.scatter(texels), covered)
    front = (atlas.position[:, 2] > 0) & (atlas.position[:, 1] < 0.075) & atlas.part("skin")
    return Texture(
        albedo=(picture.clip(0, 1) * 255 + 0.5).astype(np.uint8),
        light=calmed(light),
        iris_rgb=iris,
        hair=hair,
        coverage=float((trust[front] > 0.05).mean()),
    )


def _thinned(seen: Sample, weight: Array) -> tuple[Array, Array, Array]:
    """Every twentieth trusted texel: plenty for 27 unknowns."""
    some = np.flatnonzero(weight > 0.2)[::20]
    return seen.rgb[some], seen.normals[some], weight[some]


def _face_weight(atlas: Atlas) -> Array:
    """[N] in [0, 1]: 1 on the face, fading out before crown, ears' backs and under the chin."""
    x, y, z = np.abs(atlas.position[:, 0]), atlas.position[:, 1], atlas.position[:, 2]
    return np.clip((0.112 - y) / 0.02, 0, 1) * np.clip((z + 0.012) / 0.025, 0, 1) * np.clip((0.080 - x) / 0.008, 0, 1)


def _core(atlas: Atlas) -> Array:
    """[N] bool: cheeks and the middle of the forehead, bare skin on nearly everybody."""
    x, y, z = np.abs(atlas.position[:, 0]), atlas.position[:, 1], atlas.position[:, 2]
    cheek = (x > 0.02) & (x < 0.05) & (y < 0.0) & (y > -0.03) & (z > 0.03)
    forehead = (x < 0.03) & (y > 0.05) & (y < 0.07)
    return (cheek | forehead) & atlas.part("skin")


def _belongs(atlas: Atlas, seen: Sample, rgb: Array, tone: Array, strand: Array, hair: Hair) -> Array:
    """[N] in [0, 1]: certain inside the oval; outside it a pixel must look like skin, or like hair above the brows."""
    likeness = np.clip((0.20 - colour_distance(rgb, tone)) / 0.08, 0, 1)
    if hair.thickness > 0:
        above = np.clip((atlas.position[:, 1] - 0.045) / 0.015, 0, 1)
        likeness = np.maximum(likeness, above * np.clip((0.22 - colour_distance(seen.rgb, strand)) / 0.08, 0, 1))
    picture = cv2.GaussianBlur(atlas.scatter(likeness.astype(np.float32)), (0, 0), 3)
    return np.maximum(seen.inside, atlas.take(picture) * 0.9)


def _lit(atlas: Atlas, rgb: Array, trust: Array) -> Array:
    """[N] in [0, 1]: low where one side lies in a cast shadow that the estimate of the light does not know."""
    level = atlas.scatter((rgb.mean(1) * trust).astype(np.float32))
    weight = smoothed(atlas.scatter(trust.astype(np.float32)), 12)
    level = atlas.take(smoothed(level, 12) / np.maximum(weight, 1e-3))
    known = np.minimum(trust, trust[atlas.mirror]) > 0.1
    dark = np.clip((0.78 - level / np.maximum(level[atlas.mirror], 0.02)) / 0.12, 0, 1) * known
    return 1 - atlas.take(smoothed(atlas.scatter(dark.astype(np.float32)), 8))


def _bare(atlas: Atlas, rgb: Array, tone: Array) -> Array:
    """[N] in [0, 1]: low where forehead or temple are covered (a strand, a hand) and the other side is bare skin."""
    x, y, z = np.abs(atlas.position[:, 0]), atlas.position[:, 1], atlas.position[:, 2]
    region = np.maximum(np.clip((y - 0.034) / 0.004, 0, 1), np.clip((x - 0.050) / 0.006, 0, 1)) * (z > -0.02)
    strange = colour_distance(rgb, tone)
    covered = np.clip((strange - strange[atlas.mirror] - 0.07) / 0.06, 0, 1) * region * atlas.part("skin")
    grown = cv2.dilate(atlas.scatter(covered.astype(np.float32)), np.ones((13, 13)))
    return 1 - atlas.take(cv2.GaussianBlur(grown, (0, 0), 4))


def _fringe(atlas: Atlas, rgb: Array, tone: Array) -> Array:
    """[N] in [0, 1]: hair, and its shadow, over the forehead above the brows; a hairstyle hangs its own there."""
    y, z = atlas.position[:, 1:].T
    strange = np.clip((colour_distance(rgb, tone) - 0.06) / 0.05, 0, 1)
    found = strange * np.clip((y - 0.052) / 0.005, 0, 1) * (z > 0) * atlas.part("skin")
    grown = cv2.dilate(atlas.scatter(found.astype(np.float32)), np.ones((13, 13)))
    return atlas.take(cv2.GaussianBlur(grown, (0, 0), 4))


def _mirrored(atlas: Atlas, rgb: Array, trust: Array, tone: Array) -> tuple[Array, Array]:
    """Each side's hidden texels take the other side's, in the tones of the skin around them."""
    other = trust[atlas.mirror]
    share = np.clip((other - trust) * 2.5 - 0.25, 0, 1)[:, None]
    ratio = (rgb / np.maximum(rgb[atlas.mirror], 0.04)).clip(0.75, 1.35).astype(np.float32)
    bare = colour_distance(rgb, tone) < 0.16
    both = np.clip(2 * np.minimum(trust, other) - 0.6, 0, 1) * (1 - share[:, 0]) * bare * bare[atlas.mirror]
    tones = atlas.take(smoothed(fill_outward(atlas.scatter(ratio, 1.0), atlas.scatter(both)), 24))
    reflected = (rgb[atlas.mirror] * tones).clip(0, 1)
    return rgb * (1 - share) + reflected * share, np.maximum(trust, other * 0.98)


def _soft_mask(atlas: Atlas, trust: Array) -> Array:
    """[S, S] how much of the photo to show."""
    mask = cv2.erode(atlas.scatter(trust), np.ones((5, 5)))
    mask = np.minimum(cv2.GaussianBlur(mask, (0, 0), 6), 1) * atlas.scatter(atlas.skin.astype(np.float32))
    return np.clip(mask * 1.6 - 0.3, 0, 1)


def _lip_colour(atlas: Atlas, rgb: Array, trust: Array) -> Array | None:
    x, y, z = np.abs(atlas.position[:, 0]), atlas.position[:, 1], atlas.position[:, 2]
    lips = (trust > 0.3) & (np.abs(y + 0.049) < 0.007) & (x < 0.015) & (z > 0.06) & atlas.part("skin")
    return np.median(rgb[lips], 0) if lips.sum() > 20 else None


def _bled(picture: Array, covered: Array) -> Array:
    """`picture` with colours carried past the edges of the charts, so that mip levels and seams stay clean."""
    filled = fill_outward(picture, covered, levels=6)
    return np.where(covered[..., None] > 0, picture, filled)
