"""A GLB file taken apart by its specification, for tests."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engine.check import Array

DTYPES = {5126: np.float32, 5123: np.uint16, 5125: np.uint32}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


class Glb:
    def __init__(self, path: Path) -> None:
        content = path.read_bytes()
        magic, version, length = struct.unpack_from("<4sII", content)
        assert (magic, version, length) == (b"glTF", 2, len(content))
        text_length, kind = struct.unpack_from("<I4s", content, 12)
        assert kind == b"JSON"
        self.document: dict[str, Any] = json.loads(content[20 : 20 + text_length])
        binary_length, kind = struct.unpack_from("<I4s", content, 20 + text_length)
        assert kind == b"BIN\0"
        self.binary = content[28 + text_length :]
        assert len(self.binary) == binary_length

    def view(self, number: int) -> bytes:
        view = self.document["bufferViews"][number]
        return self.binary[view["byteOffset"] :][: view["byteLength"]]

    def array(self, number: int) -> Array:
        accessor = self.document["accessors"][number]
        dtype = DTYPES[accessor["componentType"]]
        if "bufferView" not in accessor:
            values = np.zeros((accessor["count"], WIDTHS[accessor["type"]]), dtype)
            if some := accessor.get("sparse"):
                rows = np.frombuffer(self.view(some["indices"]["bufferView"]), DTYPES[some["indices"]["componentType"]])
                assert len(rows) == some["count"]
                assert (np.diff(rows.astype(np.int64)) > 0).all()
                values[rows] = np.frombuffer(self.view(some["values"]["bufferView"]), dtype).reshape(len(rows), -1)
            return values
        values = np.frombuffer(self.view(accessor["bufferView"]), dtype)
        assert accessor["count"] * WIDTHS[accessor["type"]] == len(values)
        return values.reshape(accessor["count"], -1)

    def primitive(self, piece: str) -> dict[str, Any]:
        (mesh,) = (mesh for mesh in self.document["meshes"] if mesh["name"] == piece)
        primitive: dict[str, Any] = mesh["primitives"][0]
        return primitive

    def picture(self, texture: int) -> Array:
        """[H, W, 3] uint8, top row first."""
        image = self.document["images"][self.document["textures"][texture]["source"]]
        with Image.open(io.BytesIO(self.view(image["bufferView"]))) as opened:
            return np.asarray(opened.convert("RGB"))
