"""The ramps that a network makes of some of its inputs first, read from its file: max(0, inner @ x + offset)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from engine.check import Array

_GRAPH, _NODE, _INITIALIZER = 7, 1, 5
_INPUT, _OUTPUT, _KIND, _ATTRIBUTE = 1, 2, 4, 5
_DIMS, _TYPE, _NAME, _RAW = 1, 2, 8, 9
_ATTRIBUTE_NAME, _ATTRIBUTE_WHOLE = 1, 3
_FLOAT32 = 1
"""Field numbers of onnx.proto's messages."""

Fields = dict[int, list[bytes | int]]


def first_ramps(model: bytes, inputs: Sequence[str]) -> tuple[Array, Array] | None:
    """inner [R, X], offset [R] of the ONNX file `model`, x being `inputs` one after the other.

    None for a network that does anything else with them: whoever asks can do without.
    """
    graph = _fields(_only(_fields(model), _GRAPH))
    nodes = [_fields(node) for node in _blobs(graph, _NODE)]

    def after(kind: str, first: str, others: Sequence[str] | None = None) -> Fields | None:
        """The node of a kind that takes `first`, and then `others` alone."""
        for node in nodes:
            taken = [name.decode() for name in _blobs(node, _INPUT)]
            told = _only(node, _KIND).decode() == kind and taken[:1] == [first]
            if told and (others is None or taken[1:] == list(others)):
                return node
        return None

    joined = after("Concat", inputs[0], inputs[1:])
    product = after("Gemm", _only(joined, _OUTPUT).decode()) if joined else None
    if product is None or after("Relu", _only(product, _OUTPUT).decode()) is None:
        return None
    named = {_only(tensor, _NAME): tensor for tensor in map(_fields, _blobs(graph, _INITIALIZER))}
    weights = [named.get(name) for name in _blobs(product, _INPUT)[1:]]
    if len(weights) != 2 or any(one is None or one.get(_TYPE) != [_FLOAT32] or _RAW not in one for one in weights):
        return None
    attributes = {
        _only(one, _ATTRIBUTE_NAME): one.get(_ATTRIBUTE_WHOLE) for one in map(_fields, _blobs(product, _ATTRIBUTE))
    }
    inner, offset = (_tensor(one) for one in weights if one is not None)
    if inner.ndim != 2 or offset.ndim != 1:
        return None
    inner = inner if attributes.get(b"transB") == [1] else inner.T
    return (inner, offset) if len(inner) == len(offset) else None


def _tensor(tensor: Fields) -> Array:
    dims: list[int] = []
    for one in tensor[_DIMS]:
        dims += [one] if isinstance(one, int) else [value for value, _ in _varints(one)]
    return np.frombuffer(_only(tensor, _RAW), "<f4").reshape(dims)


def _fields(message: bytes) -> Fields:
    """A protocol buffer's fields by number: https://protobuf.dev/programming-guides/encoding."""
    found: Fields = defaultdict(list)
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(message, at)
            found[key >> 3].append(value)
            continue
        if kind == 2:
            length, at = _varint(message, at)
        else:
            length = {1: 8, 5: 4}[kind]
        found[key >> 3].append(message[at : at + length])
        at += length
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _varints(packed: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(packed):
        value, at = _varint(packed, at)
        yield value, at


def _blobs(message: Fields, number: int) -> list[bytes]:
    return [one for one in message.get(number, ()) if isinstance(one, bytes)]


def _only(message: Fields, number: int) -> bytes:
    return next(iter(_blobs(message, number)), b"")
