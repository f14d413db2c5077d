"""What a photograph says about each texel of a fitted head: its colour, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.avatar.atlas import Atlas
from engine.avatar.balance import balanced
from engine.avatar.exposure import brightened
from engine.avatar.raster import rasterise
from engine.avatar.warp import thin_plate
from engine.check import Array
from engine.head import landmarks as marks
from engine.head.head_model import Head, pose, rotations, vertex_normals
from engine.tracking.fit import IdentityFit
from engine.types import Face, replace

INTEROCULAR_PX = 220.0
"""The atlas has about this many texels between the pupils; a photo with more is averaged down first."""
_DEPTH_SLACK = 0.0025  # m; a texel this far behind the z-buffer is still its surface
_EDGE = 0.006  # m; trust grows over this width inward from the silhouette: background never gets in


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A head fitted to a photo, in the pixels of a crop at working scale."""

    image: Array  # [H, W, 3] float32 sRGB in [0, 1]
    landmarks: Array  # [478, 2] px
    points: Array  # [V, 3] px x, px y, depth px, where the photo shows each vertex (residual corrected)
    normals: Array  # [V, 3] unit, in the frame of the camera: +z towards it
    px_per_m: float
    smile: float = 0.0
    """How much of a smile the face makes, in [0, 1]."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The photo over the atlas's N texels."""

    rgb: Array  # [N, 3] sRGB in [0, 1]
    trust: Array  # [N] in [0, 1]: seen, facing the camera, not squeezed, inside the silhouette
    seen: Array  # [N] bool: facing the camera and not hidden, whatever the silhouette says
    normals: Array  # [N, 3]
    pixel: Array  # [N, 2]
    inside: Array  # [N] in [0, 1]: within the landmarks' oval, where every pixel is this face


def lay(head: Head, face: Face, fit: IdentityFit, index: int = 0) -> Fitted:
    """The head as `fit` explains its face number `index`, over the photo, the landmarks' residual moved out of it.

    The thin plate puts eyes, brows and lips where the landmarks see them; the oval is an occluding contour, no place
    on the skin, so it has no say.
    """
    motion = fit.code(index).motion
    still = pose(head, fit.shape, replace(motion, global_orient=np.zeros(3, np.float32)))
    scale = min(1.0, INTEROCULAR_PX / marks.interocular(face.landmarks))
    points = fit.image_points(still, index) * scale
    flat = points[:, :2]
    landmarks = face.landmarks * scale
    embedded = marks.embed(head, points)[:, :2]
    inner = np.setdiff1d(np.arange(468), marks.OVAL)
    moved = flat + thin_plate(embedded[inner], (landmarks - embedded)[inner], flat, reach=0.35 * INTEROCULAR_PX * scale)
    low = np.floor(np.minimum(flat.min(0), landmarks.min(0))).astype(int)
    high = np.ceil(np.maximum(flat.max(0), landmarks.max(0))).astype(int)
    image, origin = _crop(face.frame.image, low, high, scale)
    return Fitted(
        image=image,
        landmarks=landmarks - origin,
        points=np.column_stack([moved - origin, points[:, 2]]),
        normals=vertex_normals(still, head.faces) @ rotations(motion.global_orient).T,
        px_per_m=float(np.ptp(points[:, 2]) / np.ptp((still @ rotations(motion.global_orient).T)[:, 2])),
        smile=_smile(head, motion.expression),
    )


def evened(fitted: Fitted) -> Fitted:
    """`fitted` over its photo in good light: as bright and as white as a face should be."""
    return replace(fitted, image=balanced(brightened(fitted.image, fitted.landmarks), fitted.landmarks))


def _smile(head: Head, expression: Array) -> float:
    both = [i for i, name in enumerate(head.expression_names) if name in ("mouthSmileLeft", "mouthSmileRight")]
    return float(np.clip(expression[both].mean(), 0, 1)) if both else 0.0


def _crop(image: Array, low: Array, high: Array, scale: float) -> tuple[Array, Array]:
    """The part [low, high) of the scaled picture, float32, and where its corner really is, in scaled px."""
    height, width = image.shape[:2]
    first = np.clip(np.floor(low / scale).astype(int) - 2, 0, [width - 2, height - 2])
    last = np.clip(np.ceil(high / scale).astype(int) + 2, first + 2, [width, height])
    part = image[first[1] : last[1], first[0] : last[0]]
    if scale < 1:
        size = np.maximum(1, np.round((last - first) * scale)).astype(int)
        part = cv2.resize(part, tuple(size.tolist()), interpolation=cv2.INTER_AREA)
    return part.astype(np.float32) / 255.0, first * scale


