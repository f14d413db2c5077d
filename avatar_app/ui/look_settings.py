"""Background, light and the avatar's own window <-> what the settings keep of them."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from avatar_app.background import KINDS, Background
from avatar_app.settings import BackgroundSettings, LightSettings, Settings, SourceSettings, ViewSettings
from avatar_app.state import Fields
from avatar_app.ui.look_actions import colours_of
from engine.capture.source import CameraMode
from engine.inset import CORNERS
from engine.lighting import MAX_STRENGTH, MIN_STRENGTH, PRESETS, Lighting

CAMERA_SIZES_WH = ((640, 480), (1280, 720), (1920, 1080))
CAMERA_FPS = (15, 24, 30, 60)
"""What is offered; a camera that cannot give the size says so."""


def look_of(settings: Settings) -> dict[str, Any]:
    """Fields of the state. The background is not among them: its picture has to be read, see `background_of`."""
    return {
        "background": Background(colour=background_of(settings).colour, picture=settings.background.picture),
        "recent_colours": colours_of(settings.background.recent),
        "lighting": _lighting_of(settings.light),
        "on_top": settings.view.on_top,
        "frameless": settings.view.frameless,
        "inset_corner": settings.source.corner if settings.source.corner in CORNERS else CORNERS[2],
    }


def background_of(settings: Settings) -> Background:
    """To be put behind the avatar."""
    kept = settings.background
    kind = kept.kind if kept.kind in KINDS and (kept.kind != "picture" or kept.picture) else "plain"
    known = QColor.isValidColorName(kept.colour)
    return Background(kind, QColor(kept.colour).name() if known else Background().colour, kept.picture)


def kept_background(now: Fields) -> BackgroundSettings:
    """The reverse."""
    background = now.background
    return BackgroundSettings(background.kind, background.colour, background.picture, " ".join(now.recent_colours))


def kept_light(now: Fields) -> LightSettings:
    light = now.lighting
    return LightSettings(light.preset, round(math.degrees(light.turn)), light.strength)


def kept_view(now: Fields, place: QRect, unfolded: bool) -> ViewSettings:
    """place: of the avatar's own window."""
    at = {"left": place.left(), "top": place.top(), "width": place.width(), "height": place.height()}
    return ViewSettings(unfolded=unfolded, on_top=now.on_top, frameless=now.frameless, **at)


def camera_mode_of(settings: SourceSettings) -> CameraMode:
    """What cameras are asked for."""
    sizes = {size_text(size): size for size in CAMERA_SIZES_WH}
    fps = settings.camera_fps if settings.camera_fps in CAMERA_FPS else CameraMode().fps
    return CameraMode(sizes.get(settings.camera_size), float(fps))


def size_text(size_wh: tuple[int, int] | None) -> str:
    """As the settings write it."""
    return "" if size_wh is None else "{}x{}".format(*size_wh)


def place_of(settings: ViewSettings) -> QRect:
    """Where the avatar's own window opens."""
    return QRect(settings.left, settings.top, settings.width, settings.height)


def _lighting_of(kept: LightSettings) -> Lighting:
    preset = next((one for one in PRESETS if one == kept.preset), "photo")
    turn = math.radians(min(max(kept.turn, -180), 180))
    return Lighting(preset, turn, min(max(kept.strength, MIN_STRENGTH), MAX_STRENGTH))
