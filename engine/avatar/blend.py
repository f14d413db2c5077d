"""Joining two pictures without a seam, and keeping colours from bleeding across the edge of a chart."""

from __future__ import annotations

import cv2
import numpy as np

from engine.check import Array


def pyramid_blend(over: Array, under: Array, mask: Array, levels: int = 5) -> Array:
    """`over` where `mask` is 1, `under` where 0, each spatial frequency over a width of its own.

    over, under: [H, W, 3] float32  mask: [H, W] in [0, 1].  Burt and Adelson 1983.
    """
    overs, unders, masks = [over], [under], [mask]
    for _ in range(levels):
        overs.append(cv2.pyrDown(overs[-1]))
        unders.append(cv2.pyrDown(unders[-1]))
        masks.append(cv2.pyrDown(masks[-1]))

    def mix(a: Array, b: Array, level: int) -> Array:
        share = masks[level][..., None]
        return a * share + b * (1 - share)

    result = mix(overs[-1], unders[-1], levels)
    for level in range(levels - 1, -1, -1):
        size = (overs[level].shape[1], overs[level].shape[0])
        fine_over = overs[level] - cv2.pyrUp(overs[level + 1], dstsize=size)
        fine_under = unders[level] - cv2.pyrUp(unders[level + 1], dstsize=size)
        result = cv2.pyrUp(result, dstsize=size) + mix(fine_over, fine_under, level)
    return result.clip(0, 1)


def smoothed(picture: Array, reach: float) -> Array:
    """`picture` [H, W(, C)] float32 blurred over many px (Gaussian's sigma `reach`), at a quarter of its size."""
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
    return cv2.resize(cv2.GaussianBlur(small, (0, 0), reach / 4), (width, height), interpolation=cv2.INTER_LINEAR)


def fill_outward(picture: Array, known: Array, levels: int = 8) -> Array:
    """`picture` with its unknown pixels filled from the known ones around (pull-push, coarse levels farther out).

    picture: [H, W, C] float32  known: [H, W] in [0, 1] confidence
    """
    share = known.astype(np.float32)[..., None]
    sums, shares = [picture * share], [share]
    for _ in range(levels):
        if min(sums[-1].shape[:2]) < 4:
            break
        sums.append(cv2.pyrDown(sums[-1]))
        shares.append(cv2.pyrDown(shares[-1]).reshape(*sums[-1].shape[:2], 1))
    result = sums[-1] / np.maximum(shares[-1], 1e-6)
    for total, weight in zip(sums[-2::-1], shares[-2::-1], strict=True):
        result = cv2.pyrUp(result, dstsize=(total.shape[1], total.shape[0])).reshape(total.shape)
        solid = np.clip(weight * 4, 0, 1)
        result = result * (1 - solid) + total / np.maximum(weight, 1e-6) * solid
    return result
