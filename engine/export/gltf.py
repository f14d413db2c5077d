"""An avatar as GLB (glTF 2.0, binary): textured mesh, one morph target an expression, neck joint, one animation.

Morph targets carry the turn of jaw and eyes, so any program that knows ARKit's 52 names can drive the file; only the
head's turn is left to the skeleton. Khronos Group, glTF 2.0 Specification, 2021.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engine.check import Array
from engine.export.solid import Piece, Solid, expression_offsets, solid_of
from engine.head.head_model import Head
from engine.types import Avatar, Motion
from engine.writing import whole

_FLOAT, _USHORT, _UINT = 5126, 5123, 5125
_ARRAY_BUFFER, _ELEMENT_BUFFER = 34962, 34963
_TYPE = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
_ROOT, _NECK = 0, 1
"""Node numbers; the mesh's pieces follow."""


def save_glb(avatar: Avatar, head: Head, path: Path, motions: Sequence[Motion] = ()) -> None:
    """Write the avatar, and `motions` (already retargeted, times rising) as its animation; whole or not at all."""
    solid = solid_of(avatar, head)
    offsets = expression_offsets(avatar, head)
    file = _Binary()
    meshes = [_mesh(file, solid, piece, offsets, head, number) for number, piece in enumerate(solid.pieces)]
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "avatar-app"},
        "scene": 0,
        "scenes": [{"name": solid.name, "nodes": [_ROOT, *range(2, 2 + len(meshes))]}],
        "nodes": [
            {"name": "root", "translation": _numbers(solid.joints[0]), "children": [_NECK]},
            {"name": "neck", "translation": _numbers(solid.joints[1] - solid.joints[0])},
            *({"name": mesh["name"], "mesh": number, "skin": 0} for number, mesh in enumerate(meshes)),
        ],
        "meshes": meshes,
        "skins": [{"joints": [_ROOT, _NECK], "inverseBindMatrices": file.add(_inverse_binds(solid.joints[:2]))}],
        "materials": [_material(piece, number) for number, piece in enumerate(solid.pieces)],
        "textures": [{"source": number, "sampler": 0} for number in range(len(meshes))],
        "samplers": [{"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}],
        "images": [_image(file, piece) for piece in solid.pieces],
    }
    if motions:
        document["animations"] = [_animation(file, motions, len(meshes))]
    document |= {
        "accessors": file.accessors,
        "bufferViews": file.views,
        "buffers": [{"byteLength": len(file.bytes)}],
    }
    with whole(path) as temporary:
        temporary.write_bytes(_container(document, bytes(file.bytes)))


class _Binary:
    """The file's one buffer and the lists that describe it."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def view(self, content: bytes, target: int | None = None) -> int:
        """Append bytes; the number of their buffer view."""
        self.bytes += b"\0" * (-len(self.bytes) % 4)
        view = {"buffer": 0, "byteOffset": len(self.bytes), "byteLength": len(content)}
        self.views.append(view | ({"target": target} if target else {}))
        self.bytes += content
        return len(self.views) - 1

    def add(self, values: Array, target: int | None = None) -> int:
        """Append an array [n] or [n, C]; the number of its accessor."""
        kind = {"f": _FLOAT, "u": _USHORT, "i": _UINT}[values.dtype.kind]
        values = np.ascontiguousarray(values, {_FLOAT: np.float32, _USHORT: np.uint16, _UINT: np.uint32}[kind])
        rows = values.reshape(len(values), -1)
        self.accessors.append(
            {
                "bufferView": self.view(values.tobytes(), target),
                "componentType": kind,
                "count": len(values),
                "type": _TYPE[rows.shape[1]],
                # Required for positions and for animation times; harmless elsewhere.
                "min": _numbers(rows.min(0)),
                "max": _numbers(rows.max(0)),
            }
        )
        return len(self.accessors) - 1


def _mesh(file: _Binary, solid: Solid, piece: Piece, offsets: Array, head: Head, number: int) -> dict[str, Any]:
    # Jaw and eyes turn in the morph targets: their weights go to the neck, from which they hang.
    neck = 1 - head.weights[piece.vertices, 0]
    weights = np.column_stack([1 - neck, neck, np.zeros((len(neck), 2))])
    joints = np.tile(np.array([0, 1, 0, 0], np.uint16), (len(neck), 1))
    attributes = {
        "POSITION": solid.positions[piece.vertices],
        "NORMAL": solid.normals[piece.vertices],
        "TEXCOORD_0": piece.uv * [1, -1] + [0, 1],  # glTF counts v from the top
        "JOINTS_0": joints * (weights > 0).astype(np.uint16),
        "WEIGHTS_0": weights,
    }
    primitive = {
        "attributes": {name: file.add(values, _ARRAY_BUFFER) for name, values in attributes.items()},
        "indices": file.add(piece.faces.ravel().astype(np.int64), _ELEMENT_BUFFER),
        "material": number,
        "targets": [{"POSITION": file.add(offset[piece.vertices], _ARRAY_BUFFER)} for offset in offsets],
    }
    return {
        "name": piece.name,
        "primitives": [primitive],
        "weights": [0.0] * len(offsets),
        "extras": {"targetNames": list(head.expression_names)},
    }


def _animation(file: _Binary, motions: Sequence[Motion], num_meshes: int) -> dict[str, Any]:
    times = np.array([motion.time for motion in motions])
    time = file.add(times - times[0])
    outputs = [
        file.add(np.concatenate([motion.expression for motion in motions])),
        file.add(_quaternions(np.stack([motion.global_orient for motion in motions]))),
        file.add(_quaternions(np.stack([motion.neck_pose for motion in motions]))),
    ]
    targets = [(0, node, "weights") for node in range(2, 2 + num_meshes)]
    targets += [(1, _ROOT, "rotation"), (2, _NECK, "rotation")]
    return {
        "name": "take",
        "samplers": [{"input": time, "output": output, "interpolation": "LINEAR"} for output in outputs],
        "channels": [{"sampler": of, "target": {"node": node, "path": path}} for of, node, path in targets],
    }


def _quaternions(axis_angles: Array) -> Array:
    """[N, 3] rad -> [N, 4] x y z w, each on the hemisphere of the one before so that blending takes the short way."""
    angle = np.linalg.norm(axis_angles, axis=1, keepdims=True)
    half = 0.5 * np.sinc(angle / (2 * np.pi))  # sin(a/2) / a
    quaternions = np.hstack([half * axis_angles, np.cos(angle / 2)])
    flips = np.where((quaternions[1:] * quaternions[:-1]).sum(1) < 0, -1.0, 1.0)
    quaternions[1:] *= np.cumprod(flips)[:, None]
    return quaternions / np.linalg.norm(quaternions, axis=1, keepdims=True)


def _inverse_binds(joints: Array) -> Array:
    """[J, 16] column-major rest-from-model matrices."""
    matrices = np.tile(np.eye(4), (len(joints), 1, 1))
    matrices[:, 3, :3] = -joints
    return matrices.reshape(len(joints), 16)


def _material(piece: Piece, texture: int) -> dict[str, Any]:
    surface = {"baseColorTexture": {"index": texture}, "metallicFactor": 0.0, "roughnessFactor": piece.roughness}
    return {"name": piece.name, "pbrMetallicRoughness": surface, "doubleSided": piece.name == "skin"}


def _image(file: _Binary, piece: Piece) -> dict[str, Any]:
    packed = io.BytesIO()
    Image.fromarray(piece.texture).save(packed, "png")
    return {"name": piece.name, "mimeType": "image/png", "bufferView": file.view(packed.getvalue())}


def _container(document: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    header = struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + len(binary))
    return header + struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(binary), b"BIN\0") + binary


def _numbers(values: Array) -> list[float]:
    return [float(value) for value in values]
