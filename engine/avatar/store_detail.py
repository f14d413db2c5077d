"""The member of an avatar's file that holds its detail: one safetensors, half floats for what is many."""

from __future__ import annotations

import numpy as np
from safetensors.numpy import load, save

from engine.check import Array
from engine.detail.baked import Baked, Bumps
from engine.detail.personal import Detail
from engine.detail.window import DISPLACEMENT_MAX_M

MAX_MAPS = 64
"""Of baked detail: 8 MB."""
_MAX_RAMPS = _MAX_BUMPS = 4096
_FINGERPRINT = 8
"""Bytes."""
_BAKED = ("maps", "inner", "offset", "matrix")
_BUMPS = ("metric", "centres")


def detail_member(detail: Detail) -> bytes:
    """What `detail_of` reads."""
    arrays = {"code": detail.code, "residual": detail.residual}
    if detail.baked is not None:
        arrays |= {name: getattr(detail.baked, name) for name in _BAKED}
        if detail.baked.bumps is not None:
            arrays |= {name: getattr(detail.baked.bumps, name) for name in _BUMPS}
    if detail.decoder:
        arrays["decoder"] = np.frombuffer(bytes.fromhex(detail.decoder), np.uint8)
    return save({name: np.ascontiguousarray(array) for name, array in arrays.items()})


def detail_of(data: bytes) -> Detail:
    """ValueError or KeyError where the member is not one that this app writes."""
    arrays = load(data)
    decoder = arrays.pop("decoder", np.zeros(0, np.uint8))
    if decoder.dtype != np.uint8 or len(decoder) not in (0, _FINGERPRINT):
        raise ValueError("detail decoder is no fingerprint")
    for name, array in arrays.items():
        if array.dtype != (np.float16 if name == "maps" else np.float32) or not np.isfinite(array).all():
            raise ValueError(f"detail {name} is not finite numbers of its type")
    if np.abs(arrays["residual"]).max(initial=0) > DISPLACEMENT_MAX_M:
        raise ValueError("detail residual is deeper than skin")
    baked = _baked(arrays) if "maps" in arrays else None
    return Detail(arrays["code"], arrays["residual"], baked, decoder.tobytes().hex())


def _baked(arrays: dict[str, Array]) -> Baked:
    bumps = Bumps(*(arrays[name] for name in _BUMPS)) if "centres" in arrays else None
    baked = Baked(*(arrays[name] for name in _BAKED), bumps)
    many = len(baked.maps) > MAX_MAPS or len(baked.inner) > _MAX_RAMPS
    if many or (bumps is not None and len(bumps.centres) > _MAX_BUMPS):
        raise ValueError("more baked maps than an avatar has")
    return baked
