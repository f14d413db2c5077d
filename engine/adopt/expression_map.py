"""The open head's 52 controls told in another head's expressions, and back, by least squares on geometry."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.adopt.alignment import Alignment
from engine.check import Array
from engine.head.arkit import ARKIT52, INDEX, JAW_OPEN_RAD, joint_poses
from engine.head.head_model import Head, skin
from engine.head.landmarks import embed, interocular
from engine.types import Motion

_RIDGE_M = 0.0004
"""A component's weight of 1 must move the surface by about this much (rms) to be worth its while."""
_LIDS = ("eyeBlink", "eyeSquint", "eyeWide")
"""FLAME's expressions leave the eyes half open: these controls keep what its basis cannot tell."""
_LID_GAPS = {"Left": (386, 374), "Right": (159, 145)}
"""Landmarks in the middle of the upper and the lower lid."""
_PASSES = 60


@dataclass(frozen=True, slots=True, eq=False)
class ExpressionMap:
    """Between the 52 controls and the E components of one head."""

    head_id: str
    """Whose components they are."""
    components: Array  # [E, 52] of each control
    gram: Array  # [52, 52] m^2, how alike the controls' shapes are
    cross: Array  # [52, E] m^2, with the components'
    residual: Array  # [52] share of each control's motion that the components do not tell

    def told(self, motion: Motion) -> Motion:
        """A motion in the head's components as one in the 52 controls; poses stay. 4 ms.

        The shape nearest to the components' within the controls' range, by coordinate descent. What the jaw does is
        its pose's to say: jawOpen goes with it, as everywhere.
        """
        count = min(len(motion.expression), self.cross.shape[1])
        wanted = self.cross[:, :count] @ motion.expression[:count].astype(np.float64)
        weights = np.zeros(len(ARKIT52))
        jaw = INDEX["jawOpen"]
        weights[jaw] = np.clip(motion.jaw_pose[0] / JAW_OPEN_RAD, 0, 1)
        ridge = 0.005 * np.diag(self.gram) + 1e-12
        for _ in range(_PASSES):
            before = weights.copy()
            for k in range(len(weights)):
                if k != jaw:
                    off = wanted[k] - self.gram[k] @ weights + self.gram[k, k] * weights[k]
                    weights[k] = min(max(off / (self.gram[k, k] + ridge[k]), 0.0), 1.0)
            if np.abs(weights - before).max() < 1e-4:
                break
        return replace(motion, expression=weights.astype(np.float32))


def controls_on(head: Head, alignment: Alignment) -> tuple[Array, ExpressionMap]:
    """[V, 3, 52] m: the 52 controls as an expression basis of `head`, and the map between them and its own.

    alignment: of the head with the open one. Each control moves the skin as the open head's does at that place, jaw
    and all; the head's own components tell it as nearly as they can.
    """
    wanted = np.stack([_wanted(head, alignment, unit) for unit in np.eye(len(ARKIT52), dtype=np.float32)], 2)
    face = head.vertices_of("skin")
    rows = head.expression_basis[face].reshape(-1, head.num_expression).astype(np.float64)
    target = wanted[face].reshape(-1, len(ARKIT52))
    normal = rows.T @ rows
    ridge = 3 * len(face) * 1e-4 * _RIDGE_M**2
    components = np.linalg.solve(normal + ridge * np.eye(len(normal)), rows.T @ target)
    basis = head.expression_basis.astype(np.float64) @ components
    still = np.maximum((target**2).sum(0), 1e-12)
    residual = np.sqrt(((rows @ components - target) ** 2).sum(0) / still)
    for k, name in enumerate(ARKIT52):
        if name.startswith(_LIDS):
            basis[:, :, k] = wanted[:, :, k]
    lent = ~np.isin(np.arange(len(basis)), head.vertices_of("skin", "neck", "eye_l", "eye_r"))
    basis[lent] = wanted[lent]
    told = basis[face].reshape(-1, len(ARKIT52))
    found = ExpressionMap(head.id, components, told.T @ told, told.T @ rows, residual)
    return basis, found


def _wanted(head: Head, alignment: Alignment, weights: Array) -> Array:
    """[V, 3] m that a control adds to the skin, beyond what the head's own joints do with its poses."""
    other = alignment.other
    jaw, left, right = joint_poses(weights)
    motion = Motion(expression=weights, jaw_pose=jaw, leye_pose=left, reye_pose=right)
    scale = _eye_distance(head) / _eye_distance(other)
    moved = scale * _apart(head, other, weights) * alignment.carried(_moved(other, motion))
    eyes = head.vertices_of("eye_l", "eye_r")
    moved[eyes] = 0.0
    own = replace(motion, expression=np.zeros(head.num_expression, np.float32))
    turned = _moved(head, own)
    turned[eyes] = 0.0
    return moved - turned


def _moved(head: Head, motion: Motion) -> Array:
    """[V, 3] m from the mean head at rest."""
    rest = head.v_template.astype(np.float64)
    return skin(head, rest, head.J_regressor @ rest, motion) - rest


def _apart(head: Head, other: Head, weights: Array) -> float:
    """How much further the head's lids are apart than the other's, for a blink that shuts them and no more."""
    name = ARKIT52[int(np.argmax(weights))]
    if not name.startswith("eyeBlink"):
        return 1.0
    upper, lower = _LID_GAPS[name.removeprefix("eyeBlink")]
    gaps = []
    for one in (head, other):
        points = embed(one, one.v_template)
        gaps.append(float(np.linalg.norm(points[upper] - points[lower])) / interocular(points))
    return float(np.clip(gaps[0] / max(gaps[1], 1e-6), 0.6, 1.6))


def _eye_distance(head: Head) -> float:
    eyes = (head.J_regressor @ head.v_template)[3:]
    return float(np.linalg.norm(eyes[0] - eyes[1]))
