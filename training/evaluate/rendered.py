"""Rendered faces whose expression and pose are known: does a wink, a jaw to one side, a turned head come back?"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.check import Array
from engine.head.arkit import INDEX, expression_from, joint_poses
from engine.head.head_model import Head, pose, rotations
from engine.head.landmarks import IBUG68, LEFT_IRIS, RIGHT_IRIS, embed, project
from engine.tracking.agreement import INNER51, eye_gaps, jaw_shift
from engine.types import Avatar, Frame, Motion, Overlay, View
from training.evaluate.clips import yaw
from training.evaluate.figure import Figure, at_least
from training.evaluate.reference import Reference, References
from training.evaluate.subject import Performance, Subject, perform

if TYPE_CHECKING:
    from moderngl import Context

SIZE = 480
_SCALE = 6.2
"""`cam`'s s: the face fills two thirds of the picture."""
REST, RAMP, HOLD, END = 12, 12, 12, 6
"""Frames at rest, going to the pose, in it; and how many of the last are measured."""
_GROUP = "rendered avatar"


@dataclass(frozen=True, slots=True, eq=False)
class Acted:
    """A rendered performance and its truth."""

    frames: tuple[Frame, ...]
    landmarks: Array  # [N, 478, 2] px, where the head has them
    expression: Array  # [N, 52]
    orient: Array  # [N, 3] rad


def act(
    head: Head,
    avatar: Avatar,
    weights: dict[str, float],
    orient: Sequence[float] = (0, 0, 0),
    *,
    ctx: Context | None = None,
) -> Acted:
    """`avatar` going from rest to an expression and a head pose, and staying there. Drawn in `ctx`, or in its own."""
    from engine.render.context import headless_context
    from engine.render.renderer import Renderer

    share = np.concatenate([np.zeros(REST), np.linspace(0, 1, RAMP + 1)[1:], np.ones(HOLD)])
    motions = [_motion(expression_from(weights) * s, np.array(orient) * s) for s in share]
    own = headless_context() if ctx is None else None
    renderer = Renderer(ctx or own, head)
    try:
        renderer.show(avatar)
        view = View(size_wh=(SIZE, SIZE), camera=Overlay((SIZE, SIZE)), background=(0.42, 0.45, 0.47, 1.0))
        pictures = [np.ascontiguousarray(renderer.render(motion, view).rgba[:, :, :3]) for motion in motions]
    finally:
        renderer.release()
        if own is not None:
            own.release()
    truth = [project(embed(head, pose(head, avatar.shape, m)), m.cam, m.crop_from_image) for m in motions]
    return Acted(
        frames=tuple(Frame(picture, i, i / 30) for i, picture in enumerate(pictures)),
        landmarks=np.array(truth),
        expression=np.array([motion.expression for motion in motions]),
        orient=np.array([motion.global_orient for motion in motions]),
    )


def rendered_figures(subject: Subject, avatar: Avatar, references: References) -> tuple[Figure, ...]:
    """A wink, a jaw to each side and a head turned by 60 degrees, as the tracker tells them."""
    figures = []
    for unit, action, drawn, how in (("eyeBlink", "wink", _lids, " as signed gaps"), ("jaw", "jaw", jaw_shift, "")):
        for side, other in (("Left", "Right"), ("Right", "Left")):
            acted, reference, ours = _told(subject, avatar, references, {f"{unit}{side}": 1.0})
            difference = ours.expression[:, INDEX[unit + side]] - ours.expression[:, INDEX[unit + other]]
            truth = _moved(drawn(acted.landmarks[:, IBUG68]))
            share = _moved(drawn(ours.landmarks68.astype(np.float64))) / truth
            theirs = _moved(drawn(reference.landmarks[:, IBUG68].astype(np.float64))) / truth
            title, note = f"{action}, {side.lower()}", f"MediaPipe {theirs:.2f}"
            figures.append(Figure(_GROUP, f"{title}: weight (truth 1)", _moved(difference), at_least(0.5)))
            figures.append(Figure(_GROUP, f"{title}: drawn{how}, share of the true", share, at_least(0.5), note))
    for degrees in (30, 60):
        acted, _, ours = _told(subject, avatar, references, {}, (0.0, np.radians(degrees), 0.0))
        seen = ours.confidence[-END:] > 0
        found = np.degrees(yaw(rotations(ours.orient)))[-END:][seen]
        value = float(np.median(found)) if seen.any() else float("nan")
        figures.append(Figure(_GROUP, f"head turned by {degrees} degrees is told as", value, None, _off(ours, acted)))
    return tuple(figures)


def _told(
    subject: Subject,
    avatar: Avatar,
    references: References,
    weights: dict[str, float],
    orient: Sequence[float] = (0, 0, 0),
) -> tuple[Acted, Reference, Performance]:
    """A performance, and what MediaPipe and the tracker make of it."""
    acted = act(subject.head, avatar, weights, orient)
    digest = hashlib.sha256(b"".join(frame.image.tobytes() for frame in acted.frames)).hexdigest()[:12]
    reference = references.of_clip(f"rendered-{digest}", lambda: acted.frames)
    pairs = ((frame, reference.face(frame, i)) for i, frame in enumerate(acted.frames))
    return acted, reference, perform(subject, pairs)


def _moved(values: Array) -> float:
    """How far [N] values are at the end from where they were at rest."""
    return float(values[-END:].mean() - values[REST - END : REST].mean())


def _motion(expression: Array, orient: Array) -> Motion:
    jaw, left, right = joint_poses(expression)
    return Motion(
        expression=expression,
        global_orient=orient,
        jaw_pose=jaw,
        leye_pose=left,
        reye_pose=right,
        cam=np.array([_SCALE, 0.0, 0.0]),
        crop_from_image=np.diag([224 / SIZE, 224 / SIZE, 1.0]),
    )


def _lids(points: Array) -> Array:
    """[N] how much farther the left eye is open. The true lids cross in a wink: gaps have to have a sign."""
    return np.diff(eye_gaps(points), axis=1)[:, 0]


def _off(ours: Performance, acted: Acted) -> str:
    """How far off the drawn points are at the end, and how sure it was."""
    unit = np.linalg.norm(acted.landmarks[0, LEFT_IRIS] - acted.landmarks[0, RIGHT_IRIS])
    off = np.linalg.norm(ours.landmarks68[-1, INNER51] - acted.landmarks[-1, IBUG68[INNER51]], axis=1).mean() / unit
    return f"points off by {100 * off:.1f} %, confidence {ours.confidence[-1]:.2f}"
