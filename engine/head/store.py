"""A head on disk: one safetensors file, data only, bases in half precision (rounding .014 mm)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from engine.check import Array
from engine.errors import AssetMissing, ModelMismatch
from engine.head import packing
from engine.head.head_model import Head

FORMAT_VERSION = 2
_PLAIN = ("v_template", "weights", "uv", "parts", "landmark_weights", "scalp")
_INDICES = ("faces", "uv_faces", "mirror", "landmark_faces")
_COLUMNS = ("expression_basis", "posedirs")


def save_head(head: Head, path: Path) -> None:
    """Write `head`; the file appears whole or not at all, and equal heads give equal bytes."""
    arrays = {name: np.ascontiguousarray(getattr(head, name)) for name in _PLAIN}
    for name in _INDICES:
        index = getattr(head, name)
        arrays[name] = np.ascontiguousarray(index.astype(np.uint16 if index.max(initial=0) < 1 << 16 else np.uint32))
    for name in _COLUMNS:
        arrays |= packing.pack_columns(name, getattr(head, name))
    arrays |= packing.pack_rows("shape_basis", head.shape_basis)
    joint, vertex = np.nonzero(head.J_regressor)
    arrays["J_regressor.index"] = np.stack([joint, vertex]).astype(np.uint32)
    arrays["J_regressor.value"] = head.J_regressor[joint, vertex]
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
    temporary.chmod(0o644)  # the writer makes it private; this is a file to ship
    os.replace(temporary, path)


def load_head(path: Path) -> Head:
    """The head in a file written by `save_head`.

    AssetMissing where there is no such file or it is damaged, ModelMismatch where it is another format's.
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
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return Head(
                id=metadata["id"],
                basis=metadata["basis"],
                expression_names=tuple(metadata["expression_names"]),
                part_names=tuple(metadata["part_names"]),
                parents=tuple(metadata["parents"]),
                **_unpacked(arrays),
            )
    except (SafetensorError, ValueError, TypeError, KeyError, IndexError, OSError) as error:
        raise AssetMissing(
            f"The head {path} is damaged, or is no head file. Reinstall the application to get it back."
        ) from error


def _unpacked(arrays: dict[str, Array]) -> dict[str, Array]:
    """The array fields of a Head from the arrays of its file."""
    num = len(arrays["v_template"])
    fields = {name: arrays[name] for name in (*_PLAIN, *_INDICES)}
    fields |= {name: packing.unpack_columns(name, arrays, num) for name in _COLUMNS}
    fields["shape_basis"] = packing.unpack_rows("shape_basis", arrays)
    regressor = np.zeros((5, num), np.float32)
    regressor[tuple(arrays["J_regressor.index"])] = arrays["J_regressor.value"]
    return fields | {"J_regressor": regressor}
