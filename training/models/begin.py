"""A capture encoder that begins as a trained live encoder: it sees the same faces at the same scale, with a margin."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.errors import BadInput
from training.models.capture import CaptureEncoder
from training.models.encoder import LiveEncoder
from training.models.trunk import STEM_STRIDE, Trunk


@torch.no_grad()
def begin_as(capture: CaptureEncoder, live: LiveEncoder) -> None:
    """Give `capture` all that `live` knows; features that it has beyond those of `live` stay as they were drawn.

    BadInput where their convolutions differ.
    """
    mine, theirs = capture.trunk, live.trunk
    try:
        for name in ("stem", "early", "late", "fine", "coarse"):
            getattr(mine, name).load_state_dict(getattr(theirs, name).state_dict())
    except RuntimeError as error:
        raise BadInput(
            "The live encoder's convolutions are not the capture encoder's. Begin with another run."
        ) from error
    known = theirs.num_features
    mine.code.weight[:known] = _widened(theirs.code.weight, theirs, live.size, mine, capture.size)
    mine.code.bias[:known] = theirs.code.bias
    heads = {name: capture.heads[name] for name in ("landmarks", "expression", "global_orient")}
    for name, head in (*heads.items(), ("confidence", capture.confidence)):
        source = getattr(live, name)
        head.linear.weight.zero_()
        head.linear.weight[:, :known] = source.linear.weight
        head.linear.bias.copy_(source.linear.bias)
        head.mean.copy_(source.mean)
    # The same place in the picture is another share of a longer side.
    share, margin = live.size / capture.size, (capture.size - live.size) / (2 * capture.size)
    places = heads["landmarks"]
    places.linear.weight.mul_(share)
    places.linear.bias.mul_(share)
    places.mean.mul_(share).add_(margin)


def _widened(code: Tensor, theirs: Trunk, their_size: int, mine: Trunk, my_size: int) -> Tensor:
    """The read-out of both maps [F, N] for the larger picture's maps: zero in the margin."""
    parts, start = [], 0
    for last, source in ((1, theirs.fine), (0, theirs.coarse)):
        channels = source[0][0].out_channels
        stride = STEM_STRIDE * 2 ** (theirs.num_stages - 1 - last)
        side, wider = their_size // stride, my_size // stride
        grid = code[:, start : start + channels * side * side].view(-1, channels, side, side)
        start += channels * side * side
        offset = (my_size - their_size) / 2 / stride
        # Half a cell off, each new cell takes half of both that it lies between.
        places = [(int(offset), 1.0)] if offset == int(offset) else [(int(offset), 0.5), (int(offset) + 1, 0.5)]
        grown = code.new_zeros(len(code), channels, wider, wider)
        for down, weight_down in places:
            for across, weight in places:
                grown[:, :, down : down + side, across : across + side] += weight_down * weight * grid
        parts.append(grown.flatten(1))
    return torch.cat(parts, 1)
