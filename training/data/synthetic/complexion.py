"""What a face is painted with: whose skin, hair on it, make-up, clothes, eyes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.check import Array
from engine.types import Avatar
from training.data.synthetic.canvas import Canvas, without_brows
from training.data.synthetic.library import Library
from training.data.synthetic.skin import LINEAR, Paint, paint, sample_tone

HAIR = np.array([[0.012, 0.009, 0.008], [0.02, 0.012, 0.008], [0.05, 0.028, 0.015], [0.11, 0.062, 0.03],
                 [0.26, 0.17, 0.085], [0.42, 0.31, 0.18], [0.30, 0.28, 0.27], [0.62, 0.60, 0.57],
                 [0.17, 0.055, 0.02]])  # fmt: skip
"""Linear, from black over brown and fair to grey, white and red."""
HAIR_SHARE = np.array([0.20, 0.20, 0.18, 0.14, 0.08, 0.05, 0.05, 0.04, 0.06])
LINER = np.array([0.02, 0.014, 0.012])
_IRIS = np.array([[0.045, 0.020, 0.010], [0.105, 0.045, 0.018], [0.16, 0.085, 0.03], [0.13, 0.12, 0.06],
                  [0.12, 0.17, 0.20], [0.16, 0.25, 0.36], [0.22, 0.25, 0.26]])  # fmt: skip
_NO_FRINGE = np.array([1.0, 0.0])


def sample_texture(
    canvas: Canvas, library: Library, avatar: Avatar | None, hair_rgb: Array, style: str, rng: np.random.Generator
) -> tuple[Array, Array, Array]:
    """A painted skin [T, T, 3] uint8 sRGB, the same without clothes and fringe, and its tone [3] linear."""
    base, bare = _skin(canvas, library, avatar, rng)
    replaced = avatar is None or rng.random() < 0.2
    if avatar is not None:
        bare = without_brows(base, canvas.brows) if replaced else base
    tone = sample_tone(rng)
    middle = np.median(LINEAR[base[220:260:4, 200:312:4]].reshape(-1, 3), 0)
    if avatar is None:
        gain = tone / np.maximum(middle, 0.02)
    else:  # somebody else's complexion, now and then
        gain = (tone / np.maximum(middle, 0.02)) ** rng.choice([0.0, 0.4, 0.9], p=[0.65, 0.2, 0.15])
        gain = gain * (1 + rng.normal(0, 0.05, 3)) * (1 + rng.normal(0, 0.08))
    gain = gain.mean() * (gain / gain.mean()).clip(0.8, 1.3)  # nobody is green
    bearded = rng.random() < (0.35 if avatar is None else 0.12)
    beard = rng.uniform(0.1, 0.95) if bearded else 0.0
    kind = rng.choice(3)  # all of it, no moustache, only a moustache
    covered = 1.0 if style != "none" else (0.0 if rng.random() < 0.6 else rng.uniform(0.1, 0.6))
    if avatar is not None and style == "none" and rng.random() < 0.7:
        covered = 0.0
    brow = rng.uniform(0.35, 1.0) if replaced else 0.0
    grown = hair_rgb if hair_rgb[0] >= hair_rgb[1] >= hair_rgb[2] else HAIR[rng.integers(4)]  # a hat is not hair
    brow_rgb = grown * rng.uniform(0.4, 1.0) if rng.random() < 0.7 else HAIR[rng.integers(4)]
    made_up = rng.random() < 0.25
    lips_rgb = np.array([0.42, 0.05, 0.07]) * rng.uniform(0.5, 1.5, 3) if made_up else np.array([0.42, 0.28, 0.28])
    liner = rng.uniform(0.5, 0.95) if made_up else rng.uniform(0.1, 0.6)
    coats = [
        covered, brow, beard * (kind != 2), beard * (kind != 1),
        rng.uniform(0.3, 0.8) if made_up else rng.uniform(0, 0.5), rng.uniform(0, 0.25), liner,
    ]  # fmt: skip
    colours = [hair_rgb, brow_rgb, grown * 0.9, grown * 0.9, lips_rgb, np.array([0.42, 0.27, 0.25]), LINER]
    how = Paint(
        gain=gain,
        blotches=np.array([rng.uniform(0, 0.05), rng.uniform(0, 0.035), rng.uniform(0, 0.03)]),
        coats=np.array(coats),
        colours=np.array(colours),
        collar=np.array(
            [
                rng.uniform(-0.17, -0.108),
                rng.uniform(-0.9, 0.05),
                rng.uniform(100, 1500),
                rng.random() * (rng.random() < 0.3),
            ]
        ),
        cloth=rng.uniform(0.01, 0.7, (2, 1)) ** 1.5 * rng.uniform(0.4, 1.0, (2, 3)),
        brows=np.array([rng.uniform(0.0, 0.4), rng.uniform(1.2, 2.6)]),
        fringe=_fringe(style, rng),
        mouth=rng.uniform(0.55, 1.0) * np.array([1.0, rng.uniform(0.9, 1.0), rng.uniform(0.8, 1.0)]),
        shift=(int(rng.integers(512)), int(rng.integers(512))),
    )
    plain = replace(how, collar=np.array([-1.0, 0.0, 0.0, 0.0]), fringe=_NO_FRINGE)
    painted, unworn = (paint(canvas, base, bare, float(replaced), one) for one in (how, plain))
    return painted, unworn, middle * gain


def _skin(canvas: Canvas, library: Library, avatar: Avatar | None, rng: np.random.Generator) -> tuple[Array, Array]:
    """A skin to paint on, with its own brows and without."""
    if avatar is not None:
        return avatar.albedo, avatar.albedo
    which = int(rng.integers(len(library.skins) + 1))
    if which == len(library.skins):
        return canvas.albedo, canvas.bare
    return library.skins[which], library.skins[which]


def _fringe(style: str, rng: np.random.Generator) -> Array:
    """[2] height of hair that falls over the forehead, m on the template, and how ragged its end is."""
    if style in ("none", "slick", "tied") or rng.random() < 0.75:
        return _NO_FRINGE
    return np.array([rng.uniform(0.045, 0.085), rng.uniform(0.0, 0.012)])


def sample_eyes(avatar: Avatar | None, tone: Array, rng: np.random.Generator) -> Array:
    """[12] see eyeball.eyeball. tone: [3] linear, of the skin: a camera that shows dark skin shows no glowing eyes."""
    dimmed = np.interp(tone.mean(), [0.04, 0.35], [0.55, 1.0])
    if avatar is not None and rng.random() < 0.6:
        iris = np.asarray(avatar.iris_rgb)
    else:  # light eyes in dark faces are rare
        iris = _IRIS[rng.integers(3 if tone.mean() < 0.25 and rng.random() < 0.9 else len(_IRIS))]
    iris = iris * dimmed * rng.uniform(0.6, 1.3) * rng.uniform(0.9, 1.1, 3)
    level = rng.uniform(0.34, 0.66) * dimmed
    white = level * np.array([1.0, rng.uniform(0.9, 0.98), rng.uniform(0.84, 0.96)])
    pupil, rim, seed = rng.uniform(1.3, 3.4), rng.uniform(0.4, 0.85), rng.uniform(0, 99)
    redness, lid, window = rng.uniform(0.2, 1.0), rng.uniform(0.5, 0.85), rng.uniform(0.975, 0.997)
    return np.float32([*iris, pupil, rim, seed, *white, redness, lid, window])
