"""Which way an avatar's wrinkles come: exactly, from the decoder at every frame, or baked, without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engine.errors import BadInput, ModelMismatch

if TYPE_CHECKING:
    from engine.detail.baked import MovingDetail
    from engine.types import Avatar

DetailPath = Literal["auto", "exact", "baked"]
DETAIL_PATHS: tuple[DetailPath, ...] = ("auto", "exact", "baked")


def moving_detail(avatar: Avatar, path: DetailPath, *, fast: bool = False) -> MovingDetail | None:
    """What `Renderer.show` is to draw the wrinkles of `avatar` by; None: its baked maps, or it has no detail at all.

    auto: the decoder for avatars without baked maps; with fast, for all once a graphics card runs it. AssetMissing
    where the decoder is wanted and gone, ModelMismatch where it is not the one that the avatar's code was made for,
    BadInput where baked maps are wanted and gone.
    """
    detail = avatar.detail
    if detail is None:
        return None
    if path == "baked" and detail.baked is None:
        raise BadInput(
            f"{avatar.name} has no baked wrinkles: make it again from its photo, or use --detail-path exact."
        )
    if path == "baked":
        return None
    from engine.detail.networks import DetailDecoder, decoder_is_fast, open_decoder

    if path == "auto" and detail.baked is not None and not (fast and decoder_is_fast()):
        return None
    decoder = open_decoder(fast=True) if fast else open_decoder()
    if detail.decoder not in ("", decoder.fingerprint):
        if path == "auto" and detail.baked is not None:
            return None
        raise ModelMismatch(
            f"{avatar.name} was made with another detail decoder than the one that is installed. "
            "Use --detail-path baked, or make the avatar again from its photo."
        )
    return DetailDecoder(decoder, detail.code)
