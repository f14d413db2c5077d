"""Any take on any head: what was recorded in another head's expressions is told in those of the one that plays."""

from __future__ import annotations

import numpy as np

from engine.adopt.map_store import load_map
from engine.errors import AssetMissing, ModelMismatch
from engine.head.brought import IMPORT
from engine.head.head_model import Head
from engine.record.take import check_fits, family
from engine.types import Take, replace


def fitting(take: Take, head: Head, name: str) -> Take:
    """`take`, called `name`, as `head` plays it.

    Takes of the open family drive every head that the app runs. A take in FLAME's components goes through the map
    that was made when that FLAME file was imported; ModelMismatch where it never was.
    """
    if family(take.head_id) == "flame" and head.basis == "arkit52":
        try:
            told = load_map(take.head_id).told
        except AssetMissing as error:
            raise ModelMismatch(
                f"{name} was recorded on the head {take.head_id}, which is not on this machine. Import it: {IMPORT}"
            ) from error
        expression = np.stack([told(take.motion(index)).expression for index in range(len(take))])
        take = replace(take, head_id=head.id, expression=expression)
    check_fits(take, head, name)
    return take
