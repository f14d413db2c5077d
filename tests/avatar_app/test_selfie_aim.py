"""When the countdown of a selfie begins, ends, and what is told meanwhile."""

from __future__ import annotations

from avatar_app.selfie_aim import COUNT_S, HOLD_S, SETTLE_S, Aim
from engine.tracking.portrait import Hint

STEP = 0.05


def posed(aim: Aim, start: float, seconds: float, hint: Hint | None) -> float:
    """The picture lacks the same for a while; when that ends."""
    end = start + seconds
    while start < end:
        aim.step(start, hint)
        start += STEP
    return start


def test_a_picture_that_stays_good_is_taken_by_itself() -> None:
    aim = Aim()
    time = posed(aim, 10.0, 1.0, Hint.TOO_FAR)
    assert (aim.hint, aim.left(time)) == (Hint.TOO_FAR, None)
    time = posed(aim, time, SETTLE_S + HOLD_S + 2 * STEP, None)
    assert aim.hint is None
    left = aim.left(time)
    assert left is not None
    assert COUNT_S - 3 * STEP <= left <= COUNT_S
    time = posed(aim, time, COUNT_S, None)
    assert aim.left(time) == 0


def test_a_blink_neither_stops_the_countdown_nor_is_told_and_leaving_does_both() -> None:
    aim = Aim()
    time = posed(aim, 10.0, 2.0, None)
    assert aim.counting
    time = posed(aim, time, 0.2, Hint.EYES_CLOSED)
    assert (aim.hint, aim.counting) == (None, True)
    time = posed(aim, time, 0.2, None)
    time = posed(aim, time, SETTLE_S + 2 * STEP, Hint.NO_FACE)
    assert (aim.hint, aim.counting) == (Hint.NO_FACE, False)


def test_whoever_asks_for_it_gets_it_whatever_is_lacking() -> None:
    aim = Aim()
    time = posed(aim, 10.0, 1.0, Hint.TOO_DARK)
    aim.ask(time)
    time = posed(aim, time, COUNT_S / 2, Hint.TOO_DARK)
    assert (aim.hint, aim.counting) == (Hint.TOO_DARK, True)
    time = posed(aim, time, COUNT_S / 2 + STEP, Hint.TOO_DARK)
    assert aim.left(time) == 0
    aim.again()
    posed(aim, time, 2.0, Hint.TOO_DARK)
    assert not aim.counting


def test_hints_that_flicker_are_not_told() -> None:
    aim = Aim()
    time = posed(aim, 10.0, 0.6, Hint.TURNED)
    for _ in range(8):
        time = posed(aim, time, 0.2, Hint.OFF_CENTRE)
        time = posed(aim, time, 0.2, Hint.TURNED)
        assert aim.hint is Hint.TURNED
