"""Pickles read as data: nothing that a file names is ever looked up, imported or called.

A pickle is a little program. This reader runs it with the calls left out: a class or function stays a `Named`, a
call of it becomes a `Made` that remembers its arguments and its state. What those mean is for the caller to decide
(engine/head/pickled_arrays.py). A name outside the caller's list stops the reading at once.
"""

from __future__ import annotations

import codecs
import io
import pickletools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from engine.errors import ModelMismatch

MAX_OPCODES = 2_000_000
"""FLAME's files have a few thousand; a file of nothing but opcodes must not keep us busy for minutes."""


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A class or function that the file mentions, e.g. "numpy.ndarray"."""

    full_name: str


@dataclass(slots=True, eq=False)
class Made:
    """What a call of `maker` would have made."""

    maker: Named
    args: tuple[Any, ...]
    state: Any = None


_OPCODES = {opcode.code.encode("latin-1"): opcode for opcode in pickletools.opcodes}
_LITERALS = {
    "INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "FLOAT", "BINFLOAT",
    "STRING", "BINSTRING", "SHORT_BINSTRING", "UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8",
    "BINBYTES", "SHORT_BINBYTES", "BINBYTES8", "BYTEARRAY8",
}  # fmt: skip
_CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False, "EMPTY_TUPLE": ()}
_EMPTY = {"EMPTY_LIST": list, "EMPTY_DICT": dict, "EMPTY_SET": set}
_TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}


def read_inert(data: bytes, known: Collection[str], what: str) -> Any:
    """The content of a pickle of any protocol, Python 2's strings as latin-1.

    known: full names that may be mentioned. what: the file's name, for the one sentence of the ModelMismatch that
    anything unexpected raises.
    """
    reader = _Reader(known, what)
    try:
        for count, (name, argument) in enumerate(_instructions(data)):
            if count > MAX_OPCODES:
                raise ModelMismatch(f"{what} is far too long-winded for a model file and was not read.")
            if name == "STOP":
                return reader.stack.pop()
            reader.step(name, argument)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise ModelMismatch(f"{what} is not a readable pickle ({error}).") from error
    raise ModelMismatch(f"{what} is not a readable pickle (it has no end).")


def _instructions(data: bytes) -> Iterator[tuple[str, Any]]:
    """Name and argument of each instruction. pickletools.genops, but with Python 2's 8-bit text in protocol 0."""
    file = io.BytesIO(data)
    while code := file.read(1):
        opcode = _OPCODES[code]
        if opcode.name == "STRING":
            quoted = file.readline().strip()
            yield opcode.name, codecs.escape_decode(quoted[1:-1])[0].decode("latin-1")
        else:
            yield opcode.name, None if opcode.arg is None else opcode.arg.reader(file)


class _Reader:
    """The stack machine of the pickle format, without its power to act."""

    def __init__(self, known: Collection[str], what: str) -> None:
        self.stack: list[Any] = []
        self._marks: list[int] = []
        self._memo: dict[int, Any] = {}
        self._known = known
        self._what = what

    def step(self, name: str, argument: Any) -> None:
        stack = self.stack
        if name in _LITERALS:
            stack.append(argument)
        elif name in _CONSTANTS:
            stack.append(_CONSTANTS[name])
        elif name in _EMPTY:
            stack.append(_EMPTY[name]())
        elif name in _TUPLES:
            stack[-_TUPLES[name] :] = [tuple(stack[-_TUPLES[name] :])]
        elif name in ("PUT", "BINPUT", "LONG_BINPUT"):
            self._memo[argument] = stack[-1]
        elif name in ("GET", "BINGET", "LONG_BINGET"):
            stack.append(self._memo[argument])
        elif hasattr(self, method := f"_{name.lower()}"):
            getattr(self, method)(argument)
        else:
            raise ModelMismatch(f"{self._what} uses the pickle instruction {name}, which no model file needs.")

    def _proto(self, _: Any) -> None:
        pass

    _frame = _proto

    def _mark(self, _: Any) -> None:
        self._marks.append(len(self.stack))

    def _since_mark(self) -> list[Any]:
        start = self._marks.pop()
        found = self.stack[start:]
        del self.stack[start:]
        return found

    def _pop(self, _: Any) -> None:
        self.stack.pop()

    def _pop_mark(self, _: Any) -> None:
        self._since_mark()

    def _dup(self, _: Any) -> None:
        self.stack.append(self.stack[-1])

    def _memoize(self, _: Any) -> None:
        self._memo[len(self._memo)] = self.stack[-1]

    def _list(self, _: Any) -> None:
        self.stack.append(self._since_mark())

    def _tuple(self, _: Any) -> None:
        self.stack.append(tuple(self._since_mark()))

    def _dict(self, _: Any) -> None:
        pairs = self._since_mark()
        self.stack.append(dict(zip(pairs[::2], pairs[1::2], strict=True)))

    def _append(self, _: Any) -> None:
        item = self.stack.pop()
        self.stack[-1].append(item)

    def _appends(self, _: Any) -> None:
        items = self._since_mark()
        self.stack[-1].extend(items)

    def _additems(self, _: Any) -> None:
        items = self._since_mark()
        self.stack[-1].update(items)

    def _setitem(self, _: Any) -> None:
        key, value = self.stack[-2:]
        del self.stack[-2:]
        self.stack[-1][key] = value

    def _setitems(self, _: Any) -> None:
        pairs = self._since_mark()
        self.stack[-1].update(zip(pairs[::2], pairs[1::2], strict=True))

    def _global(self, argument: str) -> None:
        self._mention(argument.replace(" ", ".", 1))

    def _stack_global(self, _: Any) -> None:
        module, name = self.stack[-2:]
        del self.stack[-2:]
        self._mention(f"{module}.{name}")

    def _mention(self, full_name: str) -> None:
        if full_name not in self._known:
            raise ModelMismatch(
                f"{self._what} mentions {full_name[:80]!r}, which no model file needs: it was not read, "
                "and nothing in it was run."
            )
        self.stack.append(Named(full_name))

    def _reduce(self, _: Any) -> None:
        maker, args = self.stack[-2:]
        del self.stack[-2:]
        if not isinstance(maker, Named) or not isinstance(args, tuple):
            raise ModelMismatch(f"{self._what} is not a readable pickle (it calls something that is no function).")
        self.stack.append(Made(maker, args))

    _newobj = _reduce

    def _build(self, _: Any) -> None:
        state = self.stack.pop()
        if not isinstance(self.stack[-1], Made):
            raise ModelMismatch(f"{self._what} is not a readable pickle (it gives a state to something without).")
        self.stack[-1].state = state
