"""Whether a picture of a face makes a good avatar, and if not, why: pure functions of what the detector saw.

Thresholds come from 172 studio portraits (nothing may be found wrong with them), selfies taken at 15 to 60 cm,
darkened copies of both, and videos with blinks and turns of the head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from engine.check import Array
from engine.head import open_head
from engine.head.arkit import INDEX
from engine.head.landmarks import LIPS, OVAL, embed
from engine.tracking.illumination import Illumination
from engine.tracking.lids import lid_openings
from engine.tracking.placement import place
from engine.tracking.target import Target
from engine.types import Face


class Hint(StrEnum):
    """What is to be better. The first one that holds is the one to tell: those after it may be its consequences."""

    NO_FACE = "no face"
    SEVERAL_FACES = "several faces"
    CUT_OFF = "cut off"
    TOO_DARK = "too dark"
    BACKLIT = "backlit"
    TOO_BRIGHT = "too bright"
    TOO_FAR = "too far"
    TOO_NEAR = "too near"
    OFF_CENTRE = "off centre"
    TURNED = "turned"
    TILTED = "tilted"
    EYES_CLOSED = "eyes closed"


@dataclass(frozen=True, slots=True)
class Guide:
    """Where a selfie's face is asked to be: an oval, in shares of the picture's height, about the picture's middle."""

    height: float = 0.64
    """Of the oval. A face 35 to 55 cm from a webcam fills 0.4 to 0.6 of the picture's height, hairline to chin."""
    aspect: float = 0.74
    """Width by height."""


GUIDE = Guide()
DARK = 0.40
"""Illumination.bright. Of 172 portraits in studio light, dark skin among them, the darkest has 0.42; in a dim room pale
skin has 0.39, with a quarter of the studio's light the median portrait has 0.39.
"""
BRIGHT_AROUND = 0.42
"""Illumination.around with a dark face: the light is behind it. A dim room stays below."""
GLARE = 0.10
"""Illumination.glare: an oily forehead's highlights stay below 0.02."""
SMALL_PX = 40.0
"""Distance of the irises, px: below it an avatar is soft."""
FAR, NEAR = 0.32, 0.74
"""Height of a guided face, share of the picture's: smaller shows less skin than there is room for, larger is cut."""
CLOSE = 0.17
"""Distance of the irises by the picture's diagonal. A webcam or phone that sees 70 degrees across its diagonal has this
at 23 cm, where perspective makes the nose large and hides the ears.
"""
OFF = 0.13
"""Of a guided face's middle from the guide's, shares of the picture's height."""
TURN_GUIDED, TURN = np.radians([15.0, 25.0]).tolist()
"""rad, left or right, up or down. Portraits whose sitters look straight ahead reach 8 sideways and 15.5 up or down, so
this is granted TURN_PITCH more that way.
"""
TURN_PITCH = np.radians(4.0)
TILT = np.radians(25.0)
LIDS, BLINK = 0.15, 0.30
"""Opening by the eye's width below which, and MediaPipe's score above which, an eye is closed. Open eyes of 172
portraits, narrow and smiling ones among them: at least 0.196, at most 0.31. On videos the two agree on 74 of 79 frames.
"""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What decides, measured on one face."""

    num_faces: int
    inside: float
    """Share of the landmarks that are in the picture."""
    size_px: float
    """Between the irises, as if looking straight ahead."""
    close: float
    """The same by the picture's diagonal."""
    tall: float
    """Height of the face by that of the picture."""
    middle: tuple[float, float]
    """Of the face, from the picture's middle, shares of the picture's height."""
    yaw: float
    pitch: float
    roll: float
    """rad; to the subject's left, down, and towards the subject's right shoulder are positive."""
    openings: tuple[float, float]
    """Of the right and the left eye, by its width."""
    blinks: tuple[float, float]
    """MediaPipe's scores of the same."""
    light: Illumination

    @classmethod
    def of(cls, face: Face, num_faces: int = 1) -> Portrait:
        """Measure the face that the avatar would be made of; num_faces: in its picture. A few milliseconds."""
        width, height = face.frame.size_wh
        left, top, right, bottom = face.box_xyxy
        target = Target.of(face)
        yaw, pitch, roll = _turn(target)
        opening_right, opening_left = lid_openings(target.uvz)
        inside = ((face.landmarks >= 0) & (face.landmarks < (width, height))).all(1)
        return cls(
            num_faces=num_faces,
            inside=float(inside.mean()),
            size_px=target.unit_px,
            close=target.unit_px / float(np.hypot(width, height)),
            tall=(bottom - top) / height,
            middle=(((left + right) / 2 - width / 2) / height, ((top + bottom) / 2 - height / 2) / height),
            yaw=yaw,
            pitch=pitch,
            roll=roll,
            openings=(float(opening_right), float(opening_left)),
            blinks=(float(face.scores[INDEX["eyeBlinkRight"]]), float(face.scores[INDEX["eyeBlinkLeft"]])),
            light=Illumination.of(face),
        )

    @property
    def eyes_closed(self) -> bool:
        """One of them at least."""
        pairs = zip(self.openings, self.blinks, strict=True)
        return any(opening < LIDS and blink > BLINK for opening, blink in pairs)


