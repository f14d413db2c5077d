"""A command line that does not parse, told in one sentence instead of the parser's box."""

from __future__ import annotations

import dataclasses
import difflib
import itertools
import re
from typing import Any

_ALWAYS = ("--json", "--help", "-h")


def refusal(name: str, command: type[Any], arguments: list[str], boxed: str) -> str:
    """What is wrong with `arguments` of the command called `name`. boxed: what the parser said, as it drew it."""
    return f"{name}: {_fault(command, arguments, boxed)} See: avatar-app {name} --help"


def _fault(command: type[Any], arguments: list[str], boxed: str) -> str:
    known = _options(command)
    for argument in arguments:
        option = argument.partition("=")[0].replace("_", "-")
        if re.match(r"--?[A-Za-z]", option) and option not in known:
            words = {one.lstrip("-"): one for one in known}  # dashes alone are no likeness
            near = difflib.get_close_matches(option.lstrip("-"), words, 1)
            return f"unknown option {option}." + (f" Did you mean {words[near[0]]}?" if near else "")
    # A title, then blocks between rules, of which the first says it; ASCII where the encoding asks for it.
    lines = boxed.translate(str.maketrans("╭╮╰╯│─", "     -")).splitlines()[1:]
    told = list(itertools.takewhile(_is_text, itertools.dropwhile(lambda line: not _is_text(line), lines)))
    text = " ".join(" ".join(told).split())
    if text.startswith("Missing from"):
        indents = [len(line) - len(line.lstrip()) for line in told]
        missing = [line.strip() for line, indent in zip(told, indents, strict=True) if indent == indents[0] + 4]
        return f"{' and '.join(missing)} is missing."
    if found := re.match(r"Missing value for argument '(.*?)'", text):
        place = found[1].removeprefix("command.")
        return f"{place} needs a value." if place == found[1] else f"the {place} is missing."
    if found := re.match(r"invalid choice '(.*?)' for argument '(.*?)'\. Expected one of \((.*)\)\.", text):
        choices = found[3].replace("'", "").rstrip(",")
        return f"{found[2].removeprefix('command.')} cannot be {found[1]}: choose {choices}."
    if found := re.match(r"Error parsing (\S+): .*?'(.*?)'", text):
        return f"{found[1]} cannot be {found[2]}."
    if found := re.match(r"Unrecognized options: (.*)", text):
        return f"there is no place for {found[1]}."
    return text


def _is_text(line: str) -> bool:
    return not re.fullmatch(r"\s*-*\s*", line)


def _options(command: type[Any]) -> list[str]:
    """All that may begin with a dash."""
    named = [f"--{field.name.replace('_', '-')}" for field in dataclasses.fields(command)]
    return [*named, "-o", *_ALWAYS] if "--output" in named else [*named, *_ALWAYS]
