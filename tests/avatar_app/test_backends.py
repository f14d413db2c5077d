"""What the status bar says of the networks' backends, in few words."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6")

from avatar_app.ui.backends import brief, explained
from engine.inference.tried import Board, Result, Tried


def board(*lines: tuple[str, str, Result, str]) -> Board:
    board = Board()
    for line in lines:
        board.note(Tried(*line))
    return board


ON_CPU: tuple[str, str, Result, str] = ("live", "ONNX Runtime, CPU", "serves", "")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), ""),
        ((ON_CPU,), ""),
        ((ON_CPU, ("live", "TensorRT float16", "building", "40 %")), "Preparing TensorRT float16, 40 %"),
        ((ON_CPU, ("live", "TensorRT float16", "absent", "No driver.")), "TensorRT float16 is not used"),
        (
            (("live", "ONNX Runtime, CPU", "stands by", ""), ("live", "TensorRT float16", "serves", "0.3 ms")),
            "TensorRT float16",
        ),
        (
            (("live", "TensorRT float16", "refused", "It differs."), ("live", "ONNX Runtime, CPU", "stands by", ""),
             ("live", "ONNX Runtime, CUDA", "serves", "")),
            "ONNX Runtime, CUDA",
        ),
    ],
)  # fmt: skip
def test_the_words_say_what_matters_most(lines: tuple[tuple[str, str, Result, str], ...], words: str) -> None:
    assert brief(board(*lines).lines()) == words


def test_the_tool_tip_says_each_reason_once_and_then_everything() -> None:
    why = "This computer has no NVIDIA driver."
    told = board(ON_CPU, ("live", "TensorRT", "absent", why), ("decoder", "TensorRT", "absent", why))
    sentence, table = explained(told.sentences(), told.table()).split("\n\n")
    assert sentence == f"TensorRT is not used: {why}"
    assert table.splitlines()[1:] == [
        "live     ONNX Runtime, CPU  serves",
        f"live     TensorRT           absent  {why}",
        f"decoder  TensorRT           absent  {why}",
    ]
