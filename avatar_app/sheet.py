"""A contact sheet: the photo beside the avatar made from it, from several sides and in several expressions."""

from __future__ import annotations

import os
from math import radians
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from engine.head.arkit import expression_from, joint_poses
from engine.types import Motion, Orbit, View

if TYPE_CHECKING:
    from engine.check import Array
    from engine.render.renderer import Renderer

TILE = 384
COLUMNS = 4
POSES: tuple[tuple[str, float, dict[str, float]], ...] = (
    ("at rest", 0.0, {}),
    ("smile", 0.0, {"mouthSmileLeft": 0.8, "mouthSmileRight": 0.8, "cheekSquintLeft": 0.5, "cheekSquintRight": 0.5}),
    ("jaw open", 0.0, {"jawOpen": 0.6}),
    ("her left side", radians(30), {}),
    ("her right side", radians(-30), {}),
    ("brows up", 0.0, {"browInnerUp": 0.9, "browOuterUpLeft": 0.9, "browOuterUpRight": 0.9, "eyeWideLeft": 0.5,
                       "eyeWideRight": 0.5}),
    ("eyes shut", 0.0, {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}),
)  # fmt: skip
"""Label, yaw of the camera in rad, ARKit weights."""


def draw_sheet(renderer: Renderer, photo: Array, target: Path) -> None:
    """Write the sheet of the avatar that `renderer` shows as a PNG, atomically. photo: [TILE, TILE, 4]."""
    cells = [("the photo", photo)]
    for label, yaw, weights in POSES:
        view = View(size_wh=(TILE, TILE), camera=Orbit(yaw=yaw, height=0.36))
        cells.append((label, renderer.render(_motion(weights), view).rgba))
    rows = -(-len(cells) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * TILE, rows * TILE))
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(20)
    for number, (label, rgba) in enumerate(cells):
        x, y = number % COLUMNS * TILE, number // COLUMNS * TILE
        sheet.paste(Image.fromarray(rgba).convert("RGB"), (x, y))
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
