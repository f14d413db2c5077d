"""An ONNX file as a frozen torch module: gradients pass through it to what it is shown.

For plain picture networks (convolutions, norms, linear layers): those of face recognition, and what this project
exports. Not for anything with loops or attention.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import NodeProto, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from engine.errors import BadInput

_DTYPES = {1: torch.float32, 6: torch.int32, 7: torch.int64, 9: torch.bool, 10: torch.float32, 11: torch.float64}
"""Of ONNX; half precision is run in single."""


class FromOnnx(nn.Module):
    """Runs the graph in `path` up to `outputs` (names; default the first one): a tuple of answers about pictures.

    BadInput for what is no ONNX file, lacks an output, or needs an operation that is not known here.
    """

    def __init__(self, path: Path, outputs: Sequence[str] = ()) -> None:
        super().__init__()
        try:
            graph = onnx.load(str(path)).graph
        except Exception as error:  # protobuf's DecodeError is not to be named without its package
            raise BadInput(f"{path} cannot be read as an ONNX network. Give another file.") from error
        known = [output.name for output in graph.output]
        missing = [name for name in outputs if name not in known]
        if missing:
            raise BadInput(f"{path} has no output {missing[0]}. It has: {', '.join(known)}.")
        self.outputs = tuple(outputs) or (known[0],)
        constants = {i.name: _tensor(numpy_helper.to_array(i)) for i in graph.initializer}
        self.input = next(i.name for i in graph.input if i.name not in constants)
        self._nodes: list[NodeProto] = []
        for node in _needed(graph.node, self.outputs):
            if node.op_type not in _OPERATIONS:
                raise BadInput(f"{path} has an operation {node.op_type}, which cannot be trained through here.")
            if all(name in constants for name in node.input if name):
                constants |= _run(node, constants)
            else:
                self._nodes.append(node)
        used = sorted(constants.keys() & {name for node in self._nodes for name in node.input})
        # Sizes and places stay where they can be read without waiting for a device; weights go with the module.
        self._sizes = {name: constants[name] for name in used if not constants[name].is_floating_point()}
        self._names = {name: f"constant{number}" for number, name in enumerate(used) if name not in self._sizes}
        for name, key in self._names.items():
            self.register_buffer(key, constants[name], persistent=False)
        dimensions = next(i for i in graph.input if i.name == self.input).type.tensor_type.shape.dim
        self.size = int(dimensions[-1].dim_value)
        """Side of the picture, px."""

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        values = self._sizes | {name: getattr(self, key) for name, key in self._names.items()} | {self.input: picture}
        for node in self._nodes:
            values |= _run(node, values)
        return tuple(values[name] for name in self.outputs)


def _needed(nodes: Sequence[NodeProto], outputs: Sequence[str]) -> list[NodeProto]:
    """Those of `nodes` that the outputs depend on, in their order."""
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if wanted & set(node.output):
            kept.append(node)
            wanted |= set(node.input)
    return kept[::-1]


def _run(node: NodeProto, values: dict[str, Tensor]) -> dict[str, Tensor]:
    given = [values[name] if name else None for name in node.input]
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    return {node.output[0]: _OPERATIONS[node.op_type](attributes, *given)}


def _tensor(array: Any) -> Tensor:
    array = np.array(array)
    return torch.from_numpy(array.astype(np.float32) if array.dtype == np.float16 else array)


def _padding(a: dict[str, Any], x: Tensor, fill: float = 0.0) -> Tensor:
    top, left, bottom, right = a.get("pads", (0, 0, 0, 0))
    return functional.pad(x, (left, right, top, bottom), value=fill) if any(a.get("pads", ())) else x


def _convolved(a: dict[str, Any], x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    step, spread = tuple(a.get("strides", (1, 1))), tuple(a.get("dilations", (1, 1)))
    return functional.conv2d(_padding(a, x), weight, bias, step, 0, spread, a.get("group", 1))


def _gemm(a: dict[str, Any], x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    x, weight = (x.T if a.get("transA") else x), (weight.T if a.get("transB") else weight)
    product = a.get("alpha", 1.0) * (x @ weight)
    return product if bias is None else product + a.get("beta", 1.0) * bias


def _normed(a: dict[str, Any], x: Tensor, scale: Tensor, bias: Tensor, mean: Tensor, variance: Tensor) -> Tensor:
    return functional.batch_norm(x, mean, variance, scale, bias, eps=a.get("epsilon", 1e-5))


def _reshaped(a: dict[str, Any], x: Tensor, shape: Tensor) -> Tensor:
    return x.reshape([x.shape[i] if side == 0 else side for i, side in enumerate(shape.tolist())])


def _sliced(
    a: dict[str, Any], x: Tensor, starts: Tensor, ends: Tensor, axes: Tensor | None = None, steps: Tensor | None = None
) -> Tensor:
    which = range(len(starts)) if axes is None else axes.tolist()
    by = [1] * len(starts) if steps is None else steps.tolist()
    for axis, start, end, step in zip(which, starts.tolist(), ends.tolist(), by, strict=True):
        places = (
            torch.arange(x.shape[axis])[start:end:step] if step > 0 else _backwards(x.shape[axis], start, end, step)
        )
        x = x.index_select(axis, places.to(x.device))
    return x


def _backwards(length: int, start: int, end: int, step: int) -> Tensor:
    # A tensor cannot be sliced backwards; a range can, by the same rules as ONNX has.
    return torch.tensor(range(length)[start : end if end > -length - 1 else None : step], dtype=torch.int64)


def _gathered(a: dict[str, Any], x: Tensor, places: Tensor) -> Tensor:
    axis = a.get("axis", 0)
    found = x.index_select(axis, (places % x.shape[axis]).flatten().to(x.device))
    return found.unflatten(axis, places.shape) if places.dim() else found.squeeze(axis)


def _unsqueezed(a: dict[str, Any], x: Tensor, axes: Tensor | None = None) -> Tensor:
    for axis in sorted(a["axes"] if axes is None else axes.tolist()):
        x = x.unsqueeze(axis)
    return x


def _pooled(a: dict[str, Any], x: Tensor) -> Tensor:
    return functional.max_pool2d(_padding(a, x, -torch.inf), tuple(a["kernel_shape"]), tuple(a["strides"]))


def _prelu(a: dict[str, Any], x: Tensor, slope: Tensor) -> Tensor:
    return torch.where(x > 0, x, slope * x)


_OPERATIONS: dict[str, Callable[..., Tensor]] = {
    "Add": lambda a, x, y: x + y,
    "BatchNormalization": _normed,
    "Cast": lambda a, x: x.to(_DTYPES[a["to"]]),
    "Concat": lambda a, *x: torch.cat(x, a["axis"]),
    "Constant": lambda a: _tensor(numpy_helper.to_array(a["value"])),
    "Conv": _convolved,
    "Div": lambda a, x, y: x / y if x.is_floating_point() else x // y,
    "Dropout": lambda a, x, *rest: x,
    "Flatten": lambda a, x: x.flatten(a.get("axis", 1)),
    "Gather": _gathered,
    "Gemm": _gemm,
    "GlobalAveragePool": lambda a, x: x.mean((2, 3), keepdim=True),
    "Identity": lambda a, x: x,
    "MatMul": lambda a, x, y: x @ y,
    "MaxPool": _pooled,
    "Mul": lambda a, x, y: x * y,
    "PRelu": _prelu,
    "Relu": lambda a, x: x.relu(),
    "Reshape": _reshaped,
    "Shape": lambda a, x: torch.tensor(x.shape, dtype=torch.int64),
    "Sigmoid": lambda a, x: x.sigmoid(),
    "Slice": _sliced,
    "Sub": lambda a, x, y: x - y,
    "Transpose": lambda a, x: x.permute(a["perm"]),
    "Unsqueeze": _unsqueezed,
}
