"""A checkpoint with the names and shapes of DECA's deca_model.tar and random numbers: nothing licensed is needed."""

import torch

STAGES = ((1, 64, 3), (2, 128, 4), (3, 256, 6), (4, 512, 3))
DECODER_CONVS = {2: (128, 128), 6: (128, 64), 10: (64, 64), 14: (64, 32), 18: (32, 16), 21: (16, 1)}
"""Place in conv_blocks, channels in and out; a norm stands right behind each but the last."""


class Draws:
    """Tensors by name, as large as trained ones: what they are asked for stays of order 1."""

    def __init__(self, seed):
        self.random = torch.Generator().manual_seed(seed)
        self.tensors = {}

    def normal(self, name, *shape, deviation=1.0):
        self.tensors[name] = deviation * torch.randn(*shape, generator=self.random)

    def uniform(self, name, *shape, low, high):
        self.tensors[name] = low + (high - low) * torch.rand(*shape, generator=self.random)

    def conv(self, name, out, known, side, bias=False):
        self.normal(f"{name}.weight", out, known, side, side, deviation=(2 / (known * side**2)) ** 0.5)
        if bias:
            self.normal(f"{name}.bias", out, deviation=0.1)

    def norm(self, name, width, scale=1.0):
        self.uniform(f"{name}.weight", width, low=0.5 * scale, high=1.5 * scale)
        self.normal(f"{name}.bias", width, deviation=0.1)
        self.normal(f"{name}.running_mean", width, deviation=0.1)
        self.uniform(f"{name}.running_var", width, low=0.5, high=2.0)
        self.tensors[f"{name}.num_batches_tracked"] = torch.tensor(7)

    def linear(self, name, out, known):
        self.normal(f"{name}.weight", out, known, deviation=known**-0.5)
        self.normal(f"{name}.bias", out, deviation=0.1)


def trunk(seed=0):
    draws = Draws(seed)
    draws.conv("encoder.conv1", 64, 3, 7)
    draws.norm("encoder.bn1", 64)
    known = 64
    for stage, inner, depth in STAGES:
        for block in range(depth):
            at = f"encoder.layer{stage}.{block}"
            for place, (out, into, side) in enumerate(((inner, known, 1), (inner, inner, 3), (4 * inner, inner, 1)), 1):
                draws.conv(f"{at}.conv{place}", out, into, side)
                draws.norm(f"{at}.bn{place}", out, scale=0.4 if place == 3 else 1.0)
            if block == 0:
                draws.conv(f"{at}.downsample.0", 4 * inner, known, 1)
                draws.norm(f"{at}.downsample.1", 4 * inner, scale=0.7)
            known = 4 * inner
    return draws.tensors


def encoder(num_codes, seed, known):
    """An encoder with the trunk `known` but for its stem: drawing millions of numbers is what costs time."""
    draws = Draws(seed)
    draws.tensors = dict(known)
    draws.conv("encoder.conv1", 64, 3, 7)
    draws.linear("layers.0", 1024, 2048)
    draws.linear("layers.2", num_codes, 1024)
    return draws.tensors


def decoder(seed):
    draws = Draws(seed)
    draws.linear("l1.0", 128 * 8 * 8, 181)
    draws.norm("conv_blocks.0", 128)
    for place, (known, out) in DECODER_CONVS.items():
        draws.conv(f"conv_blocks.{place}", out, known, 3, bias=True)
        if out > 1:
            draws.norm(f"conv_blocks.{place + 1}", out)
    return draws.tensors


def deca_state():
    known = trunk()
    return {"E_flame": encoder(236, 1, known), "E_detail": encoder(128, 2, known), "D_detail": decoder(3)}
