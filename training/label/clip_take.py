"""A fitted clip as a take. Frames without a face rest, and the way there and back is known from both sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.assets import manifest
from engine.head.head_model import Head
from engine.record.take import TakeBuilder
from engine.tracking.absence import EASE_S, HOLD_S
from engine.tracking.fit_motion import motion_of
from engine.tracking.landmarker import TASK_FILE
from engine.tracking.rig import posed
from engine.types import Motion, Take, Tracked
from training.label.clip_fit import ClipFit
from training.label.sighting import Fitter
from training.label.watch import Clip

NAME = "offline"
_EASED = ("expression", "global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")


def clip_take(fitter: Fitter, clip: Clip, fit: ClipFit | None) -> Take:
    """One frame for each of the clip's, with its time; confidence 0 where no face was seen (fit None: nowhere)."""
    take = TakeBuilder(
        fitter.head.id,
        source_size_wh=clip.size_wh,
        source_fps=clip.fps,
        tracker=NAME,
        model_sha256=next(asset.sha256 for asset in manifest() if asset.name == TASK_FILE),
    )
    motions = _motions(fitter, clip, fit)
    there = np.flatnonzero([motion is not None for motion in motions])
    for i, motion in enumerate(motions):
        points = np.full((68, 2), np.nan)
        if motion is None:
            left, right = there[there < i][-1:], there[there > i][:1]
            motion = between(
                motions[left[0]] if len(left) else None,
                motions[right[0]] if len(right) else None,
                float(clip.time[i]),
                fitter.head,
            )
        else:
            assert fit is not None
            frame = fit.frames[i]
            assert frame is not None
            uv, _ = frame.placement.seen(posed(fit.identity.person, frame.controls).points)
            points = frame.sighting.target.image(uv[:, fitter.measure.ibug68])
        take.add(Tracked(motion, points))
    return take.build()


def _motions(fitter: Fitter, clip: Clip, fit: ClipFit | None) -> list[Motion | None]:
    if fit is None:
        return [None] * len(clip)
    motions: list[Motion | None] = []
    for frame, time in zip(fit.frames, clip.time, strict=True):
        if frame is None:
            motions.append(None)
            continue
        motion = motion_of(
            fitter.head, fitter.rig, fit.identity.person, frame.controls, frame.placement, frame.sighting.target,
            float(time),
        )  # fmt: skip
        motions.append(replace(motion, confidence=frame.confidence))
    return motions


def between(left: Motion | None, right: Motion | None, time: float, head: Head) -> Motion:
    """What to show at `time`, without a face: `left` was seen before, `right` is seen later.

    A short absence goes straight from one to the other, a long one comes to rest and sets out again in time.
    """
    near = left or right
    if near is None:
        return Motion.rest(head.num_expression, time)
    values = {name: np.zeros_like(getattr(near, name)) for name in _EASED}
    way = 0.5 if left is None or right is None else (time - left.time) / (right.time - left.time)
    way = way * way * (3 - 2 * way)
    for motion, share in ((left, 1 - way), (right, way)):
        if motion is not None:
            share = 1.0 if left is None or right is None else share
            held = 1 - np.clip((abs(time - motion.time) - HOLD_S) / EASE_S, 0, 1)
            held = held * held * (3 - 2 * held)
            values = {name: value + share * held * getattr(motion, name) for name, value in values.items()}
    return replace(near, **values, time=time, confidence=0.0)
