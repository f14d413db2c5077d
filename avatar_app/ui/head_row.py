"""Which head new avatars are made on: a choice that is there once a FLAME head was imported."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLabel, QWidget

from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.text import tr
from engine.head.brought import PREFIX

SHOWN_DIGITS = 4
"""Of a file's sha256, where several heads have to be told apart."""


class HeadRow(QWidget):
    """One choice; hidden while there is none, and while an avatar is changed."""

    def __init__(self, state: AppState, actions: Actions) -> None:
        super().__init__()
        self._state, self._actions = state, actions
        self._listed: tuple[str, ...] | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Head of new avatars"))
        self.choice.setToolTip(tr("The head that comes with the app, or FLAME as you imported it"))
        self.choice.activated.connect(lambda _row: actions.choose_head(self.choice.currentData()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(QLabel(self.choice.accessibleName()))
        row.addWidget(self.choice, 1)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.applicationStateChanged.connect(self._back)  # from a terminal, where a head may have been imported
        state.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        now = self._state.now
        if now.heads != self._listed:
            self._listed = now.heads
            self._fill(now.heads)
        self.choice.setCurrentIndex(max(self.choice.findData(now.head_wanted), 0))
        self.setVisible(bool(now.heads) and now.editing is None)

    def _fill(self, heads: tuple[str, ...]) -> None:
        self.choice.clear()
        self.choice.addItem(tr("Open head"), "")
        for head_id in heads:
            digits = head_id.removeprefix(PREFIX)
            several = tr("FLAME {digits}", digits=digits[:SHOWN_DIGITS])
            self.choice.addItem(several if len(heads) > 1 else tr("FLAME"), head_id)
            tip = tr("Made of the FLAME file whose sha256 begins with {digits}", digits=digits)
            self.choice.setItemData(self.choice.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)

    def _back(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._actions.look_for_heads()
