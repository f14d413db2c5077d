"""Golden pictures: compared on the software driver only, byte for byte but for a few pixels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import moderngl
import numpy as np
import pytest
from PIL import Image

from engine.check import Array

GOLDEN = Path(__file__).parent
FAILED = Path(__file__).parents[1] / "failed"
MAX_SHARE = 0.0005
"""Of the pixels may differ by more than MAX_STEP."""
MAX_STEP = 2


@pytest.fixture
def golden(ctx: moderngl.Context, request: pytest.FixtureRequest) -> Callable[[str, Array], None]:
    """Call it with a name and an rgba picture. A failure writes both and their difference to tests/failed."""
    if "llvmpipe" not in ctx.info["GL_RENDERER"]:
        pytest.skip("golden pictures are compared on llvmpipe only")

    def compare(name: str, rgba: Array) -> None:
        path = GOLDEN / f"{name}.png"
        if request.config.getoption("--regenerate-golden", False):
            Image.fromarray(rgba).save(path, optimize=True)
            return
        assert path.is_file(), f"{path} is missing: run make golden and look at it"
        with Image.open(path) as image:
            wanted = np.asarray(image.convert("RGBA"))
        assert wanted.shape == rgba.shape
        difference = np.abs(wanted.astype(int) - rgba.astype(int)).max(2)
        share = float((difference > MAX_STEP).mean())
        if share > MAX_SHARE:
            FAILED.mkdir(exist_ok=True)
            Image.fromarray(rgba).save(FAILED / f"{name}.png")
            Image.fromarray(np.clip(8 * difference, 0, 255).astype(np.uint8)).save(FAILED / f"{name}.difference.png")
        assert share <= MAX_SHARE, f"{share:.2%} of {name} differ by more than {MAX_STEP}; see {FAILED}"

    return compare
