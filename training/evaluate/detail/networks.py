"""The detail networks as files: who from a picture, wrinkles from who and what."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.errors import AssetMissing

_AT_ONCE = 16
NAMES = ("detail_encoder.onnx", "detail_decoder.onnx")


class DetailNetworks:
    """detail_encoder.onnx and detail_decoder.onnx of a folder, on one thread. AssetMissing where one is not there."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        missing = [name for name in NAMES if not (folder / name).is_file()]
        if missing:
            raise AssetMissing(
                f"{folder} has no {missing[0]}. Make it with: python -m training export RUN -o {folder}/x"
            )
        self._encoder, self._decoder = (
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in NAMES
        )
        digests = (hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in NAMES)
        self.fingerprint = ", ".join(f"{name} {digest}" for name, digest in zip(NAMES, digests, strict=True))

    def codes(self, texture: Array, expression: Array) -> Array:
        """[N, 128] of textures [N, 256, 256, 4] uint8 and the expressions [N, 52] that they show."""
        parts = []
        for start in range(0, len(texture), _AT_ONCE):
            some = texture[start : start + _AT_ONCE].transpose(0, 3, 1, 2).astype(np.float32) / 255
            given = {"texture": some, "expression": expression[start : start + _AT_ONCE].astype(np.float32)}
            parts.append(self._encoder.run(["detail"], given)[0])
        return np.concatenate(parts)

    def displacement(self, detail: Array, expression: Array, jaw_pose: Array) -> Array:
        """[N, 256, 256] m of codes [N, 128], expressions [N, 52] and jaws [N, 3]."""
        parts = []
        for start in range(0, len(detail), _AT_ONCE):
            rows = slice(start, start + _AT_ONCE)
            given = {"detail": detail[rows], "expression": expression[rows], "jaw_pose": jaw_pose[rows]}
            parts.append(self._decoder.run(["displacement"], given)[0])
        return np.concatenate(parts)

    def milliseconds(self, runs: int = 30) -> tuple[float, float]:
        """Medians over `runs` of one picture's code and of one displacement, on this machine."""
        from engine.clock import now

        texture, zero = np.full((1, 256, 256, 4), 128, np.uint8), np.zeros((1, 52), np.float32)
        code, jaw = self.codes(texture, zero), np.zeros((1, 3), np.float32)
        times = []
        for _ in range(runs):
            first = now()
            self.codes(texture, zero)
            second = now()
            self.displacement(code, zero, jaw)
            times.append((second - first, now() - second))
        encoder, decoder = 1e3 * np.median(times, axis=0)
        return float(encoder), float(decoder)
