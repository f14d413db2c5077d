"""The 478 landmarks of a head found by looking at it: draw it, let the tracker look, and lay its points on the surface.

The open head, whose landmarks are known, is drawn and looked at in the same way: what the tracker is off by there is
taken off here. Points on the outline lie on no place of the skin, and irises on none of the lids: they follow the
rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from engine.adopt.nearest import nearest
from engine.check import Array
from engine.errors import NoFace
from engine.head.head_model import Head, shaped
from engine.head.landmarks import OVAL, embed
from engine.types import Frame, Motion, Orbit, View

SIZE_PX = 640
_YAWS = tuple(math.radians(yaw) for yaw in (0.0, -14.0, 14.0))
_NUM_SKIN = 468
_FACING = 0.25
"""A place is believed where the surface looks towards the camera at least this much (cosine)."""
_MOST_OFF_M = 0.003
"""Views that disagree by more than this about a point do not know it."""

_NEIGHBOURS, _MOST_ALONE_M = 12, 0.003
"""A point that went this much elsewhere than its neighbours was laid on the wrong part of the surface."""

Look = Callable[[Head, Orbit], tuple[Array, Array]]
"""A head's picture [H, W, 3] and clip_from_model [4, 4] of its camera."""


def found_landmarks(head: Head, other: Head, look: Look) -> tuple[Array, Array, Array]:
    """MediaPipe's indices [n], triangles [n] and barycentrics [n, 3] of the points that were found on `head`.

    other: the open head. NoFace where the tracker sees no face in the pictures.
    """
    from engine.tracking.detect import Detector

    points = embed(other, other.v_template.astype(np.float64))
    places = []
    with Detector("image") as detector:
        for yaw in _YAWS:
            camera = Orbit(yaw=yaw, distance=1.5, height=0.30)
            picture, matrix = look(other, camera)
            bias = _seen(detector, picture) - _pixels(points, matrix)[:, :2]
            picture, matrix = look(head, camera)
            places.append(_on_surface(head, _seen(detector, picture) - bias, matrix))
    every = np.stack(places)  # [views, 478, 3], NaN where nothing is below
    count = np.isfinite(every[..., 0]).sum(0)
    total = np.where(np.isfinite(every), every, 0.0).sum(0)
    mean = total / np.maximum(count, 1)[:, None]
    off = np.nan_to_num(np.linalg.norm(every - mean, axis=2)).max(0)
    known = (count >= 2) & (off < _MOST_OFF_M) & (np.arange(len(count)) < _NUM_SKIN)
    known[OVAL] = False
    which = np.flatnonzero(known)
    which = which[_agree(points[which], mean[which] - points[which])]
    if len(which) < _NUM_SKIN // 2:
        raise NoFace(
            "The tracker sees no face on this head: give its mediapipe_landmark_embedding.npz with --landmarks."
        )
    found = nearest(mean[which], head.v_template, head.faces, head.faces_of("skin", "neck"))
    return which, found.triangle, found.weights


def _agree(places: Array, moved: Array) -> Array:
    """[n] bool: whether a point was found about where its neighbours were, as against the open head.

    A nostril's rim is easily laid into the nostril. places, moved: [n, 3] m
    """
    distance = np.linalg.norm(places[:, None] - places[None], axis=2)
    near = np.argsort(distance, axis=1)[:, 1 : _NEIGHBOURS + 1]
    off = np.linalg.norm(moved - np.median(moved[near], axis=1), axis=1)
    return off < _MOST_ALONE_M


def _seen(detector: object, picture: Array) -> Array:
    """[478, 2] px."""
    face = detector.detect(Frame(picture, 0, 0.0))  # type: ignore[attr-defined]
    if face is None:
        raise NoFace(
            "The tracker sees no face on this head: give its mediapipe_landmark_embedding.npz with --landmarks."
        )
    return face.landmarks.astype(np.float64)


def _pixels(points: Array, matrix: Array) -> Array:
    """[n, 3]: px x, px y (down), depth (larger is nearer) of points [n, 3]."""
    clip = np.c_[points, np.ones(len(points))] @ np.asarray(matrix, np.float64).T
    ndc = clip[:, :3] / clip[:, 3:]
    return np.stack([(1 + ndc[:, 0]) * SIZE_PX / 2, (1 - ndc[:, 1]) * SIZE_PX / 2, -ndc[:, 2]], 1)


def _on_surface(head: Head, at: Array, matrix: Array) -> Array:
    """[478, 3] m of the foremost place below each point [478, 2] px; NaN where there is none that faces the camera."""
    pixels = _pixels(head.v_template.astype(np.float64), matrix)
    corners = pixels[head.faces[head.faces_of("skin", "neck")]]  # [F, 3, 3]
    world = head.v_template[head.faces[head.faces_of("skin", "neck")]].astype(np.float64)
    a, b, c = corners[:, 0, :2], corners[:, 1, :2], corners[:, 2, :2]
    area = _cross(b - a, c - a)
    normals = np.cross(world[:, 1] - world[:, 0], world[:, 2] - world[:, 0])
    towards = -area / np.maximum(np.linalg.norm(normals, axis=1), 1e-20)  # y counts down: facing is negative
    facing = towards > _FACING * np.quantile(towards, 0.99)
    corners, world, area = corners[facing], world[facing], area[facing]
    a, b, c = corners[:, 0, :2], corners[:, 1, :2], corners[:, 2, :2]
    out = np.full((len(at), 3), np.nan)
    for index, point in enumerate(at):
        weights = np.stack(
            [_cross(b - point, c - point), _cross(c - point, a - point), _cross(a - point, b - point)], 1
        )
        weights /= area[:, None]
        over = np.flatnonzero(weights.min(1) > -1e-6)
        if len(over):
            best = over[(weights[over] * corners[over, :, 2]).sum(1).argmax()]
            out[index] = weights[best] @ world[best]
    return out


def _cross(a: Array, b: Array) -> Array:
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def drawn(head: Head, camera: Orbit) -> tuple[Array, Array]:
    """The mean face of `head` with the shipped skin, in even light. A `Look`; needs OpenGL, 0.3 s."""
    from engine.avatar.default import default_avatar
    from engine.render.camera import clip_from_model
    from engine.render.headless import headless_renderer
    from engine.render.renderer import middle
    from engine.types import replace

    view = View((SIZE_PX, SIZE_PX), camera)
    avatar = default_avatar(head)
    avatar = replace(avatar, hair=replace(avatar.hair, style="none", thickness=0.0))
    with headless_renderer(head) as renderer:
        renderer.show(avatar)
        rest = Motion.rest(head.num_expression, confidence=1.0)
        picture = renderer.render(rest, view).rgba[..., :3].copy()
        matrix, _ = clip_from_model(view, rest, middle(head, shaped(head, avatar.shape)[0]))
    return picture, matrix
