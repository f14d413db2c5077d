"""What TensorRT is given in place of the shipped files says what they say. ONNX Runtime runs both, on the processor."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from engine.assets import shipped
from engine.check import Array
from engine.inference.agreement import TOLERANCES, golden_batch
from engine.inference.prepared import Precision, prepared

onnx = pytest.importorskip("onnx", reason="onnx is not installed: pip install avatar-app[train]")
MODELS = ("live", "capture", "detail_decoder", "detail_encoder")


def answers(model: bytes, samples: int = 1) -> Mapping[str, Array]:
    """What a network says of the golden batch."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 4
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    shapes = {one.name: (None, *one.shape[1:]) for one in session.get_inputs()}
    batch = golden_batch(shapes, samples)
    names = [one.name for one in session.get_outputs()]
    return dict(zip(names, session.run(names, dict(zip(shapes, batch, strict=True))), strict=True))


@cache
def model(name: str) -> bytes:
    return shipped(f"models/{name}.onnx").read_bytes()


@cache
def single(name: str) -> Mapping[str, Array]:
    return answers(prepared(model(name), "float32"))


@pytest.mark.parametrize("name", MODELS)
def test_float16_stays_within_a_fifth_of_what_is_allowed(name: str) -> None:
    network = prepared(model(name), "float16")
    told = answers(network)
    for output, value in single(name).items():
        off = np.abs(told[output] - value).max()
        assert 0 < off <= TOLERANCES[output][0] / 5, output
    kinds = {node.op_type for node in onnx.load_from_string(network).graph.node}
    assert not kinds & {"QuantizeLinear", "DequantizeLinear"}


@pytest.mark.parametrize("name", MODELS)
def test_float32_is_the_shipped_network(name: str) -> None:
    shipped_answers = answers(model(name))
    for output, value in single(name).items():
        if name == "live":  # its convolutions are in 8 bits; their rounding is what is undone
            spread = np.abs(value - value.mean()).max()
            assert 0 < np.abs(shipped_answers[output] - value).max() < 0.15 * spread or spread == 0
        else:
            np.testing.assert_array_equal(shipped_answers[output], value)


@pytest.mark.parametrize("precision", ["float16", "float32"])
def test_a_batch_can_be_kept(precision: Precision) -> None:
    """The reference of the golden batch takes all samples at once."""
    several = answers(prepared(model("live"), precision, one_sample=False), 3)
    assert {value.shape[0] for value in several.values()} == {3}


def test_the_golden_batch_is_smooth_pictures_that_come_again() -> None:
    shapes = {"picture": (None, 3, 40, 24), "detail": (None, 5)}
    picture, detail = golden_batch(shapes, 2)
    assert picture.shape == (2, 3, 40, 24)
    assert picture.min() >= 0
    assert picture.max() <= 1
    assert np.abs(np.diff(picture, axis=-1)).max() <= 1 / 5 + 1e-6
    np.testing.assert_array_equal(golden_batch(shapes, 2)[1], detail)


def test_every_output_of_every_network_has_its_own_tolerance() -> None:
    for name in MODELS:
        assert {one.name for one in onnx.load_from_string(model(name)).graph.output} <= set(TOLERANCES), Path(name)
