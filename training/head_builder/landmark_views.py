"""Pictures of random faces with the landmarks that MediaPipe finds in them: what the embedding is solved on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.arkit import expression_from, joint_poses
from engine.head.head_model import Head, pose, vertex_normals
from engine.types import Frame, Motion
from training.head_builder.raster import rasterise, sample

SIZE = 448
_METRES = 0.33  # seen across the picture at the face
_DISTANCE = 1.2
_LOOK_AT = np.array([0.0, 0.0, 0.03])
_CHANCE = {
    # unit: (probability, least, most); paired units get both sides
    "jawOpen": (0.4, 0.05, 0.7), "mouthSmile": (0.35, 0.1, 0.9), "eyeBlink": (0.45, 0.2, 1.0),
    "mouthPucker": (0.15, 0.1, 0.9), "mouthFunnel": (0.15, 0.1, 0.8), "browInnerUp": (0.25, 0.1, 1.0),
    "browOuterUp": (0.2, 0.1, 1.0), "browDown": (0.2, 0.1, 1.0), "mouthFrown": (0.15, 0.1, 0.8),
    "eyeWide": (0.15, 0.1, 0.8), "eyeSquint": (0.2, 0.1, 0.8), "mouthUpperUp": (0.2, 0.1, 0.7),
    "mouthLowerDown": (0.2, 0.1, 0.7), "cheekPuff": (0.1, 0.1, 0.8), "mouthStretch": (0.1, 0.1, 0.8),
    "noseSneer": (0.1, 0.1, 0.8),
}  # fmt: skip
_UNPAIRED = ("jawOpen", "mouthPucker", "mouthFunnel", "browInnerUp", "cheekPuff")


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """N pictures' worth of numbers; the pictures themselves are not kept."""

    projected: Array  # [N, V, 2] px
    facing: Array  # [N, V] z of the vertex normal towards the camera
    found: Array  # [N, 478, 2] px
    interocular: Array  # [N] px


def random_motion(rng: np.random.Generator) -> tuple[Array, Motion]:
    """Shape code [S] and a motion: seven in ten with an expression, turned to +-30 degrees."""
    weights: dict[str, float] = {}
    for name, (chance, least, most) in _CHANCE.items():
        value = rng.uniform(least, most) if rng.random() < chance else 0.0
        for unit in (name,) if name in _UNPAIRED else (f"{name}Left", f"{name}Right"):
            weights[unit] = value
    gaze = rng.uniform(-0.7, 0.7) if rng.random() < 0.4 else 0.0
    weights |= {"eyeLookOutLeft": max(gaze, 0), "eyeLookInRight": max(gaze, 0)}
    weights |= {"eyeLookInLeft": max(-gaze, 0), "eyeLookOutRight": max(-gaze, 0)}
    if rng.random() < 0.3:
        weights = dict.fromkeys(weights, 0.0)
    expression = expression_from(weights)
    jaw, left, right = joint_poses(expression)
    yaw = float(np.clip(rng.normal(0, 14), -30, 30))
    turn = np.radians([np.clip(rng.normal(0, 8), -18, 18), yaw, rng.normal(0, 4)])
    motion = Motion(expression=expression, global_orient=turn, jaw_pose=jaw, leye_pose=left, reye_pose=right)
    return rng.normal(size=100) * 0.9, motion


def _to_pixels(vertices: Array) -> Array:
    """[V, 3]: x, y in px and nearness."""
    relative = vertices - _LOOK_AT
    scale = SIZE / _METRES * _DISTANCE / (_DISTANCE - relative[:, 2])
    return np.stack(
        [SIZE / 2 + relative[:, 0] * scale, SIZE / 2 - relative[:, 1] * scale, 1 / (_DISTANCE - relative[:, 2])], 1
    )


def picture(head: Head, vertices: Array, albedo: Array, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """uint8 RGB [SIZE, SIZE, 3] under a random light, projected [V, 2] px, facing [V]. albedo: [H, W, 3] linear."""
    solid = np.flatnonzero(~np.isin(head.parts, [i for i, n in enumerate(head.part_names) if n.startswith("lash")]))
    faces = head.faces[solid].astype(np.int64)
    projected = _to_pixels(vertices)
    twice = projected * [2, 2, 1]
    index, weights = rasterise(twice, faces, 2 * SIZE, 2 * SIZE)
    hit = index >= 0
    triangle, weight = index[hit], weights[hit].astype(np.float64)
    normals = vertex_normals(vertices, head.faces)
    normal = np.einsum("nk,nkc->nc", weight, normals[faces[triangle]])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    uv = np.einsum("nk,nkc->nc", weight, head.uv[head.uv_faces[solid][triangle]].astype(np.float64))
    key = np.array([rng.uniform(-0.6, 0.6), rng.uniform(0.1, 0.7), 0.8])
    lit = np.clip((normal @ (key / np.linalg.norm(key)) + 0.25) / 1.25, 0, None)
    light = 0.35 * (0.8 + 0.2 * normal[:, 1]) + 0.75 * lit
    tone = rng.uniform(0.4, 1.1) * (1 + rng.normal(0, 0.04, 3))
    image = np.full((2 * SIZE, 2 * SIZE, 3), rng.uniform(0.1, 0.9))
    image[hit] = sample(albedo, uv) * tone * light[:, None]
    image = image.reshape(SIZE, 2, SIZE, 2, 3).mean((1, 3))
    return (np.clip(image, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8), projected[:, :2], normals[:, 2]


def make_views(head: Head, albedo_srgb: Array, num: int, seed: int) -> Views:
    """Views of `num` random faces; the few that the detector misses are left out."""
    from engine.tracking.detect import Detector

    rng = np.random.default_rng(seed)
    albedo = (albedo_srgb / 255.0) ** 2.2
    painted = _with_irises(head, albedo)
    rows = []
    with Detector(mode="image") as detector:
        for number in range(num):
            shape, motion = random_motion(rng)
            vertices = pose(head, shape, motion)
            image, projected, facing = picture(head, vertices, painted, rng)
            face = detector.detect(Frame(image, number, 0.0))
            if face is not None:
                rows.append((projected, facing, face.landmarks, _eye_distance(head, projected)))
    columns = (np.stack(column).astype(np.float32) for column in zip(*rows, strict=True))
    return Views(*columns)


def _eye_distance(head: Head, projected: Array) -> float:
    left, right = (projected[head.vertices_of(part)].mean(0) for part in ("eye_l", "eye_r"))
    return float(np.linalg.norm(left - right))


def _with_irises(head: Head, albedo: Array) -> Array:
    """The texture with an iris and a pupil painted on both eyes (the app's renderer draws its own)."""
    painted = albedo.copy()
    size = len(albedo)
    y, x = np.mgrid[0:size, 0:size] + 0.5
    for part in ("eye_l", "eye_r"):
        faces = head.faces_of(part)
        uv = head.uv[np.unique(head.uv_faces[faces])]
        centre, radius = (uv.min(0) + uv.max(0)) / 2, np.ptp(uv[:, 0]) / 2
        away = np.hypot(x / size - centre[0], 1 - y / size - centre[1]) / radius
        # The eye's unwrap grows with the square root of the polar angle, 120 degrees at its rim.
        angle = 120 * away**2
        painted[angle < 29.5] = (0.10, 0.06, 0.03)
        painted[(angle > 26) & (angle < 29.5)] = (0.03, 0.02, 0.015)
        painted[angle < 11] = 0.004
    return painted
