"""An avatar gets its detail: a code from its photo, the relief that stays, and what moves, baked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from engine.avatar.atlas import Atlas
from engine.avatar.sampling import Fitted, Sample
from engine.check import Array
from engine.detail.distil import distil
from engine.detail.networks import DecoderNetwork, DetailDecoder, EncoderNetwork
from engine.detail.personal import Detail
from engine.detail.residual import residual_of
from engine.detail.texture import skin_texture
from engine.types import Avatar, Motion, replace

_AT_ONCE = 2
"""Threads: one run of the decoder uses one core."""
_CHUNK = 4
"""Expressions a run: more of them leave the processor's cache."""


def detailed(
    avatar: Avatar,
    atlas: Atlas,
    fitted: Fitted,
    motion: Motion,
    networks: tuple[EncoderNetwork, DecoderNetwork],
    progress: Callable[[str, float], None] = lambda label, share: None,
    found: Sample | None = None,
) -> Avatar:
    """`avatar`, made of the photo that `fitted` lies on, with its detail; its albedo without what is relief now.

    motion: of the head in that photo. found: as `skin_texture` takes it.
    progress is called some twenty times a second; what it raises ends the work.
    """
    encoder, decoder = networks
    progress("reading the skin", 0.0)
    skin = skin_texture(atlas, fitted, motion.global_orient, found)
    expression = np.clip(motion.expression, 0, 1)
    mine = DetailDecoder(decoder, encoder(skin, expression))
    progress("carving the skin", 0.03)
    residual = residual_of(
        atlas,
        avatar.albedo,
        skin.light,
        mine(expression, motion.jaw_pose),
        lambda share: progress("carving the skin", 0.03 + 0.19 * share),
    )

    with ThreadPoolExecutor(_AT_ONCE) as pool:

        def decode(expressions: Array, jaw_poses: Array) -> Array:
            parts = [slice(start, start + _CHUNK) for start in range(0, len(expressions), _CHUNK)]
            drawn = pool.map(lambda part: decoder(mine.code, expressions[part], jaw_poses[part]), parts)
            return np.concatenate(list(drawn))

        baked, _ = distil(
            decode, decoder.ramps, progress=lambda share: progress("learning the wrinkles", 0.22 + 0.78 * share)
        )
    return replace(
        avatar, albedo=residual.albedo, detail=Detail(mine.code, residual.relief, baked, decoder.fingerprint)
    )
