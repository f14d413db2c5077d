"""Where MediaPipe sees a landmark on people, against where the head has it: a small correction that ships.

The head's landmarks were placed by looking at renders of it. Real faces are not renders: the tracker puts, for one,
their brows higher. Left in, that error would be read as an expression on every face at rest.
"""

from __future__ import annotations

import hashlib

import numpy as np

from engine.assets import shipped
from engine.check import Array
from engine.head.head_model import Head

FILE = "models/landmark_bias.safetensors"


def landmark_bias(head: Head) -> Array:
    """[478, 3] metres, model frame, to add to the landmarks of `head`; zeros for a head it was not measured on."""
    from safetensors.numpy import load_file

    bias = load_file(shipped(FILE)).get(fingerprint(head))
    return np.zeros((478, 3)) if bias is None else bias.astype(np.float64)


def fingerprint(head: Head) -> str:
    """Changes with anything that changes where the landmarks of a resting head are."""
    digest = hashlib.sha256()
    for array in (head.landmark_faces, head.landmark_weights, head.v_template):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:16]
