"""What the engine says, in the language of the person in front of the window.

The engine and the command line speak English, in f-strings where they are raised; processes and files pass them on as
text. Here a sentence is recognised by its pattern when it is shown, and its translation is filled with what the pattern
holds. tests/shown_sentences.py reads the patterns from the source, so a test knows of each that has no translation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter

from avatar_app.ui.text import marked, tr

SYSTEM = (
    marked("permission denied"),
    marked("no such file or directory"),
    marked("read-only file system"),
    marked("is a directory"),
    marked("not a directory"),
    marked("file name too long"),
    marked("input/output error"),
    marked("the place does not take files"),
)
"""What operating systems say, as `engine.writing.reason` writes it."""
MOST_PARTS = 12
"""Sentences in one text, beyond which it is shown as it is."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    shape: re.Pattern[str]
    translation: str
    plain: int
    """Letters outside of its fields: the pattern with the most is the one that was meant."""


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    plain: int
    """Letters that were recognised: the way to divide a text that recognises most is the one that was meant."""


_patterns: list[_Pattern] = []


def use(sentences: Mapping[str, str]) -> None:
    """Say these from now on: English -> the chosen language, each with its `{fields}`."""
    _patterns[:] = sorted((_pattern(*pair) for pair in sentences.items()), key=lambda one: -one.plain)
    translated.cache_clear()


@lru_cache(maxsize=256)
def translated(text: str) -> str:
    """`text`, one sentence of the engine's or several with spaces between, in the chosen language.

    What is not known, or translated already, comes back as it is.
    """
    if not _patterns or not text:
        return text
    parts = re.split(r"(?<=[.!?]) ", text)
    if len(parts) > MOST_PARTS:
        parts = [text]
    best = [_Found("", 0)]  # of the parts from the last one on, the last one first
    for start in reversed(range(len(parts))):
        ways = []
        for end in range(start + 1, len(parts) + 1):
            here, later = _found(" ".join(parts[start:end])), best[len(parts) - end]
            ways.append(_Found(f"{here.text} {later.text}".rstrip(), here.plain + later.plain))
        best.append(max(ways, key=lambda one: one.plain))
    return best[-1].text


def _found(text: str) -> _Found:
    """By the pattern with the most letters of its own; what is in its fields may be known, too."""
    for one in _patterns:
        match = one.shape.fullmatch(text)
        if match is not None:
            fields = {name: _found(value) for name, value in match.groupdict().items()}
            told = one.translation.format(**{name: field.text for name, field in fields.items()})
            return _Found(told, one.plain + sum(field.plain for field in fields.values()))
    return _Found(tr(text) if text in SYSTEM else text, 0)


def _pattern(text: str, translation: str) -> _Pattern:
    shape, plain, seen = "", 0, set()
    for literal, name, _, _ in Formatter().parse(text):
        shape += re.escape(literal)
        plain += len(literal)
        if name is not None:
            shape += f"(?P={name})" if name in seen else f"(?P<{name}>.*?)"
            seen.add(name)
    return _Pattern(re.compile(shape, re.DOTALL), translation, plain)
