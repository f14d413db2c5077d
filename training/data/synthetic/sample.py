"""Shards of synthetic samples: each depends on the seed and its number alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.avatar.tex_space import open_tex_space
from engine.check import Array
from engine.head.head_model import Head, rotations
from engine.tracking.align import LIVE_SIZE
from training.data.shards import SIZE, Samples
from training.data.synthetic import degrade
from training.data.synthetic.background import in_front, room
from training.data.synthetic.canvas import canvas_of
from training.data.synthetic.decoys import decoy
from training.data.synthetic.easel import Drawn, Easel
from training.data.synthetic.expression import draw_expressions
from training.data.synthetic.library import Library
from training.data.synthetic.misplace import cut, misplaced
from training.data.synthetic.moment import Moment
from training.data.synthetic.person import Person, sample_person
from training.data.synthetic.scene import axis_angle, head_rotations, sample_distance, sample_light, sample_turns
from training.data.synthetic.stock import stock_of
from training.landmark_regressor import pose_many

PER_PERSON = 12
"""Pictures of each identity: what is slow about one is shared."""
NEGATIVE, OCCLUDED, CUT = 0.07, 0.14, 0.12
"""Shares of samples: no face; something before the face; the face at the picture's edge."""
HIDDEN, CLEAR = 0.40, 0.85
"""Visible share of the landmarks from which confidence rises from 0, and at which it is 1."""
_NECK_RAD = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """Ground truth by pixel, of the head alone."""

    part: Array  # [N, SIZE, SIZE] uint8, index into the head's part_names + 1; 0 is no head
    normal: Array  # [N, SIZE, SIZE, 3] int8, frame of the picture, times 127
    displacement: Array  # [N, SIZE, SIZE] int16 micrometres along the normal; this head's faces have none yet


