"""Every sentence that the engine and the app can raise or tell, read from their source, with what fills it as {name}.

    python tests/shown_sentences.py            prints a file that `make texts` gives to Qt's tool for translators

The window translates such a sentence when it is shown (avatar_app/ui/sentences.py); raise sites stay plain f-strings.
Read are the modules that the window can reach by imports, not those of the command line alone.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOTS = ("avatar_app.app", "avatar_app.transfer_worker", "avatar_app.making_worker", "avatar_app.importing_worker")
"""What the window runs: itself, and the processes beside it."""
OURS = ("AvatarError", "BadInput", "NoFace", "ModelMismatch", "AssetMissing", "DeviceError", "ShaderError", "Cancelled")
UNSHOWN = frozenset(
    ("tr", "marked", "debug", "info", "warning", "error", "exception", "compile", "Asset", "ValueError", "TypeError")
) | {"KeyError", "RuntimeError", "AttributeError", "NotImplementedError", "AssertionError", "ImportError", "OSError"}
"""Calls whose texts are translated already, are for programmers, or go into the log."""
MOST = 24
"""Wordings of one sentence."""
SENTENCE = re.compile(r"(?s)(?=.*[a-z]{2,} ).{12,}([.!?]|[a-z]: \{\w+\})$")
HANDED_ON = (
    "your avatars",
    "your takes",
    "Camera {index}",
    "OpenGL, software",
    "{name}: fetching from {label}…",
    "Fetching {names}…",
)
"""What is no sentence and is shown: names, steps, and what callers put into a sentence that another function makes."""


@dataclass(frozen=True, slots=True)
class Site:
    """One place in the source that makes a sentence."""

    place: str
    """File and line."""
    texts: tuple[str, ...]
    """Its wordings; none where the source does not say."""


@dataclass
class Module:
    """A parsed file and what its names stand for."""

    name: str
    tree: ast.Module
    values: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    uses: set[str] = field(default_factory=set)


def path_of(name: str) -> Path | None:
    base = ROOT.joinpath(*name.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


@cache
def module(name: str) -> Module | None:
    """One of the app's or the engine's; None for all others."""
    path = path_of(name)
    if path is None or name.split(".")[0] not in ("avatar_app", "engine"):
        return None
    return parsed(name, path.read_text(encoding="utf-8"))


def parsed(name: str, source: str) -> Module:
    """The module of this source."""
    found = Module(name, ast.parse(source))
    for node in ast.walk(found.tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.uses.add(node.module)
            for one in node.names:
                found.uses.add(f"{node.module}.{one.name}")
                found.imports[one.asname or one.name] = (node.module, one.name)
        elif isinstance(node, ast.Import):
            found.uses |= {one.name for one in node.names}
        elif isinstance(node, ast.FunctionDef):
            found.functions.setdefault(node.name, node)
    for node in found.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.values[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found.values[node.target.id] = node.value
    return found


def reached() -> tuple[Module, ...]:
    """Modules that the window can import, at its start or later."""
    seen: dict[str, Module] = {}
    todo = list(ROOTS)
    while todo:
        name = todo.pop()
        found = module(name) if name not in seen else None
        if found is not None:
            seen[name] = found
            todo += sorted(found.uses)
    return tuple(seen[name] for name in sorted(seen))


@dataclass
class Reader:
    """Turns an expression into the texts that it may be. Fragments: what may stand in a field of one."""

    module: Module
    function: ast.FunctionDef | None
    fragments: set[str] = field(default_factory=set)
    depth: int = 0

    def texts(self, node: ast.expr | None) -> list[str]:
        """As str.format writes them; empty where that cannot be told."""
        if isinstance(node, ast.Constant):
            return [node.value.replace("{", "{{").replace("}", "}}")] if isinstance(node.value, str) else []
        if isinstance(node, ast.JoinedStr):
            parts = [self._part(part) for part in node.values]
            return _distinct("".join(wording) for wording in itertools.islice(itertools.product(*parts), MOST))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sides = [self.texts(side) or [_field(side)] for side in (node.left, node.right)]
            return _distinct("".join(wording) for wording in itertools.product(*sides))
        if isinstance(node, ast.IfExp):
            return self.texts(node.body) + self.texts(node.orelse)
        if isinstance(node, ast.BoolOp):
            return [text for value in node.values for text in self.texts(value)]
        if isinstance(node, ast.Call):
            return self._called(node)
        if isinstance(node, ast.Dict | ast.Tuple | ast.List):
            values = node.values if isinstance(node, ast.Dict) else node.elts
            return [text for value in values if value is not None for text in self.texts(value)]
        if isinstance(node, ast.Subscript):
            return self.texts(node.value) if isinstance(node.value, ast.Name) else []
        return self._named(node.id) if isinstance(node, ast.Name) else []

    def _part(self, part: ast.expr) -> list[str]:
        if not isinstance(part, ast.FormattedValue):
            return self.texts(part)
        value, told = part.value, self.texts(part.value)
        if isinstance(value, ast.Name) and value.id.isupper() and told:
            return told  # a sentence of its own, said in several places
        if isinstance(value, ast.IfExp | ast.Constant) and told and len(told) <= 2:
            return told
        self.fragments |= set(told)
        return [_field(value)]

    def _called(self, node: ast.Call) -> list[str]:
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr == "format":
            names = iter([_field(value) for value in node.args])
            filled = (re.sub(r"\{\{\}\}", lambda _: next(names, "{value}"), text) for text in self.texts(called.value))
            return _distinct(filled)
        name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
        home, target = self.module, name
        if name in self.module.imports:
            source, target = self.module.imports[name]
            home = module(source) or self.module
        function = home.functions.get(target)
        if function is None or self.depth > 3 or name in UNSHOWN:
            return []
        inside = Reader(home, function, self.fragments, self.depth + 1)
        return [text for end in ast.walk(function) if isinstance(end, ast.Return) for text in inside.texts(end.value)]

    def _named(self, name: str) -> list[str]:
        if self.depth > 3:
            return []
        inner = Reader(self.module, self.function, self.fragments, self.depth + 1)
        local = [
            text
            for node in (ast.walk(self.function) if self.function is not None else ())
            if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets)
            for text in inner.texts(node.value)
        ]
        if local or name in self.module.values:
            return local or inner.texts(self.module.values.get(name))
        source, target = self.module.imports.get(name, ("", ""))
        home = module(source)
        return Reader(home, None, self.fragments, self.depth + 1)._named(target) if home is not None else []


def _field(node: ast.expr) -> str:
    """{what a translator reads}"""
    if isinstance(node, ast.Call):
        inner = node.args[0] if node.args else node.func
        return _field(node.func if isinstance(node.func, ast.Name) and not node.args else inner)
    names = {ast.Name: lambda: node.id, ast.Attribute: lambda: node.attr}
    return f"{{{names.get(type(node), lambda: 'value')().strip('_').lower()}}}"


def _distinct(texts: Iterator[str]) -> list[str]:
    """Each once; fields of one name in one text are numbered."""
    found: dict[str, None] = {}
    for text in texts:
        seen: dict[str, int] = {}

        def number(at: re.Match[str], seen: dict[str, int] = seen) -> str:
            seen[at[1]] = seen.get(at[1], 0) + 1
            return f"{{{at[1]}{seen[at[1]] if seen[at[1]] > 1 else ''}}}"

        found[re.sub(r"(?<!\{)\{([a-z_]+)\d*\}(?!\})", number, text)] = None
    return list(found)


def sites() -> Iterator[Site]:
    """Every raise of our errors, every text that reads like a sentence, and what may stand in their fields."""
    for one in reached():
        if not one.name.startswith("avatar_app.ui."):
            yield from sites_of(one)


def sites_of(one: Module) -> Iterator[Site]:
    functions: dict[ast.AST, ast.FunctionDef | None] = {one.tree: None}
    silent, raised = set(), set()
    for node in ast.walk(one.tree):
        for child in ast.iter_child_nodes(node):
            functions[child] = node if isinstance(node, ast.FunctionDef) else functions[node]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(node.value)  # docstrings
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "format":
                silent.add(node.func.value)
            if name in OURS:
                raised.add(node)
            if name in UNSHOWN:
                silent |= {inner for value in (*node.args, *node.keywords) for inner in ast.walk(value)}
    for node in functions:
        is_text = isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp) and node not in silent
        if node not in raised and not is_text:
            continue
        reader = Reader(one, functions[node])
        texts = reader.texts(node.args[0] if isinstance(node, ast.Call) and node.args else node)
        if node not in raised:
            texts = [text for text in texts if SENTENCE.match(text)]
            silent |= set(ast.walk(node)) if texts else set()
            if not texts:
                continue
        place = f"{one.name.replace('.', '/')}.py:{node.lineno}"
        yield Site(place, tuple(texts))
        if reader.fragments:
            yield Site(place, tuple(sorted(text for text in reader.fragments if re.search(r"[a-z]{2}", text))))


def sentences() -> dict[str, str]:
    """Each text that has words of its own, and the first place that makes it."""
    found = dict.fromkeys(HANDED_ON, "handed on")
    for site in sites():
        for text in site.texts:
            if re.search("[A-Za-z]{2}", re.sub(r"\{\w+\}", "", text)):
                found.setdefault(text, site.place)
    return found


if __name__ == "__main__":
    import sys

    lines = "".join(f"QCoreApplication.translate('sentences', {text!r})\n" for text in sorted(sentences()))
    sys.stdout.write(lines)
