"""Photographs as they come: turned, grey, transparent, huge, or no photographs at all."""

from __future__ import annotations

import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.avatar.photo import WORK_SIDE_PX, load_photo
from engine.errors import BadInput


@pytest.fixture
def scene() -> Image.Image:
    """80 x 120: red above, blue below, on the left half; grey on the right."""
    pixels = np.full((120, 80, 3), 128, np.uint8)
    pixels[:60, :40], pixels[60:, :40] = (220, 30, 30), (30, 30, 220)
    return Image.fromarray(pixels)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_honoured(scene: Image.Image, tmp_path: Path, orientation: int) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = scene.transpose(undo[orientation]) if orientation in undo else scene
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "p.jpg", exif=exif, quality=95)
    image = load_photo(tmp_path / "p.jpg").image
    assert image.shape == (120, 80, 3)
    assert np.abs(image.astype(int) - np.asarray(scene)).mean() < 6


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGBA", "LA", "P", "1", "I;16"])
def test_every_mode_becomes_rgb(scene: Image.Image, tmp_path: Path, mode: str) -> None:
    if mode == "I;16":
        sixteen = np.asarray(scene.convert("L")).astype(np.uint16) * 257
        Image.fromarray(sixteen).save(tmp_path / "p.png")
    else:
        scene.convert(mode).save(tmp_path / ("p.jpg" if mode == "CMYK" else "p.png"))
    image = load_photo(next(tmp_path.iterdir())).image
    assert image.shape == (120, 80, 3)
    assert abs(int(image[:, 45:].mean()) - 128) < 10  # the grey half stays grey
    if mode in ("RGBA", "P", "CMYK"):
        assert image[10, 10, 0] > image[10, 10, 2] + 90
        assert image[110, 10, 2] > image[110, 10, 0] + 90


def test_large_photo_is_scaled_to_the_working_size(tmp_path: Path) -> None:
    Image.new("RGB", (6000, 4000), (10, 200, 30)).save(tmp_path / "p.jpg")
    frame = load_photo(tmp_path / "p.jpg")
    assert frame.size_wh == (WORK_SIDE_PX, round(WORK_SIDE_PX * 4000 / 6000))


def _png_header(path: Path, width: int, height: int) -> None:
    """A PNG that claims a size, with hardly any data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


@pytest.mark.parametrize("size", [(20_000, 20_000), (100_000, 10), (12_000, 11_000)])
def test_too_large_is_refused_before_decoding(tmp_path: Path, size: tuple[int, int]) -> None:
    _png_header(tmp_path / "huge.png", *size)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(BadInput, match=r"huge\.png is too large.*Scale it down") as caught:
            load_photo(tmp_path / "huge.png")
    assert "\n" not in str(caught.value)


def test_what_is_no_photo_is_one_sentence_with_a_remedy(scene: Image.Image, tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("Dear diary, " * 100)
    scene.save(tmp_path / "whole.png")
    whole = (tmp_path / "whole.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "phone.heic").write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(100))
    (tmp_path / "folder.jpg").mkdir()
    Image.new("RGB", (20, 20)).save(tmp_path / "tiny.png")
    expected = {
        "empty.jpg": "empty file", "text.jpg": "not a picture", "cut.png": "damaged", "phone.heic": "HEIC",
        "folder.jpg": "folder", "tiny.png": "20x20", "missing.jpg": "does not exist",
    }  # fmt: skip
    for name, words in expected.items():
        with pytest.raises(BadInput, match=words) as caught:
            load_photo(tmp_path / name)
        sentence = str(caught.value)
        assert name in sentence
        assert "\n" not in sentence


def test_every_cut_of_a_jpeg_is_a_photo_or_a_sentence(scene: Image.Image, tmp_path: Path) -> None:
    scene.save(tmp_path / "p.jpg")
    whole = (tmp_path / "p.jpg").read_bytes()
    for length in range(1, len(whole), 53):
        (tmp_path / "p.jpg").write_bytes(whole[:length])
        with pytest.raises(BadInput):
            load_photo(tmp_path / "p.jpg")
