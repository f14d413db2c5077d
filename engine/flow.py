"""How values pass between threads: `Latest` for what is live, `Bounded` for what must not be lost.

Either end may close; the other wakes with `Closed`, whose __cause__ is what went wrong, or None at a clean end.
What was put before closing can still be taken out. The first close counts; later ones change nothing.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import Generic, NoReturn, TypeVar

from engine.errors import Closed

T = TypeVar("T")


class _Closable:
    """One condition, and the state that both kinds of box share."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._changed = threading.Condition()
        self._closed = False
        self._cause: BaseException | None = None

    @property
    def closed(self) -> bool:
        return self._closed

    @property
    def cause(self) -> BaseException | None:
        """Why it was closed; None while open and after a clean end."""
        return self._cause

    def close(self, cause: BaseException | None = None) -> None:
        """End the flow: both sides that wait wake up now, and whoever comes later gets `Closed` from `cause`."""
        with self._changed:
            if not self._closed:
                self._closed, self._cause = True, cause
                self._changed.notify_all()

    def _raise_closed(self) -> NoReturn:
        raise Closed(f"{self.name} has ended") from self._cause


class Latest(_Closable, Generic[T]):
    """One slot where the newest value wins: a slow reader sees the present, never a backlog."""

    def __init__(self, name: str = "slot") -> None:
        super().__init__(name)
        self._slot: tuple[T] | None = None
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """How many values were overwritten before anybody took them."""
        return self._dropped

    def put(self, value: T) -> None:
        """Never waits. Raises Closed."""
        with self._changed:
            if self._closed:
                self._raise_closed()
            self._dropped += self._slot is not None
            self._slot = (value,)
            self._changed.notify()

    def poll(self) -> T | None:
        """The newest value if there is one that was not taken yet, else None at once. Raises Closed."""
        with self._changed:
            return self._take() if self._slot is not None or self._closed else None

    def get(self, timeout: float | None = None) -> T:
        """Wait for the newest value. Raises Closed, or TimeoutError after `timeout` seconds."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._slot is not None or self._closed, timeout):
                raise TimeoutError(f"{self.name} gave nothing for {timeout:g} s")
            return self._take()

    def _take(self) -> T:
        slot, self._slot = self._slot, None
        if slot is None:
            self._raise_closed()
        return slot[0]


class Bounded(_Closable, Generic[T]):
    """A queue of at most `capacity` values that never drops one: a full queue holds its writer back."""

    def __init__(self, capacity: int, name: str = "queue") -> None:
        super().__init__(name)
        if capacity < 1:
            raise ValueError(f"{name} needs room for at least one value, got {capacity}")
        self.capacity = capacity
        self._values: deque[T] = deque()

    def __len__(self) -> int:
        return len(self._values)

    def put(self, value: T, timeout: float | None = None) -> None:
        """Wait for room. Raises Closed, or TimeoutError after `timeout` seconds; then the value was not taken."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._values) < self.capacity or self._closed, timeout):
                raise TimeoutError(f"{self.name} stayed full for {timeout:g} s")
            if self._closed:
                self._raise_closed()
            self._values.append(value)
            self._changed.notify_all()

    def get(self, timeout: float | None = None) -> T:
        """Wait for the oldest value. Raises Closed once the rest was taken, or TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._values or self._closed, timeout):
                raise TimeoutError(f"{self.name} gave nothing for {timeout:g} s")
            if not self._values:
                self._raise_closed()
            value = self._values.popleft()
            self._changed.notify_all()
            return value

    def __iter__(self) -> Iterator[T]:
        """Every value until a clean end; a close with a cause raises Closed."""
        while True:
            try:
                value = self.get()
            except Closed as closed:
                if closed.__cause__ is not None:
                    raise
                return
            yield value
