"""An expression map on disk: beside the head whose components it tells, data only."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from engine.adopt.expression_map import ExpressionMap
from engine.errors import AssetMissing
from engine.head.brought import IMPORT, heads_folder
from engine.writing import whole

_ARRAYS = ("components", "gram", "cross", "residual")


def map_path(head_id: str) -> Path:
    """Where the map of a head's components belongs, e.g. of "flame-0123456789ab"."""
    return heads_folder() / f"{head_id}.expressions.safetensors"


def save_map(found: ExpressionMap, path: Path) -> None:
    """Write `found`; the file appears whole or not at all."""
    arrays = {name: np.ascontiguousarray(getattr(found, name), np.float32) for name in _ARRAYS}
    with whole(path) as temporary:
        save_file(arrays, temporary, {"expressions": json.dumps({"head_id": found.head_id})})


def load_map(head_id: str) -> ExpressionMap:
    """The map of the components of `head_id`; AssetMissing where the head was never imported."""
    path = map_path(head_id)
    if not path.is_file():
        raise AssetMissing(
            f"What the expressions of {head_id} are is not known on this machine. Import that FLAME file: {IMPORT}"
        )
    try:
        with safe_open(path, "numpy") as file:
            metadata = json.loads((file.metadata() or {})["expressions"])
            arrays = {name: file.get_tensor(name).astype(np.float64) for name in _ARRAYS}
    except (SafetensorError, ValueError, KeyError, OSError) as error:
        raise AssetMissing(f"{path} is damaged. Import the FLAME file again: {IMPORT}") from error
    return ExpressionMap(str(metadata["head_id"]), **arrays)
