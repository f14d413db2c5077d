"""Any take on any head: what was recorded in another head's expressions is told in those of the one that plays."""

from __future__ import annotations

import numpy as np

from engine.adopt.map_store import load_map
from engine.head.head_model import Head
from engine.record.take import check_fits, family
from engine.types import Take, replace


def fitting(take: Take, head: Head, name: str) -> Take:
    """`take`, called `name`, as `head` plays it.

    Takes of the open family drive every head that the app runs. A take in FLAME's components goes through the map
    that was made when FLAME was imported; AssetMissing says where it never was, ModelMismatch where nothing can be
    done.
    """
    if family(take.head_id) == "flame" and head.basis == "arkit52":
        told = load_map(take.head_id).told
        expression = np.stack([told(take.motion(index)).expression for index in range(len(take))])
        take = replace(take, head_id=head.id, expression=expression)
    check_fits(take, head, name)
    return take
