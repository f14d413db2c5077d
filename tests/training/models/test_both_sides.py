"""A picture and its mirror image, asked about together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install avatar-app[train]")
pytest.importorskip("onnx", reason="onnx is not installed: pip install avatar-app[train]")

from training.data.mirror import CONTROLS, LANDMARKS, ORIENT  # noqa: E402
from training.export import write_onnx  # noqa: E402
from training.models.both_sides import BothSides, with_mirror_images  # noqa: E402
from training.models.contract import LiveGraph  # noqa: E402
from training.models.encoder import LiveEncoder, landmark_subset  # noqa: E402


@pytest.fixture(scope="module")
def encoder() -> LiveEncoder:
    """Untrained, but of an opinion: about means, with weights as large as trained ones."""
    torch.manual_seed(0)
    network = LiveEncoder((8, 8, 16, 16), (0, 1, 1, 1), 32)
    random = np.random.default_rng(0)
    network.centre_on(random.random((network.num_landmarks, 2)), random.random(52), np.array([0.1, 0.2, -0.1]))
    for head in (network.landmarks, network.expression, network.global_orient, network.confidence):
        torch.nn.init.normal_(head.linear.weight, std=0.5)
    return network.eval()


def test_each_picture_is_followed_by_its_mirror_image() -> None:
    pictures = torch.rand(3, 3, 8, 8)
    both = with_mirror_images(pictures, 8)
    assert torch.equal(both[0::2], pictures)
    assert torch.equal(both[1::2], pictures.flip(3))


def test_it_is_the_mean_of_what_is_said_of_both(encoder: LiveEncoder) -> None:
    picture = torch.rand(3, 3, encoder.size, encoder.size)
    with torch.no_grad():
        mean, one, other = BothSides(encoder)(picture), encoder(picture), encoder(picture.flip(3))
    points = landmark_subset().tolist()
    for i, point in enumerate(points):
        wanted = one.landmarks[:, i]
        if LANDMARKS[point] in points:
            back = other.landmarks[:, points.index(LANDMARKS[point])] * torch.tensor([-1, 1]) + torch.tensor([1, 0])
            wanted = (wanted + back) / 2
        torch.testing.assert_close(mean.landmarks[:, i], wanted, atol=1e-5, rtol=0)
    torch.testing.assert_close(mean.expression, (one.expression + other.expression[:, CONTROLS]) / 2)
    torch.testing.assert_close(mean.global_orient, (one.global_orient + other.global_orient * torch.tensor(ORIENT)) / 2)
    torch.testing.assert_close(mean.confidence, (one.confidence + other.confidence) / 2)


def test_of_the_mirrored_picture_it_says_the_mirror_image(encoder: LiveEncoder) -> None:
    picture = torch.rand(1, 3, encoder.size, encoder.size)
    with torch.no_grad():
        said, mirrored = (BothSides(encoder)(p) for p in (picture, picture.flip(3)))
    torch.testing.assert_close(mirrored.expression, said.expression[:, CONTROLS], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(mirrored.confidence, said.confidence)


def test_it_is_exported_for_any_number_of_pictures(encoder: LiveEncoder, tmp_path: Path) -> None:
    write_onnx(tmp_path / "live.onnx", LiveGraph(BothSides(encoder)), {})  # refuses what differs from torch
    session = onnxruntime.InferenceSession(str(tmp_path / "live.onnx"), providers=["CPUExecutionProvider"])
    for count in (1, 3):
        found = session.run(["landmarks"], {"picture": np.zeros((count, 3, encoder.size, encoder.size), np.float32)})[0]
        assert found.shape == (count, encoder.num_landmarks, 2)
