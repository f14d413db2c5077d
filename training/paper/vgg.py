"""VGG19's features for ID-MRF: layers relu3_2 and relu4_2, from torchvision's weights that the user brings."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from engine.errors import BadInput

_PLAN = (64, 64, "M", 128, 128, "M", 256, 256, 256, 256, "M", 512, 512)
"""Up to conv4_2: Simonyan and Zisserman 2015, table 1, column E."""
_RELU3_2, _RELU4_2 = 13, 22
"""Indices in torchvision's `features`."""
_MEAN, _SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class VggFeatures(nn.Module):
    """[B, 3, H, W] sRGB in [0, 1] -> two maps. Frozen. path: vgg19-dcbb9e9d.pth, or any state dict of those names.

    BadInput for what is none.
    """

    mean: Tensor
    spread: Tensor

    def __init__(self, path: Path) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        known = 3
        for told in _PLAN:
            if isinstance(told, int):
                layers += [nn.Conv2d(known, told, 3, padding=1), nn.ReLU()]
                known = told
            else:
                layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers)
        self.register_buffer("mean", torch.tensor(_MEAN)[:, None, None], persistent=False)
        self.register_buffer("spread", torch.tensor(_SPREAD)[:, None, None], persistent=False)
        state = read_weights(path, "VGG19's")
        wanted = self.state_dict()
        try:
            self.load_state_dict({name: state[name] for name in wanted})
        except (KeyError, RuntimeError) as error:
            raise BadInput(f"{path} holds no VGG19 of torchvision. Give its vgg19-dcbb9e9d.pth.") from error
        self.requires_grad_(False)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        x = (picture - self.mean) / self.spread
        found = []
        for number, layer in enumerate(self.features):
            x = layer(x)
            if number in (_RELU3_2, _RELU4_2):
                found.append(x)
        return found[0], found[1]


def read_weights(path: Path, whose: str) -> dict[str, Tensor]:
    """The state dict in a file of torch or of safetensors; nothing else in it is run. BadInput for what is none."""
    try:
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            return dict(load_file(path))
        state = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, ValueError, EOFError, torch.serialization.pickle.UnpicklingError) as error:
        raise BadInput(f"{path} cannot be read as {whose} weights. Give a file of tensors.") from error
    if not isinstance(state, dict):
        raise BadInput(f"{path} cannot be read as {whose} weights. Give a file of tensors.")
    return {name: value for name, value in state.items() if isinstance(value, Tensor)}
