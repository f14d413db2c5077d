"""Which hairstyle a portrait shows, from where its hair colour lies around the face. Unsure means short."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.avatar.balance import balanced
from engine.avatar.exposure import brightened
from engine.avatar.hair import CAP_THICKNESS, colour_distance
from engine.check import Array
from engine.head.hair_style import fits
from engine.head.head_model import Head, pose
from engine.light import linear_from_srgb, srgb_from_linear
from engine.tracking.fit import IdentityFit
from engine.types import Face, Hair, replace

PX_PER_M = 400
_LEFT, _RIGHT, _BOTTOM, _TOP = -0.15, 0.15, -0.14, 0.22
_PLANE_Z = -0.02
"""The plane through ears and crown, in which hair is judged, m."""
_SLACK_M = 0.005
"""The fitted silhouette is right to about this."""
_WIDE_M, _FLAT_M, _TALL_M = 0.006, 0.0025, 0.022
"""Hair that stands out by more; by less; hair higher than this over the skull is no flat hair."""
_CURLS_M = 0.028
"""Hair that stands out so far beside the temples does not hang down."""
_BACKDROP_M = 0.045
"""Hair this wide beside the jaw and none beside the temples is the wall behind the person."""
_TAIL_M = 0.03
"""Beside the neck, what is wider than a tail is clothes."""
_FULL_M = 0.012
"""Who shows so much hair at both temples is not bald, however alike hair and skin are."""
_LOOSE_Y, _TIED_Y = -0.045, -0.078
"""Loose hair is seen from the ears down, tied hair beside the neck; what begins lower is clothes, m."""
_COLLAR_Y = -0.02
"""No collar stands higher, m."""
_COOLER_LAB = 4.0
"""Clothes that pass for dark hair are bluer or greener than the hair above the ears by more; shade is not."""
_WALL_SHARE = 0.25
"""Of what is far from the head: where more of it passes for hair, nothing can be told."""
_ALIKE_LAB, _DARK_LAB = 30.0, 55.0
BUZZ_M = 0.003
"""Thickness of a cap where hair is hardly thicker than skin."""
_STUBBLE = 0.15
"""Linear level of black stubble on dark skin, which shines through it, as a share of the blue of the skin."""


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """The photo around the head, upright, PX_PER_M, the picture's left first."""

    rgb: Array  # [H, W, 3] sRGB in [0, 1]; 0 off the photo
    head: Array  # [H, W] bool: the fitted head, ears and neck
    top_y: float
    """Height of the skull's top, m."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much hair stands out beyond the fitted head, metres; pairs are the picture's left and right."""

    above: float
    temples: tuple[float, float]
    ears: tuple[float, float]
    jaw: tuple[float, float]
    """Below the ears."""
    neck: tuple[float, float]
    """From the jaw down to the shoulders."""
    crown: float
    """Share of hair-coloured pixels on the skull above the forehead."""
    fringe: float
    """The same on the upper forehead."""
    backdrop: float
    """The same far from the head: where it is high, nothing of this can be trusted."""


def look(head: Head, face: Face, fit: IdentityFit, index: int = 0) -> Portrait:
    """What the photo shows around the head that `fit` explains."""
    motion = fit.code(index).motion
    still = pose(head, fit.shape, replace(motion, global_orient=np.zeros(3, np.float32)))
    corners = np.array([[_LEFT, _TOP, _PLANE_Z], [_RIGHT, _TOP, _PLANE_Z], [_LEFT, _BOTTOM, _PLANE_Z]])
    pixels = fit.image_points(corners, index)[:, :2].astype(np.float32)
    width, height = round((_RIGHT - _LEFT) * PX_PER_M), round((_TOP - _BOTTOM) * PX_PER_M)
    image, scale = _reduced(face.frame.image, float(np.linalg.norm(pixels[1] - pixels[0])) / width)
    landmarks = face.landmarks * scale
    image = balanced(brightened(image, landmarks), landmarks)  # the hair's colour was found in such a picture
    matrix = cv2.getAffineTransform(pixels * scale, np.float32([[0, 0], [width, 0], [0, height]]))
    places = fit.image_points(still, index)[:, :2] * scale @ matrix[:, :2].T + matrix[:, 2]
    covered = np.zeros((height, width), np.uint8)
    for triangle in np.round(places[head.faces[head.faces_of("skin", "neck")]] * 16).astype(np.int32):
        cv2.fillConvexPoly(covered, triangle, 1, shift=4)
    rgb = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR)
    return Portrait(rgb, covered > 0, float(still[:, 1].max()))


def _reduced(image: Array, px_per_px: float) -> tuple[Array, float]:
    """The picture averaged down so that a step of the map is about a pixel, float32 in [0, 1], and the scale."""
    scale = min(1.0, 1.5 / max(px_per_px, 1e-6))
    if scale < 1:
        size = round(image.shape[1] * scale), round(image.shape[0] * scale)
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return image.astype(np.float32) / 255, scale


