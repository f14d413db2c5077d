"""Hairstyles for the open head: MakeHuman's meshes placed on its average face and bound to its skin."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from scipy.spatial import cKDTree

from engine.check import Array
from engine.head.hair_style import CLEARANCE_M, HairStyle
from engine.head.head_model import Head, vertex_normals
from training.head_builder.assemble import _REPLACED
from training.head_builder.eyes import lids
from training.head_builder.hair_source import Bound, read_bound
from training.head_builder.identity import Anatomy, align
from training.head_builder.lid_fit import Followers
from training.head_builder.lips import lips
from training.head_builder.sampling import average_displacement
from training.head_builder.selection import select
from training.head_builder.source import DM, NUM_BASE, Source
from training.head_builder.targets import load_targets

_CURTAINS, _CURTAIN_Y = ("bob", "long"), 0.045
"""Styles whose inner side can be seen, below this height."""
_CURTAIN_M, _LOOSE_M = 0.035, {"short": 0.016}
"""The inner side of hair so far from the skin can be seen; of loose styles sooner."""
NUM_ANCHORS = 8
TEXTURE_SIZE = 512
_NAPE_Z = -0.055
_MIDDLE = np.array([0.0, 0.03, -0.05])


STYLES = {
    "bob": ("long01", -0.078),
    "crop": ("short01", -1.0),
    "long": ("long01", -0.140),
    "short": ("short02", -1.0),
    "slick": ("short04", -1.0),
    "tied": ("ponytail01", -0.140),
}
"""Our name: MakeHuman's, and the height at which the hair is cut. Styles that hide an eye are left out."""


def hairstyles(source: Source, art: Path, head: Head) -> list[HairStyle]:
    """STYLES on `head`. art: the folder with MakeHuman's hairstyles, a folder each."""
    selection = select(source)
    bounds = {name: read_bound(art / folder) for name, (folder, _) in STYLES.items()}
    used = np.unique(np.concatenate([selection.base_ids, *(bound.used for bound in bounds.values())]))
    body = np.full((NUM_BASE, 3), np.nan)
    body[used] = source.base_mesh().vertices[used] * DM + average_displacement(load_targets(source, used))
    grids = lids(selection, "l"), lids(selection, "r")
    lashes = Followers(selection, grids[0], "l"), Followers(selection, grids[1], "r")
    anatomy = Anatomy(selection, grids, lashes, lips(selection))
    kept = np.unique(selection.quads[~np.isin(selection.parts, _REPLACED)])
    num = len(selection.base_ids)
    styles = []
    for name, (folder, ends_y) in STYLES.items():
        bound = bounds[name]
        everything = np.concatenate([body[selection.base_ids], bound.on(body)])[None]
        align(anatomy, everything)
        average, hair = everything[0, :num][kept], everything[0, num:]
        styles.append(_style(name, bound, head, average, hair, _strands(art / folder), ends_y))
    return styles


def _style(
    name: str, bound: Bound, head: Head, average: Array, hair: Array, strands: Array, ends_y: float
) -> HairStyle:
    """average: [v, 3] where the head's first v vertices lie on the body that carries `hair` [n, 3]."""
    carrying = _carrying(head, len(average))
    anchors, weights = _anchors(average, carrying, hair)
    moved = head.v_template[: len(average)] - average
    placed = hair + np.einsum("nk,nkc->nc", weights, moved[anchors])
    placed = _over_ears(_tucked(placed)) if name in _CURTAINS else placed
    placed = _clear(head, carrying, placed, vertex_normals(head.v_template, head.faces))
    anchors, weights = _anchors(head.v_template, carrying, placed)
    normals = _body_normals(placed, bound.faces)
    long_enough = (placed[bound.faces, 1] > ends_y - 0.02).any(1)
    faces, uv_faces = bound.faces[long_enough], bound.uv_faces[long_enough]
    inward = (_face_normals(placed, faces) * normals[faces].sum(1)).sum(1) < 0
    faces, uv_faces = (np.where(inward[:, None], f[:, ::-1], f) for f in (faces, uv_faces))
    off = cKDTree(head.v_template[carrying]).query(placed)[0] > _LOOSE_M.get(name, _CURTAIN_M)
    curtain = off[faces].any(1) | ((placed[faces, 1] < _CURTAIN_Y).any(1) & (name in _CURTAINS))
    order = np.argsort(curtain, kind="stable")
    corners = np.stack([faces[order].ravel(), uv_faces[order].ravel()], 1)
    split, index = _in_order(corners)
    vertex = split[:, 0]
    return HairStyle(
        name=name,
        head_id=head.id,
        vertices=placed[vertex],
        normals=normals[vertex],
        uv=bound.uv[split[:, 1]].clip(0, 1),
        faces=index.reshape(-1, 3),
        anchors=anchors[vertex],
        weights=weights[vertex],
        strands=strands,
        ends_y=ends_y,
        num_closed=int((~curtain).sum()),
    )


