"""A network without its 8-bit steps: the float32 network that it was made from, to within its weights' rounding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import onnx


def unquantise(model: onnx.ModelProto) -> None:
    """Undo, in place, what rounds activations, and store 8-bit weights as float32.

    TensorRT takes neither zero points other than 0 nor 32-bit biases, which ONNX Runtime's quantiser writes.
    """
    from onnx import numpy_helper

    graph = model.graph
    values = {one.name: one for one in graph.initializer}
    same: dict[str, str] = {}  # what a rounding step gave -> what went into it
    kept, folded = [], set()
    for node in graph.node:
        if node.op_type == "QuantizeLinear":
            same[node.output[0]] = same.get(node.input[0], node.input[0])
        elif node.op_type == "DequantizeLinear" and node.input[0] in values:
            weight, scale, zero = (numpy_helper.to_array(values[name]) for name in node.input)
            axis = next((one.i for one in node.attribute if one.name == "axis"), 1)
            along = [-1 if at == axis % max(weight.ndim, 1) and scale.size > 1 else 1 for at in range(weight.ndim)]
            whole = weight.astype(np.float32) - zero.astype(np.float32).reshape(along)
            plain = np.asarray(whole * scale.reshape(along), np.float32)
            graph.initializer.append(numpy_helper.from_array(plain, node.output[0]))
            folded.update(node.input)
        elif node.op_type == "DequantizeLinear":
            same[node.output[0]] = same.get(node.input[0], node.input[0])
        else:
            for at, name in enumerate(node.input):
                node.input[at] = same.get(name, name)
            kept.append(node)
    if any(one.name in same for one in graph.output):
        raise ValueError("an output of the network is a rounding step")
    del graph.node[:]
    graph.node.extend(kept)
    used = {name for node in kept for name in node.input}
    left = [one for one in graph.initializer if one.name in used or one.name not in folded]
    del graph.initializer[:]
    graph.initializer.extend(one for one in left if one.name in used)
