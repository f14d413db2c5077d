"""One picture on disk: PNG with its alpha."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

from engine.errors import BadInput
from engine.types import Picture


def save_png(picture: Picture, path: Path) -> None:
    """Write the picture; the file appears whole or not at all."""
    temporary = path.with_name(path.name + ".part")
    try:
        Image.fromarray(picture.rgba, "RGBA").save(temporary, format="PNG")
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise BadInput(f"The picture cannot be written to {path}: {error.strerror or error}.") from error
