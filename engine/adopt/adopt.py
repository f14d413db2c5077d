"""A FLAME head made to run: landmarks found, laid over the open head, driven by its 52 controls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.adopt.alignment import Alignment, align, bent_by_landmarks
from engine.adopt.dressing import open_layout, parts_of
from engine.adopt.expression_map import ExpressionMap, controls_on
from engine.adopt.find_landmarks import Look, drawn, found_landmarks
from engine.adopt.furnish import bent_along, furnished
from engine.adopt.rough import bent_by_shape
from engine.check import Array
from engine.head.arkit import ARKIT52
from engine.head.convert_flame import convert_flame
from engine.head.head_model import Head
from engine.head.transfer_landmarks import transfer

NUM_SHAPE = 100
"""Of FLAME's 300 components of identity: what lies beyond is less than landmarks tell."""


@dataclass(frozen=True, slots=True, eq=False)
class Adopted:
    """A head of another family as the app runs it, and how it came about."""

    head: Head
    """With the open head's controls and texture layout; id "open-flame-" and what its file's sha256 begins with."""
    flame: Head
    """FLAME as it is, with its own components; id "flame-...". What its networks are about."""
    expressions: ExpressionMap
    num_found: int | None
    """Landmarks that the tracker found; None where the file that tells them was given."""


def adopt_flame(
    model: Path,
    other: Head,
    *,
    landmarks: Path | None = None,
    masks: Path | None = None,
    texture_space: Path | None = None,
    look: Look = drawn,
    progress: Callable[[str], None] = lambda _: None,
) -> Adopted:
    """FLAME's `model` (.pkl) in the terms of `other`, the open head. 10 s.

    landmarks: FLAME's mediapipe_landmark_embedding.npz; without it they are looked for in pictures made by `look`.
    masks: FLAME_masks.pkl. texture_space: head_template.obj or FLAME_texture.npz, for `Adopted.flame`.
    Raises as `convert_flame` and `found_landmarks` do.
    """
    progress("reading the model")
    flame = convert_flame(model, landmarks, like=other, masks=masks, template=texture_space)
    num_found = None
    if landmarks is None:
        progress("looking for the landmarks")
        known = found_landmarks(_clay(flame, align(flame, other, bent_by_shape(flame, other))), other, look)
        num_found = len(known[0])
        eyes = [np.isin(np.arange(len(flame.faces)), flame.faces_of(eye)) for eye in ("eye_l", "eye_r")]
        on_faces, weights = transfer(other, flame.v_template.astype(np.float64), flame.faces, eyes, *known)
        flame = replace(flame, landmark_faces=on_faces, landmark_weights=weights)
    progress("laying it over the open head")
    before = bent_by_landmarks(flame, other)
    alignment = align(flame, other, before)
    uv, uv_faces = open_layout(flame, alignment)
    run = replace(flame, uv=uv, uv_faces=uv_faces, parts=parts_of(flame, alignment))
    if not flame.scalp.any():
        scalp = alignment.carried(other.scalp)
        scalp[flame.vertices_of("eye_l", "eye_r")] = 0.0
        run = replace(run, scalp=scalp)
    run, alignment = furnished(run, replace(alignment, bent=bent_along(alignment, before)))
    progress("telling one's expressions in the other's")
    basis, expressions = controls_on(run, alignment)
    head = _driven(run, basis)
    return Adopted(head, flame, expressions, num_found)


def _clay(flame: Head, alignment: Alignment) -> Head:
    """Enough of a head to be looked at: it is painted, and does not move."""
    uv, uv_faces = open_layout(flame, alignment)
    still = np.zeros((flame.num_vertices, 3, len(ARKIT52)), np.float32)
    return _driven(replace(flame, uv=uv, uv_faces=uv_faces), still)


def _driven(head: Head, expression_basis: Array) -> Head:
    """`head` with the open head's controls."""
    return replace(
        head,
        id=f"open-{head.id}",
        basis="arkit52",
        expression_names=ARKIT52,
        expression_basis=expression_basis,
        shape_basis=head.shape_basis[:, :, :NUM_SHAPE],
    )
