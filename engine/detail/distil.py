"""A detail decoder made into a few maps for one person: principal components, and a small fit of their weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.detail.baked import Baked, features
from engine.detail.rehearsal import rehearsal
from engine.detail.window import DISPLACEMENT_SIZE

TOLERANCE_M = 2e-6
"""Error, root mean square over what moves, that is wanted: a hundredth of a wrinkle."""
_NO_BETTER = 1.03
"""More maps are not worth their memory where the error of all of them is hardly less."""
NUM_FIT, NUM_CHECKED = 960, 160
MAX_MAPS = 32
_BATCH = 32
_RAMPS = 48
_STEPS = 1200
_PACE = 0.02
_DECAY = 2e-4
_MOVES_M = 2e-6
"""Texels that vary less are not counted in errors: they would make every figure look good."""


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How near the baked maps come to the decoder, on expressions that the fit did not see."""

    num_maps: int
    rms_m: float
    """Root mean square, over the texels that move."""
    p99_m: float
    signal_m: float
    """Root mean square of what the expression moves."""


def distil(
    decode: Callable[[Array, Array], Array],
    tolerance_m: float = TOLERANCE_M,
    num_fit: int = NUM_FIT,
    seed: int = 0,
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Baked, Fidelity]:
    """`decode` of (expression [N, 52], jaw_pose [N, 3]) -> [N, 256, 256] m as the fewest maps within the tolerance.

    Where the tolerance is out of reach, as many as still help: `Fidelity` says how far it is. Rest is met exactly
    but for the rounding of the maps. Holds 128 KB for each of the expressions meanwhile.
    """
    rng = np.random.default_rng(seed)
    expression, jaw_pose = rehearsal(num_fit + NUM_CHECKED, rng)
    moved = np.empty((len(expression), DISPLACEMENT_SIZE**2), np.float16)
    rest = decode(expression[:1], jaw_pose[:1])[0].astype(np.float32).ravel()
    for start in range(0, len(expression), _BATCH):
        part = slice(start, start + _BATCH)
        maps = decode(expression[part], jaw_pose[part]).reshape(len(expression[part]), -1)
        moved[part] = (maps - rest) * 1e3  # mm: half floats lose nothing there
        progress(0.8 * start / len(expression))
    components = _components(moved[:num_fit])
    wanted = np.concatenate([_product(moved[part], components.T) for part in _parts(len(moved))])
    x = np.concatenate([expression, jaw_pose], 1)
    inner, offset, matrix = _fitted(x[:num_fit], wanted[:num_fit], rng, lambda share: progress(0.8 + 0.2 * share))
    told = features(x[num_fit:], inner, offset) @ matrix
    count, rms, p99, signal = _fewest(moved[num_fit:], told, components, tolerance_m * 1e3)
    matrix = np.concatenate([np.eye(len(matrix), 1), matrix[:, :count]], 1)
    peaks = np.abs(components[:count]).max(1)  # maps of a millimetre at their peak, so that all are rounded alike
    matrix[:, 1:] *= peaks
    maps = np.concatenate([rest[None], components[:count] / peaks[:, None] * 1e-3])
    baked = Baked(maps.reshape(-1, DISPLACEMENT_SIZE, DISPLACEMENT_SIZE).astype(np.float16), inner, offset, matrix)
    return baked, Fidelity(count + 1, rms * 1e-3, p99 * 1e-3, signal * 1e-3)


def _components(moved: Array) -> Array:
    """[K, texels] float32, orthonormal, the largest first; of every third map at the least 256."""
    part = moved[:: max(1, len(moved) // 320)].astype(np.float32)
    power, directions = np.linalg.eigh(part @ part.T)
    keep = np.argsort(power)[::-1][:MAX_MAPS]
    keep = keep[power[keep] > 1e-9 * max(power.max(), 1e-12)]
    components = directions[:, keep].T @ part
    return components / np.linalg.norm(components, axis=1, keepdims=True).clip(1e-12)


def _fitted(
    x: Array, wanted: Array, rng: np.random.Generator, progress: Callable[[float], None]
) -> tuple[Array, Array, Array]:
    """inner [R, X], offset [R], matrix [1 + X + R, K] with features(x) @ matrix near `wanted` [N, K]; 0 at rest.

    By Adam (Kingma and Ba 2015) from where ridge regression without ramps ends.
    """
    scale = max(float(np.sqrt((wanted**2).sum(1).mean())), 1e-9)
    target = (wanted / scale).astype(np.float32)
    num_inputs, num_maps = x.shape[1], wanted.shape[1]
    plain = np.concatenate([np.ones((len(x), 1), np.float32), x], 1)
    inner = rng.normal(0, 0.15, (_RAMPS, num_inputs)).astype(np.float32)
    offset = rng.uniform(-0.3, 0.1, _RAMPS).astype(np.float32)
    straight = np.linalg.solve(plain.T @ plain + np.eye(plain.shape[1]), plain.T @ target).astype(np.float32)
    bent = rng.normal(0, 0.01, (_RAMPS, num_maps)).astype(np.float32)
    parameters = [inner, offset, straight, bent]
    first, second = ([np.zeros_like(p) for p in parameters] for _ in range(2))
    for step in range(_STEPS):
        ramps = np.maximum(x @ inner.T + offset, 0)
        error = (plain @ straight + ramps @ bent - target) / len(x)
        back = (error @ bent.T) * (ramps > 0)
        slopes = [back.T @ x + _DECAY * inner, back.sum(0), plain.T @ error, ramps.T @ error + _DECAY * bent]
        pace = _PACE * min(1.0, step / 50) * (0.5 + 0.5 * np.cos(np.pi * step / _STEPS))
        for value, mean, power, slope in zip(parameters, first, second, slopes, strict=True):
            mean += 0.1 * (slope - mean)
            power += 0.001 * (slope * slope - power)
            steady = np.sqrt(power / (1 - 0.999 ** (step + 1))) + 1e-8
            value -= np.float32(pace / (1 - 0.9 ** (step + 1))) * mean / steady
        if step % 100 == 0:
            progress(step / _STEPS)
    matrix = np.concatenate([straight, bent]) * scale
    matrix[0] -= features(np.zeros(num_inputs), inner, offset) @ matrix
    return inner, offset, matrix.astype(np.float32)


def _fewest(moved: Array, told: Array, components: Array, tolerance: float) -> tuple[int, float, float, float]:
    """How many components meet the tolerance, with the error's rms and 99th percentile and the signal's rms."""
    moved = moved.astype(np.float32)
    moves = moved.std(0) > _MOVES_M * 1e3
    if not moves.any():
        return 0, 0.0, 0.0, 0.0
    moved, components = moved[:, moves], components[:, moves]
    signal = float(np.sqrt((moved**2).mean()))
    counts = [*range(4, len(components), 4), len(components)]
    errors = [np.abs(moved - told[:, :count] @ components[:count]) for count in counts]
    rms = [float(np.sqrt((error**2).mean())) for error in errors]
    best = next(i for i, it in enumerate(rms) if it <= max(tolerance, _NO_BETTER * min(rms)))
    return counts[best], rms[best], float(np.quantile(errors[best][::4], 0.99)), signal


def _product(moved: Array, components: Array) -> Array:
    return moved.astype(np.float32) @ components


def _parts(count: int) -> list[slice]:
    return [slice(start, start + _BATCH) for start in range(0, count, _BATCH)]
