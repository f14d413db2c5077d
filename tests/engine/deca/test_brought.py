"""Imported networks may be taken over by a graphics card like the shipped ones: opened once, compared, told by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from engine.deca.brought import open_brought
from engine.deca.place import deca_folder
from engine.head.head_model import Head
from engine.inference import serving
from engine.inference.candidates import Model, Opened
from engine.inference.serving import Serving
from engine.inference.session import Session
from engine.inference.tried import Board
from engine.types import replace

onnx = pytest.importorskip("onnx", reason="onnx is not installed: pip install avatar-app[train]")
LENGTHS = {"shape": (100,), "tex": (50,), "expression": (50,), "global_orient": (3,), "jaw_pose": (3,), "cam": (3,),
           "light": (9, 3)}  # fmt: skip


@dataclass
class Card:
    """Answers as the processor does, at once."""

    name: str = "Card"

    def open(self, model: Model, progress: Callable[[float], None]) -> Opened:
        session = Session(model.path, model.given, model.outputs)
        return Opened(lambda *values: session(*values), session)


@pytest.fixture
def head(tiny_head: Head, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Head:
    """FLAME, with an encoder imported for it that tells the picture's mean as everything."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    from onnx import TensorProto, helper, numpy_helper

    nodes = [helper.make_node("GlobalAveragePool", ["picture"], ["pooled"]),
             helper.make_node("Flatten", ["pooled"], ["mean"])]  # fmt: skip
    weights, outputs = [], []
    for name, lengths in LENGTHS.items():
        weights.append(numpy_helper.from_array(np.full((3, *lengths), 0.2, np.float32).reshape(3, -1), f"W {name}"))
        weights.append(numpy_helper.from_array(np.array([-1, *lengths]), f"size {name}"))
        nodes.append(helper.make_node("MatMul", ["mean", f"W {name}"], [f"flat {name}"]))
        nodes.append(helper.make_node("Reshape", [f"flat {name}", f"size {name}"], [name]))
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *lengths]))
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["batch", 3, 224, 224])
    graph = helper.make_graph(nodes, "deca", [picture], outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()
    deca_folder().mkdir(parents=True)
    (deca_folder() / "encoder.onnx").write_bytes(model)
    card = {"sha256": hashlib.sha256(model).hexdigest(), "head": "flame-0123456789ab"}
    (deca_folder() / "encoder.json").write_text(json.dumps(card), "utf-8")
    return replace(tiny_head, id="flame-0123456789ab", basis="flame_pca")


def test_a_card_takes_decas_encoder_over_and_keeps_it(head: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    board = Board()
    monkeypatch.setattr(serving, "candidates", lambda: (Card(),))
    monkeypatch.setattr(serving, "_milliseconds", lambda run, sample: float(isinstance(run, Session)))
    monkeypatch.setattr(Serving.__init__, "__kwdefaults__", {**Serving.__init__.__kwdefaults__, "board": board})
    network = open_brought("deca", head, fast=True)
    assert network._session.settled(30)
    assert network.provider == "Card"
    assert board.serving("DECA") == "Card"
    assert open_brought("deca", head, fast=True) is network
    path = deca_folder() / "encoder.onnx"
    path.touch()
    assert open_brought("deca", head, fast=True) is not network


def test_files_are_written_by_the_processor(head: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "candidates", lambda: pytest.fail("nothing is tried"))
    assert open_brought("deca", head).provider == "ONNX Runtime, CPU"
