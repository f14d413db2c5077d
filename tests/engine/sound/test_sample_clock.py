"""Times of samples, from arrivals that are held up, quartzes that differ and stamps that may wander."""

from __future__ import annotations

import numpy as np
import pytest
from sound_rig import Device

from engine.sound.sample_clock import SampleClock


def errors(device: Device, seconds: float, stamp_noise: float | None = None) -> np.ndarray:
    """By how much each block's time is wrong, s."""
    clock, wrong = SampleClock(device.rate), []
    random = np.random.default_rng(1)
    for samples, arrived, begin in device.until(device.start + seconds):
        noise = 0.0 if stamp_noise is None else random.normal() * stamp_noise
        block = clock.place(samples, arrived, None if stamp_noise is None else begin + noise)
        wrong.append(block.time - begin)
    return np.array(wrong)


def test_after_an_hour_sound_is_where_it_was_at_first() -> None:
    wrong = errors(Device(ppm=150.0, delay=0.0, block=4096, quiet=True), 3600.0)
    settled = wrong[len(wrong) // 60 :]
    assert np.abs(settled).max() < 0.004  # uncorrected, 150 millionths are half a second


def test_times_are_steady_though_arrivals_are_not() -> None:
    clock, device, ends, begins = SampleClock(44_100), Device(44_100, jitter=0.05, quiet=True), [], []
    for samples, arrived, _ in device.until(device.start + 20):
        block = clock.place(samples, arrived)
        begins.append(block.time)
        ends.append(block.end)
    jumps = np.abs(np.array(begins[200:]) - np.array(ends[199:-1]))
    assert jumps.max() < 1e-6


def test_steady_stamps_tell_the_devices_own_delay() -> None:
    told = errors(Device(delay=0.04, quiet=True), 10.0, stamp_noise=0.0005)
    assert abs(told[-1]) < 0.003
    silent = errors(Device(delay=0.04, quiet=True), 10.0)
    assert silent[-1] == pytest.approx(0.04, abs=0.003)  # nothing else could


def test_wandering_stamps_are_not_believed() -> None:
    wrong = errors(Device(delay=0.002, quiet=True), 20.0, stamp_noise=0.03)
    assert np.abs(wrong[300:]).max() < 0.005


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("missing", [0.06, 0.4])
def test_lost_samples_do_not_pull_sound_and_picture_apart(missing: float, *, told: bool) -> None:
    clock, device = SampleClock(48_000), Device(delay=0.0, quiet=True)
    for samples, arrived, _ in device.until(device.start + 15):
        clock.place(samples, arrived)
    device.count += round(48_000 * missing)  # they never came
    wrong = []
    for number, (samples, arrived, begin) in enumerate(device.until(device.start + 60)):
        wrong.append(clock.place(samples, arrived, lost=told and number == 0).time - begin)
    at_once = round((1 if told else 4) * 48_000 / device.block)  # untold, it takes a while to be sure
    assert np.abs(wrong[at_once:]).max() < 0.005
