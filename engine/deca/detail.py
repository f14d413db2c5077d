"""The imported detail networks in the place of our own: a code from a photo, and the wrinkles that it draws."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.deca.encoder import NUM_EXPRESSION, picture_of
from engine.deca.layout import ATLAS_SIZE, LAYOUT, Layout
from engine.deca.network import square_of
from engine.deca.place import deca_folder, flame_id, imported_for
from engine.detail.personal import CODE_SIZE
from engine.detail.texture import SkinTexture
from engine.detail.weights import NO_RAMPS
from engine.head.head_model import Head
from engine.inference.card import Card
from engine.inference.session import Session
from engine.types import CROP_SIZE, Face

ENCODER, DECODER = "detail_encoder.onnx", "detail_decoder.onnx"


@dataclass(frozen=True, slots=True, eq=False)
class DecaDetailEncoder:
    """E_d of the person in `face`, with the call of `engine.detail.networks.EncoderNetwork`: DECA looks at the
    picture itself, not at the skin laid flat."""

    session: Session
    face: Face

    @classmethod
    def of(cls, folder: Path, head: Head, face: Face) -> DecaDetailEncoder:
        """Errors as those of `engine.deca.encoder.BroughtEncoder`."""
        given = ("picture", (None, 3, CROP_SIZE, CROP_SIZE))
        return cls(Session(imported_for(folder / ENCODER, head), given, {"detail": (None, CODE_SIZE)}), face)

    def __call__(self, texture: SkinTexture | None = None, expression: Array | None = None) -> Array:
        """[128] the detail code."""
        return self.session(picture_of(self.face.frame.image, square_of(self.face.landmarks)))[0][0]


class DecaDetailDecoder:
    """F_d on `head`, with the call of `engine.detail.networks.DecoderNetwork`.

    Errors as `BroughtEncoder`'s and `Layout`'s. What lies beyond FLAME's first 50 components is not told to it; the
    open head's controls are told in components.
    """

    ramps = NO_RAMPS

    def __init__(self, folder: Path, head: Head) -> None:
        self._session = Session(
            imported_for(folder / DECODER, head),
            {"detail": (None, CODE_SIZE), "expression": (None, NUM_EXPRESSION), "jaw_pose": (None, 3)},
            {"displacement": (None, ATLAS_SIZE, ATLAS_SIZE)},
        )
        self._layout = Layout(folder, head)
        self.fingerprint = self._session.sha256[:16]
        self._components = np.eye(NUM_EXPRESSION, head.num_expression, dtype=np.float32)  # [50, E]
        if head.basis == "arkit52":
            from engine.adopt.map_store import load_map

            self._components = load_map(flame_id(head)).components[:NUM_EXPRESSION].astype(np.float32)

    def __call__(self, code: Array, expression: Array, jaw_pose: Array) -> Array:
        """[N, 256, 256] m over the head's window, of one `code` [128] at N expressions [N, E] and jaws [N, 3] rad."""
        codes = np.repeat(np.asarray(code, np.float32)[None], len(expression), 0)
        told = np.ascontiguousarray(np.asarray(expression, np.float32) @ self._components.T)
        return self._layout(self._session(codes, told, np.asarray(jaw_pose, np.float32))[0])


def deca_detail(head: Head, face: Face) -> tuple[DecaDetailEncoder, DecaDetailDecoder] | None:
    """Both, for the person in `face`; None where DECA was not imported for `head`, or without its texture layout."""
    folder = deca_folder()
    card = Card.beside(folder / DECODER)
    if card is None or card.head != flame_id(head) or not (folder / LAYOUT).is_file():
        return None
    return DecaDetailEncoder.of(folder, head, face), DecaDetailDecoder(folder, head)
