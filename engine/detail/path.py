"""Which way an avatar's wrinkles come: exactly, from the decoder at every frame, or baked, without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engine.errors import BadInput

if TYPE_CHECKING:
    from engine.detail.baked import MovingDetail
    from engine.types import Avatar

DetailPath = Literal["auto", "exact", "baked"]
DETAIL_PATHS: tuple[DetailPath, ...] = ("auto", "exact", "baked")


def moving_detail(avatar: Avatar, path: DetailPath) -> MovingDetail | None:
    """What `Renderer.show` is to draw the wrinkles of `avatar` by; None: its baked maps, or it has no detail at all.

    auto: the decoder where a graphics card runs it, and for avatars without baked maps. AssetMissing where the decoder
    is wanted and gone, BadInput where baked maps are.
    """
    from engine.inference.session import has_gpu

    detail = avatar.detail
    if detail is None:
        return None
    if path == "baked" and detail.baked is None:
        raise BadInput(
            f"{avatar.name} has no baked wrinkles: make it again from its photo, or use --detail-path exact."
        )
    gpu = path != "baked" and has_gpu()
    if path == "baked" or (path == "auto" and detail.baked is not None and not gpu):
        return None
    from engine.detail.networks import DetailDecoder, open_decoder

    return DetailDecoder(open_decoder("gpu" if gpu else "cpu"), detail.code)
