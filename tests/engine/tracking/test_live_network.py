"""The live network behind its interface, with a stand-in of a few nodes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import AssetMissing, ModelMismatch
from engine.tracking.align import LIVE_SIZE
from engine.tracking.live_network import LiveNetwork
from engine.tracking.measure import Measure

onnx = pytest.importorskip("onnx", reason="onnx is not installed: pip install avatar-app[train]")
NUM_POINTS = len(Measure.of().points)


def stand_in(path: Path, num_points: int = NUM_POINTS) -> Path:
    """Its confidence is the picture's mean, its expression the red one's twice, its landmarks the square's middle."""
    from onnx import TensorProto, helper, numpy_helper

    def port(name: str, *shape: int) -> object:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *shape])

    constants = {
        "half": np.full((1, num_points, 2), 0.5, np.float32),
        "turned": np.array([[0.1, -0.2, 0.3]], np.float32),
        "two": np.full((1, 52), 2.0, np.float32),
        "first": np.array([0]),
        "second": np.array([1]),
        "channel": np.array([1]),
        "flat": np.array([-1, 1]),
    }
    nodes = [
        helper.make_node("Identity", ["half"], ["landmarks"]),
        helper.make_node("Identity", ["turned"], ["global_orient"]),
        helper.make_node("ReduceMean", ["picture"], ["confidence"], axes=[1, 2, 3], keepdims=0),
        helper.make_node("Slice", ["picture", "first", "second", "channel"], ["red"]),
        helper.make_node("ReduceMean", ["red"], ["redness"], axes=[1, 2, 3], keepdims=0),
        helper.make_node("Reshape", ["redness", "flat"], ["column"]),
        helper.make_node("Mul", ["column", "two"], ["expression"]),
    ]
    outputs = [port("landmarks", num_points, 2), port("expression", 52), port("global_orient", 3), port("confidence")]
    graph = helper.make_graph(
        nodes,
        "stand-in",
        [port("picture", 3, LIVE_SIZE, LIVE_SIZE)],
        outputs,
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(path))
    return path


def test_the_square_reaches_the_network_as_colours_from_0_to_1(tmp_path: Path) -> None:
    network = LiveNetwork(stand_in(tmp_path / "live.onnx"))
    image = np.zeros((300, 400, 3), np.uint8)
    image[100:212, 200:312] = (51, 102, 204)  # red a fifth
    square = np.array([[1, 0, -200], [0, 1, -100], [0, 0, 1.0]])
    sight = network(image, square)
    assert sight.confidence == pytest.approx((51 + 102 + 204) / 3 / 255, abs=1e-4)
    np.testing.assert_allclose(sight.expression, 0.4, atol=1e-4)
    np.testing.assert_allclose(sight.landmarks, np.full((NUM_POINTS, 2), 56.0))
    np.testing.assert_allclose(sight.global_orient, [0.1, -0.2, 0.3], atol=1e-6)
    assert len(network.sha256) == 64


def test_weights_stay_in_their_range(tmp_path: Path) -> None:
    network = LiveNetwork(stand_in(tmp_path / "live.onnx"))
    assert network.see(np.full((LIVE_SIZE, LIVE_SIZE, 3), 255, np.uint8)).expression.max() == 1


def test_a_network_with_other_landmarks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match=f"landmarks is .x68x2, this app needs .x{NUM_POINTS}x2"):
        LiveNetwork(stand_in(tmp_path / "live.onnx", 68))


def test_a_missing_network_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match=r"live\.onnx is missing"):
        LiveNetwork(tmp_path / "live.onnx")
