"""The head in the arrays that drawing needs, in float32: what is the same for every person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.check import Array
from engine.head.head_model import Head, vertex_normals
from engine.render import surface
from engine.tracking.rig import Rig
from training.data.synthetic.visibility import DIRECTIONS, seen_from

TEXTURED, EYE, STRANDS, PLAIN, LASH, LENS = range(6)
"""Materials of triangles."""
_SIDE = {"eye_l": 0, "eye_r": 1}
_SKY_BEHIND = {"socket": 0.85, "mouth": 0.60, "tongue": 0.60, "teeth": 0.85, "gums": 0.50}


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """A head ready for drawing."""

    head: Head
    rig: Rig
    """With the landmarks where MediaPipe sees them on people."""
    shape_basis: Array  # [S, 3V]
    motion_basis: Array  # [E + 9, 3V] expressions, then the jaw's corrective
    weights: Array  # [V, 5]
    faces: Array  # [F, 3] int32, skin first: what it hides need not be drawn
    parts: Array  # [F] index into the head's part_names
    inner: Array  # [F] bool: behind lips or lids
    uv: Array  # [F, 3, 2] with v downwards
    material: Array  # [F] uint8
    one_sided: Array  # [F] bool: never seen from behind
    sky: Array  # [V] share of the light of all round that reaches a vertex
    seen: Array  # [V, D] of light from DIRECTIONS
    directions: Array  # [D, 3]
    hair_lift: Array  # [V] share of a hair cap's thickness
    inside: Array  # [V] 0 on the face .. 1 deep behind the lips
    wet: Array  # [V] bool: mouth, teeth and tongue
    lash: Array  # [V, 2] root to tip, strength
    eye: Array  # [V, 4] m from the eye's centre at rest; 0 left, 1 right
    lids: Array  # [2, 3] vertices: inner corner, outer corner, upper lid of the left and the right eye

    @classmethod
    def of(cls, head: Head) -> Stock:
        """`head` made ready: its faces sorted, and how far each vertex is open to light."""
        v = head.num_vertices
        inner = ~np.isin(head.parts, [head.part_names.index(name) for name in ("skin", "neck")])
        order = np.argsort(inner, kind="stable")
        part = [head.part_names[i] for i in head.parts[order]]
        material = np.full(len(head.faces), TEXTURED, np.uint8)
        material[[name.startswith("eye") for name in part]] = EYE
        material[[name.startswith("lash") for name in part]] = LASH
        one_sided = np.array([name.startswith(("skin", "neck", "eye", "socket")) for name in part])
        uv = head.uv[head.uv_faces[order]]
        uv[:, :, 1] = 1 - uv[:, :, 1]
        normals = vertex_normals(head.v_template, head.faces)
        seen = seen_from(head.v_template, normals, head.faces[order][material != LASH])
        cosine = np.maximum(normals @ DIRECTIONS.T, 0)
        sky = 0.35 + 0.65 * (cosine * seen).sum(1) / np.maximum(cosine.sum(1), 1e-6)
        for name in head.part_names:
            if (behind := _SKY_BEHIND.get(name.split("_")[0])) is not None:
                mine = head.vertices_of(name)
                sky[mine] = behind
                seen[mine] = 1
        eyes = head.J_regressor[3:5] @ head.v_template
        side = np.argmin(np.linalg.norm(head.v_template[:, None] - eyes, axis=2), axis=1)
        wet = np.zeros(v, bool)
        wet[head.vertices_of("mouth", "teeth_l", "teeth_u", "tongue", "gums_l", "gums_u")] = True
        basis = np.concatenate([head.expression_basis, head.posedirs[:, :, 9:18]], 2)
        return cls(
            head=head,
            rig=Rig.of(head),
            shape_basis=_rows(head.shape_basis),
            motion_basis=_rows(basis),
            weights=head.weights,
            faces=head.faces[order],
            parts=head.parts[order],
            inner=inner[order] & (material != LASH),
            uv=uv.astype(np.float32),
            material=material,
            one_sided=one_sided,
            sky=_smooth(sky, head).astype(np.float32),
            seen=_smooth(seen, head).astype(np.float32),
            directions=DIRECTIONS,
            hair_lift=surface.hair_lift(head),
            inside=surface.inside(head).astype(np.float32),
            wet=wet,
            lash=surface.lash(head).astype(np.float32),
            eye=np.concatenate([head.v_template - eyes[side], side[:, None]], 1).astype(np.float32),
            lids=_lids(head),
        )


@lru_cache(maxsize=2)
def stock_of(head: Head) -> Stock:
    """The stock of `head`; takes a second or two, once a process."""
    return Stock.of(head)


def _rows(basis: Array) -> Array:
    """[V, 3, K] -> [K, 3V] contiguous float32, for products with many codes at once."""
    return np.ascontiguousarray(basis.reshape(-1, basis.shape[2]).T, np.float32)


def _smooth(values: Array, head: Head) -> Array:
    """[V, ...] halfway to the mean of the neighbours: no shadow's edge is narrower than the mesh."""
    ends = np.concatenate([head.faces[:, [0, 1]], head.faces[:, [1, 2]], head.faces[:, [2, 0]]])
    ends = np.concatenate([ends, ends[:, ::-1]])
    order = np.argsort(ends[:, 0], kind="stable")
    start = np.searchsorted(ends[order, 0], np.arange(head.num_vertices))
    total = np.add.reduceat(values[ends[order, 1]], start)
    count = np.bincount(ends[:, 0], minlength=head.num_vertices)
    return (values + total / count.reshape(-1, *[1] * (values.ndim - 1))) / 2


def _lids(head: Head) -> Array:
    landmarks = np.array([362, 263, 386, 133, 33, 159])
    corner = np.argmax(head.landmark_weights[landmarks], axis=1)
    return head.faces[head.landmark_faces[landmarks], corner].reshape(2, 3).astype(np.int32)