def hair_likeness(portrait: Portrait, hair: Array, skin: Array) -> Array:
    """[H, W] bool: nearer to hair (or hair in shade or light) than to skin and to the backdrop. Colours: [3] sRGB."""
    lab = cv2.cvtColor(portrait.rgb, cv2.COLOR_RGB2LAB)
    known = portrait.rgb.max(2) > 0

    def distance(colour: Array, darker: float, lighter: float) -> Array:
        level = lab[..., 0] - colour[0]
        level = np.where(level < 0, np.minimum(level + darker, 0), np.maximum(level - lighter, 0))
        return np.sqrt(level**2 + 1.5 * ((lab[..., 1:] - colour[1:]) ** 2).sum(2))

    to_hair = distance(_lab(hair), 25, 8)
    others = [distance(_lab(skin), 6, 6), *(distance(wall, 4, 4) for wall in _walls(portrait))]
    like = known & (to_hair < 22) & (to_hair < np.min(others, 0))
    return cv2.morphologyEx(like.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0


def evidence(portrait: Portrait, hair: Array, skin: Array) -> Evidence:
    """What the photo shows, given the sRGB colours [3] of hair and skin."""
    like = hair_likeness(portrait, hair, skin)
    below = _rows_below(_COLLAR_Y)
    like[below] &= ~_clothes(portrait, like)[below]
    size = 2 * round(_SLACK_M * PX_PER_M) + 1
    near = cv2.dilate(portrait.head.astype(np.uint8), np.ones((size, size), np.uint8)) > 0
    outside = like & ~near
    rows = np.flatnonzero(like[_box((-0.03, 0.03), (0.08, _TOP))].mean(1) > 0.35)

    def widths(y: tuple[float, float], begins: float = -np.inf) -> tuple[float, float]:
        seen = outside & _from_above(like & ~portrait.head, begins)
        sides = seen[_box((-0.13, -0.03), y)], seen[_box((0.03, 0.13), y)]
        left, right = (float(side.sum(1).mean()) / PX_PER_M for side in sides)
        return left, right

    crown = _box((-0.04, 0.04), (0.095, portrait.top_y - 0.01))
    return Evidence(
        above=_TOP - rows[0] / PX_PER_M - portrait.top_y if len(rows) else 0.0,
        temples=widths((0.05, 0.10)),
        ears=widths((-0.030, 0.030)),
        jaw=widths((-0.070, -0.035), _LOOSE_Y),
        neck=widths((-0.125, -0.085), _TIED_Y),
        crown=float(like[crown].mean()),
        fringe=float(like[_box((-0.035, 0.035), (0.060, 0.078))].mean()),
        backdrop=max(float(like[_box(x, (0.05, 0.20))].mean()) for x in ((-0.15, -0.125), (0.125, 0.15))),
    )


def _clothes(portrait: Portrait, like: Array) -> Array:
    """[H, W] bool: bluer or greener than the hair above the ears, in its own light or in shade."""
    lab = cv2.cvtColor(portrait.rgb, cv2.COLOR_RGB2LAB)
    above = like.copy()
    above[_rows_below(0.05)] = False
    if above.sum() < 100:
        return np.zeros_like(like)
    hair = np.median(lab[above], 0)
    shade = (lab[..., :1] / max(float(hair[0]), 1.0)).clip(0, 1)
    cool = like & ((lab[..., 1:] - np.minimum(hair[1:], hair[1:] * shade)) < -_COOLER_LAB).any(2)
    most = cv2.blur(cool.astype(np.float32), (7, 7)) > 0.5 * cv2.blur(like.astype(np.float32), (7, 7)) + 0.1
    return cv2.dilate((cool & most).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0  # at its edge it mixes with skin


def _from_above(region: Array, y: float) -> Array:
    """[H, W] bool: the connected parts of `region` that begin above the height `y`, m."""
    _, label, extent, _ = cv2.connectedComponentsWithStats(region.astype(np.uint8), connectivity=8)
    begins = _TOP - extent[:, cv2.CC_STAT_TOP] / PX_PER_M > y
    begins[0] = False  # what is not `region`
    return begins[label]


def choose(seen: Evidence) -> str:
    """The name of a style: long or chin-long only where both sides say so."""
    if seen.backdrop > _WALL_SHARE or (min(seen.jaw) > _BACKDROP_M and max(seen.temples) < _FLAT_M):
        return "slick"
    if min(seen.jaw) > 0.75 * _WIDE_M:
        return "long" if max(seen.neck) > _FLAT_M else "bob"
    if seen.fringe > 0.15 and seen.crown > 0.5 and min(seen.temples) > _WIDE_M > max(seen.jaw):
        return "short"
    hanging = max(ear + jaw for ear, jaw in zip(seen.ears, seen.jaw, strict=True))
    if _WIDE_M < max(seen.neck) < _TAIL_M and max(seen.ears) < _WIDE_M:
        return "tied"
    if hanging > 1.25 * _WIDE_M and min(seen.temples) > 1.3 * _WIDE_M and max(seen.temples) < _CURLS_M:
        return "bob"
    if max(seen.temples) < _FLAT_M and seen.above < 0.021:
        return "cap"
    return "crop" if seen.above > _TALL_M or min(seen.temples) > 1.5 * _WIDE_M else "slick"


def style_hair(hair: Hair, head: Head, face: Face, fit: IdentityFit, index: int = 0, style: str = "auto") -> Hair:
    """`hair` with the style that was asked for, or for "auto" with the one that the photo shows."""
    if style != "auto":
        return wear(hair, style)
    if not fits(head):
        return hair if hair.thickness > 0 else wear(hair, "none")
    portrait = look(head, face, fit, index)
    if hair.thickness <= 0:
        seen = evidence(portrait, srgb_from_linear(hair.rgb), _skin(portrait))
        if min(seen.temples) < _FULL_M or seen.backdrop > _WALL_SHARE:
            return wear(hair, "none")
        hair = replace(hair, thickness=CAP_THICKNESS)
    return _shown(hair, portrait)


def wear(hair: Hair, style: str) -> Hair:
    """Hair of the same colour in another style, one of HAIR_STYLES."""
    return replace(hair, style=style, thickness=0.0 if style == "none" else max(hair.thickness, CAP_THICKNESS))


def _shown(hair: Hair, portrait: Portrait) -> Hair:
    """`hair` as the photo shows it; what was taken for hair may turn out to be wall or a gleam."""
    colour, skin = srgb_from_linear(hair.rgb), _skin(portrait)
    lighter = _lab(colour)[0] > _lab(skin)[0] - 5  # dark hair before a dark wall is no bald head
    if lighter and _is_backdrop(portrait, colour) and _bare(portrait):
        return Hair(rgb=linear_from_srgb(skin), style="none")
    seen = evidence(portrait, colour, skin)
    if min(seen.temples) < _WIDE_M and _lab(skin)[0] < min(_DARK_LAB, _lab(colour)[0] + 3):
        # What is lighter than dark skin on a shaved head is light that it mirrors.
        return Hair(rgb=np.full(3, _STUBBLE * linear_from_srgb(skin).min(), np.float32), thickness=BUZZ_M)
    style = choose(seen)
    thickness = {"cap": BUZZ_M, "none": 0.0}.get(style, hair.thickness)
    return replace(hair, style=style, thickness=thickness)


def _is_backdrop(portrait: Portrait, rgb: Array) -> bool:
    """Whether what was taken for hair has the colour of the wall: above a head lower than the fitted one it shows."""
    return any(np.linalg.norm(_lab(rgb) - wall) < _ALIKE_LAB for wall in _walls(portrait))


def _bare(portrait: Portrait) -> bool:
    """Whether the skull right above the forehead is skin."""
    skull = portrait.rgb[_box((-0.03, 0.03), (0.085, 0.105))].reshape(-1, 3)
    return float((colour_distance(skull, _skin(portrait)) < 0.12).mean()) > 0.5


def _lab(rgb: Array) -> Array:
    return cv2.cvtColor(np.float32(rgb).reshape(1, 1, 3), cv2.COLOR_RGB2LAB)[0, 0]


def _walls(portrait: Portrait) -> list[Array]:
    """CIELAB colours of what is behind the person, high on either side; empty where the photo ends before."""
    walls = []
    for x in ((-0.15, -0.115), (0.115, 0.15)):
        part = portrait.rgb[_box(x, (0.10, 0.21))]
        known = part[part.max(2) > 0]
        if len(known) > 50:
            walls.append(np.median(cv2.cvtColor(known[None], cv2.COLOR_RGB2LAB)[0], 0))
    return walls


def _skin(portrait: Portrait) -> Array:
    """[3] sRGB of the cheeks."""
    cheeks = [portrait.rgb[_box(x, (-0.03, 0.0))].reshape(-1, 3) for x in ((-0.05, -0.02), (0.02, 0.05))]
    return np.median(np.concatenate(cheeks), 0)


def _rows_below(y: float) -> slice:
    return slice(round((_TOP - y) * PX_PER_M), None)


def _box(x: tuple[float, float], y: tuple[float, float]) -> tuple[slice, slice]:
    """The part of a portrait between these places, m."""
    rows = slice(max(round((_TOP - y[1]) * PX_PER_M), 0), max(round((_TOP - y[0]) * PX_PER_M), 1))
    return rows, slice(round((x[0] - _LEFT) * PX_PER_M), round((x[1] - _LEFT) * PX_PER_M))
