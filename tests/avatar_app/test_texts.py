"""Every text of the window can be translated, and German has them all."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import pytest

pytest.importorskip("PySide6")

from avatar_app import ui
from avatar_app.ui.language import FOLDER, texts_in

UI = Path(ui.__file__).parent
SHOWN_FIRST = re.compile(
    "set(Text|ToolTip|Accessible(Name|Description)|(Window)?Title|PlaceholderText|InformativeText)|add(Action|Menu|Item|Tab)"
    "|addButton|tell|button|slider|muted|muted_word|Q(Label|PushButton|CheckBox|RadioButton|Action|Menu|GroupBox)"
)
SHOWN_ANYWHERE = re.compile("get(OpenFileNames?|SaveFileName|ExistingDirectory|Color)")
TRANSLATED = frozenset(("tr", "marked"))


def bare_texts(source: str) -> list[str]:
    """Words in English that are shown without passing through `tr`."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = _name(call)
        shown = call.args if SHOWN_ANYWHERE.fullmatch(name) else call.args[:1] if SHOWN_FIRST.fullmatch(name) else []
        for value in (*shown, *(keyword.value for keyword in call.keywords if keyword.arg == "tip")):
            found += [f"line {value.lineno}: {text}" for text in _literals(value) if re.search("[A-Za-z]{2}", text)]
    return found


def texts_of(source: str) -> set[str]:
    """What `tr` and `marked` are given."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _name(node) in TRANSLATED)
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _literals(value: ast.expr) -> list[str]:
    if isinstance(value, ast.Call):
        return []  # tr, or what is looked at by itself
    if isinstance(value, ast.Constant):
        return [value.value] if isinstance(value.value, str) else []
    if isinstance(value, ast.Subscript | ast.Compare | ast.FormattedValue):
        return []
    if isinstance(value, ast.IfExp):
        return [*_literals(value.body), *_literals(value.orelse)]
    return [text for child in ast.iter_child_nodes(value) if isinstance(child, ast.expr) for text in _literals(child)]


def all_texts() -> set[str]:
    files = [*UI.glob("*.py"), UI.parent / "app.py"]
    return set().union(*(texts_of(file.read_text(encoding="utf-8")) for file in files))


def test_no_text_is_shown_past_the_translation() -> None:
    found = {file.name: bare_texts(file.read_text(encoding="utf-8")) for file in UI.glob("*.py")}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_a_bare_text_would_be_found() -> None:
    source = (
        'a.setText("Stop" if b else tr("Go"))\nQLabel(f"{n} frames")\nself.button("", tip="Why")\nc.setText(tr("x"))'
    )
    assert bare_texts(source) == ["line 1: Stop", "line 2:  frames", "line 3: Why"]


def test_german_has_every_text_and_no_other() -> None:
    """Run `make texts` and translate what is unfinished."""
    known = texts_in(FOLDER / "de.ts")
    assert all_texts() - known.keys() == set()
    written = {message.findtext("source") for message in ElementTree.parse(FOLDER / "de.ts").iter("message")}
    assert written - all_texts() == set()


def test_german_fills_in_what_english_does_and_marks_a_key_in_every_menu_entry() -> None:
    for text, translation in texts_in(FOLDER / "de.ts").items():
        assert _filled(translation) == _filled(text), text
        if re.match(r"[^ ]*&\w", text):
            assert translation.count("&") == 1, text
        assert text.endswith("…") == translation.endswith("…"), text


def _filled(text: str) -> list[tuple[str | None, str | None]]:
    return sorted((name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None)
