"""A FLAME model brought by the user (2019, 2020, 2023 or 2023 Open; .pkl) as a `Head`.

FLAME's files are pickles and may hold anything, so they are read as data (engine/head/inert_pickle.py): an array
class that is not on the list ends the import with one sentence. FLAME cannot be shipped; its licence is the user's.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np

from engine.check import Array
from engine.errors import AssetMissing, BadInput, ModelMismatch
from engine.head.flame_uv import cylindrical_uv, uv_of
from engine.head.head_model import Head
from engine.head.pickled_arrays import read_arrays
from engine.head.transfer_landmarks import transfer

MAX_BYTES = 512 << 20
"""Largest file that is read; FLAME's have about 50 MB."""
NUM_SHAPE = 300
"""FLAME's `shapedirs` hold 300 identity components, then 100 of expression."""
EYE_MIDPOINT = np.array([0.0, 0.025, 0.040])  # m, where every head of ours has it
PARTS = ("eye_l", "eye_r", "neck", "skin")
_NOTHING_KNOWN = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 3))
_NECK_MASKS = ("neck", "boundary")


def convert_flame(
    model: Path, embedding: Path | None, *, like: Head, template: Path | None = None, masks: Path | None = None
) -> Head:
    """The head in FLAME's `model` (.pkl), moved so that its eye midpoint is where ours is.

    embedding: FLAME's mediapipe_landmark_embedding.npz (105 of MediaPipe's 478 points); the others are carried over
    from `like`, the open head, and are a few millimetres less certain. Without the file all of them are carried over
    as they are, a first guess: see engine.adopt.find_landmarks.
    template: FLAME's head_template.obj or FLAME_texture.npz for its texture layout; without it a cylinder is unrolled.
    masks: FLAME_masks.pkl, to tell neck and scalp from the face; without it all that is not an eye counts as skin,
    and no hair grows.
    AssetMissing, BadInput or ModelMismatch with one sentence where a file is missing, unsafe or of another model.
    """
    data = _bytes_of(model)
    arrays = _model_arrays(model, read_arrays(data, model.name))
    v_template, regressor, weights = arrays["v_template"], arrays["J_regressor"], arrays["weights"]
    faces = arrays["f"].astype(np.int32)
    v_template = v_template + EYE_MIDPOINT - (regressor @ v_template)[3:].mean(0)
    regions = read_arrays(_bytes_of(masks), masks.name) if masks else {}
    parts = _parts(faces, weights, regions)
    eyes = [parts == PARTS.index("eye_l"), parts == PARTS.index("eye_r")]
    uv, uv_faces = uv_of(template, faces) if template else cylindrical_uv(v_template, faces, eyes)
    given = None if embedding is None else _embedding(embedding, len(faces))
    landmark_faces, landmark_weights = transfer(like, v_template, faces, eyes, *(given or _NOTHING_KNOWN))
    directions = arrays["shapedirs"]
    num_expression = directions.shape[2] - NUM_SHAPE
    return Head(
        id=f"flame-{hashlib.sha256(data).hexdigest()[:12]}",
        basis="flame_pca",
        expression_names=tuple(f"expression_{i:03}" for i in range(num_expression)),
        v_template=v_template,
        shape_basis=directions[:, :, :NUM_SHAPE],
        expression_basis=directions[:, :, NUM_SHAPE:],
        posedirs=arrays["posedirs"],
        J_regressor=regressor,
        weights=weights,
        parents=(-1, 0, 1, 1, 1),
        faces=faces,
        uv=uv,
        uv_faces=uv_faces,
        part_names=PARTS,
        parts=parts,
        mirror=_mirror(v_template),
        landmark_faces=landmark_faces,
        landmark_weights=landmark_weights,
        scalp=_members(regions, "scalp", len(v_template)).astype(np.float32),
    )


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise AssetMissing(f"There is no file {path}. FLAME's files come from flame.is.tue.mpg.de after registration.")
    if path.stat().st_size > MAX_BYTES:
        raise BadInput(f"{path.name} has {path.stat().st_size >> 20} MB; a FLAME file has about 50 and at most 512.")
    return path.read_bytes()


