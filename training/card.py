"""Weights with their card: what is in the file, where it came from, how good it is."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save

from engine.check import Array


def write_model(path: Path, tensors: Mapping[str, Array], card: Mapping[str, Any]) -> None:
    """Write `tensors` as safetensors and, beside them, the card as JSON; each appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = save({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()})
    shapes = {name: {"shape": list(t.shape), "dtype": str(t.dtype)} for name, t in tensors.items()}
    full = {**card, "tensors": shapes, "sha256": hashlib.sha256(data).hexdigest()}
    _write(path, data)
    _write(path.with_suffix(".json"), (json.dumps(full, indent=2) + "\n").encode())


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(data)
    os.replace(temporary, path)