def _anchors(skin: Array, carrying: Array, hair: Array) -> tuple[Array, Array]:
    """[n, K] vertices of `skin` that each of `hair` follows, nearest first, and how much."""
    distance, near = cKDTree(skin[carrying]).query(hair, NUM_ANCHORS)
    weights = np.exp(-((distance / (distance[:, :1] + 0.006)) ** 2))
    return carrying[near], weights / weights.sum(1, keepdims=True)


def _face_normals(vertices: Array, faces: Array) -> Array:
    """[F, 3] not of unit length."""
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    return np.cross(b - a, c - a)


def _in_order(rows: Array) -> tuple[Array, Array]:
    """The distinct rows as they first come, and the index of each row among them."""
    _, first, inverse = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), int)
    rank[order] = np.arange(len(order))
    return rows[first[order]], rank[inverse.ravel()]


def _tucked(hair: Array) -> Array:
    """[n, 3] what hangs at the back drawn in towards the neck, instead of standing off like a cape."""
    below = np.clip((0.04 - hair[:, 1]) / 0.15, 0, 1)
    behind = np.minimum(hair[:, 2] - _NAPE_Z, 0)
    return hair - np.column_stack([0.12 * below * hair[:, 0], 0 * below, 0.55 * below * behind])


def _over_ears(hair: Array) -> Array:
    """[n, 3] what hangs over the ears a little farther out: ears differ more than skulls do."""
    near = np.exp(-(((hair[:, 1] - 0.005) / 0.045) ** 2) - ((hair[:, 2] + 0.03) / 0.05) ** 2)
    return hair + np.column_stack(
        [0.010 * near * np.sign(hair[:, 0]) * (np.abs(hair[:, 0]) > 0.05), 0 * near, 0 * near]
    )


def _carrying(head: Head, num: int) -> Array:
    """[n] vertices that hair may be carried by: skin and neck without ears, which stand off at any angle, and face."""
    carrying = head.vertices_of("skin", "neck")
    carrying = carrying[carrying < num]
    x, y, z = np.abs(head.v_template[carrying, 0]), head.v_template[carrying, 1], head.v_template[carrying, 2]
    ear = (x > 0.078) & (y < 0.05) & (z < 0.02) & (z > -0.06) & (y > -0.06)
    face = (z > 0.05) & (y < 0.06) & (x < 0.05)
    return carrying[~ear & ~face]


def _clear(head: Head, carrying: Array, hair: Array, normals: Array) -> Array:
    """[n, 3] `hair` raised to CLEARANCE_M where it lies in the skull."""
    tree = cKDTree(head.v_template[carrying])
    for _ in range(3):
        distance, near = tree.query(hair)
        at = carrying[near]
        height = ((hair - head.v_template[at]) * normals[at]).sum(1)
        lacking = np.where(distance < 0.03, np.maximum(CLEARANCE_M - height, 0), 0)
        hair = hair + lacking[:, None] * normals[at]
    return hair


def _body_normals(hair: Array, faces: Array) -> Array:
    """[n, 3]: strips are lit as the head of hair they are part of: half their own side that looks outward, half away
    from the middle of the head."""
    own = vertex_normals(hair, faces)
    away = hair - _MIDDLE
    away[:, 1] = np.where(away[:, 1] < 0, away[:, 1] * 0.15, away[:, 1])  # hanging hair faces sideways
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    own *= np.where((own * away).sum(1, keepdims=True) < 0, -1, 1)
    both = own + away
    return both / np.linalg.norm(both, axis=1, keepdims=True)


def _strands(folder: Path) -> Array:
    """[S, S, 2] lightness around 128 without the painted-in lights, and opacity."""
    picture = folder / f"{folder.name}_diffuse.png"
    if not picture.is_file():  # curls that are geometry
        return np.tile(np.array([115, 255], np.uint8), (16, 16, 1))
    rgba = cv2.imread(str(picture), cv2.IMREAD_UNCHANGED).astype(np.float32) / 255
    opacity = rgba[..., 3]
    grey = rgba[..., :3].mean(2) + 0.02
    solid = (opacity > 0.4).astype(np.float32)

    def mean(value: Array, sigma: float) -> Array:
        return cv2.GaussianBlur(value * solid, (0, 0), sigma) / np.maximum(cv2.GaussianBlur(solid, (0, 0), sigma), 1e-3)

    overall = float((grey * solid).sum() / solid.sum())
    broad = mean(grey, 40)
    even = np.log(grey / overall) - 0.75 * np.log(np.maximum(broad, 1e-3) / overall)
    spread = float(np.sqrt((even**2 * solid).sum() / solid.sum()))
    even = np.exp(even * min(0.50 / spread, 2.5))
    even = np.where(solid > 0, even, mean(even, 6))
    even /= float((even * solid).sum() / solid.sum())
    both = np.stack([np.clip(even * 0.45, 0, 1), opacity], 2)
    small = cv2.resize(both, (TEXTURE_SIZE, TEXTURE_SIZE), interpolation=cv2.INTER_AREA)
    return np.round(small * 255).astype(np.uint8)