def _model_arrays(path: Path, found: dict[str, Any]) -> dict[str, Array]:
    """The arrays of the model by FLAME's names, in its shapes; ModelMismatch tells which one does not fit."""

    def array(name: str, *shape: int | None) -> Array:
        value = found.get(name)
        if not isinstance(value, np.ndarray):
            raise ModelMismatch(f"{path.name} has no {name}: it is not a FLAME model.")
        fits = len(value.shape) == len(shape) and all(b in (None, a) for a, b in zip(value.shape, shape, strict=True))
        if not fits or not np.isfinite(value).all():
            raise ModelMismatch(f"{path.name} has a {name} of {list(value.shape)}: it is not a FLAME model.")
        return value.astype(np.float64) if value.dtype.kind == "f" else value.astype(np.int64)

    num_vertices = len(array("v_template", None, 3))
    arrays = {
        "v_template": array("v_template", None, 3),
        "shapedirs": array("shapedirs", num_vertices, 3, None),
        "posedirs": array("posedirs", num_vertices, 3, 36),
        "J_regressor": array("J_regressor", 5, num_vertices),
        "weights": array("weights", num_vertices, 5),
        "f": array("f", None, 3),
        "kintree_table": array("kintree_table", 2, 5),
    }
    parents = arrays["kintree_table"][0].tolist()
    if parents[1:] != [0, 1, 1, 1]:  # the root's parent is -1, or 4294967295 where it was stored unsigned
        raise ModelMismatch(f"{path.name} has joints {parents}: FLAME has root, neck, jaw and two eyes.")
    if arrays["f"].min() < 0 or arrays["f"].max() >= num_vertices:
        raise ModelMismatch(f"{path.name} has triangles without vertices: it is damaged.")
    if arrays["shapedirs"].shape[2] <= NUM_SHAPE:
        raise ModelMismatch(
            f"{path.name} has {arrays['shapedirs'].shape[2]} components; FLAME has {NUM_SHAPE} of identity and then "
            "those of expression. Use the full model, not a reduced one."
        )
    return arrays


def _members(regions: dict[str, Any], name: str, num_vertices: int) -> Array:
    """[V] whether a vertex belongs to a region of FLAME's masks; nowhere where there is no such region."""
    listed = regions.get(name, np.zeros(0, np.int64))
    return np.isin(np.arange(num_vertices), listed)


def _parts(faces: Array, weights: Array, regions: dict[str, Any]) -> Array:
    """[F] index into PARTS. The eyeballs are what turns with the eye joints."""
    parts = np.full(len(faces), PARTS.index("skin"), np.uint8)
    for name in _NECK_MASKS:
        parts[_members(regions, name, len(weights))[faces].all(1)] = PARTS.index("neck")
    for name, joint in (("eye_l", 3), ("eye_r", 4)):
        parts[(weights[faces, joint] > 0.5).all(1)] = PARTS.index(name)
    return parts


def _embedding(path: Path, num_faces: int) -> tuple[Array, Array, Array]:
    """MediaPipe's indices, triangles and barycentrics of the points that FLAME's authors placed by hand."""
    if not path.is_file():
        raise AssetMissing(
            f"There is no file {path}. The landmarks need FLAME's mediapipe_landmark_embedding.npz, "
            "from the same download page as the model."
        )
    try:
        with np.load(path, allow_pickle=False) as file:
            known = file["landmark_indices"].astype(np.int64).ravel()
            on_faces = file["lmk_face_idx"].astype(np.int64).ravel()
            weights = file["lmk_b_coords"].astype(np.float64).reshape(-1, 3)
    except (ValueError, KeyError, OSError, EOFError) as error:
        raise ModelMismatch(f"{path.name} is not a MediaPipe landmark embedding ({error}).") from error
    fits = len(known) == len(on_faces) == len(weights) > 20
    if not fits or known.min() < 0 or known.max() >= 468 or on_faces.min() < 0 or on_faces.max() >= num_faces:
        raise ModelMismatch(f"{path.name} does not belong to this model: its points lie on other triangles.")
    return known, on_faces, weights


def _mirror(v_template: Array) -> Array:
    """[V] the vertex nearest to each one's mirror image; FLAME's template is symmetric to about a millimetre."""
    mirrored = v_template * [-1, 1, 1]
    squared = (v_template**2).sum(1)
    return np.concatenate([(squared - 2 * rows @ v_template.T).argmin(1) for rows in np.array_split(mirrored, 16)])
