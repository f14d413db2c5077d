"""Where the tracker's 478 landmarks, and the subsets of other trackers, lie on a head, and in a picture."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.types import CROP_SIZE

# fmt: off
IBUG68 = np.array([
    162, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389,  # jaw line
    71, 63, 105, 66, 107, 336, 296, 334, 293, 301,  # brows
    168, 197, 5, 4, 75, 97, 2, 326, 305,  # nose
    33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380,  # eyes
    61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181,  # outer lips
    78, 82, 13, 312, 308, 317, 14, 87,  # inner lips
])
"""[68] MediaPipe indices of the iBUG points (right side of the face first, as iBUG has it)."""

OVAL = np.array([
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176,
    149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
])
"""The face oval: an occluding contour, so these points slide over the skin as the head turns."""

LIPS = np.array([
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409,
    78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415,
])
LEFT_IRIS, RIGHT_IRIS = 473, 468
"""Iris centres of the subject's left and right eye; the four points after each are its rim."""
TRAGI, NASION, CHIN = (454, 234), 168, 152
"""In front of the ears, the subject's left one first; between the eyes; the chin's lowest."""
# fmt: on


def embed(head: Head, vertices: Array) -> Array:
    """The 478 landmarks of posed `vertices`. [V, 3] -> [478, 3], the frame of the vertices."""
    corners = vertices[head.faces[head.landmark_faces]]  # [478, 3, 3]
    return np.einsum("lk,lkc->lc", head.landmark_weights, corners)


def project(points: Array, cam: Array, crop_from_image: Array) -> Array:
    """Weak perspective into the image. [L, 3] model frame -> [L, 2] px.

    The one place where y is flipped: crop ndc is s * (x + t) with +y up, pictures count rows downwards.
    """
    ndc = cam[0] * (points[:, :2] + cam[1:])
    crop = np.stack([(1 + ndc[:, 0]) * (CROP_SIZE / 2), (1 - ndc[:, 1]) * (CROP_SIZE / 2)], 1)
    image_from_crop = np.linalg.inv(np.asarray(crop_from_image, np.float64))
    return crop @ image_from_crop[:2, :2].T + image_from_crop[:2, 2]


def interocular(landmarks: Array) -> float:
    """Distance between the iris centres of [478, 2+] landmarks, in their unit; errors are told as shares of it."""
    return float(np.linalg.norm(landmarks[LEFT_IRIS, :2] - landmarks[RIGHT_IRIS, :2]))
