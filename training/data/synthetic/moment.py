"""One person's face at one time before one camera, and where that puts it in the aligned crop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.tracking.align import LIVE_SIZE, crop_from_landmarks
from training.data.shards import SIZE
from training.data.synthetic.person import Person
from training.data.synthetic.scene import Light

MARGIN = (SIZE - LIVE_SIZE) / 2
_PX_PER_M = 1000.0
"""Of the picture that the crop is cut from: any number does."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One person's face at one time, before one camera."""

    controls: Array  # [52]
    moved: Array  # [V, 3] what the expression adds at rest
    points: Array  # [3, 478] landmarks, the head at rest
    rotation: Array  # [3, 3] of the head in the camera's frame
    bust: Array  # [3, 3] of the shoulders about the neck, the head held still
    turns: Array  # [3, 3, 3] of jaw, left and right eye
    distance: float
    light: Light


def aligned(points: Array, rotation: Array, distance: float) -> tuple[Array, Array, Array]:
    """Landmarks [478, 2] px in the stored picture, the head's rotation in it, and zoom [2, 3] (see pose.pose).

    points: [3, 478] m from the middle of the head, before it turns.
    """
    flip = np.array([_PX_PER_M * distance, -_PX_PER_M * distance])

    def seen(rotation: Array) -> Array:
        x, y, z = rotation @ points
        return np.stack([x, y], 1) / (distance - z)[:, None] * flip

    crop = crop_from_landmarks(seen(rotation))
    turn = -np.arctan2(crop[1, 0], crop[0, 0])  # rows count downwards, the head's y upwards
    cosine, sine = np.cos(turn), np.sin(turn)
    rotation = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]]) @ rotation
    image = seen(rotation)
    crop = crop_from_landmarks(image)
    landmarks = image @ crop[:2, :2].T + crop[:2, 2] + MARGIN
    zoom = np.concatenate([crop[:2, :2] * flip, crop[:2, 2:] + MARGIN], 1)
    return landmarks, rotation, zoom


def middle_of(person: Person) -> Array:
    """[3] m: the point of the head at rest that the camera looks at."""
    return person.joints[3:5].mean(0) + np.array([0, -0.03, 0.03])


def bones_of(person: Person, moment: Moment) -> Array:
    """[5, 3, 4] of root, neck, jaw and eyes while the head is held still."""
    bones = np.zeros((5, 3, 4))
    bones[:, :, :3] = np.eye(3), np.eye(3), *moment.turns
    bones[0, :, :3] = moment.bust
    for bone, joint in ((0, 1), (2, 2), (3, 3), (4, 4)):
        bones[bone, :, 3] = person.joints[joint] - bones[bone, :, :3] @ person.joints[joint]
    return bones.astype(np.float32)
