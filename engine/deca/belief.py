"""Who DECA sees, for the fit of an avatar on a FLAME head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.deca.encoder import ENCODER
from engine.deca.network import DecaNetwork
from engine.deca.place import deca_folder, flame_id
from engine.errors import AssetMissing
from engine.head.head_model import Head
from engine.inference.card import Card
from engine.tracking.belief import TRUST
from engine.tracking.fit_equations import Belief
from engine.types import Face

NOTE = "DECA's network had a say in the face's shape: by its licence the avatar is for non-commercial use."


def belief_of_deca(head: Head, faces: Sequence[Face]) -> tuple[Belief | None, list[str]]:
    """Who DECA sees in `faces`, one person's, and a note that says so; None where it was not imported for `head`.

    As sure as the capture network is of the open head: how sure DECA should be was not measured.
    """
    path = deca_folder() / ENCODER
    try:
        card = Card.beside(path)
        if card is None or card.head != flame_id(head):
            return None, []
        network = DecaNetwork(path.parent, head)
    except AssetMissing as error:
        return None, [f"{error} Until then the shape comes from landmarks alone."]
    seen = np.mean([network(face).shape for face in faces], 0, dtype=np.float64)
    shape = np.zeros(head.num_shape)
    shape[: len(seen)] = seen
    return Belief(shape, TRUST * np.eye(head.num_shape)), [NOTE]
