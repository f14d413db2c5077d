"""Draws one person's moments into the aligned crop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from training.data.shards import SIZE
from training.data.synthetic.blend import blend
from training.data.synthetic.moment import Moment, aligned, bones_of, middle_of
from training.data.synthetic.person import Person
from training.data.synthetic.pose import normals as vertex_normals
from training.data.synthetic.pose import pose
from training.data.synthetic.raster import compiled, rasterise
from training.data.synthetic.scene import Light, axis_angle
from training.data.synthetic.shade import shade
from training.data.synthetic.skin import LINEAR
from training.data.synthetic.stock import LASH, Stock
from training.data.synthetic.vertex_light import light_vertices
from training.data.synthetic.wrinkles import strengths

FINE = 2
"""Pixels drawn for a pixel stored, along a side."""


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
        bones = bones_of(person, moment)
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
