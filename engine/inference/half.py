"""The products of a network in float16, everything else in float32.

TensorRT takes the type of every tensor from the file. Convolutions and matrix products are where the time goes, and
TensorRT-RTX has no others for Turing cards (SM 7.5). What is done to pixels before them keeps its digits, and so does
what is read out: a landmark in float16 would be good to a twentieth of a pixel only, so that the offset of a product,
the mean face, is added in float32.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnx

_HALF = frozenset({"Conv", "Gemm", "MatMul"})
_FOLLOWING = frozenset(
    {"Add", "AveragePool", "Concat", "DepthToSpace", "Flatten", "LeakyRelu", "MaxPool", "Relu", "Resize", "Slice"}
)
"""These run in float16 where all they are given comes so."""


def halve(model: onnx.ModelProto) -> None:
    """Do that, in place. Inputs and outputs keep their names and types."""
    from onnx import TensorProto, helper

    graph = model.graph
    outputs = {one.name for one in graph.output}
    half: set[str] = set()
    made: dict[tuple[str, int], str] = {}
    nodes: list[onnx.NodeProto] = []

    def cast(name: str, to: int) -> str:
        """`name` in the other precision; one step for however many take it."""
        if (name, to) not in made:
            made[name, to] = f"{name}#{'half' if to == TensorProto.FLOAT16 else 'single'}"
            nodes.append(helper.make_node("Cast", [name], [made[name, to]], to=to))
        return made[name, to]

    for node in _offsets_apart(graph.node):
        # Resize and Slice take sizes and places beside what they work on.
        lasting = node.input[:1] if node.op_type in ("Resize", "Slice") else node.input
        halved = node.op_type in _HALF or (node.op_type in _FOLLOWING and all(name in half for name in lasting))
        for at, name in enumerate(node.input):
            if halved and name and name in lasting and name not in half:
                node.input[at] = cast(name, TensorProto.FLOAT16)
            elif name in half and not halved:
                node.input[at] = cast(name, TensorProto.FLOAT)
        if halved:
            for at, name in enumerate(node.output):
                if name in outputs:
                    node.output[at] = f"{name}#half_output"
                half.add(node.output[at])
        nodes.append(node)
        nodes.extend(
            helper.make_node("Cast", [f"{name}#half_output"], [name], to=TensorProto.FLOAT)
            for name in outputs
            if f"{name}#half_output" in node.output
        )
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.value_info[:]  # says types that no longer hold


def _offsets_apart(nodes: Iterable[onnx.NodeProto]) -> Iterator[onnx.NodeProto]:
    """The same nodes with Gemm's offset in an addition of its own."""
    from onnx import helper

    for node in nodes:
        factors = {one.name: one.f for one in node.attribute}
        if node.op_type != "Gemm" or len(node.input) < 3 or factors.get("beta", 1.0) != 1.0:
            yield node
            continue
        product = f"{node.output[0]}#product"
        added = helper.make_node("Add", [product, node.input[2]], list(node.output))
        node.output[0] = product
        del node.input[2:]
        yield node
        yield added
