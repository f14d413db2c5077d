"""The transfer queue without a window: order, pause, cancel, retry, and what outlives it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from avatar_app.queue import Item, Queue
from avatar_app.transfer_order import Order, Terms
from avatar_app.transfer_places import Begun
from avatar_app.transfer_run import End, Progress
from engine.types import replace

Make = Callable[..., Queue]


class CueRun:
    """A transfer that goes on when the test says so."""

    def __init__(self, order: Order) -> None:
        self.order, self.progress, self.begun, self.end = order, Progress(), None, None
        self.said: list[str] = []

    def pause(self) -> None:
        self.said.append("pause")

    def resume(self) -> None:
        self.said.append("resume")

    def stop(self) -> None:
        self.said.append("stop")

    def kill(self) -> None:
        self.said.append("kill")

    def join(self, seconds: float) -> bool:
        if self.end is None and seconds > 0 and "stop" in self.said:
            self.end = End("stopped")
        return self.end is not None

    def ends(self, kind: str, sentence: str = "", *files: Path) -> None:
        self.end = End(kind, sentence, files)


@pytest.fixture
def runs() -> list[CueRun]:
    """Every transfer that the queue started."""
    return []


@pytest.fixture
def queue(runs: list[CueRun], tmp_path: Path) -> Queue:
    made = Queue(lambda order: runs.append(CueRun(order)) or runs[-1])
    made.terms = Terms(folder=tmp_path / "results")
    made.restore(tmp_path / "data" / "transfers.json")
    return made


def videos(*names: str) -> tuple[Path, ...]:
    return tuple(Path(f"/videos/{name}.mp4") for name in names)


def states(queue: Queue) -> list[str]:
    return [item.state for item in queue.items]


def numbers(queue: Queue) -> list[int]:
    return [item.number for item in queue.items]


def test_every_avatar_gets_every_video_and_one_runs_at_a_time(queue: Queue, runs: list[CueRun]) -> None:
    queue.terms = Terms(avatars=((Path("/me.avatar"), "me"), (Path("/you.avatar"), "you")), folder=Path("/results"))
    added = queue.add(videos("one", "two"))
    assert [(item.order.avatar_name, item.order.video.stem) for item in added] == [
        ("me", "one"), ("me", "two"), ("you", "one"), ("you", "two"),
    ]  # fmt: skip
    assert states(queue) == ["running", "waiting", "waiting", "waiting"]
    runs[0].progress = Progress(7, 30, 2.5)
    queue.refresh()
    assert queue.items[0].progress == Progress(7, 30, 2.5)
    runs[0].ends("done", "", Path("/results/one.mp4"))
    queue.refresh()
    assert states(queue) == ["done", "running", "waiting", "waiting"]
    assert queue.items[0].files == (Path("/results/one.mp4"),)
    assert [run.order.video.stem for run in runs] == ["one", "two"]


def test_a_failure_is_said_on_its_item_and_the_others_go_on(queue: Queue, runs: list[CueRun]) -> None:
    queue.add(videos("broken", "whole"))
    runs[0].ends("failed", "broken.mp4 is no video.", Path("/results/broken.part.mp4"))
    queue.refresh()
    assert (queue.items[0].state, queue.items[0].sentence) == ("failed", "broken.mp4 is no video.")
    assert queue.items[0].files == (Path("/results/broken.part.mp4"),)
    runs[1].ends("done")
    queue.refresh()
    queue.retry(numbers(queue)[0])
    assert states(queue) == ["running", "done"]
    assert queue.items[0].sentence == ""


def test_the_next_goes_on_while_one_is_paused_and_it_goes_on_where_it_was(queue: Queue, runs: list[CueRun]) -> None:
    first, second = (item.number for item in queue.add(videos("one", "two")))
    queue.pause(first)
    assert (states(queue), runs[0].said) == (["paused", "running"], ["pause"])
    queue.resume(first)
    assert states(queue) == ["waiting", "running"]
    queue.pause(second)
    assert (states(queue), runs[0].said) == (["running", "paused"], ["pause", "resume"])
    assert len(runs) == 2
    queue.pause(first, second)
    assert states(queue) == ["paused", "paused"]
    queue.resume(first, second)
    assert states(queue) == ["running", "waiting"]


def test_cancelling_answers_at_once_and_keeps_what_was_written(queue: Queue, runs: list[CueRun]) -> None:
    first, second, third = (item.number for item in queue.add(videos("one", "two", "three")))
    queue.cancel(first)
    assert (states(queue), runs[0].said) == (["cancelled", "running", "waiting"], ["stop"])
    queue.retry(first)  # while its process still ends
    runs[0].ends("stopped", "", Path("/results/one.part.mp4"))
    queue.refresh()
    assert (states(queue)[0], queue.items[0].files) == ("waiting", (Path("/results/one.part.mp4"),))
    queue.cancel(first, second, third)
    assert states(queue) == ["cancelled"] * 3
    queue.close()
    assert len(runs) == 2


def test_a_part_goes_once_there_is_a_whole_one_and_nothing_else_does(queue: Queue, runs: list[CueRun]) -> None:
    results = queue.terms.folder
    results.mkdir()
    part, other = results / "one as me.part.mp4", results / "precious.mp4"
    (number,) = (item.number for item in queue.add(videos("one")))
    for path in (part, other):
        path.write_bytes(b"pictures")
    runs[0].ends("failed", "The disk is full.", part, other)
    queue.refresh()
    queue.retry(number)
    assert part.exists()
    runs[1].ends("done", "", results / "one as me.mp4")
    queue.refresh()
    assert (part.exists(), other.exists()) == (False, True)


def test_what_is_unfinished_is_offered_again_and_starts_when_asked(
    queue: Queue, runs: list[CueRun], tmp_path: Path
) -> None:
    _, running, waiting, _ = (item.number for item in queue.add(videos("bad", "two", "three", "four")))
    runs[0].ends("failed", "bad.mp4 is no video.")
    queue.refresh()
    queue.pause(running, waiting)
    runs[2].ends("done")
    queue.refresh()
    queue.resume(running)
    queue.close()
    assert runs[1].said == ["pause", "resume", "stop"]

    again = Queue(lambda order: runs.append(CueRun(order)) or runs[-1])
    again.restore(tmp_path / "data" / "transfers.json")
    assert [(item.order, item.state, item.sentence) for item in again.items] == [
        (queue.items[0].order, "failed", "bad.mp4 is no video."),
        (queue.items[1].order, "paused", ""),
        (queue.items[2].order, "paused", ""),
    ]
    again.refresh()
    assert len(runs) == 3
    again.resume(*numbers(again))
    assert runs[3].order.video == videos("two")[0]
    again.close()


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"version": 3, "items": []}', '{"version": 1, "items": [{"order": {}, "failed": "", "parts": []}]}'],
)
def test_a_damaged_list_is_set_aside_and_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "transfers.json"
    path.write_text(text)
    queue = Queue()
    queue.restore(path)
    assert queue.items == ()
    assert "could not be read" in queue.trouble
    assert (tmp_path / "transfers.json.broken").read_text() == text


def test_an_avatar_that_is_renamed_takes_what_waits_for_it_along(queue: Queue, runs: list[CueRun]) -> None:
    me, you, ego = (Path(f"/avatars/{name}.avatar") for name in ("me", "you", "ego"))
    queue.terms = replace(queue.terms, avatars=((me, "me"), (you, "you")))
    queue.add(videos("one", "two"))
    queue.pause(numbers(queue)[1])
    queue.renamed(me, ego)
    assert [(item.order.avatar, item.order.avatar_name) for item in queue.items] == [(ego, "ego")] * 2 + [
        (you, "you")
    ] * 2
    runs[0].ends("failed", "The avatar “me” is no longer in /avatars.")  # it was renamed before it was read
    queue.refresh()
    assert (states(queue), runs[1].order.avatar) == (["running", "paused", "waiting", "waiting"], ego)
    runs[1].ends("failed", "The disk is full.")
    queue.refresh()
    assert states(queue) == ["failed", "paused", "running", "waiting"]
    queue.renamed(ego, me)
    queue.pause(*numbers(queue))
    queue.retry(numbers(queue)[0])
    assert runs[-1].order.avatar == me


def test_what_a_killed_app_left_goes_with_the_next_start_once_nobody_writes_it(
    queue: Queue, runs: list[CueRun], tmp_path: Path
) -> None:
    results, kept = queue.terms.folder, tmp_path / "data" / "transfers.json"
    results.mkdir()
    part, other = results / "one as me.part.mp4", results / "precious.mp4"
    for path in (part, other):
        path.write_bytes(b"pictures")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as writer:
        queue.add(videos("one", "two"))
        runs[0].begun = Begun(writer.pid, (part, other))
        queue.refresh()  # and with this list the app is killed

        def offered() -> list[tuple[str, tuple[Path, ...]]]:
            again = Queue()
            again.restore(kept)
            return [(item.state, item.files) for item in again.items]

        assert offered() == [("paused", (part, other)), ("paused", ())]
        assert part.exists()
        writer.kill()
    assert offered() == [("paused", (other,)), ("paused", ())]
    assert (part.exists(), other.exists()) == (False, True)

    part.write_bytes(b"pictures")
    runs[0].ends("stopped", "", part)
    queue.close()  # this is no crash: what was stopped keeps its part
    assert offered() == [("paused", (part,)), ("paused", ())]
    assert part.exists()


def test_a_list_of_the_version_before_is_read(queue: Queue, tmp_path: Path) -> None:
    queue.add(videos("one"))
    queue.close()
    path = tmp_path / "data" / "transfers.json"
    table = json.loads(path.read_text())
    del table["items"][0]["begun"]
    path.write_text(json.dumps({**table, "version": 1}))
    again = Queue()
    again.restore(path)
    assert ([item.order for item in again.items], again.trouble) == ([queue.items[0].order], "")


def test_a_list_that_cannot_be_kept_is_told_and_work_goes_on(queue: Queue, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    queue.add(videos("one"))
    queue.refresh()
    assert "transfers.json cannot be written" in queue.trouble
    assert states(queue) == ["running"]
    queue.close()


def test_lines_leave_the_list_and_running_ones_are_stopped_first(queue: Queue, runs: list[CueRun]) -> None:
    first, second = (item.number for item in queue.add(videos("one", "two")))
    queue.remove(first)
    assert (states(queue), runs[0].said) == (["running"], ["stop"])
    runs[1].ends("done")
    queue.refresh()
    queue.clear()
    assert queue.items == ()
    runs[0].ends("stopped", "", Path("/results/one.part.mp4"))
    queue.refresh()
    assert second not in numbers(queue)


def test_an_item_knows_whether_it_is_finished() -> None:
    order = Terms(folder=Path("/r")).orders(videos("one"))[0]
    told = [state for state in ("waiting", "running", "paused", "done", "failed", "cancelled") if
            Item(1, order, state).unfinished]  # fmt: skip
    assert told == ["waiting", "running", "paused"]
