"""A performer's motion -> what the avatar shows: shoulders stay calm, the performer's own rest face becomes neutral."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.head_model import rotations
from engine.types import Motion, replace

NECK_SHARE = 0.75
"""Of the head's rotation; the rest turns the whole bust, as people do."""
NECK_LIMIT = np.radians([25.0, 38.0, 20.0])
"""Pitch, yaw, roll up to which the neck looks clean; what is beyond turns the bust."""


def retarget(motion: Motion, *, neutral: Motion | None = None) -> Motion:
    """`motion` for an avatar seen by a camera of its own. neutral: the performer at rest, looking into the camera.

    The head's orientation is kept exactly: root @ neck of the result is global_orient @ neck of the motion. Where no
    face was seen (confidence 0) the avatar rests.
    """
    if motion.confidence <= 0:
        return Motion.rest(len(motion.expression), time=motion.time)
    if neutral is not None:
        motion = calibrated(motion, neutral)
    return turned(motion, rotations(motion.global_orient) @ rotations(motion.neck_pose))


def turned(motion: Motion, whole: Array) -> Motion:
    """`motion` with its head turned by `whole` [3, 3], root and neck together: shared between them as people do."""
    neck = np.clip(NECK_SHARE * axis_angle(whole), -NECK_LIMIT, NECK_LIMIT)
    root = whole @ rotations(neck).T
    return replace(motion, global_orient=axis_angle(root), neck_pose=neck)


def calibrated(motion: Motion, neutral: Motion) -> Motion:
    """`motion` relative to `neutral`; an expression's full weight stays full. Without a face in either, as it was."""
    if min(motion.confidence, neutral.confidence) <= 0:
        return motion
    room = np.maximum(1.0 - neutral.expression, 0.2)
    head = rotations(motion.global_orient) @ rotations(neutral.global_orient).T
    jaw = motion.jaw_pose - neutral.jaw_pose
    jaw[0] = max(jaw[0], 0)  # whoever rests with parted lips and shuts them would bite through the avatar's
    return replace(
        motion,
        expression=np.clip((motion.expression - neutral.expression) / room, 0.0, 1.0),
        global_orient=axis_angle(head),
        jaw_pose=jaw,
        leye_pose=motion.leye_pose - neutral.leye_pose,
        reye_pose=motion.reye_pose - neutral.reye_pose,
    )


def axis_angle(rotation: Array) -> Array:
    """[3, 3] -> [3] rad, the inverse of `rotations` for angles below pi."""
    import cv2

    return cv2.Rodrigues(np.asarray(rotation, np.float64))[0][:, 0]
