"""The capture encoder asked about a picture and its mirror image together, and its file of half the size."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install avatar-app[train]")
onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnx", reason="onnx is not installed: pip install avatar-app[train]")

from engine.head import open_head  # noqa: E402
from training.data.mirror import CONTROLS, LIGHT, ORIENT, shape_signs, tex_signs  # noqa: E402
from training.export import write_onnx  # noqa: E402
from training.models.both_sides_capture import CaptureBothSides  # noqa: E402
from training.models.capture import CaptureEncoder  # noqa: E402
from training.models.contract import CaptureGraph  # noqa: E402


@pytest.fixture(scope="module")
def encoder() -> CaptureEncoder:
    """Untrained, but of an opinion."""
    torch.manual_seed(0)
    network = CaptureEncoder((8, 8, 16, 16), (0, 1, 1, 1), 32)
    for head in network.heads.values():
        torch.nn.init.normal_(head.linear.weight, std=0.5)
    return network.eval()


def test_of_the_mirrored_picture_it_says_the_mirror_image(encoder: CaptureEncoder) -> None:
    picture = torch.rand(2, 3, encoder.size, encoder.size)
    with torch.no_grad():
        said, mirrored = (CaptureBothSides(encoder)(p) for p in (picture, picture.flip(3)))
        alone = encoder(picture)
    turned = {
        "expression": said.expression[:, CONTROLS],
        "global_orient": said.global_orient * torch.tensor(ORIENT),
        "shape": said.shape * torch.from_numpy(shape_signs(open_head())),
        "tex": said.tex * torch.from_numpy(tex_signs()),
        "light": said.light * torch.from_numpy(LIGHT)[:, None],
        "cam": said.cam * torch.tensor([1.0, -1.0, 1.0]),
        "confidence": said.confidence,
    }
    for name, value in turned.items():
        torch.testing.assert_close(getattr(mirrored, name), value, atol=1e-5, rtol=1e-4, msg=name)
    assert (said.shape - alone.shape).abs().max() > 0.01  # the mirror image has its say


def test_half_the_file_says_the_same(encoder: CaptureEncoder, tmp_path: Path) -> None:
    whole, half = tmp_path / "whole.onnx", tmp_path / "half.onnx"
    graph = CaptureGraph(CaptureBothSides(encoder))
    write_onnx(whole, graph, {})
    write_onnx(half, graph, {}, half=True)
    assert half.stat().st_size < 0.6 * whole.stat().st_size
    picture = np.random.default_rng(0).random((3, 3, encoder.size, encoder.size), np.float32)
    one, other = (
        onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, {"picture": picture})
        for path in (whole, half)
    )
    for a, b in zip(one, other, strict=True):
        assert len(a) == 3
        np.testing.assert_allclose(a, b, atol=5e-3)
    card = json.loads(half.with_suffix(".json").read_text())
    assert card["weights_stored_as"] == "float16"
    assert 0 < card["mean_change_by_float16"]["shape"] < 2e-3
