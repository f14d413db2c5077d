"""What new transfers are asked for with: which avatars, and what is made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton, QWidget, QWidgetAction

from avatar_app.recording import SIZES_WH
from avatar_app.settings import TransferSettings
from avatar_app.state import AppState
from avatar_app.transfer_order import Terms
from avatar_app.ui.queue_words import MAKES, PICTURES, result
from avatar_app.ui.text import tr
from engine.types import replace


def terms_of(settings: TransferSettings) -> Terms:
    """What the settings ask for; avatars and folder are filled in as videos are added."""
    sizes = {f"{width}x{height}": (width, height) for width, height in SIZES_WH}
    return Terms(
        makes=next((one for one in MAKES if one == settings.makes), "video"),
        picture=next((one for one in PICTURES if one == settings.picture), "alone"),
        size_wh=sizes.get(settings.size, Terms().size_wh),
    )


def kept_terms(terms: Terms) -> TransferSettings:
    """What the settings keep of it."""
    return TransferSettings(terms.makes, terms.picture, "{}x{}".format(*terms.size_wh))


class AvatarsButton(QPushButton):
    """A menu of avatars; its boxes stay open, for several may be ticked."""

    def __init__(self, state: AppState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._menu = state, QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setAccessibleName(tr("Avatars of the next transfers"))
        self.setToolTip(tr("Each video that is added is performed by each of these avatars"))
        self.refresh()

    def refresh(self) -> None:
        now = self._state.now
        there = {None: tr("Default avatar")} | {entry.path: entry.name for entry in now.avatars}
        chosen = [there[path] for path in now.transfer_avatars if path in there]
        what = (
            tr("{number} avatars", number=len(chosen))
            if len(chosen) > 1
            else chosen[0]
            if chosen
            else tr("The avatar shown")
        )
        self.setText(self.fontMetrics().elidedText(what, Qt.TextElideMode.ElideRight, 150))

    def _fill(self) -> None:
        now = self._state.now
        self._menu.clear()
        self._add(tr("The avatar shown"), (), not now.transfer_avatars)
        self._menu.addSeparator()
        for path, name in ((None, tr("Default avatar")), *((entry.path, entry.name) for entry in now.avatars)):
            self._add(name, (path,), path in now.transfer_avatars)

    def _add(self, name: str, which: tuple[Path | None, ...], ticked: bool) -> None:
        box, action = QCheckBox(name.replace("&", "&&")), QWidgetAction(self._menu)
        box.setContentsMargins(10, 3, 14, 3)
        box.setStyleSheet("padding: 4px 12px;")
        box.setChecked(ticked)
        box.toggled.connect(lambda on: self._tick(which, on))
        action.setDefaultWidget(box)
        self._menu.addAction(action)

    def _tick(self, which: tuple[Path | None, ...], on: bool) -> None:
        before = self._state.now.transfer_avatars
        after = tuple(path for path in before if path not in which) + which * on if which else ()
        self._state.update(transfer_avatars=after)
        for action, ticked in zip(self._menu.actions(), self._ticks(after), strict=False):
            box = action.defaultWidget() if isinstance(action, QWidgetAction) else None
            if isinstance(box, QCheckBox):
                box.blockSignals(True)
                box.setChecked(ticked)
                box.blockSignals(False)

    def _ticks(self, chosen: tuple[Path | None, ...]) -> tuple[bool, ...]:
        paths = (None, *(entry.path for entry in self._state.now.avatars))
        return not chosen, False, *(path in chosen for path in paths)


class ResultButton(QPushButton):
    """A menu of what a transfer makes: a video, motion or both; which picture; how large."""

    def __init__(self, state: AppState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        menu = QMenu(self)
        self._groups = {
            "makes": self._choices(menu, "makes", MAKES),
            "picture": self._choices(menu, "picture", PICTURES),
            "size_wh": self._choices(menu, "size_wh", {size: "{}×{}".format(*size) for size in SIZES_WH}),
        }
        self.setMenu(menu)
        self.setAccessibleName(tr("What the next transfers make"))
        self.setToolTip(tr("What becomes of the videos that are added next"))
        self.refresh()

    def refresh(self) -> None:
        terms = self._state.now.transfer_terms
        self.setText(result(terms))
        for name, group in self._groups.items():
            for action in group.actions():
                action.setChecked(action.data() == getattr(terms, name))
        self._groups["picture"].setEnabled(terms.makes != "take")
        self._groups["size_wh"].setEnabled(terms.makes != "take" and terms.picture != "onto")

    def _choices(self, menu: QMenu, field: str, texts: dict[object, str]) -> QActionGroup:
        group = QActionGroup(menu)
        if not menu.isEmpty():
            menu.addSeparator()
        for value, text in texts.items():
            action = menu.addAction(tr(text))
            action.setCheckable(True)
            action.setData(value)
            action.triggered.connect(lambda _on, value=value: self._choose(field, value))
            group.addAction(action)
        return group

    def _choose(self, field: str, value: object) -> None:
        self._state.update(transfer_terms=replace(self._state.now.transfer_terms, **{field: value}))
