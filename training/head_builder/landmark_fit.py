"""Where MediaPipe's 478 landmarks lie on the head: the surface points that explain its detections best.

A ray cast through one picture would copy the detector's errors for one face. Here every landmark is the point
whose projections are nearest to the detections over many identities, expressions, poses and lights. Lids and lips
are held to their own side of the opening: a tracker measures blinks and speech by them.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree

from engine.check import Array
from engine.errors import ModelMismatch
from engine.head.head_model import Head
from engine.head.landmarks import IBUG68, LEFT_IRIS, LIPS, OVAL, RIGHT_IRIS
from training.head_builder.identity import Anatomy
from training.head_builder.landmark_views import Views
from training.head_builder.lips import UPPER_EDGE, Lips

# fmt: off
UPPER_LID = {"l": (466, 388, 387, 386, 385, 384, 398), "r": (246, 161, 160, 159, 158, 157, 173)}
LOWER_LID = {"l": (249, 390, 373, 374, 380, 381, 382), "r": (7, 163, 144, 145, 153, 154, 155)}
UPPER_INNER_LIP = (191, 80, 81, 82, 13, 312, 311, 310, 415)
LOWER_INNER_LIP = (95, 88, 178, 87, 14, 317, 402, 318, 324)
UPPER_OUTER_LIP = (185, 40, 39, 37, 0, 267, 269, 270, 409)
LOWER_OUTER_LIP = (146, 91, 181, 84, 17, 314, 405, 321, 375)
# fmt: on
GROUPS = {
    "all": np.arange(478),
    "lips": LIPS,
    "oval": OVAL,
    "inner 51": IBUG68[17:],
    "lids": np.array([33, 133, 263, 362, *UPPER_LID["l"], *UPPER_LID["r"], *LOWER_LID["l"], *LOWER_LID["r"]]),
    "brows": np.array([276, 283, 282, 295, 285, 300, 293, 334, 296, 336, 46, 53, 52, 65, 55, 70, 63, 105, 66, 107]),
    "irises": np.arange(468, 478),
}  # fmt: skip
NEAR_CORNER = frozenset((191, 415, 95, 324, 185, 409, 146, 375, 40, 270, 91, 321))
"""Lip landmarks beside the corners of the mouth, where the columns of the lips run together."""
_LID_RINGS, _INNER_LIP_RINGS, _OUTER_LIP_RINGS = (1, 4), (1, 5), (3, 11)
_FAR = 0.25
"""Distances are capped at this share of the interocular: a failed detection must not decide."""
_BARS = np.array([[1 / 3, 1 / 3, 1 / 3], [0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
_STORED = "art/landmarks.json"


def allowed_faces(head: Head, anatomy: Anatomy) -> list[Array]:
    """[478] candidate triangles of each landmark."""
    front = head.v_template[head.faces][:, :, 2].max(1)
    names = np.array(head.part_names)[head.parts]
    eyes = {side: np.flatnonzero(names == f"eye_{side}") for side in "lr"}
    anywhere = np.flatnonzero(((names == "skin") & (front > -0.03)) | ((names == "mouth") & (front > 0.045)))
    allowed = [anywhere] * 478

    def inside(vertices: Array) -> Array:
        return np.flatnonzero(np.isin(head.faces, vertices).all(1) & (names == "skin"))

    for side, grid in zip("lr", anatomy.lids, strict=True):
        rings = grid.rings[slice(*_LID_RINGS)]
        corners = [grid.inner, grid.outer]
        for landmarks, columns in ((UPPER_LID[side], grid.upper), (LOWER_LID[side], grid.lower)):
            faces = inside(rings[:, np.concatenate([columns, corners])])
            for landmark in landmarks:
                allowed[landmark] = faces
    lips = anatomy.lips
    for landmarks, columns, rings in (
        (UPPER_INNER_LIP, lips.upper, _INNER_LIP_RINGS),
        (LOWER_INNER_LIP, lips.lower, _INNER_LIP_RINGS),
        (UPPER_OUTER_LIP, lips.upper, _OUTER_LIP_RINGS),
        (LOWER_OUTER_LIP, lips.lower, _OUTER_LIP_RINGS),
    ):
        faces = inside(columns[slice(*rings)])
        corner = anywhere[_near_corner(head, lips, anywhere)]
        for landmark in landmarks:
            allowed[landmark] = np.union1d(faces, corner) if landmark in NEAR_CORNER else faces
    for side, centre in (("l", LEFT_IRIS), ("r", RIGHT_IRIS)):
        for landmark in range(centre, centre + 5):
            allowed[landmark] = eyes[side]
    return allowed


def _near_corner(head: Head, lips: Lips, faces: Array) -> Array:
    """[n] bool: triangles beyond the outermost columns of the lips, at most 12 mm from the corner's height."""
    middle = head.v_template[head.faces[faces]].mean(1)
    edge = head.v_template[lips.upper[UPPER_EDGE]]
    beyond = np.abs(middle[:, 0]) > 0.9 * np.abs(edge[:, 0]).max()
    return beyond & (np.abs(middle[:, 1] - edge[[0, -1], 1].mean()) < 0.012) & (np.abs(middle[:, 0]) < 0.035)


