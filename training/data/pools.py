"""Which samples a batch is made of: drawn by kind, and by person where several pictures of each are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.errors import BadInput
from training.data.columns import joined
from training.data.shards import Samples, Shard


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Samples to draw from."""

    shards: tuple[Shard, ...]
    rows: Array  # [n, 2] shard, row
    upto: Array  # [n] cumulative probability
    by_person: Array  # [n] the rows ordered by person
    first: Array  # [n] where in `by_person` each row's person begins
    place: Array  # [n] where each row is among its person's
    count: Array  # [n] how many rows that person has

    @classmethod
    def of(cls, shards: tuple[Shard, ...], rows: Array, weights: Array, person: Array) -> Pool:
        """rows: [n, 2] shard, row. weights: [n] how often each is drawn, in proportion. person: [n] whom it shows."""
        upto = np.cumsum(weights, dtype=np.float64)
        _, which, count = np.unique(person, return_inverse=True, return_counts=True)
        first = np.cumsum(count) - count
        order = np.argsort(which, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        place -= first[which]
        return cls(shards, rows, upto / upto[-1] if len(upto) else upto, order, first[which], place, count[which])

    def draw(self, num: int, per_person: int, rng: np.random.Generator) -> list[Samples]:
        """`num` samples, those of each person one after the other: the first at random, the rest its other pictures."""
        chosen = np.searchsorted(self.upto, rng.random(-(-num // per_person)), side="right")
        if per_person > 1:
            count = self.count[chosen, None]
            further = 1 + (rng.random((len(chosen), per_person - 1)) * (count - 1)).astype(np.int64)
            others = self.by_person[self.first[chosen, None] + (self.place[chosen, None] + further) % count]
            chosen = np.concatenate([chosen[:, None], others], 1).ravel()
        return [self.shards[shard].samples[row : row + 1] for shard, row in self.rows[chosen[:num]]]


@dataclass(frozen=True, slots=True, eq=False)
class Pools:
    """All samples of a training, by what they are: each kind is drawn by its own share."""

    synthetic: Pool
    real: Pool
    negative: Pool

    @classmethod
    def of(cls, shards: Sequence[Shard], crowd: float) -> Pools:
        """Of N frames of a real person each is drawn N^-crowd as often as one alone. BadInput without any sample."""
        if not any(len(shard) for shard in shards):
            raise BadInput("There are no samples to train on. Make some with: python -m training synthesize")
        rows = np.concatenate([np.stack([np.full(len(s), i), np.arange(len(s))], 1) for i, s in enumerate(shards)])
        real = np.concatenate([np.full(len(shard), shard.is_real) for shard in shards])
        person = np.concatenate([shard.samples.person for shard in shards])
        negative = np.concatenate([shard.samples.trust.max(1) <= 0 for shard in shards])
        _, which, count = np.unique(np.stack([person, real], 1), axis=0, return_inverse=True, return_counts=True)
        weights = np.where(real, count[which.ravel()] ** -crowd, 1.0)
        pools = (
            Pool.of(tuple(shards), rows[chosen], weights[chosen], person[chosen])
            for chosen in (~real & ~negative, real & ~negative, negative)
        )
        return cls(*pools)

    def draw(
        self, num: int, real: float, negative: float, per_person: int, rng: np.random.Generator
    ) -> tuple[Samples, Array]:
        """`num` samples and, [num] bool, which are no synthetic faces: synthetic, then real, then faceless ones.

        real, negative: shares, where there are any. per_person: pictures of each person that is drawn.
        """
        shares = np.array([1 - real - negative, real, negative])
        shares *= [len(pool.rows) > 0 for pool in (self.synthetic, self.real, self.negative)]
        counts = np.bincount(rng.choice(3, num, p=shares / shares.sum()), minlength=3)
        parts = self.synthetic.draw(counts[0], per_person, rng)
        parts += self.real.draw(counts[1], per_person, rng)
        parts += self.negative.draw(counts[2], 1, rng)
        return joined(parts), np.arange(num) >= counts[0]
