"""What the meter shows."""

import numpy as np
import pytest

from engine.sound.level import FLOOR_DB, Meter, decibels


def test_a_sine_has_its_peak_and_three_decibels_less() -> None:
    meter = Meter()
    meter.add(0.5 * np.sin(np.arange(48_000) / 20).astype(np.float32))
    level = meter.read()
    assert decibels(level.peak) == pytest.approx(-6.02, abs=0.05)
    assert decibels(level.rms) == pytest.approx(-9.03, abs=0.05)
    assert not level.clipped


def test_clipping_is_seen_however_short_it_was_and_once() -> None:
    meter = Meter()
    samples = np.full(4800, 0.1, np.float32)
    samples[7] = -1.0
    meter.add(samples)
    meter.add(np.zeros(4800, np.float32))
    assert meter.read().clipped
    assert not meter.read().clipped


def test_silence_is_at_the_bottom() -> None:
    assert decibels(Meter().read().peak) == FLOOR_DB