def solve(head: Head, anatomy: Anatomy, views: Views) -> tuple[Array, Array]:
    """landmark_faces [478], landmark_weights [478, 3], mirror-symmetric."""
    allowed = allowed_faces(head, anatomy)
    grid = [(a, b, 1 - a - b) for a in np.linspace(0, 1, 8) for b in np.linspace(0, 1, 8) if a + b <= 1.0001]
    points = np.zeros((478, 3))
    for landmark in range(478):
        faces = allowed[landmark]
        coarse = _nearest_few(head, views, landmark, faces)
        face, _ = _best(head, views, landmark, coarse, _BARS)
        around = faces[np.isin(head.faces[faces], head.faces[face]).any(1)]
        face, weights = _best(head, views, landmark, around, np.array(grid))
        points[landmark] = weights @ head.v_template[head.faces[face]]
    return _symmetric(head, points, allowed, _twins(views))


def _cost(head: Head, views: Views, landmark: int, faces: Array, bars: Array) -> Array:
    """[faces, bars] mean capped distance to the detections, plus a little for facing away."""
    corners = head.faces[faces]
    at = np.einsum("nfkc,bk->nfbc", views.projected[:, corners], bars.astype(np.float32))
    away = np.linalg.norm(at - views.found[:, None, None, landmark], axis=3) / views.interocular[:, None, None]
    facing = np.einsum("nfk,bk->nfb", views.facing[:, corners], bars.astype(np.float32))
    return np.minimum(away, _FAR).mean(0) + 0.15 * np.clip(0.1 - facing, 0, 1).mean(0)


def _nearest_few(head: Head, views: Views, landmark: int, faces: Array, num: int = 80) -> Array:
    frontal = slice(0, 16)
    middle = views.projected[frontal][:, head.faces[faces]].mean(2)
    away = np.linalg.norm(middle - views.found[frontal, None, landmark], axis=2) / views.interocular[frontal, None]
    return faces[np.argsort(np.median(away, 0), kind="stable")[:num]]


def _best(head: Head, views: Views, landmark: int, faces: Array, bars: Array) -> tuple[int, Array]:
    cost = _cost(head, views, landmark, faces, bars)
    face, bar = np.unravel_index(int(cost.argmin()), cost.shape)
    return int(faces[face]), bars[bar]


def _twins(views: Views) -> Array:
    """[478] the landmark on the other side, from the mean detection."""
    eyes = views.found[:, [LEFT_IRIS, RIGHT_IRIS]].mean(1, keepdims=True)
    mean = np.median((views.found - eyes) / views.interocular[:, None, None], 0)
    cost = np.linalg.norm(mean[:, None] - (mean * [-1, 1])[None], axis=2)
    twin = linear_sum_assignment(cost)[1]
    return np.where(twin[twin] == np.arange(478), twin, np.arange(478))


