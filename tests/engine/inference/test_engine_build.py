"""Building engines: the process that does it and, where TensorRT-RTX is installed, every shipped network."""

from __future__ import annotations

import json
import os
import sys
from importlib.util import find_spec

import pytest

from engine.assets import shipped
from engine.inference.engine_build import RTX_CARDS, build
from engine.inference.engine_process import follow
from engine.inference.tensorrt_package import load

needs_tensorrt = pytest.mark.skipif(
    find_spec("tensorrt_rtx") is None and "AVATAR_TEST_ENGINES" not in os.environ,  # `make engines` skips nothing
    reason="TensorRT-RTX is not installed: make engines",
)


def talk(*lines: str, end: str = "") -> tuple[str | None, list[float]]:
    """What is made of a process that writes these lines."""
    shares: list[float] = []
    source = f"import os, sys\nfor line in {lines!r}: print(line, flush=True)\n{end}"
    return follow([sys.executable, "-c", source], shares.append), shares


def test_a_build_is_followed_to_its_end() -> None:
    assert talk('{"share": 0.25}', "[TRT] chatter", '{"share": 1.0}', '{"done": {}}') == (None, [0.25, 1.0])


def test_a_build_that_fails_says_why() -> None:
    assert talk('{"error": "No TensorRT is installed."}', end="sys.exit(4)")[0] == "No TensorRT is installed."


def test_a_build_that_crashes_is_told_from_one_that_fails() -> None:
    error, shares = talk('{"share": 0.5}', end="os.kill(os.getpid(), 9)")
    assert error == "The process that builds it ended without a word (signal 9)."
    assert shares == [0.5]


@needs_tensorrt
@pytest.mark.parametrize("name", ["live", "capture", "detail_decoder", "detail_encoder"])
def test_every_shipped_network_builds_for_every_rtx_card(name: str) -> None:
    """In float16 for SM 7.5, 8.6, 8.9 and 12.0; inputs and outputs are the card's by name, shape and type."""
    shares: list[float] = []
    path = shipped(f"models/{name}.onnx")
    engine = build(load("tensorrt-rtx"), path.read_bytes(), "float16", RTX_CARDS, shares.append)
    card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    for ports, told in ((engine.inputs, card["inputs"]), (engine.outputs, card["outputs"])):
        assert {port.name: port.shape for port in ports} == {
            name: tuple(1 if length == "batch" else length for length in one["shape"]) for name, one in told.items()
        }
        assert {port.dtype for port in ports} == {"FLOAT"}
    assert len(engine.content) < 2 * path.stat().st_size
    assert shares == sorted(shares)
    assert shares[-1] == 1
