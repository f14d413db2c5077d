"""What a decoder says, a few maps say without it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.check import Array
from engine.detail.baked import Baked
from engine.detail.distil import Fidelity, distil
from engine.detail.rehearsal import rehearsal
from engine.head.arkit import INDEX

Decode = Callable[[Array, Array], Array]


@pytest.fixture(scope="module")
def distilled(decode: Decode) -> tuple[Baked, Fidelity]:
    return distil(decode, num_fit=480)


def test_most_of_200_unseen_expressions_come_close_and_rare_pairs_of_opposed_muscles_near(
    decode: Decode, distilled: tuple[Baked, Fidelity]
) -> None:
    baked, _ = distilled
    expression, jaw_pose = rehearsal(200, np.random.default_rng(77))
    wanted, blended = decode(expression, jaw_pose), baked.blended()
    got = np.stack([blended(*moment) for moment in zip(expression, jaw_pose, strict=True)])
    error, moved = got - wanted, wanted - wanted[0]  # the first is rest
    assert np.median(np.sqrt((error**2).mean((1, 2)))) < 0.15 * np.median(np.sqrt((moved**2).mean((1, 2))))
    assert np.sqrt((error**2).mean()) < 0.3 * np.sqrt((moved**2).mean())


def test_rest_is_exact_but_for_rounding(decode: Decode, distilled: tuple[Baked, Fidelity]) -> None:
    rest = np.zeros((1, 52), np.float32), np.zeros((1, 3), np.float32)
    got = distilled[0].blended()(rest[0][0], rest[1][0])
    np.testing.assert_allclose(got, decode(*rest)[0], atol=4e-7)


def test_the_fidelity_it_tells_is_what_others_measure(decode: Decode, distilled: tuple[Baked, Fidelity]) -> None:
    baked, told = distilled
    expression, jaw_pose = rehearsal(160, np.random.default_rng(5))
    wanted, blended = decode(expression, jaw_pose), baked.blended()
    got = np.stack([blended(*moment) for moment in zip(expression, jaw_pose, strict=True)])
    moves = wanted.std(0) > 2e-6
    measured = np.sqrt(((got - wanted)[:, moves] ** 2).mean())
    assert measured / 2 < told.rms_m < measured * 2
    assert told.rms_m < told.p99_m


def test_three_patterns_need_hardly_more_than_three_maps(distilled: tuple[Baked, Fidelity]) -> None:
    baked, told = distilled
    assert told.num_maps == len(baked.maps) <= 6


def test_a_decoder_that_nothing_moves_is_one_map() -> None:
    still = np.full((256, 256), 1e-4, np.float32)
    baked, told = distil(lambda expression, _: np.broadcast_to(still, (len(expression), 256, 256)), num_fit=64)
    assert told.num_maps == 1
    assert told.rms_m == 0
    wild = np.ones(52, np.float32), np.ones(3, np.float32)
    np.testing.assert_allclose(baked.blended()(*wild), still, rtol=1e-3)


def test_a_rehearsed_jaw_follows_its_unit() -> None:
    expression, jaw_pose = rehearsal(50, np.random.default_rng(0))
    assert expression.min() >= 0
    assert expression.max() <= 1
    assert np.corrcoef(expression[:, INDEX["jawOpen"]], jaw_pose[:, 0])[0, 1] > 0.999
