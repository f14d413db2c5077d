"""A checkpoint with the names and shapes of SMIRK's SMIRK_em1.pt and random numbers, and what it says in numpy."""

import numpy as np
import torch
from deca_checkpoint import Draws
from deca_reference import conv, linear, norm
from numpy.lib.stride_tricks import sliding_window_view

SMALL = {
    "1.0": (16, 72, 24, 2), "1.1": (24, 88, 24, 1),
    "2.0": (24, 96, 40, 2), "2.1": (40, 240, 40, 1), "2.2": (40, 240, 40, 1),
    "3.0": (40, 120, 48, 1), "3.1": (48, 144, 48, 1),
    "4.0": (48, 288, 96, 2), "4.1": (96, 576, 96, 1), "4.2": (96, 576, 96, 1),
}  # fmt: skip
LARGE = {
    "1.0": (16, 64, 24, 2), "1.1": (24, 72, 24, 1),
    "2.0": (24, 72, 40, 2), "2.1": (40, 120, 40, 1), "2.2": (40, 120, 40, 1),
    "3.0": (40, 240, 80, 2), "3.1": (80, 200, 80, 1), "3.2": (80, 184, 80, 1), "3.3": (80, 184, 80, 1),
    "4.0": (80, 480, 112, 1), "4.1": (112, 672, 112, 1),
    "5.0": (112, 672, 160, 2), "5.1": (160, 960, 160, 1), "5.2": (160, 960, 160, 1),
}  # fmt: skip
"""Blocks by their place: channels in, inside and out, stride."""
FIRST_STRIDE = {"small": 2, "large": 1}
LAST = {"small": ("5.0", 96, 576), "large": ("6.0", 160, 960)}
BLOCKS = {"small": SMALL, "large": LARGE}
HEADS = {
    "pose_encoder": ("small", "pose_cam_layers.0", 6),
    "shape_encoder": ("large", "shape_layers.0", 300),
    "expression_encoder": ("large", "expression_layers.0", 55),
}
EPS = 1e-3


def smirk_state(seed=0):
    """With a tensor of the generator's, which nobody needs."""
    draws = Draws(seed)
    for part, (kind, head, count) in HEADS.items():
        at = f"smirk_encoder.{part}.encoder"
        draws.conv(f"{at}.conv_stem", 16, 3, 3)
        draws.norm(f"{at}.bn1", 16)
        draws.conv(f"{at}.blocks.0.0.conv_dw", 16, 1, 3)
        draws.norm(f"{at}.blocks.0.0.bn1", 16)
        draws.conv(f"{at}.blocks.0.0.conv_pw", 16, 16, 1)
        draws.norm(f"{at}.blocks.0.0.bn2", 16)
        for place, (known, inner, out, _) in BLOCKS[kind].items():
            block = f"{at}.blocks.{place}"
            draws.conv(f"{block}.conv_pw", inner, known, 1)
            draws.norm(f"{block}.bn1", inner)
            draws.conv(f"{block}.conv_dw", inner, 1, 3)
            draws.norm(f"{block}.bn2", inner)
            draws.conv(f"{block}.conv_pwl", out, inner, 1)
            draws.norm(f"{block}.bn3", out, scale=0.5)
        place, known, out = LAST[kind]
        draws.conv(f"{at}.blocks.{place}.conv", out, known, 1)
        draws.norm(f"{at}.blocks.{place}.bn1", out)
        draws.linear(f"smirk_encoder.{part}.{head}", count, out)
    draws.conv("smirk_generator.init_conv", 32, 6, 3)
    last = "smirk_encoder.expression_encoder.expression_layers.0"
    draws.tensors[f"{last}.weight"][50:] *= 0.01  # between and beyond the bounds of lids and jaw, whatever is seen
    draws.tensors[f"{last}.bias"][50:] = torch.tensor([0.3, 0.6, 0.4, 0.5, -0.05])
    return draws.tensors


def codes(state, picture):
    """[3, 224, 224] -> shape 300, expression 50, lids 2, rotation 3, jaw 3, cam 3, re-computed."""
    told = {part: _encode(state, f"smirk_encoder.{part}", *HEADS[part][:2], picture) for part in HEADS}
    pose, expression = told["pose_encoder"], told["expression_encoder"]
    jaw = np.array([max(expression[52], 0), *np.clip(expression[53:], -0.2, 0.2)])
    return told["shape_encoder"], expression[:50], np.clip(expression[50:52], 0, 1), pose[:3], jaw, pose[3:]


def _encode(state, part, kind, head, picture):
    at = f"{part}.encoder"

    def normed(x, name):
        return norm(x, state, f"{at}.{name}", EPS)

    x = np.pad(picture, ((0, 0), (0, 1), (0, 1)))
    x = sliding_window_view(x, (3, 3), (1, 2))[:, ::2, ::2]
    x = np.einsum("chwij,ocij->ohw", x, state[f"{at}.conv_stem.weight"].numpy(), optimize=True)
    x = np.maximum(normed(x, "bn1"), 0)
    around = _depthwise(x, state[f"{at}.blocks.0.0.conv_dw.weight"], FIRST_STRIDE[kind])
    around = np.maximum(normed(around, "blocks.0.0.bn1"), 0)
    told = normed(conv(around, state[f"{at}.blocks.0.0.conv_pw.weight"]), "blocks.0.0.bn2")
    x = told + x if FIRST_STRIDE[kind] == 1 else told
    for place, (known, _, out, stride) in BLOCKS[kind].items():
        block = f"blocks.{place}"
        inner = np.maximum(normed(conv(x, state[f"{at}.{block}.conv_pw.weight"]), f"{block}.bn1"), 0)
        inner = _depthwise(inner, state[f"{at}.{block}.conv_dw.weight"], stride)
        inner = np.maximum(normed(inner, f"{block}.bn2"), 0)
        told = normed(conv(inner, state[f"{at}.{block}.conv_pwl.weight"]), f"{block}.bn3")
        x = told + x if stride == 1 and known == out else told
    place = LAST[kind][0]
    x = np.maximum(normed(conv(x, state[f"{at}.blocks.{place}.conv.weight"]), f"blocks.{place}.bn1"), 0)
    return linear(x.mean((1, 2)), state, f"{part}.{head}")


def _depthwise(x, weight, stride):
    """Each channel by itself; a halved side is padded behind its end alone."""
    before = 0 if stride == 2 else 1
    x = np.pad(x, ((0, 0), (before, 1), (before, 1)))
    patches = sliding_window_view(x, (3, 3), (1, 2))[:, ::stride, ::stride]
    return np.einsum("chwij,cij->chw", patches, weight.numpy()[:, 0], optimize=True)
