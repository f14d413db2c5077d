"""Weights that may not be shipped are taken from the usual files, and others are told apart."""

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from engine.errors import BadInput  # noqa: E402
from training.deca.resnet import ResNet50  # noqa: E402
from training.paper.begin import with_backbone  # noqa: E402
from training.paper.preset import PRESETS  # noqa: E402
from training.paper.task import new_network  # noqa: E402
from training.paper.vgg import VggFeatures  # noqa: E402

CHANNELS = (3, 64, 64, 128, 128, 256, 256, 256, 256, 512, 512)
PLACES = (0, 2, 5, 7, 10, 12, 14, 16, 19, 21)
"""Of the convolutions up to conv4_2 in torchvision's `features`."""


@pytest.fixture(scope="module")
def vgg19(tmp_path_factory):
    """A file with the names and shapes of torchvision's, small random weights, and layers that are not needed."""
    make = torch.Generator().manual_seed(0)
    state = {"classifier.6.bias": torch.zeros(1000)}
    for place, known, told in zip(PLACES, CHANNELS, CHANNELS[1:], strict=False):
        state[f"features.{place}.weight"] = torch.randn(told, known, 3, 3, generator=make) * (2 / (9 * known)) ** 0.5
        state[f"features.{place}.bias"] = 0.1 * torch.randn(told, generator=make)
    path = tmp_path_factory.mktemp("brought") / "vgg19-dcbb9e9d.pth"
    torch.save(state, path)
    return path, state


def test_the_layers_of_id_mrf_are_relu3_2_and_relu4_2(vgg19):
    path, state = vgg19
    picture = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(1), requires_grad=True)
    features = VggFeatures(path)
    third, fourth = features(picture)
    x = (picture - torch.tensor([0.485, 0.456, 0.406])[:, None, None]) / torch.tensor([0.229, 0.224, 0.225])[
        :, None, None
    ]
    wanted = {}
    for number, place in enumerate(PLACES, 1):
        if number in (3, 5, 9):  # the first convolution of a block is behind a pool
            x = torch.nn.functional.max_pool2d(x, 2)
        x = torch.relu(
            torch.nn.functional.conv2d(x, state[f"features.{place}.weight"], state[f"features.{place}.bias"], padding=1)
        )
        wanted[number] = x
    torch.testing.assert_close(third, wanted[6])
    torch.testing.assert_close(fourth, wanted[10])
    fourth.sum().backward()
    assert picture.grad.any()
    assert not any(parameter.requires_grad for parameter in features.parameters())


def test_the_backbone_is_what_the_file_says(tmp_path, open_head):
    torch.manual_seed(3)
    state = ResNet50().state_dict()
    torch.save({**state, "fc.weight": torch.zeros(10, 2048), "fc.bias": torch.zeros(10)}, tmp_path / "resnet50.pth")
    network = new_network("pretrain", PRESETS["paper"], open_head)
    with_backbone(network, tmp_path / "resnet50.pth")
    for name, value in network.coarse.encoder.state_dict().items():
        torch.testing.assert_close(value, state[name], rtol=0, atol=0)


def test_other_files_are_told_apart(tmp_path, vgg19, open_head):
    network = new_network("pretrain", PRESETS["paper"], open_head)
    with pytest.raises(BadInput, match="no ResNet-50 of torchvision"):
        with_backbone(network, vgg19[0])
    (tmp_path / "notes.pth").write_bytes(b"no weights")
    with pytest.raises(BadInput, match="cannot be read as VGG19's"):
        VggFeatures(tmp_path / "notes.pth")
    torch.save({"features.0.weight": torch.zeros(3)}, tmp_path / "other.pth")
    with pytest.raises(BadInput, match="no VGG19 of torchvision"):
        VggFeatures(tmp_path / "other.pth")
