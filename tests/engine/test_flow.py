from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from engine.errors import Closed
from engine.flow import Bounded, Latest


class Aside:
    """Runs `work` on a thread; `result` waits for it and raises what it raised. A hang fails the test."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self._raised: BaseException | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._value = self._work()
        except BaseException as error:
            self._raised = error

    def result(self) -> Any:
        self._thread.join(5)
        assert not self._thread.is_alive(), "the thread hangs"
        if self._raised is not None:
            raise self._raised
        return self._value


def test_the_newest_value_wins_and_the_rest_is_counted() -> None:
    slot: Latest[int] = Latest()
    for value in range(5):
        slot.put(value)
    assert slot.get() == 4
    assert slot.dropped == 4
    assert slot.poll() is None


def test_none_is_a_value_of_the_slot_like_any_other() -> None:
    slot: Latest[None] = Latest()
    slot.put(None)
    assert slot.get(timeout=0) is None
    with pytest.raises(TimeoutError):
        slot.get(timeout=0)


def test_a_reader_of_the_slot_gets_what_is_put_while_it_waits() -> None:
    slot: Latest[str] = Latest()
    reader = Aside(slot.get)
    slot.put("frame")
    assert reader.result() == "frame"


@pytest.mark.parametrize("make", [Latest, lambda: Bounded(2)], ids=["Latest", "Bounded"])
class TestClosing:
    def test_wakes_a_reader_with_the_cause(self, make: Callable[[], Any]) -> None:
        box, cause = make(), OSError("unplugged")
        reader = Aside(box.get)
        box.close(cause)
        with pytest.raises(Closed) as caught:
            reader.result()
        assert caught.value.__cause__ is cause

    def test_leaves_what_was_put_before(self, make: Callable[[], Any]) -> None:
        box = make()
        box.put("last")
        box.close()
        assert box.get() == "last"
        with pytest.raises(Closed) as caught:
            box.get()
        assert caught.value.__cause__ is None

    def test_refuses_what_comes_after(self, make: Callable[[], Any]) -> None:
        box = make()
        box.close()
        with pytest.raises(Closed):
            box.put("late")

    def test_counts_once(self, make: Callable[[], Any]) -> None:
        box, first = make(), OSError("first")
        box.close(first)
        box.close(OSError("second"))
        assert box.cause is first


def test_polling_a_closed_slot_says_so() -> None:
    slot: Latest[int] = Latest("frames")
    slot.put(1)
    slot.close()
    assert slot.poll() == 1
    with pytest.raises(Closed, match="frames"):
        slot.poll()


def test_a_queue_loses_nothing_and_keeps_the_order_between_threads() -> None:
    queue: Bounded[int] = Bounded(3)

    def write() -> None:
        for value in range(2000):
            queue.put(value)
        queue.close()

    writer = Aside(write)
    assert list(queue) == list(range(2000))
    writer.result()


def test_a_full_queue_holds_its_writer_back_until_there_is_room() -> None:
    queue: Bounded[int] = Bounded(1)
    queue.put(1)
    with pytest.raises(TimeoutError):
        queue.put(2, timeout=0)
    writer = Aside(lambda: queue.put(2))
    assert queue.get() == 1
    writer.result()
    assert queue.get() == 2
    assert len(queue) == 0


def test_a_writer_that_waits_at_a_full_queue_wakes_when_the_reader_leaves() -> None:
    queue: Bounded[int] = Bounded(1)
    queue.put(1)
    cause = ValueError("encoder")
    writer = Aside(lambda: queue.put(2))
    queue.close(cause)
    with pytest.raises(Closed) as caught:
        writer.result()
    assert caught.value.__cause__ is cause


def test_a_loop_over_a_queue_that_failed_raises_after_the_rest() -> None:
    queue: Bounded[int] = Bounded(3)
    queue.put(1)
    queue.close(OSError("gone"))
    values = iter(queue)
    assert next(values) == 1
    with pytest.raises(Closed):
        next(values)
