"""How good the live encoder is on people and pictures that it does not train on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from engine.check import Array
from engine.head.arkit import ARKIT52
from engine.head.head_model import rotations
from engine.head.landmarks import LEFT_IRIS, RIGHT_IRIS
from engine.tracking.measure import Measure
from training.data.batch import Batch
from training.models.encoder import landmark_subset

_MOVING = 0.05
"""Standard deviation of a unit's labels below which a correlation says nothing."""
_SHOWN = ("jawOpen", "eyeBlinkLeft", "mouthSmileLeft", "browInnerUp", "browDownLeft", "mouthPucker", "eyeLookOutLeft")


@dataclass(frozen=True, slots=True)
class Figures:
    """On faces: landmark errors in % of the interocular distance, the rest against the labels."""

    faces: int
    landmarks: float  # median over faces of the mean over the inner 51 points
    lids: float  # mean error of the lids' gaps
    lips: float
    yaw_correlation: float
    orient_deg: float  # median
    controls_rms: float
    correlation: float  # median over units of the pooled correlation
    correlation_within: float  # the same with each person's mean taken off
    units: dict[str, list[float]]  # correlation and slope of a few
    confidence: float  # mean on clear faces
    confidence_none: float  # mean where there is no face


def figures(output: Sequence[Array], batch: Batch) -> Figures:
    """output: landmarks, expression, global_orient, confidence in [0, 1] as arrays, for the faces of `batch`."""
    landmarks, expression, orient, confidence = output
    face = (batch.trust[:, 3] > 0) & (batch.confidence > 0.9)
    measure, chosen = Measure.of(), landmark_subset()
    irises = np.searchsorted(chosen, [LEFT_IRIS, RIGHT_IRIS])
    wanted = batch.landmarks[face]
    scale = 100 / np.linalg.norm(wanted[:, irises[0]] - wanted[:, irises[1]], axis=1)[:, None]
    distance = np.linalg.norm(landmarks[face] - wanted, axis=2) * scale
    upper, lower = measure.gaps.T
    gaps = (np.linalg.norm(points[:, upper] - points[:, lower], axis=2) * scale for points in (landmarks[face], wanted))
    gap_error = np.abs(np.subtract(*gaps))
    known = face & (batch.trust[:, 0] > 0.3)
    guess, label = expression[known], batch.controls[known]
    moving = np.flatnonzero(label.std(0) > _MOVING)
    angles = _angles_deg(orient[known], batch.orient[known])
    named = {name: ARKIT52.index(name) for name in _SHOWN}
    nobody = (batch.trust[:, 3] <= 0) & (batch.confidence <= 0)
    return Figures(
        faces=int(face.sum()),
        landmarks=_round(np.median(distance[:, measure.ibug68[17:]].mean(1))),
        lids=_round(gap_error[:, :10].mean()),
        lips=_round(gap_error[:, 10:].mean()),
        yaw_correlation=_round(_correlation(orient[known, 1], batch.orient[known, 1])),
        orient_deg=_round(np.median(angles)),
        controls_rms=_round(np.sqrt(((guess - label) ** 2).mean()), 4),
        correlation=_round(np.median([_correlation(guess[:, i], label[:, i]) for i in moving])),
        correlation_within=_round(_within(guess, label, batch.person[known])),
        units={n: [_round(_correlation(guess[:, i], label[:, i])), _round(_slope(guess[:, i], label[:, i]))]
               for n, i in named.items()},
        confidence=_round(confidence[face].mean()),
        confidence_none=_round(confidence[nobody].mean()) if nobody.any() else 0.0,
    )  # fmt: skip


def _round(value: float, digits: int = 3) -> float:
    return round(float(value), digits)


def _within(guess: Array, label: Array, person: Array) -> float:
    """Median over units and people (20 pictures and more) of the correlation over time."""
    values = []
    for number in np.unique(person):
        mine = person == number
        if mine.sum() >= 20:
            units = np.flatnonzero(label[mine].std(0) > _MOVING)
            values += [_correlation(guess[mine, i], label[mine, i]) for i in units]
    return float(np.median(values)) if values else 0.0


def _correlation(a: Array, b: Array) -> float:
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum() + 1e-12))


def _slope(guess: Array, label: Array) -> float:
    centred = label - label.mean()
    return float((centred * guess).sum() / ((centred**2).sum() + 1e-12))


def _angles_deg(a: Array, b: Array) -> Array:
    between = rotations(a).swapaxes(-1, -2) @ rotations(b)
    return np.degrees(np.arccos(((np.trace(between, axis1=-2, axis2=-1) - 1) / 2).clip(-1, 1)))


@torch.no_grad()
def predict(network: nn.Module, pictures: Array, device: torch.device, at_once: int = 128) -> tuple[Array, ...]:
    """landmarks, expression, global_orient, confidence in [0, 1], and what else there is, of [N, S, S, 3] uint8."""
    network.eval()
    parts: list[list[Tensor]] = []
    for start in range(0, len(pictures), at_once):
        some = torch.from_numpy(pictures[start : start + at_once]).to(device)
        landmarks, expression, orient, confidence, *more = network(some.permute(0, 3, 1, 2).float() / 255)
        parts.append([landmarks, expression, orient, torch.sigmoid(confidence), *more])
    return tuple(torch.cat(column).float().cpu().numpy() for column in zip(*parts, strict=True))


def picture_grid(pictures: Array, output: Sequence[Array], columns: int = 8, zoom: int = 2) -> Array:
    """[H, W, 3] uint8: crops with the landmarks, the confidence and the strongest units that the network sees."""
    landmarks, expression, _, confidence = output
    tiles = []
    for picture, points, weights, sure in zip(pictures, landmarks, expression, confidence, strict=True):
        side = zoom * len(picture)
        tile = cv2.resize(picture, (side, side))
        for x, y in points * side:
            cv2.circle(tile, (round(float(x)), round(float(y))), 1, (0, 255, 0), -1)
        strongest = np.argsort(-weights)[:3]
        lines = [f"{sure:.2f}", *(f"{ARKIT52[i]} {weights[i]:.1f}" for i in strongest)]
        for number, line in enumerate(lines):
            cv2.putText(
                tile, line, (3, 12 + 11 * number), cv2.FONT_HERSHEY_SIMPLEX, 0.36, (255, 255, 0), 1, cv2.LINE_AA
            )
        tiles.append(tile)
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
    return np.concatenate([np.concatenate(tiles[i : i + columns], 1) for i in range(0, len(tiles), columns)])
