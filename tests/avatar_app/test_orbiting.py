"""Where the face is while a card covers the lower part of the stage."""

from __future__ import annotations

import numpy as np
import pytest

from avatar_app.ui.orbiting import above
from engine.render.camera import clip_from_model
from engine.types import Motion, Orbit, View

CROWN_M, CHIN_M = 0.14, -0.10
"""From the middle of the head, in its plane, hair included."""


@pytest.mark.parametrize("covered", [0.2, 0.32, 0.5])
def test_a_card_covers_neither_chin_nor_hair(covered: float) -> None:
    view = View(size_wh=(900, 720), camera=above(Orbit(), covered))
    matrix, _ = clip_from_model(view, Motion.rest(52), np.zeros(3))
    crown, chin = (matrix @ (0.0, height, 0.0, 1.0) for height in (CROWN_M, CHIN_M))
    assert crown[1] / crown[3] < 1
    assert chin[1] / chin[3] > -1 + 2 * covered
