"""The transfer queue: videos on their way to become an avatar's, one after the other. No widgets, no Qt.

Every item is a value that is replaced whole; what is under way is polled by `refresh`, several times a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from avatar_app.queue_store import Line, load, save
from avatar_app.transfer_order import Order, Terms
from avatar_app.transfer_places import Begun, forget_part, sweep
from avatar_app.transfer_run import GRACE_S, End, Progress, Run
from engine.clock import now
from engine.errors import AvatarError

ItemState = Literal["waiting", "running", "paused", "done", "failed", "cancelled"]
UNFINISHED: tuple[ItemState, ...] = ("waiting", "running", "paused")
AT_ONCE = 1
"""How many run at a time: more would take the live view its frame rate, and a file its two cores."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the queue."""

    number: int
    order: Order
    state: ItemState = "waiting"
    progress: Progress = Progress()  # noqa: RUF009  (frozen)
    sentence: str = ""
    """Why it failed, or what is to be said about the result."""
    files: tuple[Path, ...] = ()
    """The results of a done one; of another the parts that there are."""
    begun: Begun | None = None
    """What a process is writing now."""

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED


class Running(Protocol):
    """What carries an order out; see `Run`."""

    order: Order
    progress: Progress
    begun: Begun | None
    end: End | None

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def stop(self) -> None: ...

    def join(self, seconds: float) -> bool: ...

    def kill(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Ending:
    """A process that was told to stop."""

    number: int
    run: Running
    since: float


class Queue:
    """For one thread, the window's. What goes wrong with an item is said on the item, and the others go on."""

    def __init__(self, start: Callable[[Order], Running] = Run) -> None:
        self.terms = Terms()
        """What `add` asks for."""
        self.trouble = ""
        """One sentence where the list could not be read or kept; whoever tells it empties it."""
        self._start = start
        self._items: dict[int, Item] = {}
        self._runs: dict[int, Running] = {}
        self._ending: tuple[_Ending, ...] = ()
        self._path: Path | None = None
        self._kept: tuple[Line, ...] = ()
        self._added = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """The oldest first."""
        return tuple(self._items.values())

    def restore(self, path: Path) -> None:
        """Keep the list in this file from now on. What it holds is offered again: nothing of it starts by itself.

        What a killed app left half written goes: an item that is offered again begins anew.
        """
        lines, self.trouble = load(path)
        self._path, self._kept = path, lines
        for line in lines:
            left = sweep(line.begun, line.order) if line.begun is not None else ()
            state = "failed" if line.failed else "paused"
            self._append(line.order, state=state, sentence=line.failed, files=(*line.parts, *left))

    def add(self, videos: Iterable[Path]) -> tuple[Item, ...]:
        """Line videos up, once an avatar of `terms`. They start by themselves."""
        added = [self._append(order) for order in self.terms.orders(tuple(videos))]
        self._advance()
        return tuple(self._items[item.number] for item in added)

    def pause(self, *numbers: int) -> None:
        """Hold these; the next one goes on in their place."""
        for item in self._these(numbers, "waiting", "running"):
            if item.number in self._runs:
                self._runs[item.number].pause()
            self._set(item, state="paused")
        self._advance()

    def resume(self, *numbers: int) -> None:
        """Let held ones go on where they were, as soon as it is their turn."""
        for item in self._these(numbers, "paused"):
            self._set(item, state="waiting")
        self._advance()

    def cancel(self, *numbers: int) -> None:
        """Give these up. At once: a process ends by itself, and the part that it has written stays."""
        for item in self._these(numbers, *UNFINISHED):
            if item.number in self._runs:
                run = self._runs.pop(item.number)
                run.stop()
                self._ending += (_Ending(item.number, run, now()),)
            self._set(item, state="cancelled")
        self._advance()

    def retry(self, *numbers: int) -> None:
        """Begin these anew. A part from before is removed once there is a whole one."""
        for item in self._these(numbers, "failed", "cancelled"):
            self._set(item, state="waiting", sentence="", progress=Progress())
        self._advance()

    def remove(self, *numbers: int) -> None:
        """Take lines off the list; files stay."""
        self.cancel(*numbers)
        self._items = {number: item for number, item in self._items.items() if number not in numbers}

    def renamed(self, former: Path, path: Path) -> None:
        """An avatar has another file, and its name: what is to be made of it goes with it."""
        for item in self.items:
            if item.order.avatar == former and item.state != "done":
                self._set(item, order=replace(item.order, avatar=path, avatar_name=path.stem))

    def clear(self) -> None:
        """Take the lines of everything that has ended off the list."""
        self._items = {number: item for number, item in self._items.items() if item.unfinished}

    def refresh(self) -> None:
        """See how it goes, start what is next and keep the list. Call it several times a second."""
        for number, run in tuple(self._runs.items()):
            item = self._items[number]
            if item.progress is not run.progress and item.state == "running":
                self._set(item, progress=run.progress)
            if item.begun is not run.begun:
                self._set(item, begun=run.begun)
            if run.end is not None and run.join(0):
                del self._runs[number]
                self._finish(number, run, run.end)
        for ending in self._ending:
            if ending.run.end is not None and ending.run.join(0):
                self._ending = tuple(one for one in self._ending if one is not ending)
                self._bury(ending.number, ending.run.end)
            elif now() - ending.since > GRACE_S:
                ending.run.kill()
        self._advance()
        self._keep()

    def close(self) -> None:
        """Stop what runs, wait for its files a bounded time, and keep the list. Safe to call twice."""
        runs = {**self._runs, **{-one.number: one.run for one in self._ending}}
        for run in self._runs.values():
            run.stop()
        self._runs, self._ending = {}, ()
        limit = now() + GRACE_S
        for number, run in runs.items():
            if not run.join(max(limit - now(), 0.01)):
                run.kill()
                run.join(GRACE_S)
            if number in self._items and run.end is not None:
                self._bury(number, run.end)
        self._keep()

    def _advance(self) -> None:
        """Start or go on with what is next, where there is room."""
        free = AT_ONCE - sum(item.state == "running" for item in self.items)
        waiting = [item for item in self.items if item.state == "waiting"]
        for item in waiting[: max(free, 0)]:
            if item.number in self._runs:
                self._runs[item.number].resume()
            else:
                self._runs[item.number] = self._start(item.order)
            self._set(item, state="running")

    def _finish(self, number: int, run: Running, end: End) -> None:
        """An item ended by itself."""
        item = self._items[number]
        if end.kind == "done":
            for part in item.files:
                forget_part(part, item.order)
            self._set(item, state="done", progress=run.progress, sentence=end.sentence, files=end.files, begun=None)
        elif run.order.avatar != item.order.avatar and not run.progress.frames:  # renamed before it was read
            self._set(item, state="waiting", begun=None)
        else:
            self._set(item, state="failed", sentence=end.sentence, files=(*item.files, *end.files), begun=None)

    def _bury(self, number: int, end: End) -> None:
        """An item was stopped: what it has written is remembered. It may have been whole by then."""
        item = self._items.get(number)
        if item is not None:
            whole = end.kind == "done" and item.state != "waiting"
            begun = item.begun if number in self._runs else None  # tried again meanwhile
            self._set(item, state="done" if whole else item.state, files=(*item.files, *end.files), begun=begun)

    def _append(self, order: Order, **values: Any) -> Item:
        self._added += 1
        self._items[self._added] = Item(self._added, order, **values)
        return self._items[self._added]

    def _these(self, numbers: Iterable[int], *states: ItemState) -> list[Item]:
        return [item for item in map(self._items.get, numbers) if item is not None and item.state in states]

    def _set(self, item: Item, **values: Any) -> None:
        self._items[item.number] = replace(self._items[item.number], **values)

    def _keep(self) -> None:
        """Write what a next start would offer, where it is not what was written last."""
        offered = [item for item in self.items if item.unfinished or item.state == "failed"]
        lines = tuple(
            Line(item.order, item.sentence if item.state == "failed" else "", item.files, item.begun)
            for item in offered
        )
        if self._path is None or lines == self._kept:
            return
        self._kept = lines
        try:
            save(lines, self._path)
        except AvatarError as error:
            self.trouble = str(error)
