"""Sheets of made-up people making faces: coarse, with their true wrinkles, and with those that the networks draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine.check import Array
from engine.head.arkit import joint_poses
from engine.light import SH_FACTORS
from engine.render.renderer import Renderer
from engine.types import Look, Motion, Orbit, View
from engine.writing import whole
from training.evaluate.detail.made_up import rms_um
from training.evaluate.detail.made_up_people import EXPRESSIONS, MadeUp, expressions
from training.evaluate.detail.networks import DetailNetworks

OVERVIEW_PX = 240
_PAPER, _INK = "#f4f3f0", "#1b1d21"
_FRAME = Orbit(height=0.225)
_LAMPS = np.array([0.72, 0.30, 0.28, 0.16])
"""Light on the clay: from around, and how much more of it from the left, above and the front, so that folds show."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One person. Pictures [K, size, size, 3] uint8, K the expressions."""

    person: MadeUp
    rows: dict[str, Array]
    """By what they show."""
    error_um: Array  # [K] of the networks' wrinkles over the face, root mean square
    size_um: Array  # [K] of the true ones: the error of no wrinkles


def pages(
    people: Iterator[MadeUp], seen: str, networks: DetailNetworks, renderer: Renderer, face: Array, size: int
) -> Iterator[Page]:
    """A page of each. face: [256, 256] in [0, 1]  seen: the expression in their picture."""
    shown = expressions()
    jaws = np.stack([joint_poses(one)[0] for one in shown]).astype(np.float32)
    told = shown[list(EXPRESSIONS).index(seen)]
    studio = np.zeros((9, 3), np.float32)
    studio[:4] = (_LAMPS / SH_FACTORS[:4])[:, None]
    for person in people:
        code = networks.codes(person.texture[None], told[None])
        drawn = networks.displacement(np.repeat(code, len(shown), 0), shown, jaws)
        renderer.show(person.avatar)

        def row(look: Look, displacement: Array) -> Array:
            light = None if look is Look.SHADED else studio
            view = View((size, size), _FRAME, (1.0, 1.0, 1.0, 1.0), look, light)
            return np.stack(
                [
                    renderer.render(_motion(one), view, map_).rgba[..., :3]
                    for one, map_ in zip(shown, displacement, strict=True)
                ]
            )

        rows = {
            "coarse": row(Look.SHAPE, person.truth),
            "truth": row(Look.DETAIL, person.truth),
            "networks": row(Look.DETAIL, drawn),
            "truth, shaded": row(Look.SHADED, person.truth),
            "networks, shaded": row(Look.SHADED, drawn),
        }
        yield Page(person, rows, rms_um(drawn - person.truth, face), rms_um(person.truth, face))


def write_page(page: Page, path: Path) -> None:
    """All rows of one person, at full size."""
    captions = [
        f"{name}: {error:.0f} um off of {whole_:.0f}"
        for name, error, whole_ in zip(EXPRESSIONS, page.error_um, page.size_um, strict=True)
    ]
    _write_grid(
        {name: list(row) for name, row in page.rows.items()}, captions, next(iter(page.rows.values())).shape[1], path
    )


def write_overview(all_pages: list[Page], path: Path) -> None:
    """Of everybody their picture, and for each expression truth beside networks; all in clay."""
    grid = {}
    for page in all_pages:
        pairs = zip(page.rows["truth"], page.rows["networks"], strict=True)
        grid[page.person.title] = [page.person.texture[..., :3], *(picture for pair in pairs for picture in pair)]
    captions = ["what is seen", *(f"{name}, {of}" for name in EXPRESSIONS for of in ("truth", "networks"))]
    _write_grid(grid, captions, OVERVIEW_PX, path)


def _write_grid(rows: dict[str, list[Array]], captions: list[str], side: int, path: Path) -> None:
    letters = max(side / 22, 13)
    left, above = round(8 * letters), round(2.4 * letters)
    sheet = Image.new("RGB", (left + side * len(captions), above + side * len(rows)), _PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(letters)
    for column, words in enumerate(captions):
        pen.text((left + side * (column + 0.5), above / 2), words, _INK, font, anchor="mm")
    for number, (label, pictures) in enumerate(rows.items()):
        top = above + side * number
        words = label.replace(" ", "\n")
        pen.multiline_text((left - letters, top + side / 2), words, _INK, font, anchor="rm", align="right")
        for column, picture in enumerate(pictures):
            tile = Image.fromarray(np.ascontiguousarray(picture))
            if tile.size != (side, side):
                tile = tile.resize((side, side), Image.Resampling.LANCZOS)
            sheet.paste(tile, (left + side * column, top))
    with whole(path) as temporary:
        sheet.save(temporary, "png")


def _motion(expression: Array) -> Motion:
    jaw, left, right = joint_poses(expression)
    return Motion(expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)
