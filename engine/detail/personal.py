"""What a person's skin has that the mesh cannot show."""

from __future__ import annotations

from dataclasses import dataclass

from engine import check
from engine.check import Array
from engine.detail.baked import Baked
from engine.detail.window import RESIDUAL_SIZE

CODE_SIZE = 128


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """Detail of one person over `engine.detail.window.WINDOW`; rows of every map are top first."""

    code: Array  # [128] what the detail decoder takes
    residual: Array  # [512, 512] m, static: moles, pores, scars; added to what moves
    baked: Baked | None = None
    """What moves, without the decoder."""
    decoder: str = ""
    """Fingerprint of the decoder that the code was made for, 16 hexadecimal digits; empty where nobody knows. To
    another one the code means other wrinkles."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", check.frozen("Detail.code", self.code, (CODE_SIZE,)))
        residual = check.frozen("Detail.residual", self.residual, (RESIDUAL_SIZE, RESIDUAL_SIZE))
        object.__setattr__(self, "residual", residual)
