"""What the window says, in the language of the person in front of it.

`tr` is what Qt's own tool for translators looks for in the source; `make texts` collects what it finds. A text in a
table at the top of a module is only `marked` there, since no language is chosen yet, and goes through `tr` when shown.
It is looked up here, not by a QTranslator written in Python, which Qt would also ask for every text of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

_known: dict[str, str] = {}


def tr(text: str, /, **values: object) -> str:
    """`text`, written in English, in the chosen language, with `{name}` filled in as str.format does."""
    found = _known.get(text, text)
    return found.format(**values) if values else found


def marked(text: str) -> str:
    """`text` as it is: a note for the tool that collects texts."""
    return text


def use(texts: Mapping[str, str]) -> None:
    """Say these from now on: English -> the chosen language. What is not among them stays English."""
    _known.clear()
    _known.update(texts)


def english(text: str) -> str:
    """What `tr` made `text` of; `text` itself where it is English, or nobody's translation."""
    return next((source for source, translation in _known.items() if translation == text), text)
