"""What is drawn behind the avatar: the theme's soft light, a colour, a picture, the blurred source, or nothing; and
before it, where somebody asks for that, the source in a corner.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor

from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.ui.theme import Theme
from engine.blur import blurred
from engine.check import Array
from engine.inset import Inset
from engine.types import Frame

HEIGHT = 512
TRANSPARENT = (0.0, 0.0, 0.0, 0.0)


class Behind:
    """Asked for every picture; the source is blurred once a frame."""

    def __init__(self, session: Session, state: AppState) -> None:
        self._session, self._state = session, state
        self._blurred: tuple[Frame | None, bool, Array | None] = (None, False, None)
        self._inset: tuple[Frame | None, bool, Inset | None] = (None, False, None)

    @property
    def transparent(self) -> bool:
        return self._state.now.background.kind == "transparent"

    def of(self, size_wh: tuple[int, int], theme: Theme) -> tuple[float, float, float, float] | Array:
        """As `View.background`. What is not there, as the blur of no source, gives way to the theme's."""
        now = self._state.now
        kind = now.background.kind
        if kind == "transparent":
            return TRANSPARENT
        if kind == "colour":
            red, green, blue, _ = QColor(now.background.colour).getRgbF()
            return red, green, blue, 1.0
        if kind == "picture" and now.backdrop is not None:
            return now.backdrop.image
        if kind == "blur" and (frame := self._session.newest_frame) is not None:
            return self._blur(frame, self._session.mirroring)
        return _soft_light(size_wh, theme)

    @property
    def inset(self) -> Inset | None:
        """The source in a corner of the picture, where that was asked for."""
        now, frame = self._state.now, self._session.newest_frame
        if frame is None or not (now.preview_shown and now.source_in_picture):
            return None
        of, was_mirrored, inset = self._inset
        mirrored = self._session.mirroring
        if inset is None or frame is not of or mirrored != was_mirrored or inset.corner != now.inset_corner:
            inset = Inset.of(frame.image, now.inset_corner, mirrored=mirrored)
            self._inset = (frame, mirrored, inset)
        return inset

    def _blur(self, frame: Frame, mirrored: bool) -> Array:
        of, was_mirrored, picture = self._blurred
        if picture is None or frame is not of or mirrored != was_mirrored:
            picture = blurred(frame.image, mirrored=mirrored)
            self._blurred = (frame, mirrored, picture)
        return picture


@lru_cache(maxsize=4)
def _soft_light(size_wh: tuple[int, int], theme: Theme) -> Array:
    """[H, W, 3] a soft light behind the head, dithered so that no rings show; smaller than large windows."""
    width, height = size_wh
    shrink = min(1.0, HEIGHT / height)
    width, height = round(width * shrink), round(height * shrink)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot((x - width / 2) / height, (y - 0.42 * height) / height) / 0.85
    fall = np.clip(distance, 0, 1)[..., None] ** 1.3
    colour = np.array(theme.view_centre) * (1 - fall) + np.array(theme.view_edge) * fall
    noise = np.random.default_rng(0).random((height, width, 1))
    picture = np.clip(colour + noise, 0, 255).astype(np.uint8)
    picture.flags.writeable = False
    return picture
