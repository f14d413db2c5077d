"""A contact sheet: the photo beside the avatar made from it, from several sides and in several expressions."""

from __future__ import annotations

import os
from math import radians
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from avatar_app.clay import studio
from engine.head.arkit import expression_from, joint_poses
from engine.types import Look, Motion, Orbit, View

if TYPE_CHECKING:
    from engine.check import Array
    from engine.render.renderer import Renderer

TILE = 384
COLUMNS = 4
_SMILE = {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9, "cheekSquintLeft": 0.8, "cheekSquintRight": 0.8,
          "eyeSquintLeft": 0.5, "eyeSquintRight": 0.5}  # fmt: skip
_BROWS = {"browInnerUp": 1.0, "browOuterUpLeft": 1.0, "browOuterUpRight": 1.0, "eyeWideLeft": 0.4, "eyeWideRight": 0.4,
          "jawOpen": 0.08}  # fmt: skip
_FROWN = {"browDownLeft": 1.0, "browDownRight": 1.0, "noseSneerLeft": 0.5, "noseSneerRight": 0.5,
          "mouthPressLeft": 0.5, "mouthPressRight": 0.5}  # fmt: skip
POSES: tuple[tuple[str, float, dict[str, float], Look], ...] = (
    ("smiling", radians(18), _SMILE, Look.SHADED),
    ("brows up", radians(-12), _BROWS, Look.SHADED),
    ("frowning", radians(32), _FROWN, Look.SHADED),
    ("the shape", 0.0, {}, Look.SHAPE),
    ("its wrinkles come with the expression", radians(18), _SMILE, Look.DETAIL),
    ("", radians(-12), _BROWS, Look.DETAIL),
    ("", radians(32), _FROWN, Look.DETAIL),
)
"""Label, yaw of the camera in rad, ARKit weights, how it is drawn: below each skin the same in clay."""


def draw_sheet(renderer: Renderer, photo: Array, target: Path) -> None:
    """Write the sheet of the avatar that `renderer` shows as a PNG, atomically. photo: [TILE, TILE, 4]."""
    cells = [("the photo", photo)]
    for label, yaw, weights, look in POSES:
        light = None if look is Look.SHADED else studio()
        view = View(size_wh=(TILE, TILE), camera=Orbit(yaw=yaw, height=0.315), look=look, light=light)
        cells.append((label, renderer.render(_motion(weights), view).rgba))
    rows = -(-len(cells) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * TILE, rows * TILE))
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(20)
    for number, (_, rgba) in enumerate(cells):
        sheet.paste(Image.fromarray(rgba).convert("RGB"), (number % COLUMNS * TILE, number // COLUMNS * TILE))
    for number, (label, _) in enumerate(cells):  # after all pictures: a label may reach into the next one
        x, y = number % COLUMNS * TILE, number // COLUMNS * TILE
        pen.text((x + 12, y + TILE - 34), label, "white", font, stroke_width=2, stroke_fill="black")
    unfinished = target.with_name(f".{target.name}")
    sheet.save(unfinished, "png")
    os.replace(unfinished, target)


def square(photo: Path, box_xyxy: tuple[int, int, int, int], side: int) -> Array:
    """The part of an upright photo within a square box, px, as [side, side, 4] uint8."""
    with Image.open(photo) as opened:
        cut = ImageOps.exif_transpose(opened).convert("RGBA").resize((side, side), Image.Resampling.LANCZOS, box_xyxy)
    return np.asarray(cut)


def _motion(weights: dict[str, float]) -> Motion:
    expression = expression_from(weights)
    jaw_pose, leye_pose, reye_pose = joint_poses(expression)
    return Motion(expression=expression, jaw_pose=jaw_pose, leye_pose=leye_pose, reye_pose=reye_pose)
