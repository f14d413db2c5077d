"""The small pictures of avatars: drawn the first time that one is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from avatar_app.library import Entry
from avatar_app.performer import Performer
from avatar_app.state import AppState
from avatar_app.ui.backdrop import TRANSPARENT
from engine.types import Orbit, View, replace

THUMBNAIL = View(size_wh=(192, 192), camera=Orbit(height=0.34), background=TRANSPARENT)


def unpictured(state: AppState) -> Entry | None:
    """The avatar on the stage where its tile has no picture yet."""
    now = state.now
    if now.offered or now.keeping or now.editing:  # what is shown is not what the library has
        return None
    among = now.avatars if now.avatar_path is not None else (now.default,)
    return next((one for one in among if one and one.path == (now.avatar_path or Path()) and not one.pictured), None)


def draw_picture(performer: Performer, state: AppState, shown: Entry) -> None:
    """Draw the picture of the avatar on the stage for its tile. OpenGL is current."""
    now = state.now
    rgba = np.ascontiguousarray(performer.portrait(THUMBNAIL).rgba)
    height, width = rgba.shape[:2]
    shown.thumbnail.parent.mkdir(parents=True, exist_ok=True)
    QImage(rgba.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).save(str(shown.thumbnail))
    pictured = replace(shown, pictured=True)
    avatars = tuple(pictured if one is shown else one for one in now.avatars)
    state.update(avatars=avatars, default=pictured if shown is now.default else now.default)
