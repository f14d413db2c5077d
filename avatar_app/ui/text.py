"""What the window says, in the language of the person in front of it.

`tr` is what Qt's own tool for translators looks for in the source; `make texts` collects what it finds. A text in a
table at the top of a module is only `marked` there, since no language is chosen yet, and goes through `tr` when shown.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, /, **values: object) -> str:
    """`text`, written in English, in the chosen language, with `{name}` filled in as str.format does."""
    found = QCoreApplication.translate("", text)
    return found.format(**values) if values else found


def marked(text: str) -> str:
    """`text` as it is: a note for the tool that collects texts."""
    return text