class Studio:
    """Makes samples of one head. One a process."""

    def __init__(self, head: Head, library: Library) -> None:
        self._stock = stock_of(head)
        self._canvas = canvas_of(head)
        self._library = library
        self._tex_space = open_tex_space()
        self._easel = Easel(self._stock)

    def samples(self, num: int, seed: int, index: int, *, maps: bool = False) -> tuple[Samples, Maps | None]:
        """Shard `index` of the set with `seed`: `num` samples, and their maps if asked for."""
        rng = np.random.default_rng([seed, index])
        rows: list[tuple[Array, ...]] = []
        drawn_maps: list[tuple[Array, Array]] = []
        number = 0
        while len(rows) < num:
            person = sample_person(self._stock, self._canvas, self._library, rng)
            tex = self._tex_space.code_of(person.face)
            name = (seed << 32) + (index << 16) + number
            number += 1
            for moment in self._moments(person, min(PER_PERSON, num - len(rows)), rng):
                row, drawn = self._sample(person, moment, rng)
                rows.append((*row[:5], np.int64(name), *row[5:], tex))
                if maps:
                    drawn_maps.append(self._maps(person, drawn))
        picture, landmarks, controls, orient, light, person_id, confidence, trust, shape, tex = map(
            np.stack, zip(*rows, strict=True)
        )
        samples = Samples(
            picture, landmarks.astype(np.float32), controls, orient.astype(np.float32), shape, light, person_id,
            confidence.astype(np.float32), trust.astype(np.float32), tex,
        )  # fmt: skip
        if not maps:
            return samples, None
        part, normal = map(np.stack, zip(*drawn_maps, strict=True))
        return samples, Maps(part, normal, np.zeros(part.shape, np.int16))

    def _moments(self, person: Person, num: int, rng: np.random.Generator) -> list[Moment]:
        stock = self._stock
        controls = draw_expressions(num, rng, self._library.curves)
        turns = rotations((controls @ stock.rig.angles.T).reshape(num, 3, 3))  # jaw, eyes
        jaw = (turns[:, 0] - np.eye(3)).reshape(num, 9)
        moved = (np.concatenate([controls, jaw], 1).astype(np.float32) @ stock.motion_basis).reshape(num, -1, 3)
        points = pose_many(stock.rig, np.tile(person.shape, (num, 1)), controls)
        heads = head_rotations(sample_turns(num, rng))
        back = -np.stack([axis_angle(head) for head in heads]) * rng.uniform(0, 0.9, (num, 1))
        back += rng.normal(0, 0.06, (num, 3))
        back *= np.minimum(1.0, _NECK_RAD / np.maximum(np.linalg.norm(back, axis=1, keepdims=True), 1e-6))
        return [
            Moment(*values, sample_distance(rng), sample_light(rng))
            for values in zip(controls, moved, points, heads, rotations(back), turns, strict=True)
        ]

    def _sample(self, person: Person, moment: Moment, rng: np.random.Generator) -> tuple[tuple[Array, ...], Drawn]:
        """Picture, landmarks, controls, orient, light, confidence, trust, shape; and the drawing, until the next."""
        negative = rng.random() < NEGATIVE
        drawn = self._easel.draw(person, moment, displaced=misplaced(rng) if negative else None)
        scene = room(SIZE, rng) * np.float32(rng.uniform(0.3, 1.6))
        if negative and rng.random() < 0.6:  # nobody there
            drawn.rgb[:], drawn.share[:] = 0, 0
            if rng.random() < 0.6:
                colours, opacity = decoy(SIZE, rng)
                scene += opacity[..., None] * (colours - scene)
        scene = drawn.rgb + (1 - drawn.share[..., None]) * scene
        hidden = np.zeros((SIZE, SIZE), np.float32)
        occluded = rng.random() < (0.5 if negative else OCCLUDED)
        for _ in range(rng.integers(1, 4) if occluded else 0):
            colours, opacity = in_front(SIZE, drawn.landmarks.clip(0, SIZE), rng)
            scene += opacity[..., None] * (colours - scene)
            hidden = np.maximum(hidden, opacity)
        gain = degrade.expose(scene, drawn.share, rng)
        picture = degrade.develop(degrade.blur(scene, rng), gain, rng)
        if rng.random() < CUT:
            cut(picture, hidden, rng)
        picture = degrade.transmit(picture, rng)
        visible = _visible_share(hidden, drawn.landmarks)
        confidence = 0.0 if negative else float(np.clip((visible - HIDDEN) / (CLEAR - HIDDEN), 0, 1))
        confidence *= float(np.clip(_contrast(picture) / 6.0, 0, 1))
        trust = np.full(3, min(1.0, 2 * confidence))
        row = (
            np.ascontiguousarray(picture), drawn.landmarks, moment.controls, drawn.orient, moment.light.code(),
            np.float32(confidence), trust, person.shape,
        )  # fmt: skip
        return row, drawn

    def _maps(self, person: Person, drawn: Drawn) -> tuple[Array, Array]:
        step = len(drawn.triangle) // SIZE
        triangle, weights = drawn.triangle[::step, ::step], drawn.weights[::step, ::step]
        of_head = (triangle >= 0) & (triangle < len(self._stock.faces))
        inside = np.where(of_head, triangle, 0)
        part = np.where(of_head, self._stock.parts[inside] + 1, 0).astype(np.uint8)
        share = np.concatenate([weights, 1 - weights.sum(2, keepdims=True)], 2)
        normal = np.einsum("yxk,yxkc->yxc", share, drawn.normals[person.faces[inside]])
        normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-6)
        return part, np.round(normal * 127 * of_head[..., None]).astype(np.int8)


def _visible_share(hidden: Array, landmarks: Array) -> float:
    """Of the landmarks: those inside the picture that nothing covers."""
    place = np.floor(landmarks).astype(int)
    inside = ((place >= 0) & (place < SIZE)).all(1)
    x, y = place[inside].T
    return float((1 - hidden[y, x]).sum() / len(landmarks))


def _contrast(picture: Array) -> float:
    """Deviation of the level in the middle of the picture, bytes: of a black frame there is none."""
    margin = (SIZE - LIVE_SIZE) // 2
    return float(picture[margin:-margin:2, margin:-margin:2, 1].std())
