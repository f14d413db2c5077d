"""An exported network whose weights are stored in half precision: half the file, the same arithmetic.

ONNX Runtime widens them once, when it opens the file. A weight then is off by at most one part in 2000.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

_SMALLEST = 1024
"""Weights of fewer numbers stay as they are: biases and means are not where a file's size comes from."""


def halve(path: Path, output: Path) -> None:
    """Write the network in `path` with its large float32 weights as float16 as `output`."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    widened = []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < _SMALLEST:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        widened.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*widened, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, str(output))
