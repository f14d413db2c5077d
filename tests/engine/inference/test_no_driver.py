"""The extra installed on a machine without a driver: the app runs on the processor, and one sentence says why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec

import numpy as np
import pytest

from engine.errors import DeviceError
from engine.inference.candidates import candidates
from engine.inference.cuda import find_gpu
from engine.inference.tried import Board

WHY = "This computer has no NVIDIA driver. Install it if there is an NVIDIA card."


@pytest.fixture(autouse=True)
def _without_a_driver() -> None:
    if find_spec("tensorrt_rtx") is None and "AVATAR_TEST_ENGINES" not in os.environ:
        pytest.skip("TensorRT-RTX is not installed: make engines")
    with suppress(DeviceError):
        pytest.skip(f"This computer has a driver, and {find_gpu().name}")


def test_it_is_the_driver_that_is_absent() -> None:
    with pytest.raises(DeviceError) as caught:
        find_gpu()
    assert str(caught.value) == WHY


def test_networks_run_on_the_processor_and_one_sentence_says_why() -> None:
    from engine.assets import shipped
    from engine.inference.serving import Serving

    board, shape = Board(), (None, 256, 256)
    given = {"detail": (None, 128), "expression": (None, 52), "jaw_pose": (None, 3)}
    network = Serving(shipped("models/detail_decoder.onnx"), given, {"displacement": shape}, board=board)
    (map_,) = network(*(np.zeros((1, *size[1:]), np.float32) for size in given.values()))
    assert map_.shape == (1, 256, 256)
    assert network.settled(30)
    assert network.provider == "ONNX Runtime, CPU"
    assert board.sentences() == (f"TensorRT float16 is not used: {WHY}",)
    assert [(line.backend, line.result) for line in board.lines()] == [
        ("ONNX Runtime, CPU", "serves"),
        ("TensorRT float16", "absent"),
    ]


def test_doctor_says_the_same() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "engine.inference.survey"], capture_output=True, text=True, check=True, timeout=60
    )
    found = [json.loads(line) for line in told.stdout.splitlines()]
    assert {"name": "TensorRT float16", "found": WHY, "usable": False} in found
    assert len(found) == len(candidates())
