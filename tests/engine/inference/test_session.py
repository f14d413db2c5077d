"""Networks as functions: what they must have, and what is said where they do not."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from engine.errors import AssetMissing, DeviceError, ModelMismatch
from engine.inference.session import Session

onnx = pytest.importorskip("onnx", reason="onnx is not installed: pip install avatar-app[train]")


@pytest.fixture
def doubling(tmp_path: Path) -> Path:
    """A model that gives back its input, once doubled and once negated."""
    from onnx import TensorProto, helper

    def port(name: str) -> object:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", 3])

    nodes = [helper.make_node("Add", ["x", "x"], ["double"]), helper.make_node("Neg", ["x"], ["negative"])]
    graph = helper.make_graph(nodes, "doubling", [port("x")], [port("double"), port("negative")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path = tmp_path / "doubling.onnx"
    onnx.save(model, str(path))
    return path


def card(model: Path, **values: object) -> None:
    model.with_suffix(".json").write_text(json.dumps(values))


def test_outputs_come_by_name_in_the_order_asked_for(doubling: Path) -> None:
    session = Session(doubling, ("x", (None, 3)), {"negative": (None, 3), "double": (None, 3)})
    negative, double = session(np.ones((2, 3), np.float32))
    np.testing.assert_array_equal(negative, -np.ones((2, 3)))
    np.testing.assert_array_equal(double, 2 * np.ones((2, 3)))
    assert session.sha256 == hashlib.sha256(doubling.read_bytes()).hexdigest()


def test_several_inputs_are_taken_in_the_order_named(tmp_path: Path) -> None:
    from onnx import TensorProto, helper

    ports = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch"]) for name in ("a", "b", "less")]
    graph = helper.make_graph([helper.make_node("Sub", ["a", "b"], ["less"])], "less", ports[:2], ports[2:])
    path = tmp_path / "less.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    shape = (None,)
    five, two = np.array([5.0], np.float32), np.array([2.0], np.float32)
    assert Session(path, {"a": shape, "b": shape}, {"less": shape})(five, two)[0] == 3
    assert Session(path, {"b": shape, "a": shape}, {"less": shape})(five, two)[0] == -3
    with pytest.raises(ModelMismatch, match="no input named c, only a, b"):
        Session(path, {"a": shape, "c": shape}, {"less": shape})


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match=r"no\.onnx is missing\. Reinstall"):
        Session(tmp_path / "no.onnx", ("x", (None, 3)), {})


@pytest.mark.parametrize("content", [b"", b"not a network", None])
def test_a_damaged_model_is_named(doubling: Path, content: bytes | None) -> None:
    doubling.write_bytes(doubling.read_bytes()[:40] if content is None else content)
    with pytest.raises(AssetMissing, match=r"doubling\.onnx is damaged"):
        Session(doubling, ("x", (None, 3)), {})


def test_a_model_that_is_not_its_cards_is_refused(doubling: Path) -> None:
    card(doubling, sha256="0" * 64)
    with pytest.raises(AssetMissing, match="altered"):
        Session(doubling, ("x", (None, 3)), {})
    card(doubling, sha256=hashlib.sha256(doubling.read_bytes()).hexdigest())
    Session(doubling, ("x", (None, 3)), {})
    card(doubling, what="no sha256")
    with pytest.raises(AssetMissing, match=r"card .*json cannot be read"):
        Session(doubling, ("x", (None, 3)), {})


def test_a_model_of_another_kind_is_refused(doubling: Path) -> None:
    with pytest.raises(ModelMismatch, match="no output named triple, only double, negative"):
        Session(doubling, ("x", (None, 3)), {"triple": (None, 3)})
    with pytest.raises(ModelMismatch, match="no input named picture"):
        Session(doubling, ("picture", (None, 3)), {})
    with pytest.raises(ModelMismatch, match=r"output double is \*x3, this app needs \*x4"):
        Session(doubling, ("x", (None, 3)), {"double": (None, 4)})


def test_no_processor_stands_in_for_a_graphics_card(doubling: Path) -> None:
    import onnxruntime

    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this ONNX Runtime has a graphics card")
    with pytest.raises(DeviceError, match="onnxruntime-gpu"):
        Session(doubling, ("x", (None, 3)), {}, provider="CUDA")
