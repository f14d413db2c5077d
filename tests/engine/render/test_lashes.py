"""Lashes from near: those of a closed eye hang from its line."""

from __future__ import annotations

import cv2
import moderngl
import numpy as np

from engine.avatar.default import default_avatar
from engine.head import open_head
from engine.head.arkit import expression_from
from engine.render.renderer import Renderer
from engine.types import Motion, View

EYE = np.s_[440:490, 372:468]
"""The eye on the left of a picture of 1024 x 1024 pixels."""


def test_a_closed_eye_has_one_dark_line(ctx: moderngl.Context) -> None:
    """And not a second one below it, of lashes that stand out and are seen from their edge."""
    head = open_head()
    renderer = Renderer(ctx, head)
    renderer.show(default_avatar(head))
    shut = Motion(expression_from({"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}), confidence=1.0)
    grey = renderer.render(shut, View((1024, 1024))).rgba[..., :3].mean(axis=2, dtype=np.float32)[EYE]
    renderer.release()
    dark = grey < cv2.GaussianBlur(grey, (0, 0), 6) - 12
    lines = (np.diff(dark.astype(int), axis=0) == 1).sum(axis=0)  # by column
    assert (lines > 0).mean() > 0.9
    assert (lines > 1).mean() < 0.25
