"""One picture on disk: PNG with its alpha."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from engine.types import Picture
from engine.writing import whole


def save_png(picture: Picture, path: Path) -> None:
    """Write the picture; the file appears whole or not at all. BadInput when it cannot be written."""
    packed = io.BytesIO()  # Pillow does not say why a disk refused its bytes
    Image.fromarray(picture.rgba, "RGBA").save(packed, format="PNG")
    with whole(path) as temporary:
        temporary.write_bytes(packed.getbuffer())
