"""Puts the pieces together: the body's surface, new eyes and teeth, joints and units become one Head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from engine.check import Array
from engine.head.arkit import INDEX
from training.head_builder.identity import BALLS, Identities
from training.head_builder.parts import Part, arches, eyeball
from training.head_builder.rig import Jaw
from training.head_builder.selection import Selection, shorter_diagonal, triangles

_REPLACED = ("eye_l", "eye_r", "teeth_u", "teeth_l")
_TONGUE_HEIGHT, _TONGUE_DROP_M = 0.8, 0.003
_LINING_BACK_M = 0.004
_TEETH_WIDTH, _TEETH_BACK_M = 0.93, 0.0015
"""MakeHuman's rows of teeth come through the corners of the mouth unless they are narrowed and set back."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Everything per vertex of the finished head, before unwrap and landmarks."""

    template: Array  # [V, 3]
    basis: Array  # [V, 3, S]
    units: Array  # [V, 3, 52]
    posedirs: Array  # [V, 3, 36]
    regressor: Array  # [5, V]
    weights: Array  # [V, 5]
    faces: Array  # [F, 3]
    parts: Array  # [F] names
    mirror: Array  # [V]
    source_uv: Array  # [T, 2] MakeHuman's unwrap of the parts kept, [0, 1] squares of the new ones
    source_uv_faces: Array  # [F, 3]

    def vertices_of(self, *parts: str) -> Array:
        return np.unique(self.faces[np.isin(self.parts, parts)])


class _Builder:
    """Grows the arrays part by part."""

    def __init__(self, selection: Selection, people: Identities) -> None:
        kept_quads = ~np.isin(selection.parts, _REPLACED)
        self.kept = np.unique(selection.quads[kept_quads])
        local = np.full(len(people.template), -1)
        local[self.kept] = np.arange(len(self.kept))
        self.template = [_mouth_made_roomy(people.template, selection)[self.kept]]
        second = shorter_diagonal(selection.quads[kept_quads], people.template)
        self.faces = [local[triangles(selection.quads[kept_quads], second)]]
        self.parts = [np.tile(selection.parts[kept_quads], 2)]
        self.uv = [selection.uv]
        self.uv_faces = [triangles(selection.uv_quads[kept_quads], second)]
        self.mirror = [local[selection.mirror[self.kept]]]
        self.size, self.uv_size = len(self.kept), len(selection.uv)

    def add(self, part: Part) -> slice:
        where = slice(self.size, self.size + len(part.vertices))
        self.template.append(part.vertices)
        self.faces.append(part.faces + self.size)
        self.parts.append(np.full(len(part.faces), part.name))
        self.uv.append(part.uv)
        self.uv_faces.append(part.faces + self.uv_size)
        self.size, self.uv_size = where.stop, self.uv_size + len(part.uv)
        return where


def assemble(
    selection: Selection, people: Identities, jaw: Jaw, unit: Array, weights: Array, regressor: Array
) -> Shape:
    """unit: [v, 3, 52]  weights: [v, 5]  regressor: [3, v], all over the selection's v vertices."""
    builder = _Builder(selection, people)
    kept = builder.kept
    balls = [eyeball(name, centre) for name, centre in zip(("eye_l", "eye_r"), BALLS, strict=True)]
    ball_at = [builder.add(ball) for ball, _ in balls]
    teeth = [_placed(part, selection, people) for part in arches()]
    teeth_at = [builder.add(part) for part in teeth]
    template = np.concatenate(builder.template)
    num = len(template)

    def extended(array: Array, axis: int = 0) -> Array:
        full = np.zeros((*array.shape[:axis], num, *array.shape[axis + 1 :]))
        np.moveaxis(full, axis, 0)[: len(kept)] = np.moveaxis(np.take(array, kept, axis), axis, 0)
        return full

    posed = np.zeros((len(people.template), 3, 36))
    # Joint 2's block of (R - I) starts at 9; for a turn about x its entries [2, 1] and [1, 2] are sin and -sin.
    posed[:, :, 9 + 7] = jaw.corrective * people.scale / (2 * np.sin(jaw.angle))
    posed[:, :, 9 + 5] = -posed[:, :, 9 + 7]
    shape = Shape(
        template,
        extended(people.basis),
        extended(unit),
        extended(posed),
        np.zeros((5, num)),
        extended(weights),
        np.concatenate(builder.faces),
        np.concatenate(builder.parts),
        np.concatenate([*builder.mirror, np.zeros(num - len(kept), int)]),
        np.concatenate(builder.uv),
        np.concatenate(builder.uv_faces),
    )
    shape.regressor[:3] = extended(regressor, 1)
    for joint, (where, (_, centre)) in enumerate(zip(ball_at, balls, strict=True), 3):
        shape.regressor[joint, where] = centre
        shape.weights[where] = np.eye(5)[joint]
    # The tongue that is put out leaves the floor of the mouth, where it was laid, for MakeHuman's own path.
    shape.units[: len(kept), :, INDEX["tongueOut"]] += _tongue_lowered(people.template, selection)[kept]
    helpers = {row: selection.ids(f"teeth_{row}") for row in "ul"}
    both = np.concatenate(list(helpers.values()))
    for part, where in zip(teeth, teeth_at, strict=True):
        row = part.name[-1]
        shape.basis[where] = people.basis[both].mean(0)  # a skull's teeth move as one piece
        shape.weights[where] = np.eye(5)[2 if row == "l" else 1]
        if row == "l":
            shape.units[where] = _affine(people.template[helpers[row]], unit[helpers[row]], part.vertices)
    _pair_mirror(shape, slice(len(kept), num))
    return shape


