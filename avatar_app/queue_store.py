"""What of the transfer queue outlives the window: one JSON file of plain data."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from avatar_app.transfer_order import Order, order_from, table_of
from avatar_app.transfer_places import Begun
from engine.writing import unwritable, whole

VERSION = 2
"""From 2 on it is kept what is being written; 1 is read as well."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item that a next start offers again."""

    order: Order
    failed: str = ""
    """Why, in a sentence; empty where it is just unfinished."""
    parts: tuple[Path, ...] = ()
    """What was written of it."""
    begun: Begun | None = None
    """What a process is writing; where that is found by a next start, the app was killed."""


def queue_path() -> Path:
    """The queue's file of this user; it need not exist."""
    return user_data_path("avatar-app", appauthor=False) / "transfers.json"


def load(path: Path) -> tuple[tuple[Line, ...], str]:
    """The lines in `path`, and one sentence where they could not be read; then the file is set aside, as .broken."""
    try:
        return _lines(json.loads(path.read_text(encoding="utf-8"))), ""
    except FileNotFoundError:
        return (), ""
    except (ValueError, OSError) as error:
        kept = path.with_name(path.name + ".broken")
        try:
            os.replace(path, kept)
        except OSError:
            return (), f"The list of transfers in {path} could not be read ({error}); it begins empty."
        return (), f"The list of transfers could not be read ({error}); it begins empty, the old one is kept as {kept}."


def save(lines: Sequence[Line], path: Path) -> None:
    """Write them; the file appears whole or not at all. BadInput where it cannot."""
    table = {
        "version": VERSION,
        "items": [
            {"order": table_of(line.order), "failed": line.failed, "parts": _texts(line.parts), "begun": _begun(line)}
            for line in lines
        ],
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error
    with whole(path) as temporary:
        temporary.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _lines(table: object) -> tuple[Line, ...]:
    if not isinstance(table, dict) or not isinstance(table.get("items"), list):
        raise ValueError("it is no list of transfers")  # noqa: TRY004  (said of the file)
    if table.get("version") not in (1, VERSION):
        raise ValueError(f"it has version {table.get('version')}, this app writes {VERSION}")
    before = {"begun": None} if table["version"] == 1 else {}
    return tuple(_line({**before, **one} if isinstance(one, dict) else one) for one in table["items"])


def _line(table: object) -> Line:
    if not isinstance(table, dict) or table.keys() != {"order", "failed", "parts", "begun"}:
        raise ValueError("an item lacks something, or has too much")
    if not isinstance(table["failed"], str):
        raise ValueError("an item holds what is no text")  # noqa: TRY004  (said of the file)
    return Line(order_from(table["order"]), table["failed"], _paths(table["parts"]), _begun_from(table["begun"]))


def _begun(line: Line) -> dict[str, object] | None:
    begun = line.begun
    return None if begun is None else {"process": begun.process, "parts": _texts(begun.parts)}


def _begun_from(table: object) -> Begun | None:
    if table is None:
        return None
    if not isinstance(table, dict) or table.keys() != {"process", "parts"} or type(table["process"]) is not int:
        raise ValueError("what an item has begun is not told")
    return Begun(table["process"], _paths(table["parts"]))


def _texts(paths: tuple[Path, ...]) -> list[str]:
    return [str(path) for path in paths]


def _paths(texts: object) -> tuple[Path, ...]:
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError("an item holds what is no text")
    return tuple(map(Path, texts))
