"""People by the thousand: each of somebody's forehead, somebody else's crow's feet, all of about one age.

To draw a person's lines takes a fifth of a second, to put families of lines together nothing; and an encoder needs
more people than it can learn by heart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from training.data.wrinkles.creases import Creases

OLD = (1.1, 1.4)
"""Beta distribution of ages between 18 (0) and 85 (1): more young people than old ones."""
_NEAR = 24
"""So many people of the stock are of about one's age."""
_STRENGTH = 0.25
"""Deviation of the logarithm of how deep all of a person's lines are."""


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """People whose lines are drawn, by age."""

    people: tuple[Creases, ...]
    ages: Array  # [N] rising

    @classmethod
    def of(cls, head: Head, num: int, seed: int = 0) -> Stock:
        """`num` people; a quarter of a second each."""
        rng = np.random.default_rng([seed, 7])
        ages = np.sort(rng.beta(*OLD, num))
        people = (Creases.of(head, int(rng.integers(2**31)), age, float(rng.uniform(0.2, 0.7))) for age in ages)
        return cls(tuple(people), ages)

    def person(self, rng: np.random.Generator) -> Creases:
        """Somebody new."""
        own = int(np.abs(self.ages - rng.beta(*OLD)).argmin())
        near = np.argsort(np.abs(self.ages - self.ages[own]), kind="stable")[:_NEAR]
        strength = np.float32(np.exp(_STRENGTH * rng.standard_normal()))
        chosen = [self.people[i] for i in rng.choice(near, len(self.people[own].patterns))]
        patterns = [one.patterns[k] for k, one in enumerate(chosen)]
        return replace(
            self.people[own],
            patterns=tuple(replace(pattern, relief=pattern.relief * strength) for pattern in patterns),
            skin=self.people[int(rng.choice(near))].skin,
        )
