"""Encoder and detail decoder fused into one network say what the two say one after the other; see docs/gpu.md."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: pip install avatar-app[train]")
pytest.importorskip("onnx", reason="onnx is not installed: pip install avatar-app[train]")

from benchmarks.on_gpu.one_pass import fused
from engine.assets import shipped
from engine.head.arkit import joint_poses
from engine.inference.agreement import golden_batch


def test_one_pass_is_the_two_in_a_row() -> None:
    import onnxruntime

    def opened(model: bytes) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.log_severity_level = 1, 4
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    live, decoder = (shipped(f"models/{name}.onnx").read_bytes() for name in ("live", "detail_decoder"))
    first, second, both = opened(live), opened(decoder), opened(fused(live, decoder))
    picture, detail = golden_batch({"picture": (None, 3, 112, 112), "detail": (None, 128)}, 1)
    (expression,) = first.run(["expression"], {"picture": picture})
    expression = expression.clip(0, 1)
    given = {"detail": detail, "expression": expression, "jaw_pose": joint_poses(expression[0])[0][None]}
    (wanted,) = second.run(["displacement"], given)
    told, displacement = both.run(["expression", "displacement"], {"picture": picture, "detail": detail})
    np.testing.assert_array_equal(told.clip(0, 1), expression)
    assert np.abs(wanted).max() > 1e-4
    np.testing.assert_allclose(displacement, wanted, atol=1e-9)
