"""An exported network with most of its convolutions in 8 bits: half the time on CPUs that multiply bytes at once.

What sees the pixels and what is read out stay in full precision: rounding there costs most steadiness and saves least
time. Ranges are running averages over real pictures, since those of the most extreme picture waste half of the steps.
Both together halve what rounding adds to the jitter of a still face (live network: from .49 to .53 % of interocular
instead of .62).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from engine.check import Array
from training.data.batch import whole_batch
from training.data.columns import joined
from training.data.shards import open_shards
from training.models.encoder import landmark_subset

_MOST = 256
_PRECISE = ("stem", "fine", "coarse")
"""Parts of `training.models.trunk.Trunk` whose convolutions keep their precision."""


def calibration_pictures(paths: tuple[Path, ...], size: int) -> Array:
    """[N, 3, size, size] float32 sRGB in [0, 1]: aligned crops of at most 256 samples, evenly from all."""
    shards = open_shards(paths)
    every = -(-sum(map(len, shards)) // _MOST)
    samples = joined(shard.samples[::every] for shard in shards)
    batch = whole_batch(samples, False, landmark_subset(), size, np.ones(100, np.float32))
    return np.ascontiguousarray(batch.picture.transpose(0, 3, 1, 2), np.float32) / 255


def quantise(path: Path, output: Path, pictures: Array) -> None:
    """Write `path` with 8-bit convolutions as `output`. pictures: [N, 3, S, S] of the network's one input."""
    import onnx
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Reader(CalibrationDataReader):
        def __init__(self) -> None:
            self._left: Iterator[Array] = iter(pictures[:, None])

        def get_next(self) -> dict[str, Array] | None:
            picture = next(self._left, None)
            return None if picture is None else {"picture": picture}

    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.ERROR)  # it advises the step that has just been taken
    try:
        with TemporaryDirectory() as folder:
            prepared = Path(folder) / "prepared.onnx"
            quant_pre_process(str(path), str(prepared), skip_symbolic_shape=True)
            names = [node.name for node in onnx.load(str(prepared)).graph.node]
            quantize_static(
                str(prepared),
                str(output),
                Reader(),
                quant_format=QuantFormat.QDQ,
                per_channel=True,
                reduce_range=True,  # 7 bits of weights: sums of 8 overflow on CPUs without VNNI
                activation_type=QuantType.QUInt8,
                weight_type=QuantType.QInt8,
                op_types_to_quantize=["Conv"],
                nodes_to_exclude=[name for name in names if any(part in name.split("/") for part in _PRECISE)],
                extra_options={"CalibMovingAverage": True},
            )
    finally:
        logging.getLogger().setLevel(level)
