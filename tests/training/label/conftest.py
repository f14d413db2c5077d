"""Clips whose motion is known: the head's own landmarks, posed and projected as a detector would see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from engine.check import Array
from engine.errors import AssetMissing
from engine.head.arkit import expression_from
from engine.head.head_model import Head, rotations
from engine.tracking.rig import Person, Rig, posed
from engine.types import Face, Frame
from training.label.sighting import Fitter
from training.label.watch import Clip

SIZE, PX_PER_METRE, FPS = 640, 2000.0, 30
MakeClip = Callable[..., Clip]


@pytest.fixture(scope="session")
def fitter(open_head: Head) -> Fitter:
    return Fitter.of(open_head)


@pytest.fixture(scope="session")
def make_clip(open_head: Head) -> MakeClip:
    """clip(weights of each frame or None without a face, shape, yaw of each frame, noise_px)."""
    rig = Rig.of(open_head)
    blank = np.broadcast_to(np.zeros(1, np.uint8), (SIZE, SIZE, 3))

    def make(
        acted: Sequence[dict[str, float] | None],
        shape: Array | None = None,
        yaw: Sequence[float] | None = None,
        noise_px: float = 0.0,
    ) -> Clip:
        person = Person.of(rig, np.zeros(rig.num_shape) if shape is None else shape)
        random = np.random.default_rng(0)
        faces: list[Face | None] = []
        for i, weights in enumerate(acted):
            if weights is None:
                faces.append(None)
                continue
            expression = expression_from(weights)
            points = posed(person, expression).points.T
            turned = (points - [0, 0.02, 0]) @ rotations(np.array([0, 0.0 if yaw is None else yaw[i], 0])).T
            pixels = SIZE / 2 + PX_PER_METRE * turned[:, :2] * [1, -1]
            pixels += noise_px * random.standard_normal(pixels.shape)
            depth = -PX_PER_METRE * turned[:, 2]
            faces.append(Face(Frame(blank, i, i / FPS), pixels, depth - depth.mean(), expression, 1.0))
        return Clip(Path("acted.mp4"), np.arange(len(acted)) / FPS, tuple(faces), (SIZE, SIZE), float(FPS))

    return make


@pytest.fixture(scope="session")
def portrait() -> Array:
    """[512, 512, 3]: one face, looked at by the real detector."""
    from PIL import Image

    from engine.assets import provisioned

    try:
        provisioned("face_landmarker.task")
        return np.asarray(Image.open(provisioned("astronaut.png")).convert("RGB"))
    except AssetMissing as missing:
        pytest.skip(str(missing))
