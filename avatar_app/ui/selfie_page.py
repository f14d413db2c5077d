"""The page on which somebody poses: the camera as a mirror, and two buttons."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from avatar_app.state import AppState
from avatar_app.ui.pose_mirror import PoseMirror
from avatar_app.ui.selfie import Selfie
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

MARGIN = 16


class SelfiePage(QWidget):
    """Covers the stage; Escape leaves it, Return takes the picture."""

    def __init__(self, parent: QWidget, state: AppState, selfie: Selfie, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state, self._selfie = state, selfie
        self.mirror = PoseMirror(selfie, theme)
        self.mirror.setParent(self)
        self.words = QLabel(tr("The picture is taken by itself as soon as it is good."))
        self.words.setObjectName("muted")
        self.words.setWordWrap(True)
        self.cancel, self.shoot = QPushButton(tr("Cancel")), QPushButton(tr("Take it now"))
        self.cancel.setShortcut(Qt.Key.Key_Escape)
        self.cancel.setToolTip(tr("Back without a picture (Esc)"))
        self.cancel.clicked.connect(selfie.cancel)
        self.shoot.setObjectName("primary")
        self.shoot.setShortcut(Qt.Key.Key_Return)
        self.shoot.setToolTip(tr("Count down, whatever the picture lacks (Return)"))
        self.shoot.clicked.connect(selfie.shoot)
        self._bar = QWidget(self)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.shoot)
        self._aspect = self.mirror.aspect()
        state.changed.connect(self._arrange)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self.mirror.set_theme(theme)

    def refresh(self) -> None:
        shown = self._state.now.page == "selfie"
        if shown and self.isHidden():
            self.raise_()
            self.show()
            self.shoot.setFocus()
        self.setVisible(shown)
        self.shoot.setEnabled(self._selfie.ready and self._selfie.left is None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The mirror as large as it fits above the buttons, in the shape of the picture."""
        room_w, bar = self.width() - 2 * MARGIN, self._bar.sizeHint().height()
        room_h = self.height() - bar - 3 * MARGIN
        aspect = self.mirror.aspect()
        width = min(room_w, round(room_h * aspect))
        height = round(width / aspect)
        left, top = (self.width() - width) // 2, (self.height() - height - bar - MARGIN) // 2
        self.mirror.setGeometry(left, top, width, height)
        wide = max(width, min(room_w, self._bar.sizeHint().width()))
        self._bar.setGeometry((self.width() - wide) // 2, top + height + MARGIN, wide, bar)
