"""A detail decoder made into a few maps for one person: principal components, and their weights by expression."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.detail.baked import Baked
from engine.detail.rehearsal import rehearsal
from engine.detail.weights import NO_RAMPS, Ramps, fit_weights
from engine.detail.window import DISPLACEMENT_SIZE

TOLERANCE_M = 1e-6
"""Error, root mean square over what moves, that is wanted: less than a hundredth of a wrinkle."""
_NO_BETTER = 1.03
"""More maps are not worth their memory where the error of all of them is hardly less."""
NUM_FIT, NUM_FIT_BLIND = 224, 480
"""Expressions, each of which costs a run of the decoder: where its ramps are known, and where they are not."""
MAX_MAPS = 32
_BATCH = 16
"""Expressions at a time: how often progress is told, and cancelled work ends."""
_MOVES_M = 2e-6
"""Texels that vary less are not counted in errors: they would make every figure look good."""
_DRAWN = 0.72
"""Share of the work that is the decoder's."""


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How near the baked maps come to the decoder: each expression told by the fit of all others."""

    num_maps: int
    rms_m: float
    """Root mean square, over the texels that move."""
    p99_m: float
    signal_m: float
    """Root mean square of what the expression moves."""


def distil(
    decode: Callable[[Array, Array], Array],
    ramps: Ramps = NO_RAMPS,
    tolerance_m: float = TOLERANCE_M,
    num_fit: int | None = None,
    seed: int = 0,
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Baked, Fidelity]:
    """`decode` of (expression [N, 52], jaw_pose [N, 3]) -> [N, 256, 256] m as the fewest maps within the tolerance.

    ramps: what the decoder makes of its input first, where that is known: the same error then takes a fifth of the
    expressions. Where the tolerance is out of reach, as many maps as still help: `Fidelity` says how far it is. Rest is
    met exactly but for the rounding of the maps. Holds 256 KB for each of the expressions meanwhile.
    """
    num_fit = num_fit or (NUM_FIT if len(ramps.inner) else NUM_FIT_BLIND)
    expression, jaw_pose = rehearsal(num_fit, np.random.default_rng(seed))
    moved = np.empty((num_fit, DISPLACEMENT_SIZE**2), np.float32)  # mm
    for start in range(0, num_fit, _BATCH):
        progress(_DRAWN * start / num_fit)
        part = slice(start, start + _BATCH)
        moved[part] = decode(expression[part], jaw_pose[part]).reshape(-1, DISPLACEMENT_SIZE**2)
    rest = moved[0].copy()  # the first expression
    moved -= rest
    moved *= 1e3
    progress(_DRAWN)
    texels = np.flatnonzero(np.abs(moved).max(0) > 0.1 * _MOVES_M * 1e3)
    moved = moved[:, texels]
    components, wanted = _components(moved)
    progress(0.5 + 0.5 * _DRAWN)
    fit = fit_weights(np.concatenate([expression, jaw_pose], 1), wanted, ramps)
    count, rms, p99, signal = _fewest(moved, wanted, fit.told, components, tolerance_m * 1e3)

    peaks = np.abs(components[:count]).max(1, initial=0)  # maps of a millimetre at their peak: all are rounded alike
    matrix = np.concatenate([np.eye(len(fit.matrix), 1), fit.matrix[:, :count] * peaks], 1)
    maps = np.zeros((1 + count, DISPLACEMENT_SIZE**2), np.float16)
    maps[0] = rest
    maps[1:, texels] = components[:count] / peaks[:, None] * 1e-3
    maps = maps.reshape(-1, DISPLACEMENT_SIZE, DISPLACEMENT_SIZE)
    baked = Baked(maps, ramps.inner, ramps.offset, matrix.astype(np.float32), fit.bumps)
    return baked, Fidelity(count + 1, rms * 1e-3, p99 * 1e-3, signal * 1e-3)


def _components(moved: Array) -> tuple[Array, Array]:
    """[K, texels] orthonormal, the largest first, and [N, K] how much of each is in `moved` [N, texels]."""
    power, directions = np.linalg.eigh(moved @ moved.T)
    keep = np.argsort(power)[::-1][:MAX_MAPS]
    keep = keep[power[keep] > 1e-7 * max(float(power.max(initial=0)), 1e-9)]
    length = np.sqrt(power[keep])
    return (directions[:, keep] / length).T @ moved, directions[:, keep] * length


def _fewest(
    moved: Array, wanted: Array, told: Array, components: Array, tolerance: float
) -> tuple[int, float, float, float]:
    """How many components meet the tolerance, with the error's rms and 99th percentile and the signal's rms."""
    moves = moved.std(0) > _MOVES_M * 1e3
    if not moves.any() or not len(components):
        return 0, 0.0, 0.0, 0.0
    number, whole = moves.sum() * len(moved), float((moved**2).sum())
    told_wrong = np.cumsum(((told - wanted) ** 2).sum(0))
    left_out = np.maximum(whole - np.cumsum((wanted**2).sum(0)), 0)
    rms = np.sqrt((told_wrong + left_out) / number)
    count = int(np.argmax(rms <= max(tolerance, _NO_BETTER * rms.min()))) + 1
    error = np.abs(moved[:, moves] - told[:, :count] @ components[:count, moves])
    signal = float(np.sqrt((moved[:, moves] ** 2).mean()))
    return count, float(np.sqrt((error**2).mean())), float(np.quantile(error[:, ::8], 0.99)), signal