def hints(portrait: Portrait | None, *, guided: bool) -> tuple[Hint, ...]:
    """What is to be better, the most important first; nothing where the picture is good. portrait: None without a face.

    guided: the person can still move, and is shown where to. A photo that is there already may have its face anywhere.
    """
    if portrait is None:
        return (Hint.NO_FACE,)
    light, (x, y) = portrait.light, portrait.middle
    dark = light.bright < DARK
    turn = TURN_GUIDED if guided else TURN
    found = {
        Hint.SEVERAL_FACES: portrait.num_faces > 1,
        Hint.CUT_OFF: portrait.inside < 0.97,
        Hint.TOO_DARK: dark and light.around < BRIGHT_AROUND,
        Hint.BACKLIT: dark and light.around >= BRIGHT_AROUND,
        Hint.TOO_BRIGHT: light.glare > GLARE,
        Hint.TOO_FAR: portrait.size_px < SMALL_PX or (guided and portrait.tall < FAR),
        Hint.TOO_NEAR: guided and (portrait.tall > NEAR or portrait.close > CLOSE),
        Hint.OFF_CENTRE: guided and max(abs(x), abs(y)) > OFF,
        Hint.TURNED: abs(portrait.yaw) > turn or abs(portrait.pitch) > turn + TURN_PITCH,
        Hint.TILTED: guided and abs(portrait.roll) > TILT,
        Hint.EYES_CLOSED: portrait.eyes_closed,
    }
    return tuple(hint for hint in Hint if found.get(hint, False))


def judged(faces: Sequence[Face], *, guided: bool) -> tuple[Hint, ...]:
    """`hints` of a picture's faces, the largest first."""
    return hints(Portrait.of(faces[0], len(faces)) if faces else None, guided=guided)


def _turn(target: Target) -> tuple[float, float, float]:
    """Yaw, pitch and roll in rad, from the parts of the face that do not move with the expression."""
    points, stiff = _stiff_points()
    rotation = place(points, target.uvz[:, stiff], np.zeros(3)).rotation
    ahead, aside = rotation[:, 2], rotation[:, 0]
    return (
        float(np.arctan2(ahead[0], ahead[2])),
        float(np.arctan2(-ahead[1], np.hypot(ahead[0], ahead[2]))),
        float(np.arctan2(aside[1], aside[0])),
    )


@lru_cache(maxsize=1)
def _stiff_points() -> tuple[Array, Array]:
    """[3, L] metres on the open head at rest, and their indices among the 478 landmarks."""
    head = open_head()
    stiff = np.setdiff1d(np.arange(468), np.concatenate([OVAL, LIPS]))
    return embed(head, head.v_template)[stiff].T, stiff
