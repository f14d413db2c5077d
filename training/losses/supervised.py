"""Losses on synthetic faces, whose every vertex is known."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from engine.head.head_model import Head
from engine.head.landmarks import IBUG68, LIPS, embed

REACH_M = 0.005
"""Standard deviation of the emphasis around the edges of lips and lids."""
OTHERS = 0.2
"""Weight of vertices that are not skin of the face."""


def vertex_loss(vertices: Tensor, target: Tensor, weights: Tensor) -> Tensor:
    """Weighted mean distance of vertices in mm. vertices, target: [B, V, 3] m  weights: [V]."""
    distance = 1000 * torch.linalg.vector_norm(vertices - target, dim=-1)
    return ((distance * weights).sum(1) / weights.sum()).mean()


def lip_and_lid_weights(head: Head, emphasis: float = 4.0) -> Tensor:
    """[V] for `vertex_loss`: 1 on the skin of the face and up to 1 + `emphasis` at lips and lids, where a face is read.

    The back of the head, eyeballs and the inside of the mouth weigh OTHERS: photos show little of them, and eyes have
    angles of their own. Lashes follow the lids and weigh nothing.
    """
    points = embed(head, head.v_template)
    edges = points[np.concatenate([LIPS, IBUG68[36:48]])]  # [E, 3]
    distance = np.linalg.norm(head.v_template[:, None] - edges, axis=2).min(1)
    on_face = head.v_template[:, 2] > points[IBUG68[[0, 16]], 2].mean()  # before the ears
    is_skin = np.isin(np.arange(head.num_vertices), head.vertices_of("skin"))
    emphasised = 1 + emphasis * np.exp(-0.5 * np.minimum(distance / REACH_M, 30.0) ** 2)
    weights = np.where(is_skin & on_face, emphasised, OTHERS)
    weights[head.vertices_of(*(name for name in head.part_names if name.startswith("lash")))] = 0.0
    return torch.from_numpy(weights.astype(np.float32))
