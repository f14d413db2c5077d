"""Every action of the window that a key may have: one registry, from which they are listed, changed and kept.

Whatever is in the menu bar is in it by itself, named by its objectName or else by its English text; what is not in a
menu, or has its key elsewhere, is added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar

from avatar_app.ui.text import english

FIXED = ("Esc", "Return", "Enter", "Tab", "Shift+Tab")
"""They answer cards and dialogs and move the focus, and nothing else."""


@dataclass(frozen=True, slots=True, eq=False)
class Hotkey:
    """One action. Keys are Qt's portable texts, as "Ctrl+R"; empty: none."""

    name: str
    """Stable: what the settings know it by."""
    text: str
    """For people, in their language."""
    group: str
    """The menu it is in."""
    default: str
    assign: Callable[[str], None]
    trigger: Callable[[], None] | None = None
    """Does it, wherever the focus is; None where it is about what has the focus."""


class Hotkeys:
    """GUI thread. chosen: what the settings say, by name; what is not there any more is kept for when it is back.

    everywhere: names of those whose keys act while another program is in front, too.
    """

    def __init__(self, chosen: Mapping[str, str], everywhere: Iterable[str] = ()) -> None:
        self._chosen = {name: portable(keys) for name, keys in chosen.items()}
        self._known: dict[str, Hotkey] = {}
        self._everywhere = set(everywhere)
        self.applied: Callable[[], None] = lambda: None
        """Called after every change of keys."""

    @property
    def all(self) -> tuple[Hotkey, ...]:
        """In the order of the menus."""
        return tuple(self._known.values())

    def add(self, hotkey: Hotkey) -> None:
        """Take one in and give it its key. One that was taken in before keeps its place."""
        self._take_in(hotkey)
        self._apply()

    def adopt(self, bar: QMenuBar, given: Iterable[Hotkey] = ()) -> None:
        """Take in everything that is in the menus now. given: those that have their keys elsewhere."""
        own = {one.name: one for one in given}
        for entry in bar.actions():
            if entry.menu() is not None:
                self._adopt_menu(entry.menu(), plain(entry.text()), own)
        for one in own.values():
            self._take_in(one)
        self._apply()

    def keys(self, name: str) -> str:
        """The key of an action now."""
        if name in self._chosen:
            return self._chosen[name]
        default = self._known[name].default
        return "" if default in self._taken() else default  # somebody's choice goes before a default

    def holder(self, keys: str, other_than: str = "") -> Hotkey | None:
        """The action that has this key."""
        keys = portable(keys)
        return next((one for one in self.all if one.name != other_than and keys and self.keys(one.name) == keys), None)

    def assign(self, name: str, keys: str) -> None:
        """Give an action a key, or none; the action that had it has none from now on."""
        former = self.holder(keys, name)
        if former is not None:
            self._chosen[former.name] = ""
        self._chosen[name] = portable(keys)
        if self._chosen[name] == self._known[name].default:
            del self._chosen[name]
        self._apply()

    def reset(self, name: str) -> None:
        """Give an action its first key again."""
        self.assign(name, self._known[name].default)

    def reset_all(self) -> None:
        self._chosen = {name: keys for name, keys in self._chosen.items() if name not in self._known}
        self._apply()

    def changed(self, name: str) -> bool:
        return self.keys(name) != self._known[name].default

    @property
    def everywhere(self) -> frozenset[str]:
        return frozenset(self._everywhere)

    def put_everywhere(self, name: str, on: bool) -> None:
        """Let an action's key act while another program is in front, or no longer."""
        (self._everywhere.add if on else self._everywhere.discard)(name)
        self._apply()

    def wide(self) -> dict[str, str]:
        """name -> keys of those that act everywhere and have a key."""
        wide = (one.name for one in self.all if one.trigger is not None and one.name in self._everywhere)
        return {name: keys for name in wide if (keys := self.keys(name))}

    def trigger(self, name: str) -> None:
        """Do what an action does."""
        if (one := self._known.get(name)) is not None and one.trigger is not None:
            one.trigger()

    def chosen(self) -> dict[str, str]:
        """For the settings."""
        return dict(self._chosen)

    def _taken(self) -> set[str]:
        return {keys for name, keys in self._chosen.items() if keys and name in self._known}

    def _apply(self) -> None:
        for one in self.all:
            one.assign(self.keys(one.name))
        self.applied()

    def _take_in(self, hotkey: Hotkey) -> None:
        self._known.setdefault(hotkey.name, hotkey)

    def _adopt_menu(self, menu: QMenu, group: str, own: Mapping[str, Hotkey]) -> None:
        for action in menu.actions():
            if action.menu() is not None:
                self._adopt_menu(action.menu(), group, own)
            elif not action.isSeparator():
                self._take_in(own.get(action.objectName()) or of_action(action, group))


def of_action(action: QAction, group: str) -> Hotkey:
    """Of an action that has its key itself."""
    text = plain(action.text())
    name = action.objectName() or re.sub(r"[^a-z0-9]+", "-", plain(english(action.text())).lower()).strip("-")
    default = action.shortcut().toString()
    return Hotkey(name, text, group, default, lambda keys: action.setShortcut(QKeySequence(keys)), action.trigger)


def of_shortcut(name: str, group: str, action: QAction, *shortcuts: QShortcut) -> Hotkey:
    """Of an action of a menu that acts by its keys only where they are: the menu just shows them."""
    text = action.text().partition("\t")[0]
    action.setObjectName(name)

    def assign(keys: str) -> None:
        for shortcut in shortcuts:
            shortcut.setKey(QKeySequence(keys))
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        action.setText(action.text().partition("\t")[0] + (f"\t{shown}" if shown else ""))

    return Hotkey(name, plain(text), group, shortcuts[0].key().toString(), assign)


def plain(text: str) -> str:
    """A menu's text without the marks for the keyboard."""
    return re.sub(r"&(.)", r"\1", text.partition("\t")[0]).removesuffix("…")


def portable(keys: str) -> str:
    """As Qt writes it: "ctrl+r" is "Ctrl+R"; empty where it is no key."""
    return QKeySequence(keys).toString()
