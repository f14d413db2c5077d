"""An avatar as GLB (glTF 2.0, binary): textured mesh, one morph target an expression, neck joint, one animation.

Morph targets carry the turn of jaw and eyes, so any program that knows ARKit's 52 names can drive the file; only the
head's turn is left to the skeleton. Khronos Group, glTF 2.0 Specification, 2021.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.check import Array
from engine.export.carving import Carving
from engine.export.gltf_buffer import ARRAY_BUFFER, ELEMENT_BUFFER, GltfBuffer, numbers
from engine.export.maps import normal_map, png
from engine.export.refine import refined
from engine.export.solid import Piece, Solid, expression_offsets, solid_of
from engine.export.tangents import Tangents, tangents_of
from engine.head.head_model import Head
from engine.types import Avatar, Motion
from engine.writing import whole

_ROOT, _NECK = 0, 1
"""Node numbers; the mesh's pieces follow."""


def save_glb(
    avatar: Avatar,
    head: Head,
    path: Path,
    motions: Sequence[Motion] = (),
    expression: Array | None = None,
    carving: Carving | None = None,
    in_mesh: bool = False,
) -> None:
    """Write the avatar; whole or not at all.

    motions: its animation, already retargeted, times rising  expression: [E] that it opens with; rest without
    carving: detail of that expression, which becomes the skin's normal map, or `in_mesh` a finer mesh; it stays as it
    is in other expressions, since no file of this kind can change it
    """
    solid = solid_of(avatar, head)
    offsets = expression_offsets(avatar, head)
    if carving is not None and in_mesh:
        fine = refined(solid, carving)
        solid, offsets, carving = fine.solid, fine.grown(offsets), None
    opening = [0.0] * len(offsets) if expression is None else numbers(expression)
    file = GltfBuffer()
    tangents = None if carving is None else tangents_of(solid, solid.pieces[0])
    meshes = []
    for number, piece in enumerate(solid.pieces):
        primitive = _primitive(file, solid, piece, offsets, None if number else tangents, in_mesh)
        primitive["material"] = number
        names = {"targetNames": list(head.expression_names)}
        meshes.append({"name": piece.name, "primitives": [primitive], "weights": opening, "extras": names})
    materials = [_material(piece, number) for number, piece in enumerate(solid.pieces)]
    images = [_image(file, piece.name, piece.texture) for piece in solid.pieces]
    if carving is not None and tangents is not None:
        materials[0]["normalTexture"] = {"index": len(images)}
        images.append(_image(file, "skin normals", normal_map(solid, solid.pieces[0], tangents, carving)))
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "avatar-app"},
        "scene": 0,
        "scenes": [{"name": solid.name, "nodes": [_ROOT, *range(2, 2 + len(meshes))]}],
        "nodes": [
            {"name": "root", "translation": numbers(solid.joints[0]), "children": [_NECK]},
            {"name": "neck", "translation": numbers(solid.joints[1] - solid.joints[0])},
            *({"name": mesh["name"], "mesh": number, "skin": 0} for number, mesh in enumerate(meshes)),
        ],
        "meshes": meshes,
        "skins": [{"joints": [_ROOT, _NECK], "inverseBindMatrices": file.add(_inverse_binds(solid.joints[:2]))}],
        "materials": materials,
        "textures": [{"source": number, "sampler": 0} for number in range(len(images))],
        "samplers": [{"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}],
        "images": images,
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


def _primitive(
    file: GltfBuffer, solid: Solid, piece: Piece, offsets: Array, tangents: Tangents | None, sparse: bool
) -> dict[str, Any]:
    neck = solid.neck[piece.vertices]
    weights = np.column_stack([1 - neck, neck, np.zeros((len(neck), 2))])
    joints = np.tile(np.array([0, 1, 0, 0], np.uint16), (len(neck), 1))
    attributes = {
        "POSITION": solid.positions[piece.vertices],
        "NORMAL": solid.normals[piece.vertices],
        "TEXCOORD_0": piece.uv * [1, -1] + [0, 1],  # glTF counts v from the top
        "JOINTS_0": joints * (weights > 0).astype(np.uint16),
        "WEIGHTS_0": weights,
    }
    if tangents is not None:
        attributes["TANGENT"] = np.column_stack([tangents.tangent, tangents.sign])
    moved = (offset[piece.vertices] for offset in offsets)
    return {
        "attributes": {name: file.add(values, ARRAY_BUFFER) for name, values in attributes.items()},
        "indices": file.add(piece.faces.ravel().astype(np.int64), ELEMENT_BUFFER),
        "targets": [{"POSITION": file.add_sparse(m) if sparse else file.add(m, ARRAY_BUFFER)} for m in moved],
    }


def _animation(file: GltfBuffer, motions: Sequence[Motion], num_meshes: int) -> dict[str, Any]:
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


def _image(file: GltfBuffer, name: str, picture: Array) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/png", "bufferView": file.view(png(picture))}


def _container(document: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    header = struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + len(binary))
    return header + struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(binary), b"BIN\0") + binary
