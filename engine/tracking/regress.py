"""A first guess of the expression from the landmarks of one picture: a small network, trained on the head alone."""

from __future__ import annotations

import numpy as np

from engine.assets import shipped
from engine.check import Array
from engine.head.head_model import Head
from engine.tracking.bias import fingerprint

FILE = "models/landmark_regressor.safetensors"
_OUTER_EYE_CORNERS = 33, 263


def features(uv: Array) -> Array:
    """[B, 956] of landmarks uv [B, 2, 478]: place, roll and size removed; the size is the landmarks' spread."""
    z = uv[:, 0] + 1j * uv[:, 1]
    z = z - z.mean(1, keepdims=True)
    across = z[:, _OUTER_EYE_CORNERS[1]] - z[:, _OUTER_EYE_CORNERS[0]]
    z = z * (across.conj() / np.maximum(np.abs(across), 1e-12))[:, None]
    z = z / np.maximum(np.sqrt((np.abs(z) ** 2).mean(1, keepdims=True)), 1e-12)
    return np.concatenate([z.real, z.imag], 1)


class Regressor:
    """Controls from landmarks in microseconds. Belongs to one head; use `for_head`."""

    def __init__(self, layers: list[tuple[Array, Array]], mean: Array) -> None:
        self._layers = layers
        self._mean = mean

    @classmethod
    def for_head(cls, head: Head) -> Regressor | None:
        """The shipped network, if it was trained on `head`."""
        from safetensors.numpy import load_file

        tensors = load_file(shipped(FILE))
        if tensors.pop(f"head_{fingerprint(head)}", None) is None:
            return None
        count = sum(name.startswith("weight") for name in tensors)
        layers = [(tensors[f"weight{i}"].astype(np.float32), tensors[f"bias{i}"]) for i in range(count)]
        return cls(layers, tensors["mean"])

    def __call__(self, uv: Array) -> Array:
        """[K] controls, in [0, 1], of landmarks uv [2, 478] (any unit, +v up)."""
        value = (features(uv[None])[0] - self._mean).astype(np.float32)
        for weight, bias in self._layers[:-1]:
            value = np.maximum(weight @ value + bias, 0)
        weight, bias = self._layers[-1]
        return np.clip(weight @ value + bias, 0, 1).astype(np.float64)
