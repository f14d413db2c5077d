"""Blinks of an avatar that waits: as often, as long and as irregular as people's."""

from __future__ import annotations

import numpy as np
import pytest

from engine.avatar.idle_blink import LONGEST_S, SHORTEST_S, IdleBlinks

RATE = 100


def test_blinks_come_as_often_and_last_as_long_as_those_of_people() -> None:
    minutes = 10
    blinks = IdleBlinks(seed=3)
    lids = np.array([blinks(index / RATE) for index in range(minutes * 60 * RATE)])
    edges = np.diff((lids > 0).astype(int))
    begins, ends = np.flatnonzero(edges == 1) / RATE, np.flatnonzero(edges == -1) / RATE
    assert 15 <= len(begins) / minutes <= 20
    assert np.mean(ends - begins[: len(ends)]) == pytest.approx(0.15, abs=0.015)
    assert (lids.min(), lids.max()) == (0.0, 1.0)
    pauses = np.diff(begins)
    assert pauses.min() > SHORTEST_S
    assert pauses.max() < LONGEST_S + 0.2
    assert pauses.std() > 1  # no clockwork
    shuts, opens = np.diff(lids).max(), -np.diff(lids).min()
    assert shuts > 1.3 * opens


def test_who_is_left_alone_again_waits_before_the_next_blink() -> None:
    blinks = IdleBlinks(seed=0)
    for start in range(0, 200, 2):
        blinks.stop()
        assert not any(blinks(start + index / RATE) for index in range(int(SHORTEST_S * RATE)))
