"""Made-up people with known wrinkles, each photographed with several expressions in several lights."""

from __future__ import annotations

import cv2
import numpy as np

from engine.check import Array
from engine.detail.texture import window_of
from engine.detail.window import DISPLACEMENT_SIZE
from engine.head.arkit import INDEX
from engine.head.head_model import Head
from engine.light import constant_light
from training.data.detail.easel import SkinEasel, linear_albedo, sample_light
from training.data.detail.pairs import Pictures
from training.data.synthetic.canvas import canvas_of
from training.data.synthetic.complexion import HAIR, HAIR_SHARE, sample_texture
from training.data.synthetic.expression import draw_expressions
from training.data.synthetic.library import Library
from training.data.wrinkles.stock import Stock
from training.data.wrinkles.traits import NUM_TRAITS, STRONG, TraitSpace

STOCK = 256
"""People whose lines are mixed."""
_DESCRIBED = 384
"""People whose components traits are counted in."""


class SkinStudio:
    """Photographs made-up people. The same seed gives the same person."""

    def __init__(
        self, head: Head, library: Library, stock: int = STOCK, described: int = _DESCRIBED, stock_seed: int = 0
    ) -> None:
        self._library = library
        self._stock = Stock.of(head, stock, stock_seed)
        rng = np.random.default_rng(1)
        self.space = TraitSpace.of(self._stock.person(rng) for _ in range(described))
        self._canvas = canvas_of(head)
        self._easel = SkinEasel(head)

    def person(self, seed: int, num: int) -> Pictures:
        """`num` pictures of the person `seed`; the first is neutral or nearly so."""
        rng = np.random.default_rng([seed, 4])
        creases = self._stock.person(rng)
        expression = self._expressions(num, rng)
        moving = creases.displacement(expression)
        size = DISPLACEMENT_SIZE
        static = cv2.resize(creases.static(), (size, size), interpolation=cv2.INTER_AREA)
        albedo = linear_albedo(self._skin(rng), creases.albedo_factor())
        texture = [self._photo(albedo, displacement + static, rng) for displacement in moving]
        return Pictures(
            texture=np.stack(texture),
            displacement=(1000 * moving).astype(np.float16),
            expression=expression,
            seen_expression=told(expression, rng),
            light=np.broadcast_to(constant_light(), (num, 9, 3)),
            traits=np.broadcast_to(self.space.traits(creases), (num, 2, NUM_TRAITS)),
            person=np.full(num, seed, np.int64),
        )

    def _expressions(self, num: int, rng: np.random.Generator) -> Array:
        out = draw_expressions(num, rng, self._library.curves)
        out[0] *= rng.uniform(0, 0.3)
        for row in range(1, num):
            if rng.random() < 0.4:
                out[row] *= 0.3
                for name in STRONG[rng.integers(len(STRONG))]:
                    out[row, INDEX[name]] = rng.uniform(0.5, 1.0)
        return out

    def _skin(self, rng: np.random.Generator) -> Array:
        """[256, 256, 3] uint8 sRGB."""
        avatars = self._library.avatars
        avatar = avatars[rng.integers(len(avatars))] if avatars and rng.random() < 0.35 else None
        hair = HAIR[rng.choice(len(HAIR), p=HAIR_SHARE / HAIR_SHARE.sum())]
        painted = sample_texture(self._canvas, self._library, avatar, hair, "none", rng)[0]
        return window_of(painted).clip(0, 255).astype(np.uint8)

    def _photo(self, albedo: Array, displacement: Array, rng: np.random.Generator) -> Array:
        turn = rng.normal(0, [0.12, 0.28, 0.05]) * (rng.random() < 0.7)
        easel = self._easel
        colour = easel.lit(albedo, displacement, sample_light(rng), turn) * rng.uniform(0.75, 1.15)
        return easel.photographed(colour, easel.seen(turn, rng), rng.uniform(0, 1.5), rng)


def told(expression: Array, rng: np.random.Generator) -> Array:
    """[N, 52] what a tracker says of these expressions: roughly that."""
    noise = rng.normal(0, 0.05, expression.shape) * (rng.random(expression.shape) < 0.4)
    said = expression * np.exp(rng.normal(0, 0.15, expression.shape)) + noise
    return said.clip(0, 1).astype(np.float32)
