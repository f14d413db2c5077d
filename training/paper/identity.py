"""Who somebody is, as numbers with a gradient to the picture: what the identity loss (eq. 9) compares.

The paper takes a face recognition network that may not be shipped. Whoever has one gives its ONNX file; without, the
shipped capture network serves, which was trained to tell people apart (losses/identity_metric.py).
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.assets import shipped
from engine.avatar.tex_space import open_tex_space
from engine.head import open_head
from engine.tracking.align import LIVE_SIZE
from training.losses.identity_metric import SKIN_MM2, identity_code, shape_metric, tex_metric
from training.models.from_onnx import FromOnnx

_TOLD = 0.6
"""How long the codes of photographed people are, as the network tells them, by those of true people."""
_TEMPLATE_ZOOM, _TEMPLATE_DOWN = 1.029, 15.95
"""From the aligned crop to the template of face recognition networks: eyes at 51.6 px of 112, 35.2 apart, the mouth at
92.3. A face of those proportions is this much larger there than in the aligned crop, and its middle so many px lower.
"""


class IdentityNetwork(nn.Module):
    """Frozen. path: an ONNX file of a face recognition network, RGB / 127.5 - 1, [1, 3, 112, 112] -> [1, N]; None for
    the shipped capture network."""

    turned: Tensor
    usual: Tensor

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self.is_shipped = path is None
        if path is None:
            self.network = FromOnnx(shipped("models/capture.onnx"), ("shape", "tex"))
            self.register_buffer("shape_metric", shape_metric(open_head()), persistent=False)
            self.register_buffer("tex_metric", tex_metric(open_tex_space()), persistent=False)
            # The average person's code is zero, whose direction is anybody's: beside it, the usual length of a code.
            usual = _TOLD * (self.shape_metric.square().sum() + SKIN_MM2 * self.tex_metric.square().sum()).sqrt()
            self.register_buffer("usual", usual, persistent=False)
        else:
            self.network = FromOnnx(path)
        self.size = self.network.size or LIVE_SIZE
        self.register_buffer("turned", _from_own_crop(self.size, self.is_shipped), persistent=False)
        self.requires_grad_(False)

    def forward(self, picture: Tensor, aligned: Tensor) -> Tensor:
        """[B, N]. picture: [B, 3, S, S] sRGB in [0, 1]  aligned: [B, 3, 3] as in FaceBatch."""
        places = torch.linalg.inv(aligned) @ self.turned  # from ndc of the network's crop to ndc of the picture
        grid = functional.affine_grid(places[:, :2], [len(picture), 3, self.size, self.size], align_corners=False)
        with torch.autocast(picture.device.type, enabled=False):
            shown = functional.grid_sample(picture.float(), grid, "bilinear", align_corners=False)
            if not self.is_shipped:
                return self.network(2 * shown - 1)[0].flatten(1)
            shape, tex = self.network(shown)
            code = identity_code(shape, tex, self.shape_metric, self.tex_metric)
            return torch.cat([code, self.usual.expand(len(code), 1)], 1)


def _from_own_crop(size: int, is_shipped: bool) -> Tensor:
    """[3, 3] from ndc, y down, of the network's picture to px of the aligned crop."""
    half, middle = size / 2, LIVE_SIZE / 2
    if is_shipped:  # the aligned crop at its own scale, with a margin
        return torch.tensor([[half, 0, middle], [0, half, middle], [0, 0, 1.0]])
    scale = middle / _TEMPLATE_ZOOM
    return torch.tensor([[scale, 0, middle], [0, scale, middle - _TEMPLATE_DOWN / _TEMPLATE_ZOOM], [0, 0, 1.0]])
