"""How a tracker follows people in real videos, beside MediaPipe on the same frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.head.head_model import Head, rotations
from engine.head.landmarks import LIPS
from engine.tracking.agreement import Agreement, agreement, line
from engine.tracking.measure import BROWS, EYELIDS, INNER, IRISES
from engine.tracking.placement import place
from engine.tracking.rig import Person, Rig, posed
from training.evaluate.blinks import Liveliness, gaze, iris_shift, liveliness
from training.evaluate.figure import Bar, Clip, Figure, at_least, at_most, summary
from training.evaluate.reference import Reference, References, key_of
from training.evaluate.subject import Performance, Subject, frames_of, perform

HELD_OUT = ("drive_d0", "drive_d18", "talk_1", "talk_3", "talk_5")
TRAINED_ON = ("drive_d3", "drive_d9", "drive_d10", "drive_d12")
STIFF = np.setdiff1d(INNER, np.concatenate([LIPS, EYELIDS, BROWS, IRISES]))
"""Landmarks that expressions move little."""

_TURNING_DEG = 1.0
"""Below it the reference's yaw is its noise: MediaPipe's two ways to tell it correlate by .98 there, by .999 above."""
_BARS: tuple[tuple[str, str, Bar | None], ...] = (
    ("distance_percent", "inner 51 points from MediaPipe's, % of interocular", at_most(3.0)),
    ("mouth_r", "mouth opening, correlation", at_least(0.95)),
    ("mouth_slope", "mouth opening, slope", at_least(0.8)),
    ("eyes_r", "eye closure, correlation", at_least(0.88)),
    ("eyes_slope", "eye closure, slope", at_least(0.7)),
    ("smile_r", "smile width, correlation", at_least(0.88)),
    ("smile_slope", "smile width, slope", None),
    ("yaw_r", "head yaw where the head turns (rms of a degree and more), correlation", at_least(0.97)),
    ("yaw_slope", "head yaw, slope", None),
    ("motion_mouth", "non-rigid motion explained, mouth (R2)", at_least(0.8)),
    ("motion_eyes", "non-rigid motion explained, eyes (R2)", at_least(0.6)),
    ("motion_brows", "non-rigid motion explained, brows (R2)", at_least(0.5)),
    ("lag", "lag, frames", at_most(0.3)),
    ("blink_open", "eye opening at full blinks, share of open", at_most(0.4)),
    ("blink_open_theirs", "the same by MediaPipe", None),
    ("wink_kept", "difference of the two lids kept where it is largest, share", at_least(0.5)),
    ("jaw_kept", "sideways shift of chin and lower lip kept where it is largest, share", at_least(0.5)),
    ("gaze_r", "gaze to the side, correlation with MediaPipe's irises", None),
    ("missed", "frames missed that MediaPipe has, share", None),
)


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """One clip, followed by a tracker and by MediaPipe."""

    name: str
    reference: Reference
    ours: Performance


def follow_clip(subject: Subject, path: Path, references: References) -> Followed:
    """The clip as users get it: smoothed, the performer unknown at first."""
    reference = references.of_clip(key_of(path), lambda: frames_of(path))
    pairs = ((frame, reference.face(frame, i)) for i, frame in enumerate(frames_of(path)))
    return Followed(path.stem, reference, perform(subject, pairs))


def clip_figures(subject: Subject, folder: Path, references: References) -> tuple[tuple[Figure, ...], tuple[Clip, ...]]:
    """Medians over the clips kept out of training, and every clip's own figures.

    folder: holds videos/*.mp4. Clips that are not there are left out.
    """
    clips = []
    for name in (*HELD_OUT, *TRAINED_ON):
        path = folder / "videos" / f"{name}.mp4"
        if path.exists():
            values = figures_of(follow_clip(subject, path, references), subject.head)
            clips.append(Clip(name, name in TRAINED_ON, values))
    figures = []
    for group, trained_on in (("videos kept out", False), ("videos trained on", True)):
        chosen = [clip for clip in clips if clip.trained_on == trained_on]
        figures += _summaries(group, chosen, with_bars=not trained_on)
    return tuple(figures), tuple(clips)


def figures_of(clip: Followed, head: Head) -> tuple[tuple[str, float], ...]:
    """Every figure of one clip, by name."""
    ours, theirs = clip.ours, clip.reference
    both = np.isfinite(ours.landmarks68[:, 0, 0]) & theirs.seen
    values: dict[str, float] = {"missed": float(1 - both.sum() / max(theirs.seen.sum(), 1))}
    if both.sum() >= 10:
        found = agreement(ours.landmarks68, theirs.landmarks)
        values |= {field.name: float(getattr(found, field.name)) for field in fields(Agreement)}
        values["distance_percent"] = 100 * found.distance
        turn = yaw(reference_rotations(theirs, head)[both])
        values["yaw_rms_degrees"] = float(np.degrees(turn.std()))
        values["yaw_r_any"], values["yaw_slope_any"] = line(turn, yaw(rotations(ours.orient[both])))
        turning = values["yaw_rms_degrees"] >= _TURNING_DEG
        values["yaw_r"] = values["yaw_r_any"] if turning else float("nan")
        values["yaw_slope"] = values["yaw_slope_any"] if turning else float("nan")
        values["gaze_r"] = line(iris_shift(theirs.landmarks[both]), gaze(ours.expression[both]))[0]
        alive = liveliness(ours.landmarks68[both], theirs.landmarks[both], turn)
        values |= {field.name: float(getattr(alive, field.name)) for field in fields(Liveliness)}
    return tuple(values.items())


def reference_rotations(reference: Reference, head: Head) -> Array:
    """[N, 3, 3] of the head, from a rigid fit of its resting landmarks to MediaPipe's points and depths.

    Only points that expressions move little count. The identity where no face was seen. MediaPipe's own facial
    transformation says the same yaw (correlation .999) but is not part of what the detector hands on.
    """
    resting = _resting(head)
    found = np.tile(np.eye(3), (len(reference), 1, 1))
    for i in np.flatnonzero(reference.seen):
        x, y = reference.landmarks[i, STIFF].T.astype(np.float64)
        target = np.stack([x, -y, -reference.depth[i, STIFF].astype(np.float64)])
        found[i] = place(resting, target, np.zeros(3)).rotation
    return found


@cache
def _resting(head: Head) -> Array:
    """[3, n] the stiff landmarks of the mean face."""
    rig = Rig.of(head, STIFF)
    return posed(Person.of(rig, np.zeros(rig.num_shape)), np.zeros(rig.num_controls)).points


def yaw(rotation: Array) -> Array:
    """[N] rad of [N, 3, 3]: how far the face looks to the picture's right."""
    return np.arctan2(rotation[:, 0, 2], rotation[:, 2, 2])


def _summaries(group: str, clips: Sequence[Clip], *, with_bars: bool) -> list[Figure]:
    labels = [clip.name for clip in clips]
    figures = []
    for name, title, bar in _BARS:
        failed = float("inf") if bar is not None and bar.at_most else float("-inf")  # a clip that was not followed
        values = [dict(clip.values).get(name, failed) for clip in clips]
        if values:
            figures.append(summary(group, title, values, labels, bar, held=with_bars))
    return figures
