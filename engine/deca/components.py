"""What a brought network says of an expression, as the head that the app runs is told it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.deca.place import flame_id
from engine.head.head_model import Head
from engine.types import Motion, replace

Teller = Callable[[Motion], Motion]


def teller(head: Head) -> Teller:
    """From a motion in FLAME's first components to one of `head`: its controls, or zeros for the further components.

    AssetMissing where what the components are is not known on this machine.
    """
    if head.basis == "arkit52":
        from engine.adopt.map_store import load_map

        return load_map(flame_id(head)).told
    return lambda motion: replace(
        motion, expression=np.pad(motion.expression, (0, head.num_expression - len(motion.expression)))
    )
