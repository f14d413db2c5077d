"""How a command talks to its user: text on stdout, or one JSON object there and everything else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tqdm import tqdm


@dataclass(frozen=True, slots=True)
class Console:
    """Given to every command's `run`."""

    json: bool = False
    """Keep stdout for the one JSON object that `run` returns."""

    def say(self, text: str) -> None:
        """One line for a person."""
        print(text, file=sys.stderr if self.json else sys.stdout, flush=True)

    def warn(self, text: str) -> None:
        """One line about something that was done otherwise than asked."""
        print(f"warning: {text}", file=sys.stderr, flush=True)  # noqa: T201

    @contextmanager
    def progress(self, label: str, total: int | None, unit: str = "frame") -> Iterator[tqdm[Any]]:
        """A bar on stderr with rate and time left; silent where stderr is not a terminal."""
        bar = tqdm(
            total=total,
            desc=label,
            unit=unit,
            file=sys.stderr,
            dynamic_ncols=True,
            leave=False,
            mininterval=0.2,
            disable=None,
        )
        try:
            yield bar
        finally:
            bar.close()


def counted(number: int, noun: str) -> str:
    """ "1 frame", "2 frames"."""
    return f"{number} {noun}{'s' * (number != 1)}"
