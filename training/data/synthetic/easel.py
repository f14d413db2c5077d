"""Draws one person's moments into the aligned crop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.tracking.align import LIVE_SIZE, crop_from_landmarks
from training.data.shards import SIZE
from training.data.synthetic.person import Person
from training.data.synthetic.pose import normals as vertex_normals
from training.data.synthetic.pose import pose
from training.data.synthetic.raster import compiled, rasterise
from training.data.synthetic.scene import Light, axis_angle
from training.data.synthetic.shade import blend, shade
from training.data.synthetic.skin import LINEAR
from training.data.synthetic.stock import LASH, Stock
from training.data.synthetic.vertex_light import light_vertices
from training.data.synthetic.wrinkles import strengths

FINE = 2
"""Pixels drawn for a pixel stored, along a side."""
MARGIN = (SIZE - LIVE_SIZE) / 2
_PX_PER_M = 1000.0
"""Of the picture that the crop is cut from: any number does."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One person's face at one time, before one camera."""

    controls: Array  # [52]
    moved: Array  # [V, 3] what the expression adds at rest
    points: Array  # [3, 478] landmarks, the head at rest
    rotation: Array  # [3, 3] of the head in the camera's frame
    bust: Array  # [3, 3] of the shoulders about the neck, the head held still
    turns: Array  # [3, 3, 3] of jaw, left and right eye
    distance: float
    light: Light


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What `Easel.draw` made. The arrays of pixels belong to the easel: the next drawing overwrites them."""

    rgb: Array  # [SIZE, SIZE, 3] linear, times its share
    share: Array  # [SIZE, SIZE] of each pixel that the head covers
    landmarks: Array  # [478, 2] px
    orient: Array  # [3] rad
    triangle: Array  # [FINE * SIZE, FINE * SIZE]
    weights: Array  # [FINE * SIZE, FINE * SIZE, 2]
    normals: Array  # [N, 3] in the frame of the picture


@compiled
def _reduced(fine: Array, triangle: Array, rgb: Array, share: Array) -> None:
    size, step = len(share), len(fine) // len(share)
    scale = np.float32(1 / (step * step))
    for y in range(size):
        for x in range(size):
            r, g, b, n = np.float32(0), np.float32(0), np.float32(0), 0
            for i in range(y * step, y * step + step):
                for j in range(x * step, x * step + step):
                    r += fine[i, j, 0]
                    g += fine[i, j, 1]
                    b += fine[i, j, 2]
                    n += triangle[i, j] >= 0
            rgb[y, x, 0] = r * scale
            rgb[y, x, 1] = g * scale
            rgb[y, x, 2] = b * scale
            share[y, x] = n * scale


def aligned(points: Array, rotation: Array, distance: float) -> tuple[Array, Array, Array]:
    """Landmarks [478, 2] px in the stored picture, the head's rotation in it, and zoom [2, 3] (see pose.pose).

    points: [3, 478] m from the middle of the head, before it turns.
    """
    flip = np.array([_PX_PER_M * distance, -_PX_PER_M * distance])

    def seen(rotation: Array) -> Array:
        x, y, z = rotation @ points
        return np.stack([x, y], 1) / (distance - z)[:, None] * flip

    crop = crop_from_landmarks(seen(rotation))
    turn = -np.arctan2(crop[1, 0], crop[0, 0])  # rows count downwards, the head's y upwards
    cosine, sine = np.cos(turn), np.sin(turn)
    rotation = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]]) @ rotation
    image = seen(rotation)
    crop = crop_from_landmarks(image)
    landmarks = image @ crop[:2, :2].T + crop[:2, 2] + MARGIN
    zoom = np.concatenate([crop[:2, :2] * flip, crop[:2, 2:] + MARGIN], 1)
    return landmarks, rotation, zoom


class Easel:
    """Holds the buffers of a drawing, for one process."""

    def __init__(self, stock: Stock) -> None:
        side = FINE * SIZE
        self._stock = stock
        self._triangle = np.empty((side, side), np.int32)
        self._weights = np.empty((side, side, 2), np.float32)
        self._depth = np.empty((side, side), np.float32)
        self._fine = np.empty((side, side, 3), np.float32)
        self._rgb = np.empty((SIZE, SIZE, 3), np.float32)
        self._share = np.empty((SIZE, SIZE), np.float32)

    def draw(self, person: Person, moment: Moment, *, displaced: Array | None = None) -> Drawn:
        """The head alone, linear. displaced: [3, 3] moves the picture off the crop, for what is no good crop."""
        stock, n, v = self._stock, len(person.rest), self._stock.head.num_vertices
        middle = middle_of(person)
        landmarks, rotation, zoom = aligned(moment.points - middle[:, None], moment.rotation, moment.distance)
        if displaced is not None:
            zoom[:, :2] = displaced[:2, :2] @ zoom[:, :2]
            zoom[:, 2] = displaced[:2, :2] @ zoom[:, 2] + displaced[:2, 2]
            landmarks = landmarks @ displaced[:2, :2].T + displaced[:2, 2]
        bones = _bones(person, moment)
        vertices, points = np.empty((n, 3), np.float32), np.empty((n, 3), np.float32)
        turn = rotation.astype(np.float32)
        distance = np.float32(moment.distance)
        pose(
            person.rest, moment.moved, person.weights, bones, turn, middle.astype(np.float32), distance,
            (zoom * FINE).astype(np.float32), vertices, points,
        )  # fmt: skip
        normals = np.empty((n, 3), np.float32)
        area = np.empty(v, np.float32)
        vertex_normals(vertices[:v], stock.faces, normals[:v], area)
        pressed = np.ones(n, np.float32)
        pressed[:v] = np.clip(1 - person.crease * (1 - area / person.area), 0.55, 1.0)
        pressed[:v][stock.wet] = 1
        normals[v:] = person.extra_normals @ turn.T
        rasterise(
            points, person.faces, person.one_sided, person.inner, person.material, person.uv, person.strands, LASH,
            self._triangle, self._weights, self._depth,
        )  # fmt: skip
        lit = self._lit(person, moment.light, turn, vertices, normals, pressed, distance)
        light = moment.light
        lids, up = vertices[stock.lids], turn[:, 1].copy()
        gaze = np.ascontiguousarray(moment.turns[1:, :, 2] @ turn.T, np.float32)
        shade(
            self._triangle, self._weights, person.faces, person.material, person.uv, person.rgb, lit, vertices, normals,
            stock.eye, lids, up, gaze, distance, light.towards, light.colours, person.eyes, person.texture, LINEAR,
            person.strands, person.wrinkles, person.depth / 255 * strengths(moment.controls, person.age), self._fine,
        )  # fmt: skip
        blend(
            points, person.faces, person.material, person.uv, person.rgb, lit, self._depth, stock.lash,
            person.lash_strength, person.lens, float(person.eyes[5]), self._triangle, self._fine,
        )  # fmt: skip
        _reduced(self._fine, self._triangle, self._rgb, self._share)
        return Drawn(
            self._rgb, self._share, landmarks, axis_angle(rotation), self._triangle, self._weights, normals
        )  # fmt: skip

    def _lit(
        self,
        person: Person,
        light: Light,
        turn: Array,
        vertices: Array,
        normals: Array,
        pressed: Array,
        distance: float,
    ) -> Array:
        stock, n, v = self._stock, len(person.rest), self._stock.head.num_vertices
        lobes = np.exp(light.blur * ((stock.directions @ turn.T) @ light.towards.T - 1))  # [D, K]
        unshadowed = np.ones((n, len(light.towards)), np.float32)
        unshadowed[:v] = stock.seen @ (lobes / lobes.sum(0)).astype(np.float32)
        sky, inside, wet = np.ones(n, np.float32), np.zeros(n, np.float32), np.zeros(n, bool)
        sky[:v], inside[:v], wet[:v] = stock.sky, stock.inside, stock.wet
        lit = np.empty((n, 6), np.float32)
        light_vertices(
            vertices, normals, distance, light.ambient, light.towards, light.colours, unshadowed, sky, inside, wet,
            pressed, person.gloss, lit,
        )  # fmt: skip
        return lit


def middle_of(person: Person) -> Array:
    """[3] m: the point of the head at rest that the camera looks at."""
    return person.joints[3:5].mean(0) + np.array([0, -0.03, 0.03])


def _bones(person: Person, moment: Moment) -> Array:
    """[5, 3, 4] of root, neck, jaw and eyes while the head is held still."""
    bones = np.zeros((5, 3, 4))
    bones[:, :, :3] = np.eye(3), np.eye(3), *moment.turns
    bones[0, :, :3] = moment.bust
    for bone, joint in ((0, 1), (2, 2), (3, 3), (4, 4)):
        bones[bone, :, 3] = person.joints[joint] - bones[bone, :, :3] @ person.joints[joint]
    return bones.astype(np.float32)
