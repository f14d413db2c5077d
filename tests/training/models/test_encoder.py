"""The live encoder, and the file that the app gets of it."""

import json

import numpy as np
import pytest

from engine.errors import ModelMismatch
from engine.tracking.align import LIVE_SIZE
from engine.tracking.measure import Measure

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")
onnx = pytest.importorskip("onnx", reason="onnx is not installed (extra: train)")

from training import export  # noqa: E402
from training.models.contract import LiveGraph  # noqa: E402
from training.models.encoder import LiveEncoder  # noqa: E402

NUM = len(Measure.of().points)


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    network = LiveEncoder(widths=(8, 8, 8, 8), num_features=16)
    # Norms that do something, as after training.
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 2)
            module.weight.data.uniform_(0.5, 1.5)
    return network.eval()


def test_a_new_network_answers_the_mean():
    network = LiveEncoder(widths=(8, 8, 8, 8), num_features=16).eval()
    rng = np.random.default_rng(0)
    means = rng.random((NUM, 2)), rng.random(52), np.array([0.2, 0.0, 0.0])
    network.centre_on(*means)
    with torch.no_grad():
        output = network(torch.rand(2, 3, LIVE_SIZE, LIVE_SIZE))
    for value, mean, slack in zip(output, means, (0.01, 0.05, 0.05), strict=False):
        np.testing.assert_allclose(value[1], mean, atol=slack)
    assert output.confidence.shape == (2,)


def test_the_exported_file_holds_what_its_card_says(network, tmp_path):
    import onnxruntime

    path = tmp_path / "live.onnx"
    export.write_onnx(path, LiveGraph(network), {"seed": 5})
    card = json.loads(path.with_suffix(".json").read_text())
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    pictures = np.random.default_rng(0).random((3, 3, LIVE_SIZE, LIVE_SIZE), np.float32)
    found = dict(zip(card["outputs"], session.run(list(card["outputs"]), {"picture": pictures}), strict=True))
    assert list(found) == ["landmarks", "expression", "global_orient", "confidence"]
    for name, value in found.items():
        assert list(value.shape) == [3, *card["outputs"][name]["shape"][1:]]
    assert ((found["confidence"] > 0) & (found["confidence"] < 1)).all()
    with torch.no_grad():
        wanted = network(torch.from_numpy(pictures))
    np.testing.assert_allclose(found["landmarks"], wanted.landmarks, atol=1e-4)
    assert card["seed"] == 5
    assert sorted(p.name for p in tmp_path.iterdir()) == ["live.json", "live.onnx"]
    assert "BatchNormalization" not in {node.op_type for node in onnx.load(path).graph.node}


def test_a_file_that_differs_from_torch_is_not_kept(network, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "TOLERANCE", -1.0)
    with pytest.raises(ModelMismatch, match="differs from torch"):
        export.write_onnx(tmp_path / "live.onnx", LiveGraph(network), {})
    assert list(tmp_path.iterdir()) == []


def test_a_small_file_says_nearly_the_same_and_its_card_how_nearly(network, tmp_path):
    pictures = np.random.default_rng(1).random((6, 3, LIVE_SIZE, LIVE_SIZE), np.float32)
    export.write_onnx(tmp_path / "large.onnx", LiveGraph(network), {})
    export.write_onnx(tmp_path / "small.onnx", LiveGraph(network), {}, pictures)
    assert "QuantizeLinear" in {node.op_type for node in onnx.load(tmp_path / "small.onnx").graph.node}
    card = json.loads((tmp_path / "small.json").read_text())
    assert card["precision"].startswith("int8")
    assert 0 < card["mean_change_by_int8"]["landmarks"] < 0.005
    assert json.loads((tmp_path / "large.json").read_text())["precision"] == "float32"
