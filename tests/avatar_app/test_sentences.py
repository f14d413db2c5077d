"""What the engine raises and tells is German in the German window, whatever way it is raised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

pytest.importorskip("PySide6")

from shown_sentences import OURS, parsed, reached, sentences, sites, sites_of

from avatar_app.ui import sentences as shown
from avatar_app.ui.language import FOLDER, SENTENCES, texts_in
from avatar_app.ui.text import use

GERMAN, ENGLISH = (texts_in(FOLDER / SENTENCES.format(code)) for code in ("de", "en"))
BEFORE = "LATER = 'Try later.'\n\ndef why(n):\n    return f'{n} gone.'\n\ndef f(path, n):\n"
HANDS_ON = {"engine/inference/engine_process.py"}
"""What is raised there was worded elsewhere."""
FORMS = {
    "raise BadInput('No file.')": {"No file."},
    "raise BadInput(f'{path.name} is no {n:g}.')": {"{name} is no {n}."},
    "raise BadInput(f'{path} of {path}. {LATER}')": {"{path} of {path2}. Try later."},
    "raise BadInput('Gone. ' + LATER)": {"Gone. Try later."},
    "raise BadInput('One.' if n else 'Two.')": {"One.", "Two."},
    "raise BadInput(why(n))": {"{n} gone."},
    "reason = 'the disk is full' if n else 'it is not there'; raise BadInput(f'{path}: {reason}.')": {
        "{path}: {reason}.",
        "the disk is full",
        "it is not there",
    },
    "raise BadInput('{} has {}.'.format(path, n))": {"{path} has {n}."},
}


def fields_of(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text)} - {None}


@pytest.fixture
def german() -> Iterator[None]:
    shown.use(GERMAN)
    use(texts_in(FOLDER / "de.ts"))
    yield
    use({})
    shown.use({})


def test_german_has_every_sentence_that_the_engine_can_raise_or_tell() -> None:
    """Run `make texts` and translate what is unfinished."""
    assert {text: place for text, place in sentences().items() if text not in GERMAN} == {}
    assert GERMAN.keys() - sentences().keys() == set()


def test_no_raise_of_ours_is_overlooked() -> None:
    """Each that a window can reach has a wording, but for those that hand on what another process said."""
    places = {site.place for site in sites() if site.texts}
    raises = [
        f"{one.name.replace('.', '/')}.py:{node.lineno}"
        for one in reached()
        if not one.name.startswith("avatar_app.ui.")
        for node in ast.walk(one.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in OURS
    ]
    assert len(raises) > 120
    overlooked = [raised.split(":")[0] for raised in raises if raised not in places]
    assert set(overlooked) <= HANDS_ON


def test_a_raise_in_any_form_is_read() -> None:
    for wording, texts in FORMS.items():
        made_up = parsed("engine.made_up", BEFORE + "    " + wording)
        assert {text for site in sites_of(made_up) for text in site.texts} == texts, wording


def test_sentences_are_told_in_german(german: None) -> None:
    told = shown.translated
    assert told("/a/b.jpg is an empty file. Copy the photo again.") == (
        "/a/b.jpg ist eine leere Datei. Kopieren Sie das Foto noch einmal."
    )
    assert told("x.mp4 cannot be written, permission denied. Choose another place.") == (
        "x.mp4 lässt sich nicht schreiben, keine Berechtigung. Wählen Sie einen anderen Ort."
    )
    assert told(
        "The face is small; a closer picture gives a sharper avatar. me.jpg shows 3 faces; the largest was taken."
    ) == (
        "Das Gesicht ist klein; ein Bild aus der Nähe ergibt einen schärferen Avatar. "
        "me.jpg zeigt 3 Gesichter; das größte wurde genommen."
    )
    assert told("Das ist schon deutsch.") == "Das ist schon deutsch."
    assert told("A name that nobody foresaw. Another.") == "A name that nobody foresaw. Another."


def test_the_window_speaks_of_no_command_where_it_has_a_button() -> None:
    """Translations, English for the window among them, fill in nothing else than the sentence has."""
    assert ENGLISH.keys() - sentences().keys() == set()
    for text, shown_as in (*ENGLISH.items(), *GERMAN.items()):
        assert fields_of(shown_as) <= fields_of(text), text
        commands = re.findall(
            r"avatar-app (?:create|doctor)|--(?!force|flame|template|help|light|detail |headless)[a-z-]+", shown_as
        )
        assert not commands, text
    assert not [text for text in sentences() if re.search("avatar-app (create|doctor)", text) and text not in ENGLISH]


def test_every_sentence_is_recognised_by_its_own_pattern(german: None) -> None:
    """Filled with anything, and not taken for a more general one."""
    for text, translation in GERMAN.items():
        values = {name: f"q{number}z" for number, name in enumerate(sorted(fields_of(text)))}
        assert shown.translated(text.format(**values)) == translation.format(**values), text
