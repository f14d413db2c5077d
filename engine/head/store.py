"""A head on disk: one safetensors file, data only, bases in half precision (rounding .014 mm)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import safe_open, save_file

from engine.errors import AssetMissing, ModelMismatch
from engine.head.head_model import Head

FORMAT_VERSION = 1
_HALF = ("shape_basis", "expression_basis", "posedirs")
_ARRAYS = (
    "v_template", *_HALF, "J_regressor", "weights", "faces", "uv", "uv_faces", "parts", "mirror",
    "landmark_faces", "landmark_weights",
)  # fmt: skip


def save_head(head: Head, path: Path) -> None:
    """Write `head`; the file appears whole or not at all, and equal heads give equal bytes."""
    arrays = {}
    for name in _ARRAYS:
        array = getattr(head, name)
        arrays[name] = np.ascontiguousarray(array.astype(np.float16) if name in _HALF else array)
    metadata = {
        "format": "head",
        "version": FORMAT_VERSION,
        "id": head.id,
        "basis": head.basis,
        "expression_names": head.expression_names,
        "part_names": head.part_names,
        "parents": head.parents,
    }
    # One JSON value: safetensors does not keep the order of several, and equal heads must give equal bytes.
    temporary = path.with_name(path.name + ".part")
    save_file(arrays, temporary, {"head": json.dumps(metadata, sort_keys=True)})
    os.replace(temporary, path)


def load_head(path: Path) -> Head:
    """The head in a file written by `save_head`.

    AssetMissing where there is no such file, ModelMismatch where it is not one of ours.
    """
    if not path.is_file():
        raise AssetMissing(f"The head {path} is missing. Reinstall the application to get it back.")
    try:
        with safe_open(path, "numpy") as file:
            metadata = json.loads((file.metadata() or {})["head"])
            if metadata["version"] != FORMAT_VERSION:
                raise ModelMismatch(
                    f"{path} has head format {metadata['version']}, this version of the app reads {FORMAT_VERSION}."
                )
            return Head(
                id=metadata["id"],
                basis=metadata["basis"],
                expression_names=tuple(metadata["expression_names"]),
                part_names=tuple(metadata["part_names"]),
                parents=tuple(metadata["parents"]),
                **{name: file.get_tensor(name) for name in _ARRAYS},
            )
    except (SafetensorError, ValueError, TypeError, KeyError, OSError) as error:
        raise ModelMismatch(f"{path} is not a head file, or a damaged one ({error}).") from error
