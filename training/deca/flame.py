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
from engine.head.pickled_arrays import read_arrays


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The imported head that codes are for, and how far the import moved it."""

    head_id: str
    moved: Array  # [3] m, from FLAME's own frame to ours; the axes are the same


def origin_of(path: Path) -> Origin:
    """Of FLAME's download: the .pkl, read as data, or the .zip or folder that holds it.

    AssetMissing, BadInput or ModelMismatch where it is not there or not FLAME's.
    """
    with flame_files(path) as files:
        data = files.model.read_bytes()
        name = files.model.name
    arrays = read_arrays(data, name)
    vertices, regressor = arrays.get("v_template"), arrays.get("J_regressor")
    if not isinstance(vertices, np.ndarray) or not isinstance(regressor, np.ndarray):
        raise ModelMismatch(f"{name} has no v_template and J_regressor: it is not a FLAME model.")
    if vertices.ndim != 2 or vertices.shape[1] != 3 or regressor.shape != (5, len(vertices)):
        raise ModelMismatch(f"{name} has vertices and joints that do not belong together: it is damaged.")
    eyes = (regressor @ vertices)[3:].mean(0)
    return Origin(f"flame-{hashlib.sha256(data).hexdigest()[:12]}", EYE_MIDPOINT - eyes)
