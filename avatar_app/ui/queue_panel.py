"""The transfer queue below the stage: its items, what can be done with all of them, and how more are added."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from avatar_app.dropped import VIDEOS
from avatar_app.queue import Item
from avatar_app.state import AppState
from avatar_app.ui import places
from avatar_app.ui.icons import icon
from avatar_app.ui.panel import Elided, rule
from avatar_app.ui.queue_actions import QueueActions
from avatar_app.ui.queue_row import QueueRow, RowLook
from avatar_app.ui.queue_terms import AvatarsButton, ResultButton
from avatar_app.ui.queue_words import question, short, summary
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

ROWS_AT_ONCE = 8
"""Rows that are built or changed in one go; the others follow, and the window stays alive meanwhile."""
HEIGHT, MIN_HEIGHT = 264, 150
"""Px: as it opens, and at least."""


class QueuePanel(QFrame):
    """Shown when something is added, or when asked for. `indicator` is for the status bar, while it is hidden."""

    def __init__(self, state: AppState, actions: QueueActions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("queue")
        self._state, self._actions, self._look = state, actions, RowLook(theme)
        self._rows: dict[int, QueueRow] = {}
        self.setMinimumHeight(MIN_HEIGHT)
        self.indicator = self._button("", self.toggle, tr("Show the transfers"), role="flat")
        self.summary = Elided()
        self.summary.setAccessibleName(tr("Transfers in short"))
        self.pause_all = self._button(tr("Pause all"), self._pause_all, tr("Hold what runs and what waits"))
        self.resume_all = self._button(tr("Resume all"), self._resume_all, tr("Let everything that is paused go on"))
        self.cancel_all = self._button(
            tr("Cancel all"), self._cancel_all, tr("Give up what is not finished; parts stay")
        )
        self.clear = self._button(tr("Clear"), self._clear, tr("Take what has ended off the list; files stay"))
        self.hide_it = self._button("", self.toggle, tr("Hide the transfers; they go on"), role="flat")
        self.hide_it.setAccessibleName(tr("Hide the transfers"))
        self.empty = QLabel(
            tr("Drop videos here, or add them.\nEach becomes a video of the avatar, with its own sound.")
        )
        self.empty.setObjectName("muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.add = self._button(tr("Add videos…"), self.choose_videos, tr("Line videos up"))
        self.avatars, self.result = AvatarsButton(state, self), ResultButton(state, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addLayout(self._head())
        column.addWidget(self._list(), 1)
        column.addWidget(self.empty, 1)
        column.addWidget(rule())
        column.addLayout(self._foot())
        self._more = QTimer(self, interval=0, singleShot=True)
        self._more.timeout.connect(self.refresh)
        self.set_theme(theme)
        state.changed.connect(self.refresh)
        self.refresh()

    def toggle(self) -> None:
        """Show or hide it."""
        self._state.update(transfers_shown=not self._state.now.transfers_shown)

    def choose_videos(self) -> None:
        """Ask for videos and line them up."""
        wanted = " ".join(f"*{suffix}" for suffix in VIDEOS)
        names, _ = QFileDialog.getOpenFileNames(
            self, tr("Choose videos to transfer"), places.videos(), tr("Videos ({wanted})", wanted=wanted)
        )
        if names:
            self._actions.add(map(Path, names))

    def may_close(self) -> bool:
        """Whether the window may be closed: asks where transfers run."""
        asked = question(self._state.now.transfers)
        if not asked:
            return True
        box = QMessageBox(QMessageBox.Icon.Question, tr("Avatar"), asked, parent=self.window())
        box.setInformativeText(tr("What is unfinished is offered again when you open the app, and begins anew."))
        stop = box.addButton(tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(tr("Keep working"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is stop

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's)
        return QSize(600, HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        self._look = RowLook(theme)
        self.hide_it.setIcon(icon("close", theme.muted))
        self.add.setIcon(icon("video", theme.text))
        self.indicator.setIcon(icon("video", theme.muted))
        for row in self._rows.values():
            row.set_look(self._look)

    def refresh(self) -> None:
        items = self._state.now.transfers
        self.setVisible(self._state.now.transfers_shown)
        told = short(items)
        self.indicator.setText(told)
        self.indicator.setVisible(bool(told) and not self._state.now.transfers_shown)
        if not self._state.now.transfers_shown:
            return
        self.summary.setText(summary(items))
        self.summary.setToolTip(summary(items))
        states = {item.state for item in items}
        active = bool(states & {"running", "waiting"})
        self.pause_all.setVisible(active)
        self.resume_all.setVisible("paused" in states and not active)
        self.cancel_all.setVisible(any(item.unfinished for item in items))
        self.clear.setVisible(bool(states & {"done", "failed", "cancelled"}))
        self.empty.setVisible(not items)
        self.scroll.setVisible(bool(items))
        self.avatars.refresh()
        self.result.refresh()
        self._show_rows(items)

    def _show_rows(self, items: tuple[Item, ...]) -> None:
        numbers = {item.number for item in items}
        for number in [number for number in self._rows if number not in numbers]:
            row = self._rows.pop(number)
            self._lines.removeWidget(row)
            row.deleteLater()
        now = self._state.now
        faces = {entry.path: entry.thumbnail for entry in now.avatars if entry.pictured}
        if now.default is not None and now.default.pictured:
            faces[None] = now.default.thumbnail
        late = [item for item in items if item.number not in self._rows or self._rows[item.number].item is not item]
        for item in late[:ROWS_AT_ONCE]:
            if item.number in self._rows:
                self._rows[item.number].show_item(item)
            else:
                self._rows[item.number] = QueueRow(item, self._actions, self._look)
                self._lines.insertWidget(self._lines.count() - 1, self._rows[item.number])
        for item in items:
            if item.number in self._rows:
                self._rows[item.number].show_face(faces.get(item.order.avatar))
        if len(late) > ROWS_AT_ONCE:
            self._more.start()

    def row(self, number: int) -> QueueRow:
        """Of an item that is on the list."""
        return self._rows[number]

    def _head(self) -> QHBoxLayout:
        title = QLabel(tr("Transfers"))
        title.setObjectName("title")
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 10, 6)
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self.summary, 1)
        for button in (self.pause_all, self.resume_all, self.cancel_all, self.clear, self.hide_it):
            head.addWidget(button)
        return head

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        foot.addWidget(self.add)
        foot.addStretch()
        foot.addWidget(self.avatars)
        foot.addWidget(self.result)
        return foot

    def _list(self) -> QScrollArea:
        inside = QWidget()
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addStretch()
        self.scroll = QScrollArea(widgetResizable=True)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setWidget(inside)
        return self.scroll

    def _button(self, text: str, act: object, tip: str, *, role: str = "") -> QPushButton:
        made = QPushButton(text)
        made.setObjectName(role)
        made.setToolTip(tip)
        made.clicked.connect(lambda: act())
        return made

    def _pause_all(self) -> None:
        self._all(self._actions.pause)

    def _resume_all(self) -> None:
        self._all(self._actions.resume)

    def _cancel_all(self) -> None:
        self._all(self._actions.cancel)

    def _clear(self) -> None:
        self._actions.clear()
        self._actions.refresh()

    def _all(self, act: object) -> None:
        act(*(item.number for item in self._state.now.transfers))
        self._actions.refresh()
