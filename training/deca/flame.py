"""Where the FLAME model that a checkpoint was trained with lies in our frame."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.adopt.flame_files import flame_files
from engine.check import Array
from engine.errors import ModelMismatch
from engine.head.convert_flame import EYE_MIDPOINT
from engine.head.flame_uv import uv_of
from engine.head.pickled_arrays import read_arrays


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The imported head that codes are for, and how far the import moved it."""

    head_id: str
    moved: Array  # [3] m, from FLAME's own frame to ours; the axes are the same
    layout: Array | None  # [F, 3, 2] uv of each triangle's corners; None where no texture layout was given


def origin_of(path: Path, template: Path | None = None) -> Origin:
    """Of FLAME's download: the .pkl, read as data, or the .zip or folder that holds it.

    template: head_template.obj or FLAME_texture.npz, where the download does not hold one.
    AssetMissing, BadInput or ModelMismatch where it is not there or not FLAME's.
    """
    with flame_files(path) as files:
        data = files.model.read_bytes()
        name = files.model.name
        arrays = read_arrays(data, name)
        vertices, regressor, faces = (arrays.get(part) for part in ("v_template", "J_regressor", "f"))
        if any(not isinstance(part, np.ndarray) for part in (vertices, regressor, faces)):
            raise ModelMismatch(f"{name} has no v_template, J_regressor and f: it is not a FLAME model.")
        layout = None
        if (template := template or files.texture_space) is not None:
            uv, uv_faces = uv_of(template, faces.astype(np.int64))
            layout = uv[uv_faces]
    if vertices.ndim != 2 or vertices.shape[1] != 3 or regressor.shape != (5, len(vertices)):
        raise ModelMismatch(f"{name} has vertices and joints that do not belong together: it is damaged.")
    eyes = (regressor @ vertices)[3:].mean(0)
    return Origin(f"flame-{hashlib.sha256(data).hexdigest()[:12]}", EYE_MIDPOINT - eyes, layout)
