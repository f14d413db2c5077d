"""A procedural head of about 200 vertices: an ellipsoid with eyes, teeth and all the keys of a real head.

Deterministic and made of nothing but formulas, so tests need neither the shipped head nor a licensed one. It obeys
every convention of `engine.head`: metres, eye midpoint at (0, .025, .040), mirror-symmetric, ARKit's 52 expressions.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52
from engine.head.head_model import Head
from engine.head.landmarks import IBUG68, LEFT_IRIS, LIPS, OVAL, RIGHT_IRIS

RADII = np.array([0.075, 0.110, 0.095])  # m, of the skull
CENTRE = np.array([0.0, 0.0, -0.035])
EYE, EYE_RADIUS = np.array([0.0315, 0.025, 0.040]), 0.012
MOUTH_Y = -0.045
RINGS, SEGMENTS = 14, 12
PARTS = ("eye_l", "eye_r", "mouth", "neck", "skin", "teeth_l", "teeth_u")

# Where each unit pulls (x y of the face in mm), in which direction (mm at weight 1), over which radius (mm). The
# table is the subject's left side; Right units mirror it, middle units act on both.
UNITS: dict[str, tuple[tuple[float, float], tuple[float, float, float], float]] = {
    "browDown": ((28, 45), (0, -5, 1), 22),
    "browInnerUp": ((10, 47), (0, 6, 0), 20),
    "browOuterUp": ((40, 45), (0, 6, 0), 20),
    "cheekPuff": ((40, -30), (6, 0, 6), 28),
    "cheekSquint": ((38, 0), (0, 5, 2), 22),
    "eyeBlink": ((31, 34), (0, -10, 2), 16),
    "eyeLookDown": ((31, 34), (0, -3, 0), 16),
    "eyeLookIn": ((31, 25), (-1, 0, 0), 16),
    "eyeLookOut": ((31, 25), (1, 0, 0), 16),
    "eyeLookUp": ((31, 34), (0, 2, 0), 16),
    "eyeSquint": ((31, 15), (0, 4, 1), 18),
    "eyeWide": ((31, 38), (0, 4, 0), 16),
    "jawForward": ((0, -70), (0, 0, 8), 40),
    "jawLeft": ((0, -70), (7, 0, 0), 40),
    "jawRight": ((0, -70), (-7, 0, 0), 40),
    "jawOpen": ((0, 0), (0, 0, 0), 1),  # a rotation of the jaw, not a column
    "mouthClose": ((0, -60), (0, 8, 0), 25),
    "mouthDimple": ((26, -45), (3, 1, -4), 18),
    "mouthFrown": ((26, -47), (1, -6, 0), 18),
    "mouthFunnel": ((0, -45), (0, 0, 8), 24),
    "mouthLeft": ((0, -45), (8, 0, 0), 26),
    "mouthRight": ((0, -45), (-8, 0, 0), 26),
    "mouthLowerDown": ((12, -54), (0, -5, 0), 16),
    "mouthPress": ((14, -45), (0, 1, -4), 16),
    "mouthPucker": ((16, -45), (-8, 0, 6), 20),
    "mouthRollLower": ((0, -54), (0, 4, -5), 18),
    "mouthRollUpper": ((0, -36), (0, -4, -5), 18),
    "mouthShrugLower": ((0, -60), (0, 5, 2), 22),
    "mouthShrugUpper": ((0, -36), (0, 4, 2), 20),
    "mouthSmile": ((26, -43), (7, 9, -2), 20),
    "mouthStretch": ((28, -48), (6, -3, 0), 20),
    "mouthUpperUp": ((12, -36), (0, 5, 0), 16),
    "noseSneer": ((12, 5), (0, 4, 1), 16),
    "tongueOut": ((0, 0), (0, 0, 0), 1),  # it has no tongue
}


@lru_cache(maxsize=1)
def tiny_head() -> Head:
    """The head; built once a run."""
    vertices, faces, uv, uv_faces, parts = _mesh()
    is_eye = [np.unique(faces[parts == PARTS.index(name)]) for name in ("eye_l", "eye_r")]
    landmark_faces, landmark_weights = _landmarks(vertices, faces, parts)
    return Head(
        id="tiny",
        basis="arkit52",
        expression_names=ARKIT52,
        v_template=vertices,
        shape_basis=_shape_basis(vertices, is_eye),
        expression_basis=np.stack([_unit(name, vertices, is_eye) for name in ARKIT52], 2),
        posedirs=_posedirs(vertices, is_eye),
        J_regressor=_joints(vertices, is_eye),
        weights=_weights(vertices, faces, parts, is_eye),
        parents=(-1, 0, 1, 1, 1),
        faces=faces,
        uv=uv,
        uv_faces=uv_faces,
        part_names=PARTS,
        parts=parts,
        mirror=np.linalg.norm(vertices[:, None] * [-1, 1, 1] - vertices[None], axis=2).argmin(1),
        landmark_faces=landmark_faces,
        landmark_weights=landmark_weights,
        scalp=np.clip((vertices[:, 1] - 0.065) / 0.03, 0, 1),
    )


def _globe(rings: int, segments: int) -> tuple[Array, Array, Array, Array]:
    """Unit sphere about the origin, poles on y, seam at the back: points, faces, uv, uv_faces."""
    latitude = np.pi * (np.arange(rings) + 1) / (rings + 1) - np.pi / 2
    longitude = 2 * np.pi * np.arange(segments + 1) / segments - np.pi  # 0 is the front, +z
    y, out = np.sin(latitude)[:, None], np.cos(latitude)[:, None]
    grid = np.stack(np.broadcast_arrays(out * np.sin(longitude), y, out * np.cos(longitude)), 2)
    points = np.concatenate([grid[:, :-1].reshape(-1, 3), [[0, -1, 0], [0, 1, 0]]])
    uv_grid = np.stack(np.broadcast_arrays(longitude / (2 * np.pi) + 0.5, latitude[:, None] / np.pi + 0.5), 2)
    uv = np.concatenate([uv_grid.reshape(-1, 2), [[0.5, 0.0], [0.5, 1.0]]])

    def triangles(width: int, wrap: int) -> Array:
        south, north = rings * width, rings * width + 1
        found = []
        for s in range(segments):
            here, there = s, (s + 1) % wrap
            found.append([south, there, here])
            for r in range(rings - 1):
                a, b = r * width + here, r * width + there
                c, d = a + width, b + width
                found += [[a, b, d], [a, d, c]]
            found.append([north, (rings - 1) * width + here, (rings - 1) * width + there])
        return np.array(found)

    return points, triangles(segments, segments), uv, triangles(segments + 1, segments + 1)


def _strip(y: float, z: float) -> tuple[Array, Array, Array, Array]:
    """Four columns of upright quads facing +z, 30 mm wide and 8 mm high, bent backwards at the sides."""
    x = np.linspace(-0.015, 0.015, 5)
    points = np.array([[column, row, z - 12 * column**2] for row in (y - 0.004, y + 0.004) for column in x])
    faces = np.array([t for s in range(4) for t in ([s, s + 1, s + 6], [s, s + 6, s + 5])])
    return points, faces, points[:, :2] / [0.03, 0.008] + [0.5, 0.5 - y / 0.008], faces


def _mesh() -> tuple[Array, Array, Array, Array, Array]:
    skull_points, skull_faces, skull_uv, skull_uv_faces = _globe(RINGS, SEGMENTS)
    eye_points, eye_faces, eye_uv, eye_uv_faces = _globe(4, 6)
    mouth, upper, lower = _strip(MOUTH_Y, 0.030), _strip(MOUTH_Y + 0.005, 0.038), _strip(MOUTH_Y - 0.005, 0.038)
    skull_points = skull_points * RADII + CENTRE
    is_neck = skull_points[skull_faces].mean(1)[:, 1] < -0.095
    pieces = [
        (skull_points, skull_faces, skull_uv * [1, 0.8] + [0, 0.2], skull_uv_faces, np.where(is_neck, 3, 4)),
        (eye_points * EYE_RADIUS + EYE, eye_faces, eye_uv * 0.18, eye_uv_faces, 0),
        (eye_points * EYE_RADIUS + EYE * [-1, 1, 1], eye_faces, eye_uv * 0.18 + [0.2, 0], eye_uv_faces, 1),
        (mouth[0], mouth[1], mouth[2] * 0.18 + [0.4, 0], mouth[3], 2),
        (lower[0], lower[1], lower[2] * 0.18 + [0.6, 0], lower[3], 5),
        (upper[0], upper[1], upper[2] * 0.18 + [0.8, 0], upper[3], 6),
    ]
    start = np.cumsum([0] + [len(piece[0]) for piece in pieces])
    uv_start = np.cumsum([0] + [len(piece[2]) for piece in pieces])
    return (
        np.concatenate([piece[0] for piece in pieces]),
        np.concatenate([piece[1] + first for piece, first in zip(pieces, start, strict=False)]),
        np.concatenate([piece[2] for piece in pieces]),
        np.concatenate([piece[3] + first for piece, first in zip(pieces, uv_start, strict=False)]),
        np.concatenate([np.broadcast_to(piece[4], len(piece[1])) for piece in pieces]),
    )


def _shape_basis(vertices: Array, is_eye: list[Array]) -> Array:
    """[V, 3, 10] symmetric low-order fields, 3 mm each; the eyes only move as a whole."""
    x, y, z = ((vertices - CENTRE) / RADII).T
    o = np.zeros_like(x)
    fields = [
        (x, o, o), (o, o, z), (x * y, o, o), (o, o, y * z), (o, y * z, o),
        (x * z, o, o), (o, x * x, o), (o, o, x * x), (o, y * y, o), (o, o, y * y),
    ]  # fmt: skip
    basis = 0.003 * np.stack([np.stack(field, 1) for field in fields], 2)
    for eye in is_eye:
        basis[eye] = basis[eye].mean(0)
    return basis


def _unit(name: str, vertices: Array, is_eye: list[Array]) -> Array:
    """[V, 3] metres at weight 1."""
    side = "Left" if name.endswith("Left") else "Right" if name.endswith("Right") else ""
    stem = name if name in UNITS else name.removesuffix(side)
    (x, y), pull, radius = UNITS[stem]
    sides = (1, -1) if stem == name and x else (1,) if stem == name else (1,) if side == "Left" else (-1,)
    total = np.zeros_like(vertices)
    for sign in sides:
        squared = ((vertices[:, :2] * 1000 - [sign * x, y]) ** 2).sum(1)
        reach = np.exp(-np.minimum(squared / radius**2, 50.0)) * (vertices[:, 2] > CENTRE[2])
        total += reach[:, None] * (np.array(pull) * [sign, 1, 1]) / 1000
    total[np.concatenate(is_eye)] = 0.0
    return total


def _posedirs(vertices: Array, is_eye: list[Array]) -> Array:
    """[V, 3, 36] smooth correctives of about a millimetre, so that a twin that forgets them fails."""
    x, y, z = ((vertices - CENTRE) / RADII).T
    fields = np.stack([np.ones_like(x), x, y, z, x * y, y * z], 1)  # [V, 6]
    posedirs = np.einsum("vf,fcp->vcp", fields, np.random.default_rng(36).normal(0.0, 4e-4, (6, 3, 36)))
    posedirs[np.concatenate(is_eye)] = 0.0
    return posedirs


def _joints(vertices: Array, is_eye: list[Array]) -> Array:
    """[5, V] root, neck and jaw are the middles of rings of the skull, the eyes of their balls."""
    rows = np.zeros((5, len(vertices)))
    for row, ring in ((0, 0), (1, 2), (2, 7)):
        rows[row, ring * SEGMENTS : (ring + 1) * SEGMENTS] = 1 / SEGMENTS
    for row, eye in zip((3, 4), is_eye, strict=True):
        rows[row, eye] = 1 / len(eye)
    return rows


def _weights(vertices: Array, faces: Array, parts: Array, is_eye: list[Array]) -> Array:
    """[V, 5] smooth everywhere; the lower teeth belong to the jaw, each eye to its joint."""
    x, y, z = vertices.T
    root = np.clip((-0.085 - y) / 0.02, 0, 1)
    jaw = np.clip((MOUTH_Y - y + 0.005) / 0.02, 0, 1) * np.clip((z - CENTRE[2]) / 0.05, 0, 1)
    jaw[np.unique(faces[parts == PARTS.index("teeth_l")])] = 1.0
    jaw[np.unique(faces[parts == PARTS.index("teeth_u")])] = 0.0
    weights = np.stack([root * (1 - jaw), (1 - root) * (1 - jaw), jaw, 0 * x, 0 * x], 1)
    for joint, eye in zip((3, 4), is_eye, strict=True):
        weights[eye] = np.eye(5)[joint]
    return weights


def _landmarks(vertices: Array, faces: Array, parts: Array) -> tuple[Array, Array]:
    """478 points where MediaPipe's would be, roughly: named ones on curves, the others spread over the face."""
    spiral = np.arange(478) + 0.5
    radius, angle = np.sqrt(spiral / 478), spiral * np.pi * (3 - np.sqrt(5))
    at = np.stack([58 * radius * np.sin(angle), 75 * radius * np.cos(angle)], 1)  # mm

    def curve(indices: Array, x: Array, y: Array) -> None:
        at[indices] = np.stack(np.broadcast_arrays(x, y), 1)

    clock = 2 * np.pi * np.arange(36) / 36  # the oval starts on the forehead and goes by the subject's left
    curve(OVAL, 62 * np.sin(clock), 82 * np.cos(clock))
    for ring, wide, high in ((LIPS[:20], 25, 10), (LIPS[20:], 18, 3)):
        turn = np.concatenate([np.linspace(np.pi, 2 * np.pi, 11), np.linspace(np.pi, 0, 11)[1:-1]])
        curve(ring, wide * np.cos(turn), 1000 * MOUTH_Y + high * np.sin(turn))
    brow = np.linspace(-1, 1, 5)
    curve(IBUG68[17:22], -28 + 17 * brow, 46 - 4 * brow**2)
    curve(IBUG68[22:27], 28 + 17 * brow, 46 - 4 * brow**2)
    curve(IBUG68[27:31], np.zeros(4), np.linspace(22, -8, 4))
    curve(IBUG68[31:36], np.linspace(-12, 12, 5), np.full(5, -15.0))
    lid = np.radians([180, 120, 60, 0, -60, -120])  # iBUG's order: a corner, the upper lid, the corner, the lower
    for indices, x in ((IBUG68[36:42], -31.5), (IBUG68[42:48], 31.5)):
        curve(indices, x + 15 * np.cos(lid), 25 + 6 * np.sin(lid))
    rim = np.radians([0, 90, 180, 270])
    for iris, x in ((RIGHT_IRIS, -31.5), (LEFT_IRIS, 31.5)):
        curve(np.arange(iris, iris + 5), x + 4 * np.r_[0, np.cos(rim)], 25 + 4 * np.r_[0, np.sin(rim)])

    skin = np.flatnonzero((parts == PARTS.index("skin")) | (parts == PARTS.index("neck")))
    eyes = np.flatnonzero(parts <= 1)
    found = [_front(at[i] / 1000, vertices, faces, eyes if i >= RIGHT_IRIS else skin) for i in range(478)]
    return np.array([face for face, _ in found]), np.array([weights for _, weights in found])


def _front(point: Array, vertices: Array, faces: Array, among: Array) -> tuple[int, Array]:
    """The foremost triangle of `among` over the point [2] of the xy plane, and the point's barycentrics in it."""
    corners = vertices[faces[among]]  # [n, 3, 3]
    matrix = np.concatenate([corners[:, :, :2].transpose(0, 2, 1), np.ones((len(among), 1, 3))], 1)
    facing = np.linalg.det(matrix) > 1e-9  # twice the area seen from the front, m^2
    among, corners, matrix = among[facing], corners[facing], matrix[facing]
    weights = np.linalg.solve(matrix, np.array([*point, 1.0])[:, None])[:, :, 0]
    depth = np.where(weights.min(1) > -1e-6, (weights * corners[:, :, 2]).sum(1), -np.inf)
    best = int(depth.argmax())
    weight = np.clip(weights[best], 0.0, 1.0)
    return int(among[best]), weight / weight.sum()
