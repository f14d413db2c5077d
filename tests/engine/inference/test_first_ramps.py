"""The first layer of a network, read from its file."""

from __future__ import annotations

import numpy as np
import pytest

from engine.check import Array
from engine.inference.first_ramps import first_ramps

onnx = pytest.importorskip("onnx")
INNER = np.random.default_rng(0).normal(size=(7, 5)).astype(np.float32)
OFFSET = np.random.default_rng(1).normal(size=7).astype(np.float32)


def network(
    after: str = "Relu", joined: tuple[str, ...] = ("expression", "jaw_pose"), transposed: bool = True
) -> bytes:
    """displacement = after(inner @ [expression, jaw_pose] + offset)."""
    helper, array = onnx.helper, onnx.numpy_helper.from_array
    nodes = [
        helper.make_node("Concat", joined, ["x"], axis=1),
        helper.make_node("Gemm", ["x", "inner", "offset"], ["y"], transB=int(transposed)),
        helper.make_node(after, ["y"], ["displacement"]),
    ]
    floats = onnx.TensorProto.FLOAT
    given = [helper.make_tensor_value_info(n, floats, ["n", s]) for n, s in (("expression", 3), ("jaw_pose", 2))]
    told = [helper.make_tensor_value_info("displacement", floats, ["n", 7])]
    weights: list[Array] = [INNER if transposed else np.ascontiguousarray(INNER.T), OFFSET]
    tensors = [array(value, name) for value, name in zip(weights, ("inner", "offset"), strict=True)]
    return bytes(helper.make_model(helper.make_graph(nodes, "g", given, told, tensors)).SerializeToString())


@pytest.mark.parametrize("transposed", [True, False])
def test_the_ramps_are_the_networks(transposed: bool) -> None:
    found = first_ramps(network(transposed=transposed), ("expression", "jaw_pose"))
    assert found is not None
    np.testing.assert_array_equal(found[0], INNER)
    np.testing.assert_array_equal(found[1], OFFSET)


@pytest.mark.parametrize("other", [{"after": "Tanh"}, {"joined": ("jaw_pose", "expression")}])
def test_another_kind_of_network_has_none(other: dict[str, object]) -> None:
    assert first_ramps(network(**other), ("expression", "jaw_pose")) is None
