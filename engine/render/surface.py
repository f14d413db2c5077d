"""What a vertex knows about its place on the head and never changes with the motion: hair, neck's end, depth inside."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.head.landmarks import LIPS, embed

FADE_M = 0.055
"""The neck fades out over this distance from its open end."""
INSIDE_M = {"mouth": 0.045, "teeth": 0.030, "tongue": 0.055, "gums": 0.045}
"""Each part of the mouth is dark this far behind the lips."""
_SKY_BEHIND = {"socket": 0.85, "mouth": 0.60, "tongue": 0.45, "teeth": 0.85, "gums": 0.50}
"""Share of light for what lips and lids lay bare: the palate shades the tongue."""


def hair_lift(head: Head) -> Array:
    """[V] share of the hair's thickness by which the scalp is raised: all of it at the crown, half at the hairline."""
    low, high = head.J_regressor[3] @ head.v_template[:, 1], head.v_template[:, 1].max()
    return _smoothed(head.scalp, head, 1) * (0.5 + 0.5 * np.clip((head.v_template[:, 1] - low) / (high - low), 0, 1))


def fade(head: Head) -> Array:
    """[V] 0 at and below the highest point of the neck's open end, 1 from FADE_M above it: a level, soft bust."""
    edges = np.sort(np.concatenate([head.faces[:, [0, 1]], head.faces[:, [1, 2]], head.faces[:, [2, 0]]]), 1)
    unique, count = np.unique(edges, axis=0, return_counts=True)
    border = np.unique(unique[count == 1])
    border = border[np.isin(border, head.vertices_of("neck", "skin"))]
    border = border[head.v_template[border, 1] < head.J_regressor[1] @ head.v_template[:, 1]]
    if not len(border):
        return np.ones(head.num_vertices)
    return np.clip((head.v_template[:, 1] - head.v_template[border, 1].max()) / FADE_M, 0, 1)


@lru_cache(maxsize=3)
def inside(head: Head) -> Array:
    """[V] 0 on the face, rising to 1 behind the lips and behind the lids: what light hardly reaches."""
    depth = np.zeros(head.num_vertices)
    lips = embed(head, head.v_template)[LIPS, 2].mean()
    for name in head.part_names:
        if reach := INSIDE_M.get(name.split("_")[0]):
            mine = head.vertices_of(name)
            depth[mine] = np.clip((lips - 0.004 - head.v_template[mine, 2]) / reach, 0, 1)
    sockets = head.vertices_of(*(name for name in head.part_names if name.startswith("socket")))
    if len(sockets):
        skin = head.vertices_of("skin")
        depth[sockets] = np.clip(_nearest(head.v_template[sockets], head.v_template[skin]) / 0.004, 0, 1)
    depth.flags.writeable = False  # it is remembered
    return depth


def lash(head: Head) -> Array:
    """[V, 2] 0 at the root of a lash to 1 at its tip, and how strong it is: the upper lid's more than the lower's."""
    values = np.zeros((head.num_vertices, 2))
    lids = head.vertices_of(*(name for name in head.part_names if name.startswith(("socket", "skin"))))
    eye_height = float(head.J_regressor[3] @ head.v_template[:, 1])
    for name in head.part_names:
        if name.startswith("lash"):
            mine = head.vertices_of(name)
            away = _nearest(head.v_template[mine], head.v_template[lids])
            values[mine, 0] = away / max(float(away.max()), 1e-6)
            values[mine, 1] = 0.75 if head.v_template[mine, 1].mean() > eye_height else 0.25
    return values


def sky(head: Head, open_to_light: Array) -> Array:
    """[V] share of the light that reaches a vertex: of `occlusion.open_to_light`, softened.

    Lips and lids are shut or nearly so at rest: what lies behind them is left to `inside`.
    """
    share = 0.35 + 0.65 * open_to_light
    for name in head.part_names:
        if (behind := _SKY_BEHIND.get(name.split("_")[0])) is not None:
            share[head.vertices_of(name)] = behind
    return _smoothed(share, head, 1)


def _smoothed(values: Array, head: Head, rounds: int) -> Array:
    """[V] each round the mean of a vertex and its neighbours' mean: no step is narrower than the mesh."""
    ends = np.concatenate([head.faces[:, [0, 1]], head.faces[:, [1, 2]], head.faces[:, [2, 0]]])
    ends = np.concatenate([ends, ends[:, ::-1]])
    count = np.maximum(np.bincount(ends[:, 0], minlength=head.num_vertices), 1)
    for _ in range(rounds):
        values = (values + np.bincount(ends[:, 0], values[ends[:, 1]], head.num_vertices) / count) / 2
    return values


def _nearest(points: Array, others: Array) -> Array:
    """[n] distance of each point to the nearest of `others`."""
    distance = np.empty(len(points))
    for start in range(0, len(points), 512):
        block = points[start : start + 512]
        distance[start : start + 512] = np.sqrt(((block[:, None] - others[None]) ** 2).sum(2).min(1))
    return distance
