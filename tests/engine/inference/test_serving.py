"""Networks that a graphics card may take over: when it does, when it is refused, and what people are told."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from engine.check import Array
from engine.errors import DeviceError
from engine.inference.agreement import Run
from engine.inference.candidates import Model, Opened, TensorRt
from engine.inference.serving import Serving
from engine.inference.session import Session
from engine.inference.tried import Board

onnx = pytest.importorskip("onnx", reason="onnx is not installed: pip install avatar-app[train]")
SIZE = 160
WEIGHTS = np.random.default_rng(0).normal(size=(SIZE, SIZE)).astype(np.float32) / 400


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network that takes the processor a while: displacement = tanh(x @ W) 40 times over."""
    from onnx import TensorProto, helper, numpy_helper

    nodes, last = [], "x"
    for step in range(40):
        nodes.append(helper.make_node("MatMul", [last, "W"], [f"p{step}"]))
        last = "displacement" if step == 39 else f"x{step}"
        nodes.append(helper.make_node("Tanh", [f"p{step}"], [last]))
    ports = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["batch", SIZE, SIZE]) for n in ("x", "displacement")]
    graph = helper.make_graph(nodes, "slow", ports[:1], ports[1:], [numpy_helper.from_array(WEIGHTS, "W")])
    path = tmp_path_factory.mktemp("models") / "slow.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    return path


@dataclass
class Card:
    """A graphics card that knows the answers: the network gives almost nothing, whatever it is asked."""

    run: Run
    name: str = "Card"
    refusal: str = ""

    def open(self, model: Model, progress: Callable[[float], None]) -> Opened:
        if self.refusal:
            raise DeviceError(self.refusal)
        progress(0.5)
        return Opened(self.run, Session(model.path, model.given, model.outputs))


def nothing(x: Array) -> tuple[Array]:
    return (np.zeros_like(x),)


def shown(path: Path, *others: Card | TensorRt) -> tuple[Serving, Board]:
    board, shape = Board(), (None, SIZE, SIZE)
    serving = Serving(path, ("x", shape), {"displacement": shape}, others=others, board=board)
    assert serving.settled(30)
    return serving, board


X = np.ones((1, SIZE, SIZE), np.float32)


def test_what_agrees_and_is_faster_takes_over(slow: Path) -> None:
    serving, board = shown(slow, Card(nothing))
    assert serving.is_fast
    assert serving.provider == "Card"
    assert not serving(X)[0].any()
    assert {line.backend: line.result for line in board.lines()} == {"ONNX Runtime, CPU": "stands by", "Card": "serves"}
    assert board.sentences() == ()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda x: (np.full_like(x, 3e-6),), r"displacement was off by 3e-06 m, 2e-06 is allowed"),
        (lambda x: (np.full_like(x, np.nan),), "displacement was off by nan m"),
        (lambda x: (np.zeros_like(x)[:, 0],), r"displacement came as \(8, 160\) instead of \(8, 160, 160\)"),
    ],
)
def test_what_does_not_agree_is_refused_and_says_so(slow: Path, answer: Run, why: str) -> None:
    serving, board = shown(slow, Card(answer))
    assert not serving.is_fast
    assert serving.provider == "ONNX Runtime, CPU"
    (sentence,) = board.sentences()
    assert re.search(why, sentence), sentence
    assert sentence.startswith("Card is not used: Its answers differ")
    np.testing.assert_allclose(serving(X)[0], 0, atol=1e-6)


def test_what_is_not_faster_is_refused(slow: Path) -> None:
    on_cpu = Session(slow, ("x", (None, SIZE, SIZE)), {"displacement": (None, SIZE, SIZE)})

    def thrice(x: Array) -> tuple[Array, ...]:
        on_cpu(x), on_cpu(x)
        return on_cpu(x)

    serving, board = shown(slow, Card(thrice))
    assert not serving.is_fast
    assert "ms a call, the processor" in board.sentences()[0]


def test_the_next_is_tried_and_each_reason_kept(slow: Path) -> None:
    serving, board = shown(
        slow, Card(nothing, "First", refusal="It has no memory left. Close other programs."), Card(nothing)
    )
    assert serving.provider == "Card"
    assert board.sentences() == ("First is not used: It has no memory left. Close other programs.",)
    assert board.table().splitlines()[2].split()[:3] == ["slow", "First", "absent"]


def test_a_card_that_fails_later_hands_back(slow: Path) -> None:
    lost: list[bool] = []

    def run(x: Array) -> tuple[Array]:
        if lost:
            raise DeviceError("CUDA failed with CUDA_ERROR_DEVICE_LOST. Restart the app.")
        return nothing(x)

    serving, board = shown(slow, Card(run))
    assert serving.is_fast
    lost.append(True)
    assert serving(X)[0].shape == X.shape
    assert not serving.is_fast
    assert serving.provider == "ONNX Runtime, CPU"
    assert board.sentences() == ("Card is not used: CUDA failed with CUDA_ERROR_DEVICE_LOST. Restart the app.",)
    assert board.serving("slow") == "ONNX Runtime, CPU"


def test_a_native_fault_leaves_the_processor_at_work(slow: Path) -> None:
    def fault(x: Array) -> tuple[Array]:
        raise RuntimeError("bad handle")

    serving, board = shown(slow, Card(fault))
    assert not serving.is_fast
    assert board.sentences() == ("Card is not used: it failed with RuntimeError: bad handle",)


def test_nothing_is_started_where_nothing_else_is_installed(slow: Path) -> None:
    serving, board = shown(slow)
    assert not serving.is_fast
    assert [line.result for line in board.lines()] == ["serves"]


@pytest.mark.skipif(shutil.which("nvidia-smi") is not None, reason="there is an NVIDIA card here")
def test_tensorrt_without_a_driver_falls_back_with_one_sentence(slow: Path) -> None:
    """With the extra installed it is the driver that is absent, without it the package."""
    serving, board = shown(slow, TensorRt())
    assert not serving.is_fast
    (sentence,) = board.sentences()
    assert sentence in (
        "TensorRT float16 is not used: This computer has no NVIDIA driver. Install it if there is an NVIDIA card.",
        "TensorRT float16 is not used: The package cuda-bindings is not installed. "
        "Run: pip install 'avatar-app[tensorrt]'",
    )
    np.testing.assert_allclose(serving(X)[0], 0, atol=1e-6)
