"""The networks that the user imported, by name."""

from __future__ import annotations

from typing import Literal

from engine.deca.network import DecaNetwork
from engine.deca.place import deca_folder, smirk_folder
from engine.deca.smirk import SmirkNetwork
from engine.head.head_model import Head

Brought = Literal["deca", "smirk"]


def open_brought(kind: Brought, head: Head) -> DecaNetwork | SmirkNetwork:
    """That network, imported for `head`. Errors as both raise them."""
    return SmirkNetwork(smirk_folder(), head) if kind == "smirk" else DecaNetwork(deca_folder(), head)