def sample(atlas: Atlas, fitted: Fitted) -> Sample:
    """The photo's colour and its trust at every texel; of an `evened` photo where skin is judged."""
    head = atlas.head
    pixel = atlas.gather(fitted.points)
    normals = atlas.gather(fitted.normals)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
    height, width = fitted.image.shape[:2]
    solid = np.flatnonzero(~np.isin(head.parts, [i for i, n in enumerate(head.part_names) if n.startswith("lash")]))
    _, _, depth = rasterise(fitted.points * 0.5, head.faces[solid], (width // 2 + 1, height // 2 + 1))
    covered = np.isfinite(depth)
    depth = np.where(covered, depth, -1e9).astype(np.float32)
    in_photo = (pixel[:, 0] > 2) & (pixel[:, 0] < width - 3) & (pixel[:, 1] > 2) & (pixel[:, 1] < height - 3)
    nearest = look_up(depth[..., None], pixel[:, :2] * 0.5, cv2.INTER_NEAREST)[:, 0] * 2
    seen = in_photo & (pixel[:, 2] > nearest - _DEPTH_SLACK * fitted.px_per_m * 1.5) & (normals[:, 2] > 0.05)
    framed = np.pad(covered.astype(np.uint8), 1)[:, :]
    from_edge = cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1] * 2 / fitted.px_per_m
    edge = look_up(from_edge[..., None], pixel[:, :2] * 0.5)[:, 0] / _EDGE
    facing = (normals[:, 2] - 0.18) / 0.45
    roomy = (atlas.gather(_room(head, fitted)) - 0.10) / 0.15
    trust = seen * atlas.skin * np.clip(facing, 0, 1) * np.clip(edge - 0.4, 0, 1) * np.clip(roomy, 0, 1)
    oval = np.zeros((height, width), np.uint8)
    cv2.fillPoly(oval, [np.round(fitted.landmarks[marks.OVAL]).astype(np.int32)], 255)
    soft = cv2.GaussianBlur(oval, (0, 0), 0.02 * INTEROCULAR_PX).astype(np.float32) / 255
    return Sample(
        rgb=look_up(fitted.image, pixel[:, :2], cv2.INTER_CUBIC).clip(0, 1),
        trust=trust.astype(np.float32),
        seen=seen,
        normals=normals,
        pixel=pixel[:, :2],
        inside=look_up(soft[..., None], pixel[:, :2])[:, 0],
    )


def look_up(picture: Array, pixel: Array, interpolation: int = cv2.INTER_LINEAR) -> Array:
    """[H, W, C] at [N, 2] px (pixel centres at .5) -> [N, C]; the border is repeated."""
    columns = 2048  # cv2.remap wants two dimensions, each below 32768
    count = len(pixel)
    grid = np.zeros((-(-count // columns) * columns, 2), np.float32)
    grid[:count] = pixel - 0.5
    found = cv2.remap(
        picture, grid[:, 0].reshape(-1, columns), grid[:, 1].reshape(-1, columns), interpolation,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return found.reshape(len(grid), -1)[:count]


def _room(head: Head, fitted: Fitted) -> Array:
    """[V] photo pixels per texel, 1 = the face's median; 0 where a surface is folded away (lids, inner lips)."""
    corner, uv = fitted.points[head.faces], head.uv[head.uv_faces]

    def area(a: Array) -> Array:
        u, v = a[:, 1] - a[:, 0], a[:, 2] - a[:, 0]
        return u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]

    ratio = np.maximum(-area(corner), 0) / np.maximum(np.abs(area(uv)), 1e-12)
    skin = head.faces_of("skin")
    front = skin[head.v_template[head.faces[skin]].mean(1)[:, 2] > 0.03]
    middle = np.median(ratio[front][ratio[front] > 0]) if (ratio[front] > 0).any() else 1.0
    total = np.bincount(head.faces.ravel(), np.repeat(ratio / middle, 3), head.num_vertices)
    return total / np.maximum(np.bincount(head.faces.ravel(), minlength=head.num_vertices), 1)
