"""A resting face is part of who one is: low lids and high brows of a calm photo belong to the shape."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from engine.head.arkit import INDEX
from engine.head.head_model import Head

LIMITS = {
    "eyeBlinkLeft": 0.35, "eyeBlinkRight": 0.35, "browInnerUp": 0.6, "browDownLeft": 0.3, "browDownRight": 0.3,
    "browOuterUpLeft": 0.3, "browOuterUpRight": 0.3,
}  # fmt: skip
"""Weights up to which a photo without that expression explains lids and brows by it; more is an expression."""
_CALM_SCORE = 0.35
"""MediaPipe's own score of the same expression above which the face really makes it."""
_SMOOTH_M = 0.0006
"""How far, per unit of the identity prior, the surface may stay from what is wanted."""


def settle(head: Head, shape: Array, expression: Array, scores: Array) -> tuple[Array, Array]:
    """`shape` that at rest has the lids and brows which `expression` explained, and what remains of `expression`.

    shape: [S]  expression: [E] of the fit  scores: [52] of the detector.  Only on ARKit heads; both sides alike, so
    a wink stays a wink. The shape moves within the identity's own basis.
    """
    if head.basis != "arkit52":
        return shape, expression
    absorbed = np.zeros(len(expression))
    for name, limit in LIMITS.items():
        calm = 1.0 if "Blink" in name else float(np.clip(2 - scores[INDEX[name]] / _CALM_SCORE, 0, 1))
        twin = name.replace("Left", "*").replace("Right", "Left").replace("*", "Right")
        absorbed[INDEX[name]] = calm * min(expression[INDEX[name]], expression[INDEX[twin]], limit)
    face = head.vertices_of("skin")
    face = face[head.v_template[face, 2] > 0.02]
    wanted = head.expression_basis[face].astype(np.float64) @ absorbed  # [n, 3]
    basis = head.shape_basis[face].astype(np.float64)
    # Where nothing is wanted to move it counts less: lids and brows are few among many vertices.
    moves = np.linalg.norm(wanted, axis=1)
    weight = 0.15 + np.clip(moves / max(float(moves.max()), 1e-6), 0, 1)
    rows = (basis * weight[:, None, None]).reshape(-1, head.num_shape)
    normal = rows.T @ rows + len(face) * 0.02 * _SMOOTH_M**2 * np.eye(head.num_shape)
    step = np.linalg.solve(normal, rows.T @ (wanted * weight[:, None]).ravel())
    return (shape + step).astype(np.float32), (expression - absorbed).astype(np.float32)
