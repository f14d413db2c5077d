"""Which part of MakeHuman's body mesh becomes the head: quads by part, renumbered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from engine.check import Array
from training.head_builder.source import BaseMesh, Source

NECK_RINGS = 9
"""Rings of quads of neck and shoulders kept below the head chart."""
_HELPERS = {
    "helper-tongue": "tongue",
    "helper-l-eyelashes-1": "lash_l1",
    "helper-l-eyelashes-2": "lash_l2",
    "helper-r-eyelashes-1": "lash_r1",
    "helper-r-eyelashes-2": "lash_r2",
    # Kept while the head is built (they carry the targets' motion) and replaced by better meshes at the end.
    "helper-l-eye": "eye_l",
    "helper-r-eye": "eye_r",
    "helper-upper-teeth": "teeth_u",
    "helper-lower-teeth": "teeth_l",
}


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The kept vertices and quads. Local vertex i is base-mesh vertex base_ids[i]."""

    base_ids: Array  # [N]
    vertices: Array  # [N, 3] m, MakeHuman's neutral body
    quads: Array  # [Q, 4]
    uv: Array  # [T, 2] MakeHuman's own unwrap
    uv_quads: Array  # [Q, 4]
    parts: Array  # [Q] part name of each quad
    mirror: Array  # [N] the vertex on the other side

    def ids(self, *parts: str) -> Array:
        """[n] sorted vertices that these parts use."""
        return np.unique(self.quads[np.isin(self.parts, parts)])

    def rim(self, a: str, b: str) -> Array:
        """[n] vertices that two parts share, e.g. skin and socket_l: the lid margin."""
        return np.intersect1d(self.ids(a), self.ids(b))


def _charts(mesh: BaseMesh, body: Array) -> Array:
    """[body quads] label of the connected piece of the unwrap that each quad lies in."""
    corners = mesh.uv_quads[body]
    edges = np.concatenate([corners[:, [k, (k + 1) % 4]] for k in range(4)])
    graph = coo_matrix((np.ones(len(edges)), edges.T), shape=(len(mesh.uv),) * 2)
    return connected_components(graph, directed=False)[1][corners[:, 0]]


def _body_parts(mesh: BaseMesh, body: Array) -> Array:
    """[body quads] part name, empty where not kept. Pieces are told apart by where they lie, not by number."""
    quads, chart = mesh.quads[body], _charts(mesh, body)
    height = mesh.vertices[quads, 1].mean(1)
    head = chart[np.argmax(height)]
    part = np.where(chart == head, "skin", "").astype("U12")
    for label in np.unique(chart):
        where = mesh.vertices[np.unique(quads[chart == label])]
        if label != head and where[:, 1].min() > 6.0:  # inside the head
            middle = where[:, 0].mean()
            part[chart == label] = "mouth" if abs(middle) < 0.05 else ("socket_l" if middle > 0 else "socket_r")
    central = np.abs(mesh.vertices[quads, 0].mean(1)) < 0.3
    torso = chart[np.flatnonzero(central & (height < 5.6))[np.argmax(height[central & (height < 5.6)])]]
    reached = np.zeros(len(mesh.vertices), bool)
    reached[quads[part == "skin"]] = True
    for _ in range(NECK_RINGS):
        ring = (chart == torso) & (part == "") & reached[quads].any(1)
        part[ring] = "neck"
        reached[quads[ring]] = True
    return part


def select(source: Source) -> Selection:
    """The head, neck, mouth cavity, eye sockets, eyes, teeth, tongue and lashes of the base mesh."""
    mesh = source.base_mesh()
    body = np.flatnonzero(mesh.groups == "body")
    part = _body_parts(mesh, body)
    rows, parts = [body[part != ""]], [part[part != ""]]
    for group, name in _HELPERS.items():
        rows.append(np.flatnonzero(mesh.groups == group))
        parts.append(np.full(len(rows[-1]), name, "U12"))
    kept = np.concatenate(rows)
    base_ids = np.unique(mesh.quads[kept])
    local = np.full(len(mesh.vertices), -1)
    local[base_ids] = np.arange(len(base_ids))
    vertices = mesh.vertices[base_ids] * 0.1
    mirror = cKDTree(vertices).query(vertices * [-1, 1, 1])[1]
    return Selection(
        base_ids, vertices, local[mesh.quads[kept]], mesh.uv, mesh.uv_quads[kept], np.concatenate(parts), mirror
    )


def shorter_diagonal(quads: Array, vertices: Array) -> Array:
    """[Q] bool: whether a quad is better split from its second corner. Mirrored quads are split alike."""
    corners = vertices[quads]
    first = np.linalg.norm(corners[:, 0] - corners[:, 2], axis=1)
    second = np.linalg.norm(corners[:, 1] - corners[:, 3], axis=1)
    return second < first - 1e-9


def triangles(quads: Array, from_second: Array | None = None) -> Array:
    """[2Q, 3]: the first triangle of every quad, then the second of every quad.

    from_second: [Q] bool, quads whose diagonal starts at their second corner.
    """
    if from_second is not None:
        quads = np.where(from_second[:, None], np.roll(quads, -1, axis=1), quads)
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
