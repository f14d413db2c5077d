"""The 52 ARKit units as displacements of this head's template."""

from __future__ import annotations

import numpy as np
from scipy.sparse import eye as identity_matrix
from scipy.sparse.linalg import spsolve

from engine.check import Array
from engine.head.arkit import ARKIT52, INDEX
from engine.head.head_model import rotations
from training.head_builder.eyes import EDGE, Lids
from training.head_builder.identity import BALLS, Anatomy, Identities
from training.head_builder.lid_fit import clear_of_balls
from training.head_builder.lips import LOWER_EDGE, UPPER_EDGE
from training.head_builder.rig import Jaw, neighbours_mean
from training.head_builder.targets import Targets

_LID_UNITS = ("eyeBlink", "eyeLook", "eyeSquint", "eyeWide", "cheekSquint")
_BLINK_OVERSHOOT = 0.0018
"""How far the closed upper lid reaches over the lower one on the average face: wide eyes close too."""
_CLOSE_JAW = 0.45
"""Share of the opened jaw that mouthClose takes back, so that the lips need not stretch over all of it."""
_UPPER_SHARE = 0.35
"""Share of the rest that the upper lip comes down."""


def units(anatomy: Anatomy, targets: Targets, people: Identities, jaw: Jaw, pivot: Array) -> Array:
    """[V, 3, 52] m at weight 1. jawOpen is empty: it is a rotation about pivot [3] and its corrective."""
    num = len(people.template)
    unit = np.moveaxis(targets.units[:, :num].astype(np.float64) * people.scale, 0, -1).copy()
    selection = anatomy.selection
    unit[selection.ids("eye_l", "eye_r")] = 0  # eyes turn about their joints
    unit[:, :, INDEX["jawOpen"]] = 0
    for name in ARKIT52:
        if name.startswith(_LID_UNITS):
            side = 0 if name.endswith("Left") else 1
            grid, lashes = anatomy.lids[side], anatomy.lashes[side]
            column = unit[:, :, INDEX[name]]
            before = column.copy()
            if name.startswith("eyeBlink"):
                column = _shut(grid, people.template, column)
            column = clear_of_balls(grid, BALLS[side], people.template, column)
            column[lashes.ids] += lashes.follow(column - before)
            unit[:, :, INDEX[name]] = column
    _mirror_pairs(unit, selection.mirror)
    unit[:, :, INDEX["mouthClose"]] = _mouth_close(anatomy, people, jaw, pivot)
    return unit


def _shut(grid: Lids, template: Array, blink: Array) -> Array:
    """Blink whose upper edge ends the overshoot below the lower edge, column by column."""
    blink = blink.copy()
    closed = template + blink
    upper, lower = grid.rings[EDGE][grid.upper], grid.rings[EDGE][grid.lower]
    order = np.argsort(closed[lower, 0])
    line = np.interp(closed[upper, 0], closed[lower, 0][order], closed[lower, 1][order])
    missing = closed[upper, 1] - (line - _BLINK_OVERSHOOT)
    t = np.linspace(0, 1, len(upper) + 2)[1:-1]
    missing *= np.clip(np.minimum(t, 1 - t) / 0.12, 0, 1)  # the corners stay
    for ring, share in enumerate((1, 1, 1, 0.95, 0.85, 0.7, 0.5, 0.3, 0.15)):
        blink[grid.rings[ring][grid.upper], 1] -= share * missing
    return blink


def _mirror_pairs(unit: Array, mirror: Array) -> None:
    """Make every left unit the exact mirror image of its right one, and central units symmetric, in place."""
    for name in ARKIT52:
        twin = name.replace("Left", "#").replace("Right", "Left").replace("#", "Right")
        if name <= twin or twin not in INDEX:
            image = unit[mirror][:, :, INDEX.get(twin, INDEX[name])] * [-1, 1, 1]
            mean = (unit[:, :, INDEX[name]] + image) / 2
            unit[:, :, INDEX[name]] = mean
            if twin in INDEX:
                unit[:, :, INDEX[twin]] = mean[mirror] * [-1, 1, 1]


def _mouth_close(anatomy: Anatomy, people: Identities, jaw: Jaw, pivot: Array) -> Array:
    """[V, 3] closes the lips of the fully opened jaw.

    A part of the opening is taken back as a whole; the lips meet in the rest, and the skin between them and
    nose, cheeks and chin follows as a membrane does, so that no single ring stretches.
    """
    selection, template = anatomy.selection, people.template
    opening = _opened(people, jaw, pivot) - template  # [V, 3]
    change = -_CLOSE_JAW * opening
    change[selection.ids("teeth_u")] = 0
    held = template + opening + change

    lips = anatomy.lips
    surface = selection.ids("skin", "mouth")
    pull = np.full(len(template), np.nan)
    far = np.linalg.norm((held - held[lips.lower[LOWER_EDGE]].mean(0)) * [1, 1, 0.7], axis=1) > 0.075
    pull[far] = 0
    above = template[:, 1] > template[lips.upper[8], 1].max()
    pull[above] = 0
    upper, lower = held[lips.upper[UPPER_EDGE], 1], held[lips.lower[LOWER_EDGE], 1]
    gap_upper = upper - lips.lower_at_upper @ lower
    gap_lower = lips.upper_at_lower @ gap_upper
    for ring in range(6):
        pull[lips.upper[ring]] = -_UPPER_SHARE * gap_upper
        pull[lips.lower[ring]] = (1 - _UPPER_SHARE) * gap_lower
    mean = neighbours_mean(selection)
    free = surface[np.isnan(pull[surface])]
    fixed = np.flatnonzero(~np.isnan(pull))
    pull[np.isnan(pull)] = 0
    laplace = (identity_matrix(len(template)) - mean).tocsr()
    pull[free] = spsolve(laplace[free][:, free].tocsc(), -(laplace[free][:, fixed] @ pull[fixed]))
    skin_and_lining = np.zeros(len(template), bool)
    skin_and_lining[surface] = True
    change[:, 1] += np.where(skin_and_lining, pull, 0)
    change = (change + change[selection.mirror] * [-1, 1, 1]) / 2
    return jaw.undo(change)


def _opened(people: Identities, jaw: Jaw, pivot: Array) -> Array:
    """[V, 3] the template with the jaw fully open."""
    relative = people.template + jaw.corrective * people.scale - pivot
    turned = relative @ rotations(np.array([jaw.angle, 0, 0])).T
    return relative + jaw.weights[:, None] * (turned - relative) + pivot
