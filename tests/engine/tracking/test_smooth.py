import numpy as np
import pytest

from engine.tracking.smooth import OneEuro, OneEuroConfig
from engine.tracking.steady import SteadyConfig

GROUPS = {name: getattr(SteadyConfig(), name) for name in ("head", "eyes", "brows", "mouth")}


@pytest.mark.parametrize("config", GROUPS.values(), ids=GROUPS.keys())
def test_constant_in_is_constant_out(config: OneEuroConfig) -> None:
    smooth = OneEuro(config)
    values = [smooth(np.array([0.3, -2.0]), i / 30) for i in range(20)]
    np.testing.assert_allclose(values, [[0.3, -2.0]] * 20, atol=1e-15)


@pytest.mark.parametrize("config", GROUPS.values(), ids=GROUPS.keys())
def test_noise_at_rest_is_reduced(config: OneEuroConfig) -> None:
    noise = np.random.default_rng(0).normal(0, 1e-3, (300, 4))
    smooth = OneEuro(config)
    out = np.array([smooth(value, i / 30) for i, value in enumerate(noise)])
    bend = np.diff(out, 2, axis=0)[30:].std() / np.diff(noise, 2, axis=0)[30:].std()
    assert bend < 0.55


@pytest.mark.parametrize("fps", [24.0, 30.0, 60.0])
def test_a_blink_comes_through_whole_and_in_time(fps: float) -> None:
    # Shut within .1 s and open again: the fastest thing a face does.
    time = np.arange(0, 1, 1 / fps)
    blink = np.interp(time, [0.4, 0.5, 0.55, 0.7], [0.0, 1.0, 1.0, 0.0])
    smooth = OneEuro(GROUPS["eyes"])
    out = np.array([smooth(np.array([value]), t)[0] for value, t in zip(blink, time, strict=True)])
    assert out.max() > 0.93
    lag = (np.sum(time * out) / out.sum() - np.sum(time * blink) / blink.sum()) * fps
    assert lag < 0.3


def test_frames_that_do_not_rise_begin_anew() -> None:
    smooth = OneEuro(GROUPS["head"])
    smooth(np.array([0.0]), 5.0)
    assert smooth(np.array([1.0]), 1.0)[0] == 1.0


def test_groups_are_smoothed_as_if_each_were_alone() -> None:
    configs = [GROUPS[name] for name in ("head", "eyes", "mouth")]
    groups = np.array([1, 0, 2, 1, 0, 2, 2])
    together = OneEuro(*configs, groups=groups)
    alone = [OneEuro(config) for config in configs]
    random = np.random.default_rng(3)
    for i in range(40):
        value = np.sin(i / 7 + np.arange(7)) + random.normal(0, 0.01, 7)
        out = together(value, i / 30)
        for number, smooth in enumerate(alone):
            np.testing.assert_allclose(out[groups == number], smooth(value[groups == number], i / 30), atol=1e-12)
