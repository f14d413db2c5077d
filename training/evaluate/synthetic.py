"""A model's raw outputs on samples whose truth is known, without any tracking around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52, joint_poses
from engine.head.head_model import Head, pose, rotations
from engine.head.landmarks import LEFT_IRIS, RIGHT_IRIS
from engine.tracking.agreement import INNER51
from engine.tracking.align import LIVE_SIZE
from engine.tracking.measure import Measure
from engine.types import Motion
from training.data.shards import SIZE, Samples, open_shards
from training.evaluate.face import face_vertices
from training.evaluate.figure import Clip, Figure
from training.evaluate.subject import Subject

MOST = 2000
"""Samples of a shard that are looked at, evenly over it."""
_MOSTLY = 0.5
"""Labels trusted less than this are not compared with."""
_BATCH = 64
_POSED = 400
"""Samples whose whole head is posed: vertices are dear."""


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """What the network says of N pictures."""

    landmarks: Array  # [N, L, 2] in [0, 1] of the crop
    expression: Array  # [N, 52]
    global_orient: Array  # [N, 3] rad
    confidence: Array  # [N]


def run_model(model: Path, pictures: Array) -> Outputs:
    """The network on stored pictures [N, 144, 144, 3]: their middle is what it would be given live."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    names = ("landmarks", "expression", "global_orient", "confidence")
    margin = (SIZE - LIVE_SIZE) // 2
    parts: list[list[Array]] = []
    for start in range(0, len(pictures), _BATCH):
        crops = pictures[start : start + _BATCH, margin:-margin, margin:-margin]
        given = np.ascontiguousarray(crops.transpose(0, 3, 1, 2), np.float32) / 255
        parts.append(session.run(names, {"picture": given}))
    return Outputs(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def sample_figures(subject: Subject, shards: Sequence[Path]) -> tuple[tuple[Figure, ...], tuple[Clip, ...]]:
    """Errors over all of `shards`, by kind; the units' own R2 as a "clip". Nothing for a tracker without a network."""
    if subject.kind != "encoder" or not shards:
        return (), ()
    from engine.assets import shipped

    model = subject.model or shipped("models/live.onnx")
    figures: list[Figure] = []
    clips: list[Clip] = []
    for shard in open_shards(shards):
        samples = shard.samples[:: -(-len(shard) // MOST)]
        found, units = compare(subject.head, samples, run_model(model, samples.picture))
        group = f"samples {shard.path.stem} ({shard.metadata['kind']})"
        figures += [Figure(group, name, value) for name, value in found]
        clips.append(Clip(f"R2 {shard.path.stem}", False, units))
    return tuple(figures), tuple(clips)


def compare(
    head: Head, samples: Samples, found: Outputs
) -> tuple[list[tuple[str, float]], tuple[tuple[str, float], ...]]:
    """Errors by name, and R2 of each unit that moves."""
    measure = Measure.of()
    clear = np.flatnonzero(samples.confidence >= _MOSTLY)
    hidden = np.flatnonzero(samples.confidence < 0.1)
    told = clear[samples.trust[clear, 0] >= _MOSTLY]
    turned = clear[samples.trust[clear, 1] >= _MOSTLY]
    margin = (SIZE - LIVE_SIZE) / 2
    theirs = np.asarray(samples.landmarks[clear], np.float64) - margin
    unit = np.linalg.norm(theirs[:, LEFT_IRIS] - theirs[:, RIGHT_IRIS], axis=1)
    inner = measure.ibug68[INNER51]
    off = np.linalg.norm(found.landmarks[clear][:, inner] * LIVE_SIZE - theirs[:, measure.points[inner]], axis=2)
    truth, guess = np.asarray(samples.controls[told], np.float64), found.expression[told].astype(np.float64)
    units = tuple(
        (ARKIT52[i], r2(guess[:, i], truth[:, i])) for i in range(52) if len(told) and truth[:, i].std() > 0.02
    )
    posed = told[:: max(len(told) // _POSED, 1)][:_POSED]
    turns = rotations(found.global_orient[turned]) @ rotations(samples.orient[turned]).swapaxes(1, 2)
    angles = np.degrees(np.arccos(np.clip((np.trace(turns, axis1=1, axis2=2) - 1) / 2, -1, 1)))
    values = [
        ("inner 51 points, % of interocular", _median(100 * off.mean(1) / np.maximum(unit, 1.0))),
        ("head rotation, degrees", _median(angles)),
        ("vertices of the face by expression, mm", _median([_vertex_mm(head, samples, found, i) for i in posed])),
        ("the same if it said nothing, mm", _median([_vertex_mm(head, samples, None, i) for i in posed])),
        ("R2 of expression units, median", _median([value for _, value in units])),
        ("clear faces with confidence below .5, share", _mean(found.confidence[clear] < 0.5)),
        ("hidden or no faces with confidence above .5, share", _mean(found.confidence[hidden] > 0.5)),
    ]
    return values, units


def r2(guess: Array, truth: Array) -> float:
    """Share of the variance of `truth` that `guess` explains."""
    return float(1 - ((guess - truth) ** 2).sum() / (((truth - truth.mean()) ** 2).sum() + 1e-12))


def _vertex_mm(head: Head, samples: Samples, found: Outputs | None, index: int) -> float:
    """Mean distance over the face's vertices between the true expression and the found one, on the true person."""
    said = np.zeros(52) if found is None else found.expression[index]
    one, other = (pose(head, samples.shape[index], _motion(weights)) for weights in (said, samples.controls[index]))
    return float(1e3 * np.linalg.norm(one - other, axis=1)[face_vertices(head)].mean())


def _motion(expression: Array) -> Motion:
    jaw, left, right = joint_poses(expression)
    return Motion(expression=expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)


def _median(values: Sequence[float] | Array) -> float:
    return float(np.median(values)) if len(values) else float("nan")


def _mean(values: Array) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
