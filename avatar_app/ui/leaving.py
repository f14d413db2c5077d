"""Before the window closes: what would be lost is asked about once."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.text import tr


def may_leave(window: QWidget, state: AppState, actions: Actions) -> bool:
    """Whether nothing is lost by closing, or somebody wants it lost. Saving that fails keeps the window open."""
    now = state.now
    if now.editing is not None and now.editing != actions.unchanged_avatar():
        told = tr("The changes of “{name}” are not saved.", name=now.avatar_name if now.avatar_path else tr("Default"))
        answer = _asked(window, told, QMessageBox.StandardButton.Save)
        if answer == QMessageBox.StandardButton.Save:
            actions.save_avatar_changes()
            return state.now.editing is None
        return answer == QMessageBox.StandardButton.Discard
    if now.offered:
        answer = _asked(window, tr("The new avatar is not saved."), QMessageBox.StandardButton.Save)
        if answer == QMessageBox.StandardButton.Save:
            actions.keep_avatar()  # it is written while the window closes
        return answer in (QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Discard)
    return True


def _asked(window: QWidget, told: str, saving: QMessageBox.StandardButton) -> QMessageBox.StandardButton:
    box = QMessageBox(QMessageBox.Icon.Question, tr("Avatar"), told, parent=window)
    box.setInformativeText(tr("Save it before you close the window?"))
    box.setStandardButtons(saving | QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(saving)
    return QMessageBox.StandardButton(box.exec())
