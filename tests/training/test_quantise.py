"""A network with 8-bit convolutions: what is rounded, and how little that changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install avatar-app[train]")
onnx = pytest.importorskip("onnx", reason="onnx is not installed: pip install avatar-app[train]")

from engine.tracking.align import LIVE_SIZE  # noqa: E402
from training.export import write_onnx  # noqa: E402
from training.models.contract import LiveGraph  # noqa: E402
from training.models.encoder import LiveEncoder  # noqa: E402


def stirred() -> LiveEncoder:
    """A small network whose every block does something; a new one's are mere shortcuts."""
    torch.manual_seed(0)
    network = LiveEncoder((16, 16, 24, 32), (0, 1, 1, 1), 64)
    for name, weight in network.named_parameters():
        if name.endswith("second.1.weight"):
            torch.nn.init.constant_(weight, 0.5)
    return network.eval()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same network, exported as it is and with 8 bits."""
    folder = tmp_path_factory.mktemp("networks")
    graph = LiveGraph(stirred())
    write_onnx(folder / "float.onnx", graph, {})
    write_onnx(folder / "int8.onnx", graph, {}, pictures(16))
    return folder / "float.onnx", folder / "int8.onnx"


def pictures(count: int) -> np.ndarray:
    """Smooth, as faces are."""
    coarse = torch.rand(count, 3, 7, 7, generator=torch.Generator().manual_seed(1))
    return torch.nn.functional.interpolate(coarse, (LIVE_SIZE, LIVE_SIZE), mode="bilinear").numpy()


def rounded(path: Path) -> dict[str, bool]:
    """Of each convolution, by its part of the trunk: whether its weights are bytes."""
    nodes = onnx.load(str(path)).graph.node
    maker = {name: node.op_type for node in nodes for name in node.output}
    convolutions = [node for node in nodes if node.op_type == "Conv"]
    return {node.name.split("/")[3]: maker.get(node.input[1]) == "DequantizeLinear" for node in convolutions}


def test_pixels_and_read_outs_keep_their_precision(both: tuple[Path, Path]) -> None:
    parts = rounded(both[1])
    assert parts == {"stem": False, "early": True, "late": True, "fine": False, "coarse": False}
    assert not any(rounded(both[0]).values())


def test_eight_bits_say_nearly_the_same(both: tuple[Path, Path]) -> None:
    import onnxruntime

    answers = []
    for path in both:
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        answers.append(session.run(["landmarks"], {"picture": pictures(16)})[0])
    spread = answers[0].std(0).mean()
    assert 0 < np.abs(answers[1] - answers[0]).mean() < 0.1 * spread
