"""How the head moves: jaw and neck weights, joints, and the corrective that makes jawOpen a rotation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls
from scipy.sparse import coo_matrix, csr_matrix, diags

from engine.check import Array
from engine.head.arkit import INDEX
from engine.head.head_model import rotations
from training.head_builder.identity import Identities
from training.head_builder.selection import Selection
from training.head_builder.source import Source
from training.head_builder.targets import Targets

EXTRA_JOINTS = ("joint-mouth", "joint-neck", "joint-head")
"""Vertex groups of MakeHuman whose centres are the pivots of jaw and neck."""
_INSIDE_HEAD = (
    "eye_l", "eye_r", "teeth_u", "teeth_l", "tongue", "mouth", "socket_l", "socket_r",
    "lash_l1", "lash_l2", "lash_r1", "lash_r2",
)  # fmt: skip
_BONES_BELOW = ("spine", "clavicle", "shoulder", "breast", "upperarm", "root")
_NECK_SHARE = {"neck03": 0.85, "neck02": 0.55, "neck01": 0.22}


@dataclass(frozen=True, slots=True, eq=False)
class Jaw:
    """The rotation that MakeHuman's unit jawOpen is, and what it leaves to a corrective."""

    angle: float  # rad at jawOpen = 1
    weights: Array  # [V] share of the jaw's rotation
    corrective: Array  # [V, 3] m before rotation, MakeHuman's scale

    def undo(self, displacement: Array) -> Array:
        """[V, 3] before skinning what is `displacement` after it, with the jaw fully open."""
        return np.linalg.solve(self._blend(), displacement[..., None])[..., 0]

    def _blend(self) -> Array:
        turn = rotations(np.array([self.angle, 0, 0]))
        return np.eye(3) + self.weights[:, None, None] * (turn - np.eye(3))


def neighbours_mean(selection: Selection) -> csr_matrix:
    """[V, V] operator that gives each vertex the mean of its neighbours."""
    quads = selection.quads
    edges = np.concatenate([quads[:, [k, (k + 1) % 4]] for k in range(4)])
    num = len(selection.base_ids)
    graph = coo_matrix((np.ones(len(edges)), edges.T), shape=(num, num)).tocsr()
    graph = ((graph + graph.T) > 0).astype(np.float64)
    return diags(1 / np.asarray(graph.sum(1)).ravel()) @ graph


def _smoothed(values: Array, vertices: Array, mean: csr_matrix, rounds: int, mirror: Array) -> Array:
    values = values.copy()
    for _ in range(rounds):
        values[vertices] = 0.5 * values[vertices] + 0.5 * (mean @ values)[vertices]
    return (values + values[mirror]) / 2


def jaw(selection: Selection, targets: Targets, pivot: Array) -> Jaw:
    """pivot: [3] m on MakeHuman's neutral body."""
    rest = selection.vertices - pivot
    opened = targets.units[INDEX["jawOpen"], : len(rest)].astype(np.float64)
    teeth = selection.ids("teeth_l")
    before, after = rest[teeth], rest[teeth] + opened[teeth]
    before, after = before - before.mean(0), after - after.mean(0)
    covariance = before[:, 1:].T @ after[:, 1:]
    angle = float(np.arctan2(covariance[0, 1] - covariance[1, 0], covariance[0, 0] + covariance[1, 1]))

    turned = rest @ rotations(np.array([angle, 0, 0])).T - rest
    weights = np.clip((opened * turned).sum(1) / ((turned**2).sum(1) + 1e-9), 0, 1)
    weights[np.linalg.norm(opened, axis=1) < 1e-5] = 0
    weights[selection.ids("teeth_l", "tongue")] = 1
    weights[selection.ids("teeth_u", *(p for p in _INSIDE_HEAD if p[:3] in ("eye", "las", "soc")))] = 0
    surface = selection.ids("skin", "neck", "mouth")
    weights = _smoothed(weights, surface, neighbours_mean(selection), 2, selection.mirror)
    found = Jaw(angle, weights, np.zeros_like(rest))
    corrective = found.undo(opened - weights[:, None] * turned)
    corrective[teeth] = 0
    return Jaw(angle, weights, corrective)


def skinning_weights(source: Source, selection: Selection, jaw_weights: Array) -> Array:
    """[V, 5] root, neck, jaw, left eye, right eye; rows sum to 1."""
    bones, table = source.bone_weights()
    table = table[selection.base_ids]
    total = table.sum(1) + 1e-9
    below = table[:, [any(word in bone for word in _BONES_BELOW) for bone in bones]].sum(1)
    necks = {name: table[:, bones.index(name)] for name in _NECK_SHARE}
    neck = (total - below - sum(necks.values()) + sum(_NECK_SHARE[n] * w for n, w in necks.items())) / total
    neck[selection.ids(*_INSIDE_HEAD)] = 1
    outside = selection.ids("skin", "neck")
    neck = np.clip(_smoothed(neck, outside, neighbours_mean(selection), 12, selection.mirror), 0, 1)
    weights = np.zeros((len(neck), 5))
    weights[:, 2] = jaw_weights
    weights[:, 1] = neck * (1 - jaw_weights)
    weights[:, 0] = 1 - weights.sum(1)
    weights = np.clip(weights, 0, 1)
    return weights / weights.sum(1, keepdims=True)


def joint_regressor(selection: Selection, people: Identities, joints: dict[str, Array]) -> Array:
    """[3, V] for root, neck and jaw: sparse, symmetric, non-negative, rows sum to 1.

    joints: the columns of people.samples that make up each of EXTRA_JOINTS.
    """
    template = people.template
    skin, neck = selection.ids("skin"), selection.ids("neck")

    def of(name: str) -> Array:
        return people.samples[:, joints[name]].mean(1)

    jaw_at, neck_at = of("joint-mouth"), 0.45 * of("joint-neck") + 0.55 * of("joint-head")
    across = np.abs(template[skin, 0])
    beside = (across > 0.045) & (across < 0.085) & (np.abs(template[skin, 1] - jaw_at[:, 1].mean()) < 0.04)
    low = skin[(template[skin, 1] < 0) & (template[skin, 2] < -0.01)]
    around = np.concatenate([neck[template[neck, 1] > -0.16], low])
    return np.stack(
        [
            _regress(selection, people, neck, of("joint-neck") - [0, 0.02, 0]),
            _regress(selection, people, around[::2], neck_at),
            _regress(selection, people, skin[beside][::3], jaw_at),
        ]
    )


def _regress(selection: Selection, people: Identities, candidates: Array, wanted: Array) -> Array:
    """[V] weights of candidate vertices whose mean is the wanted point [n, 3] in every sample."""
    candidates = np.unique(np.concatenate([candidates, selection.mirror[candidates]]))
    at = people.samples[:, candidates]
    num = len(candidates)
    sum_to_one, small = 30.0, 3e-3
    rows = np.concatenate([at[:, :, 1], at[:, :, 2], np.full((1, num), sum_to_one), np.eye(num) * small])
    values = np.concatenate([wanted[:, 1], wanted[:, 2], [sum_to_one], np.full(num, small / num)])
    weights = np.zeros(len(people.template))
    weights[candidates] = nnls(rows, values)[0]
    weights = (weights + weights[selection.mirror]) / 2
    return weights / weights.sum()
