"""The transfer queue in words: only what ended well is counted as done."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from avatar_app.queue import Item
from avatar_app.transfer_order import Terms
from avatar_app.ui.queue_words import ended, short, summary


def items(*states: str) -> tuple[Item, ...]:
    (order,) = Terms().orders((Path("one.mp4"),))
    return tuple(Item(number, order, state) for number, state in enumerate(states))


@pytest.mark.parametrize(
    ("states", "told", "briefly"),
    [
        ((), "", ""),
        (("running", "waiting"), "0 of 2 done", "Transfer 1 of 2"),
        (("cancelled", "running"), "0 of 1 done · 1 cancelled", "Transfer 1 of 1"),
        (("done", "failed", "running"), "1 of 2 done · 1 failed", "Transfer 2 of 2"),
        (("done", "paused"), "1 of 2 done · 1 paused", ""),
        (("done", "cancelled"), "1 done · 1 cancelled", ""),
        (("failed", "cancelled", "cancelled"), "1 failed · 2 cancelled", ""),
    ],
)
def test_what_was_cancelled_or_failed_is_not_counted_as_done(states: tuple[str, ...], told: str, briefly: str) -> None:
    assert (summary(items(*states)), short(items(*states))) == (told, briefly)


def test_the_end_of_a_list_that_is_not_seen_is_told() -> None:
    assert ended(items("done", "done")) == "The transfers have ended: 2 done."
    assert ended(items("done", "cancelled", "failed")) == "The transfers have ended: 1 done, 1 failed, 1 cancelled."
