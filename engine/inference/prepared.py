"""A network as TensorRT is to build it: one sample a call, without 8-bit steps, in the precision that is wanted."""

from __future__ import annotations

from typing import Literal

Precision = Literal["float16", "float32"]


def prepared(model: bytes, precision: Precision, *, one_sample: bool = True) -> bytes:
    """The ONNX file `model` for TensorRT. Needs the package onnx, which the extra tensorrt brings.

    Same inputs and outputs by name and type. one_sample: their first dimension, the batch, is 1: with every length
    known the engine is smaller and faster, and the whole of it can be one CUDA graph.
    """
    import onnx

    from engine.inference.half import halve
    from engine.inference.unquantised import unquantise

    network = onnx.load_from_string(model)
    unquantise(network)
    if precision == "float16":
        halve(network)
    if one_sample:
        for given in network.graph.input:
            given.type.tensor_type.shape.dim[0].dim_value = 1
        for told in network.graph.output:
            told.type.tensor_type.ClearField("shape")  # follows from the inputs
    return bytes(network.SerializeToString())
