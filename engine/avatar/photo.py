"""A photograph from disk as a Frame: upright, 8-bit RGB, of a size one can work with; or one sentence why not."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from engine.check import Array
from engine.errors import BadInput
from engine.types import Frame

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")
"""Decoders that may run on a user's file. JPEG covers MPO, what phones with two lenses write: its first picture."""
_HEIF_BRANDS = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc")
MAX_SIDE_PX = 16_384
MAX_PIXELS = 120_000_000
"""A 108-megapixel phone photo passes. Checked from the header, before any pixel is decoded."""
WORK_SIDE_PX = 2048
"""Larger photos are downscaled: at this size a face that fills the picture still has more pixels than the albedo."""


def load_photo(path: Path, index: int = 0) -> Frame:
    """The photo in `path`, turned as its EXIF orientation says. BadInput names the file and the remedy."""
    path = Path(path)
    if path.is_dir():
        raise BadInput(f"{path} is a folder. Give the photo inside it.")
    if not path.is_file():
        raise BadInput(f"{path} does not exist. Check the path of the photo.")
    if path.stat().st_size == 0:
        raise BadInput(f"{path} is an empty file. Copy the photo again.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on sizes and EXIF: the limits below are ours
        try:
            image = _decode(path)
        except BadInput:
            raise
        except Image.DecompressionBombError as error:
            raise BadInput(_too_large(path)) from error
        except UnidentifiedImageError as error:
            raise BadInput(_unreadable(path)) from error
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError, ArithmeticError, KeyError, TypeError) as error:
            # The whole family that Pillow's decoders raise on damaged data.
            raise BadInput(f"{path} is damaged and cannot be read to its end. Copy the photo again.") from error
    return Frame(image=image, index=index, time=0.0, source=str(path))


def _decode(path: Path) -> Array:
    with Image.open(path, formats=FORMATS) as image:
        width, height = image.size
        if max(width, height) > MAX_SIDE_PX or width * height > MAX_PIXELS:
            raise BadInput(_too_large(path, f" ({width}x{height})"))
        if min(width, height) < 64:
            raise BadInput(f"{path} is only {width}x{height} pixels. Use a larger photo.")
        image.draft("RGB", (WORK_SIDE_PX, WORK_SIDE_PX))  # JPEG decodes at 1/2, 1/4, 1/8 where that is enough
        image.load()
        upright = ImageOps.exif_transpose(image)
        rgb = _as_rgb(upright)
    scale = WORK_SIDE_PX / max(rgb.size)
    if scale < 1:
        rgb = rgb.resize((round(rgb.width * scale), round(rgb.height * scale)), Image.Resampling.BOX, reducing_gap=2.0)
    return np.array(rgb, np.uint8)


def _as_rgb(image: Image.Image) -> Image.Image:
    """8-bit RGB; transparent parts become the grey that is neither hair nor skin."""
    if image.mode.startswith("I") or image.mode == "F":  # 16-bit grey: Pillow's own conversion only clips it
        levels = np.asarray(image, np.float64)
        top = 65535.0 if levels.max() > 255 else 255.0
        return Image.fromarray((levels.clip(0, top) * (255.0 / top)).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        flat = Image.new("RGBA", rgba.size, (128, 128, 128, 255))
        flat.alpha_composite(rgba)
        return flat.convert("RGB")
    return image.convert("RGB")


def _too_large(path: Path, size: str = "") -> str:
    return f"{path} is too large{size}: at most {MAX_SIDE_PX} pixels a side and 120 megapixels. Scale it down first."


def _unreadable(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(16)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return f"{path} is a HEIC photo, which this program cannot read. Save it as JPEG or PNG."
    return f"{path} is not a picture this program can read. Use a JPEG, PNG or WebP photo."
