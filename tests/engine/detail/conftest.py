"""A decoder that is a formula: lines that two muscles fold from a threshold on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.check import Array
from engine.detail.window import WINDOW
from engine.head.arkit import INDEX


@pytest.fixture(scope="session")
def decode() -> Callable[[Array, Array], Array]:
    """(expression [N, 52], jaw_pose [N, 3]) -> [N, 256, 256] m."""
    right, down = np.moveaxis(WINDOW.place(WINDOW.uv(256)), -1, 0).astype(np.float32)
    forehead = 4e-4 * np.cos(2 * np.pi * down / 0.05) * np.exp(-(((down - 0.15) / 0.06) ** 2))
    cheek = -5e-4 * np.exp(-(((right - 0.3) / 0.02) ** 2 + ((down - 0.6) / 0.1) ** 2))
    chin = 3e-4 * np.exp(-(((right - 0.5) / 0.05) ** 2 + ((down - 0.9) / 0.05) ** 2))

    def decoded(expression: Array, jaw_pose: Array) -> Array:
        brow = expression[:, INDEX["browInnerUp"]] - 0.8 * expression[:, INDEX["browDownLeft"]]
        smile = expression[:, INDEX["mouthSmileRight"]] + 0.5 * expression[:, INDEX["cheekSquintRight"]]
        weights = np.stack([np.maximum(brow - 0.1, 0), np.minimum(smile, 0.8) + 0.2, 2.0 * jaw_pose[:, 0]])
        return np.tensordot(weights.astype(np.float32), np.stack([forehead, cheek, chin]), (0, 0))

    return decoded
