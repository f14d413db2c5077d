"""Where a photo shows the bare skin of a face: inside its outline, of the skin's own colour.

Stands for the segmentation network that the paper takes: hair over the forehead, glasses and hands have other colours
than cheeks and nose, and what is little of them does little to a mean over the face.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.avatar.hair import colour_distance
from engine.check import Array
from engine.head.landmarks import OVAL

_MIDDLE = np.array([50, 101, 205, 280, 330, 425, 4, 195])
"""MediaPipe's: cheeks and nose, which nothing covers as a rule."""
_STRANGE = 0.22
"""Distance from the colour of cheeks and nose (`colour_distance`): beard and lips stay below, dark hair does not."""
_AROUND = 0.04
"""Share of the face's height of the squares in which colours are averaged, and of what is taken off at the rim."""


def bare_face(image: Array, landmarks: Array) -> Array:
    """[H, W] uint8, 255 where skin is bare. image: [H, W, 3] uint8 sRGB  landmarks: [478, 2] px."""
    oval = landmarks[OVAL]
    side = max(2 * round(_AROUND * float(np.ptp(oval[:, 1])) / 2) + 1, 3)
    inside = np.zeros(image.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(oval.astype(np.float32)).astype(np.int32), 255)
    inside = cv2.erode(inside, np.ones((side, side), np.uint8))
    colour = cv2.blur(image, (side, side)).astype(np.float32) / 255
    places = landmarks[_MIDDLE].round().astype(int).clip(0, np.array(image.shape[1::-1]) - 1)
    tone = np.median(colour[places[:, 1], places[:, 0]], 0)
    like_skin = (colour_distance(colour, tone) < _STRANGE).astype(np.uint8)
    return inside * cv2.morphologyEx(like_skin, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
