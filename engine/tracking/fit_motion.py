"""From what a fit finds in a picture to the engine's motion: the whole head's pose, its camera and its crop."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.tracking import crop
from engine.tracking.placement import Placement, cam_from, rotation_vector
from engine.tracking.rig import Person, Rig, posed
from engine.tracking.target import Target
from engine.types import Motion


def motion_of(
    head: Head,
    rig: Rig,
    person: Person,
    controls: Array,
    placement: Placement,
    target: Target,
    time: float,
    *,
    uv: Array | None = None,
    confidence: float = 1.0,
) -> Motion:
    """The motion that poses the whole head as weak-perspective `placement` and `controls` [K] say.

    The crop is around the landmarks. placement, target: of the same picture, in its units. time: s. confidence: 0..1.
    uv: [2, L] where the landmarks then are, in picture units, for those who know it already.
    """
    if uv is None:
        uv, _ = placement.seen(posed(person, controls).points)
    (left, low), (right, high) = uv.min(1).tolist(), uv.max(1).tolist()
    unit, (x, y) = target.unit_px, target.origin_px.tolist()
    matrix = crop.crop_from_box(x + unit * left, y - unit * high, x + unit * right, y - unit * low)
    e = head.num_expression
    turn, cam = (
        rotation_vector(placement.rotation),
        cam_from(placement, person.joints[0], matrix, target.origin_px, unit),
    )
    # In one array, so that a motion is made of views: eight small copies are a tenth of what a frame costs.
    values = np.concatenate([controls[:e], rig.angles @ controls, turn, cam], dtype=np.float32)
    values.flags.writeable = False
    jaw, left_eye, right_eye, turn, cam = values[e:].reshape(5, 3)
    return Motion(
        expression=values[:e],
        global_orient=turn,
        jaw_pose=jaw,
        leye_pose=left_eye,
        reye_pose=right_eye,
        cam=cam,
        crop_from_image=matrix,
        time=time,
        confidence=confidence,
    )
