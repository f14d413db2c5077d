"""The detail networks: a person's code from a photo, and the wrinkles that this code draws for an expression."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from engine.assets import shipped
from engine.check import Array
from engine.detail.personal import CODE_SIZE
from engine.detail.texture import SkinTexture
from engine.detail.weights import NO_RAMPS, Ramps
from engine.detail.window import DISPLACEMENT_SIZE
from engine.errors import AssetMissing
from engine.head.arkit import ARKIT52
from engine.inference.candidates import candidates
from engine.inference.first_ramps import first_ramps
from engine.inference.handing import Handing
from engine.inference.serving import Serving
from engine.inference.session import Session

ENCODER, DECODER = "models/detail_encoder.onnx", "models/detail_decoder.onnx"
_SIZE = DISPLACEMENT_SIZE
_EXPRESSION = (None, len(ARKIT52))


class EncoderNetwork:
    """E_d. Opens the network that ships, or the one in `path`. Errors as `Session`'s."""

    def __init__(self, path: Path | None = None) -> None:
        self._session = Session(
            shipped(ENCODER) if path is None else path,
            {"texture": (None, 4, _SIZE, _SIZE), "expression": _EXPRESSION},
            {"detail": (None, CODE_SIZE)},
        )

    def __call__(self, texture: SkinTexture, expression: Array) -> Array:
        """[128] the detail code of the person whose skin is in `texture`, taken with `expression` [52]."""
        weights = np.clip(expression, 0, 1, dtype=np.float32)
        return self._session(texture.network_input()[None], weights[None])[0][0]


class DecoderNetwork:
    """F_d. Opens the network that ships, or the one in `path`. Errors as `Session`'s.

    fast: a graphics card may take over while it is used (engine.inference.serving).
    """

    def __init__(self, path: Path | None = None, *, fast: bool = False) -> None:
        self._path = shipped(DECODER) if path is None else path
        self._session = (Serving if fast else Session)(
            self._path,
            {"detail": (None, CODE_SIZE), "expression": _EXPRESSION, "jaw_pose": (None, 3)},
            {"displacement": (None, _SIZE, _SIZE)},
        )

    def __call__(self, code: Array, expression: Array, jaw_pose: Array) -> Array:
        """[N, 256, 256] m along the outward normal of one `code` [128] at N expressions [N, 52] and jaws [N, 3] rad."""
        codes = np.repeat(np.asarray(code, np.float32)[None], len(expression), 0)
        return self._session(codes, np.asarray(expression, np.float32), np.asarray(jaw_pose, np.float32))[0]

    @property
    def is_fast(self) -> bool:
        """A graphics card runs it."""
        return isinstance(self._session, Serving) and self._session.is_fast

    @property
    def is_on_card(self) -> bool:
        """Its maps can be left on the graphics card."""
        return isinstance(self._session, Serving) and self._session.is_on_card

    def handing(self, buffer: int, drawn_by: str) -> Handing | None:
        """As `Serving.handing`, of the displacement; None where no graphics card runs it."""
        if not isinstance(self._session, Serving):
            return None
        return self._session.handing("displacement", buffer, drawn_by)

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits of the file: codes of other decoders are not for this one."""
        return hashlib.sha256(self._path.read_bytes()).hexdigest()[:16]

    @property
    def ramps(self) -> Ramps:
        """What it makes of expression and jaw first; none where its kind is not known."""
        found = first_ramps(self._path.read_bytes(), ("expression", "jaw_pose"))
        return NO_RAMPS if found is None else Ramps(*found)


@dataclass(frozen=True, slots=True, eq=False)
class DetailDecoder:
    """What moves with the expression of one person, by the network: the exact `MovingDetail`."""

    network: DecoderNetwork
    code: Array  # [128]

    def __call__(self, expression: Array, jaw_pose: Array) -> Array:
        """[52], [3] rad -> [256, 256] m."""
        return self.network(self.code, expression[None], jaw_pose[None])[0]

    @property
    def is_on_card(self) -> bool:
        """Its maps can be left on the graphics card."""
        return self.network.is_on_card

    def handing(self, buffer: int, drawn_by: str) -> HandedMap | None:
        """What leaves this person's maps in the OpenGL buffer of that name; None where they have to come as arrays."""
        handing = self.network.handing(buffer, drawn_by)
        return None if handing is None else HandedMap(handing, np.asarray(self.code, np.float32)[None])


@dataclass(frozen=True, slots=True, eq=False)
class HandedMap:
    """One person's wrinkles, left on the graphics card: a `Handed`."""

    handing: Handing
    code: Array  # [1, 128]

    def __call__(self, expression: Array, jaw_pose: Array) -> bool:
        """[52], [3] rad; the map is in the buffer, False: it is not."""
        return self.handing(self.code, np.asarray(expression[None], np.float32), np.asarray(jaw_pose[None], np.float32))

    def release(self) -> None:
        """Before OpenGL's buffer goes."""
        self.handing.release()


@lru_cache(maxsize=2)
def open_decoder(*, fast: bool = False) -> DecoderNetwork:
    """The one that ships, opened once. AssetMissing where it is gone or damaged."""
    return DecoderNetwork(fast=fast)


def decoder_is_fast() -> bool:
    """Whether a graphics card runs the decoder by now. The first question begins to try, where anything could."""
    try:
        return bool(candidates()) and open_decoder(fast=True).is_fast
    except AssetMissing:
        return False


@lru_cache(maxsize=1)
def open_encoder() -> EncoderNetwork:
    """The one that ships, opened once. AssetMissing where it is gone or damaged."""
    return EncoderNetwork()