def _mouth_made_roomy(template: Array, selection: Selection) -> Array:
    """The template with a flatter tongue (MakeHuman's hides the throat) and the lining set back from the skin.

    The lining lies so close behind the lips that in thin faces it would come through them.
    """
    roomy = template - _tongue_lowered(template, selection)
    quads = selection.quads[selection.parts == "mouth"]
    reached = np.zeros(len(template), bool)
    reached[selection.rim("skin", "mouth")] = True
    share = np.where(reached, 0.0, 1.0)
    for step in (0.3, 0.7):
        grown = reached.copy()
        grown[quads[reached[quads].any(1)]] = True
        share[grown & ~reached] = step
        reached = grown
    lining = selection.ids("mouth")
    in_front = np.clip((template[lining, 2] - 0.02) / 0.02, 0, 1)
    roomy[lining, 2] -= _LINING_BACK_M * share[lining] * in_front
    return roomy


def _tongue_lowered(template: Array, selection: Selection) -> Array:
    """[V, 3] m by which the tongue is taken down and flattened; 0 elsewhere."""
    tongue = selection.ids("tongue")
    lowered = np.zeros_like(template)
    lowered[tongue, 1] = (1 - _TONGUE_HEIGHT) * (template[tongue, 1] - template[tongue, 1].min()) + _TONGUE_DROP_M
    return lowered


def _placed(part: Part, selection: Selection, people: Identities) -> Part:
    """A row of teeth or gums where the template's helper teeth are."""
    helpers = selection.ids("teeth_u", "teeth_l")
    before, after = selection.vertices[helpers].mean(0), people.template[helpers].mean(0)
    vertices = (part.vertices - before) * people.scale
    vertices = vertices * [_TEETH_WIDTH, 1, 1] + after - [0, 0, _TEETH_BACK_M]
    return Part(part.name, vertices, part.faces, part.uv)


def _affine(points: Array, displacements: Array, at: Array) -> Array:
    """[n, 3, U]: the affine motion that fits `displacements` [m, 3, U] of `points` [m, 3], at other points [n, 3]."""
    middle = points.mean(0)

    def design(where: Array) -> Array:
        return np.concatenate([where - middle, np.full((len(where), 1), 0.02)], 1)

    solved = np.linalg.lstsq(design(points), displacements.reshape(len(points), -1), rcond=1e-6)[0]
    motion = (design(at) @ solved).reshape(len(at), *displacements.shape[1:])
    still = np.abs(displacements).max((0, 1)) < 1e-5
    motion[:, :, still] = 0
    return motion


def _pair_mirror(shape: Shape, where: slice) -> None:
    """Find the mirror vertex of every vertex of the added parts, in place."""
    added = shape.template[where]
    kind = np.array([name.split("_")[0] + name[-1] if "eye" not in name else "eye" for name in shape.parts])
    of_vertex = np.zeros(len(shape.template), "U12")
    of_vertex[shape.faces] = kind[:, None]
    of_vertex = of_vertex[where]
    distance, nearest = cKDTree(added).query(added * [-1, 1, 1], 4)
    first = np.where(of_vertex[nearest] == of_vertex[:, None], distance, np.inf).argmin(1)
    mirror = nearest[np.arange(len(added)), first]
    # Where two vertices share a place in the middle plane, each is its own image.
    mirror = np.where(mirror[mirror] == np.arange(len(added)), mirror, np.arange(len(added)))
    shape.mirror[where] = where.start + mirror
