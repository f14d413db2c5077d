from itertools import pairwise

import numpy as np
import pytest

from engine.check import Array
from engine.head.head_model import Head
from engine.tracking import decode
from engine.tracking.measure import Measure
from engine.tracking.placement import Placement
from engine.tracking.rig import Rig
from engine.tracking.smooth import OneEuro, OneEuroConfig
from engine.tracking.steady import Steady, SteadyConfig

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


def tracked(tiny_head: Head, responsiveness: float | None, changed: dict[int, float] | None = None) -> Array:
    """[N, K + 3] controls and offset of a still, noisy face that jumps after two seconds."""
    steady = Steady(tiny_head, Rig.of(tiny_head, Measure.of().points))
    if responsiveness is not None:
        steady.responsiveness = responsiveness
    random = np.random.default_rng(0)
    rows = []
    for i in range(120):
        if changed and i in changed:
            steady.responsiveness = changed[i]
        noise = random.normal(0, 0.004, 55)
        level = 0.3 if i < 60 else 0.8
        place = Placement(np.eye(3), 15.0, noise[52:54], 0.0, np.zeros(3))
        controls, placement = steady(level + noise[:52], place, 100.0, i / 30)
        rows.append(np.concatenate([controls, placement.offset]))
    return np.array(rows)


def test_the_middle_of_the_slider_is_bit_for_bit_what_ships(tiny_head: Head) -> None:
    np.testing.assert_array_equal(tracked(tiny_head, None), tracked(tiny_head, 0.5))
    assert SteadyConfig().as_responsive(0.5) == SteadyConfig()


def test_the_slider_goes_from_steady_to_responsive(tiny_head: Head) -> None:
    answers = [tracked(tiny_head, responsiveness) for responsiveness in (0.0, 0.25, 0.5, 0.75, 1.0)]
    jitter = [np.diff(one[20:60], axis=0).std() for one in answers]
    late = [np.maximum(0.8 - one[60:80, :52].mean(1), 0).sum() for one in answers]
    assert all(less < more for less, more in pairwise(jitter))
    assert all(later > sooner for later, sooner in pairwise(late))


def test_the_slider_moves_nothing_by_itself(tiny_head: Head) -> None:
    plain = tracked(tiny_head, 0.5)
    switched = tracked(tiny_head, 0.5, changed={30: 1.0, 45: 0.0})
    np.testing.assert_array_equal(plain[:30], switched[:30])
    assert np.abs(np.diff(switched[20:60], axis=0)).max() < 0.02  # the noise's own size


@pytest.mark.parametrize("config", [SteadyConfig(), decode._STEADY], ids=["landmarks", "encoder"])
def test_a_blink_shuts_the_lids_at_the_steadiest(config: SteadyConfig) -> None:
    time = np.arange(0, 1, 1 / 30)
    blink = np.interp(time, [0.4, 0.5, 0.55, 0.7], [0.0, 1.0, 1.0, 0.0])
    smooth = OneEuro(config.as_responsive(0.0).eyes)
    assert max(smooth(np.array([value]), t)[0] for value, t in zip(blink, time, strict=True)) > 0.9
