import numpy as np
import pytest

from training.label.zero_phase import SmoothConfig, zero_phase

CONTROLS = SmoothConfig().controls
TIME = np.arange(120) / 30


def test_a_blink_keeps_its_place_and_nearly_all_of_its_depth() -> None:
    blink = np.zeros((120, 1))
    blink[58:63, 0] = [0.5, 0.9, 1.0, 0.9, 0.5]
    out = zero_phase(blink, TIME, CONTROLS)
    assert out[:, 0].argmax() == 60
    assert out.max() > 0.93
    np.testing.assert_allclose(out, out[::-1][np.r_[119, :119]], atol=0.02)  # as early as it is late


def test_what_is_at_rest_becomes_steadier() -> None:
    noise = 0.01 * np.random.default_rng(0).standard_normal((120, 4))
    out = zero_phase(noise, TIME, CONTROLS)
    bend, before = (np.sqrt((np.diff(v, 2, axis=0) ** 2).mean()) for v in (out, noise))
    assert bend < 0.4 * before


def test_slow_movement_is_not_late() -> None:
    slow = 0.05 * np.sin(np.pi * TIME)[:, None]
    speed = np.gradient(slow, TIME, axis=0)
    behind = (slow - zero_phase(slow, TIME, CONTROLS))[10:-10]
    assert abs((behind * speed[10:-10]).sum() / (speed[10:-10] ** 2).sum()) < 0.001  # s


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_short_movements_are_taken_as_they_are(frames: int) -> None:
    values = np.arange(frames, dtype=float)[:, None]
    np.testing.assert_allclose(zero_phase(values, TIME[:frames], CONTROLS), values, atol=0.3)