def _symmetric(head: Head, points: Array, allowed: list[Array], twins: Array) -> tuple[Array, Array]:
    """Embedding of the points [478, 3] averaged with their mirror images."""
    middle = (points + points[twins] * [-1, 1, 1]) / 2
    of_vertices = {frozenset(face): index for index, face in enumerate(head.faces.tolist())}
    landmark_faces, weights = np.zeros(478, int), np.zeros((478, 3))
    for landmark in range(478):
        if middle[landmark, 0] < -1e-9 and twins[landmark] != landmark:
            continue
        face, weight = _closest(head, allowed[landmark], middle[landmark])
        landmark_faces[landmark], weights[landmark] = face, weight
        twin = twins[landmark]
        image = head.mirror[head.faces[face]].tolist()
        other = of_vertices.get(frozenset(image))
        if twin == landmark:
            continue
        if other is None:  # a quad on the middle plane, split to one side
            landmark_faces[twin], weights[twin] = _closest(head, allowed[twin], middle[twin])
        else:
            landmark_faces[twin] = other
            weights[twin] = [weight[image.index(vertex)] for vertex in head.faces[other].tolist()]
    return landmark_faces, weights


def _closest(head: Head, faces: Array, point: Array) -> tuple[int, Array]:
    """The surface point of `faces` nearest to a point of the template: triangle and weights."""
    corners = head.v_template[head.faces[faces]].astype(np.float64)
    near = cKDTree(corners.mean(1)).query(point, min(40, len(faces)))[1]
    best, answer = np.inf, (0, np.zeros(3))
    for index in np.atleast_1d(near):
        a, b, c = corners[index]
        weight = _project(a, b, c, point)
        distance = float(np.linalg.norm(weight @ corners[index] - point))
        if distance < best - 1e-12:
            best, answer = distance, (int(faces[index]), weight)
    return answer


def _project(a: Array, b: Array, c: Array, point: Array) -> Array:
    """[3] barycentric weights of the point of triangle abc nearest to `point`."""
    edges = np.stack([b - a, c - a], 1)
    s, t = np.linalg.lstsq(edges, point - a, rcond=None)[0]
    candidates = [np.array([1 - s - t, s, t])] if min(s, t, 1 - s - t) >= 0 else []
    for i, (p, q) in enumerate(((a, b), (b, c), (c, a))):
        u = float(np.clip((point - p) @ (q - p) / max((q - p) @ (q - p), 1e-18), 0, 1))
        weight = np.zeros(3)
        weight[i], weight[(i + 1) % 3] = 1 - u, u
        candidates.append(weight)
    corners = np.stack([a, b, c])
    return min(candidates, key=lambda w: float(np.linalg.norm(w @ corners - point)))


def errors(head: Head, landmark_faces: Array, weights: Array, views: Views) -> Array:
    """[N, 478] distance of the embedded points to the detections, shares of the interocular."""
    corners = head.faces[landmark_faces]
    at = np.einsum("nlkc,lk->nlc", views.projected[:, corners], weights)
    return np.linalg.norm(at - views.found, axis=2) / views.interocular[:, None]


def stored(head_faces: Array) -> tuple[Array, Array]:
    """landmark_faces [478] and landmark_weights [478, 3] that were kept for a mesh of these triangles."""
    table = json.loads(files("training.head_builder").joinpath(_STORED).read_text())
    index = {tuple(face): number for number, face in enumerate(head_faces.tolist())}
    found = [index.get(tuple(triple)) for triple in table["vertices"]]
    if None in found:
        raise ModelMismatch("The kept landmarks belong to another mesh. Solve them anew with --solve-landmarks.")
    return np.array(found), np.array(table["weights"])


def store(head: Head, landmark_faces: Array, weights: Array) -> None:
    """Keep the embedding beside the code, so that building the head needs neither detector nor pictures."""
    path = Path(str(files("training.head_builder").joinpath(_STORED)))
    rows = head.faces[landmark_faces].tolist(), np.round(weights, 5).tolist()
    lines = [",\n".join(f"  {json.dumps(row)}" for row in table) for table in rows]
    path.write_text(f'{{"vertices": [\n{lines[0]}\n], "weights": [\n{lines[1]}\n]}}\n')
