"""The avatar that is there before anyone has made one."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.errors import AssetMissing
from engine.head.head_model import Head
from engine.types import Avatar, Hair

_SKIN_SRGB = (205, 160, 138)


def default_avatar(head: Head) -> Avatar:
    """The mean face of `head` with the shipped skin; one flat skin tone on a head that has no skin of its own."""
    return Avatar(
        name="Default",
        head_id=head.id,
        shape=np.zeros(head.num_shape, np.float32),
        albedo=_default_albedo(head),
        light=studio_light(),
        iris_rgb=np.array([0.10, 0.055, 0.028], np.float32),
        hair=Hair(
            rgb=np.array([0.045, 0.028, 0.018], np.float32),
            thickness=0.012,
            style="crop" if head.id.startswith("open-") else "cap",  # the shipped styles grow on the open layout
        ),
        neutral_expression=np.zeros(head.num_expression, np.float32),
    )


def studio_light() -> Array:
    """[9, 3] SH: bright from the front above, a little warm on the avatar's left and cool on its right."""
    light = np.zeros((9, 3), np.float32)
    light[0] = [3.05, 3.02, 3.00]
    light[1] = [0.07, 0.05, 0.02]
    light[2] = [0.16, 0.16, 0.17]
    light[3] = [0.26, 0.26, 0.26]
    return light


def _default_albedo(head: Head) -> Array:
    """[H, W, 3] uint8 sRGB."""
    from PIL import Image

    from engine.assets import shipped

    if head.basis == "arkit52":
        for name in ("head/albedo.png", "head/albedo.jpg"):
            try:
                with Image.open(shipped(name)) as image:
                    return np.asarray(image.convert("RGB"))
            except AssetMissing:
                continue
    return np.full((16, 16, 3), _SKIN_SRGB, np.uint8)
