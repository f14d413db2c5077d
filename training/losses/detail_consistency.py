"""Detail consistency (L_dc, eq. 17): the code belongs to the person, the expression makes the wrinkles of it.

What the paper is about: pictures of one person with different expressions are explained by each other's code. A code
that had learned the wrinkles of its own picture's expression would put them onto the other picture.
"""

from __future__ import annotations

import numpy as np

from engine.check import Array


def code_givers(num: int, share: float, rng: np.random.Generator) -> Array:
    """[num] int64: of `num` pictures of one person, the one whose code each is explained by; itself or, for a `share`
    of them, the next one in a random circle.

    All detail losses, on displacements of these codes, are L_detail and L_dc together. The paper takes each picture
    twice, with its own code and with another's; a share of them does the same at half the cost.
    """
    circle = rng.permutation(num)
    giver = np.empty(num, np.int64)
    giver[circle] = np.roll(circle, 1)
    return np.where(rng.random(num) < share, giver, np.arange(num))
