"""Random faces: MakeHuman's sliders drawn at random, as displacements of the base mesh.

Spreads were set by looking at renders: .35 on the face parts gives caricatures, .2-.3 gives people. The means
(SHIFT) move the average face to the one that a landmark tracker sees on real frontal portraits of adults.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.check import Array
from training.head_builder.calibration import SHIFT
from training.head_builder.targets import Targets

_SPREAD = {
    "head": 0.13, "forehead": 0.16, "eyebrows": 0.30, "eyes": 0.20, "nose": 0.23, "mouth": 0.22, "ears": 0.28,
    "cheek": 0.28, "chin": 0.25, "neck": 0.12, "asym": 0.09,
}  # fmt: skip
_SPREAD_OF = {
    # Rigid motion and size belong to pose and camera, not to identity.
    "head-trans-in-out": 0.0, "head-trans-down-up": 0.0, "head-trans-backward-forward": 0.0,
    "neck-trans-in-out": 0.0, "neck-trans-down-up": 0.08, "neck-trans-backward-forward": 0.08,
    "nose-trans-in-out": 0.04, "mouth-trans-in-out": 0.04,
    "head-scale-horiz-decr-incr": 0.17, "head-scale-vert-decr-incr": 0.06, "head-scale-depth-decr-incr": 0.03,
    "head-back-scale-depth-decr-incr": 0.05, "head-fat-decr-incr": 0.35, "head-age-decr-incr": 0.25,
    "head-angle-in-out": 0.10, "eye-push1-in-out": 0.12, "eye-push2-in-out": 0.12, "eye-scale-decr-incr": 0.2,
    "eye-eyefold-concave-convex": 0.22,
}  # fmt: skip
_SIDES_SPREAD = 0.06
"""How much left and right sliders of one pair differ."""
_SHAPE_SPREAD, _SHAPE_MOST = 0.07, 0.2
"""Head shapes (square, diamond...) above this give pointed and flat crowns."""

_AXES = {
    # Slider in [0, 1] -> words of the macro keys, linear between the anchors.
    "gender": ((0, 1), ("male", "female")),
    "age": ((0, 1 / 3, 2 / 3, 1), ("baby", "child", "young", "old")),
    "muscle": ((0, 0.5, 1), ("minmuscle", "averagemuscle", "maxmuscle")),
    "weight": ((0, 0.5, 1), ("minweight", "averageweight", "maxweight")),
    "height": ((0, 1), ("minheight", "maxheight")),
    "proportions": ((0, 1), ("idealproportions", "uncommonproportions")),
}


def macro_weights(keys: Sequence[tuple[str, ...]], sliders: dict[str, float], race: Sequence[float]) -> Array:
    """[M] weight of every macro target: the product of the weights of its words."""
    word = dict(zip(("african", "asian", "caucasian"), race, strict=True))
    for slider, (anchors, words) in _AXES.items():
        for index, name in enumerate(words):
            word[name] = float(np.interp(sliders[slider], anchors, np.eye(len(words))[index]))
    return np.array([np.prod([word[name] for name in key]) for key in keys])


def sample_displacements(targets: Targets, num: int, rng: np.random.Generator) -> Array:
    """[num, n, 3] m: what to add to the base mesh for each random adult, float32."""
    drawn = [_draw(targets, rng) for _ in range(num)]
    macro, local, shapes = (np.stack(column).astype(np.float32) for column in zip(*drawn, strict=True))

    def blend(weights: Array, displacements: Array) -> Array:
        return weights @ displacements.reshape(len(displacements), -1)

    total = blend(macro, targets.macro)
    total += blend(np.maximum(local, 0), targets.positive)
    total += blend(np.maximum(-local, 0), targets.negative)
    total += blend(shapes, targets.shapes)
    return total.reshape(num, -1, 3)


def average_displacement(targets: Targets, shift: dict[str, float] = SHIFT) -> Array:
    """[n, 3] m: the middle of the population (both genders, all ancestries, no local variation but `shift`)."""
    sliders = {"age": 0.78, "muscle": 0.5, "weight": 0.5, "height": 0.5, "proportions": 0.5}
    macro = np.mean([macro_weights(targets.macro_keys, sliders | {"gender": g}, [1 / 3] * 3) for g in (0.1, 0.9)], 0)
    local = np.array([shift.get(name.name, 0.0) for name in targets.local_names])
    return (
        np.tensordot(macro, targets.macro, 1)
        + np.tensordot(np.maximum(local, 0), targets.positive, 1)
        + np.tensordot(np.maximum(-local, 0), targets.negative, 1)
    )


def _draw(targets: Targets, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Weights of macro [M], local [L] and head shape [8] targets of one person."""
    sliders = {
        "age": rng.uniform(0.45, 0.62) if rng.random() < 0.08 else rng.uniform(0.62, 0.98),
        "gender": float(np.clip(rng.normal(0.08 if rng.random() < 0.5 else 0.92, 0.13), 0, 1)),
        "muscle": float(np.clip(rng.normal(0.5, 0.15), 0.1, 0.95)),
        "weight": float(np.clip(rng.normal(0.5, 0.16), 0.1, 0.95)),
        "height": float(np.clip(rng.normal(0.5, 0.05), 0.38, 0.62)),
        "proportions": float(np.clip(rng.normal(0.5, 0.12), 0.1, 0.9)),
    }
    macro = macro_weights(targets.macro_keys, sliders, rng.dirichlet([0.55] * 3))
    local = np.zeros(len(targets.local_names))
    pairs: dict[tuple[str, str], float] = {}
    for index, name in enumerate(targets.local_names):
        spread = _SPREAD_OF.get(name.name, _SPREAD[name.region])
        if name.side == "unsided":
            value = rng.normal(0, spread)
        else:
            common = pairs.setdefault((name.region, name.name), rng.normal(0, spread))
            value = common + rng.normal(0, _SIDES_SPREAD)
        shift = SHIFT.get(name.name, 0.0)
        local[index] = np.clip(shift + np.clip(value, -0.8, 0.8), -1.2, 1.2)
    shapes = np.zeros(len(targets.shapes))
    chosen = rng.choice(len(shapes), 2, replace=False)
    shapes[chosen] = np.minimum(np.abs(rng.normal(0, _SHAPE_SPREAD, 2)), _SHAPE_MOST)
    return macro, local, shapes
