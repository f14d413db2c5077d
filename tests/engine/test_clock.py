from __future__ import annotations

import pytest

from engine.clock import Rate, StageTimer


def test_percentiles_of_a_stage_in_the_order_of_the_chain() -> None:
    timer = StageTimer()
    timer.add("render", 0.004)
    for milliseconds in range(1, 101):
        timer.add("detect", milliseconds / 1e3)
    detect, render = timer.summary()
    assert (detect.stage, detect.count, render.stage) == ("detect", 100, "render")
    assert detect.p50 == pytest.approx(50.5)
    assert detect.p95 == pytest.approx(95.05)
    assert timer.timing("solve") is None


def test_old_measurements_are_forgotten() -> None:
    timer = StageTimer(window=2)
    for seconds in (9.0, 0.001, 0.001):
        timer.add("solve", seconds)
    timing = timer.timing("solve")
    assert timing is not None
    assert timing.p95 == pytest.approx(1.0)


def test_a_block_that_raises_is_not_counted() -> None:
    timer = StageTimer()
    with pytest.raises(ValueError, match="no"), timer.measure("detect"):
        raise ValueError("no")
    with timer.measure("solve"):
        pass
    assert [timing.stage for timing in timer.summary()] == ["solve"]


def test_rate_follows_the_last_seconds_only() -> None:
    time = [0.0]
    rate = Rate(window=2.0, clock=lambda: time[0])
    assert rate.per_second == 0
    for _ in range(100):
        time[0] += 1 / 30
        rate.tick()
    assert rate.per_second == pytest.approx(30)
    time[0] += 10
    assert rate.per_second == 0
