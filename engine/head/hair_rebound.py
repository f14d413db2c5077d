"""The shipped hairstyles on a head with the open head's texture layout: the layout says which place is which."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from engine.check import Array
from engine.head.hair_style import HairStyle, shipped_style
from engine.head.head_model import Head


@lru_cache(maxsize=8)
def style_on(name: str, head: Head, other: Head) -> HairStyle:
    """The shipped style `name`, made for `other`, moved to where `head` has the places that it grows from."""
    style = shipped_style(name)
    used, anchors = np.unique(style.anchors, return_inverse=True)
    near = _same_places(head, other, used)
    moved = head.v_template[near] - other.v_template[used]  # [n, 3] m
    # A vertex and its strand's neighbours hang together: what one place moves by is shared with those around it.
    away = ((other.v_template[used][:, None] - other.v_template[used][None]) ** 2).sum(2)
    share = np.exp(-away / (2 * 0.01**2))
    moved = share @ moved / share.sum(1, keepdims=True)
    anchors = anchors.reshape(style.anchors.shape)
    return replace(
        style,
        head_id=head.id,
        vertices=style.vertices + np.einsum("nk,nkc->nc", style.weights, moved[anchors]),
        anchors=near[anchors],
        ends_y=style.ends_y + float(moved[:, 1].mean()),
    )


def _same_places(head: Head, other: Head, vertices: Array) -> Array:
    """[n] the head's vertices nearest to the other's on the texture."""
    skin = head.faces_of("skin", "neck")
    corners, index = np.unique(head.uv_faces[skin].ravel(), return_index=True)
    of_corner = head.faces[skin].ravel()[index]
    theirs = np.zeros((other.num_vertices, 2), np.float32)
    theirs[other.faces.ravel()] = other.uv[other.uv_faces.ravel()]
    at, places = theirs[vertices], head.uv[corners]
    squared = (at**2).sum(1)[:, None] - 2 * at @ places.T + (places**2).sum(1)
    return of_corner[squared.argmin(1)]
