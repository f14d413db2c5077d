"""How deep the avatar's wrinkles and pores are shown, and which way the moving ones come."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QWidget

from avatar_app.state import MAX_DETAIL_STRENGTH, AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.text import marked, tr
from engine.detail.path import DetailPath

PATHS: dict[DetailPath, tuple[str, str]] = {
    "auto": (marked("Auto"), marked("What suits this computer")),
    "exact": (marked("Exact"), marked("The network draws the wrinkles of every picture")),
    "baked": (
        marked("Baked"),
        marked("The wrinkles are blended from what the network drew when the avatar was made"),
    ),
}
"""What is shown of each, and what is said about it."""


class DetailRow(QWidget):
    """A slider and a choice; hidden for avatars without detail."""

    def __init__(self, state: AppState, actions: Actions) -> None:
        super().__init__()
        self._state = state
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self.strength.setAccessibleName(tr("Depth of wrinkles and pores"))
        self.strength.setToolTip(tr("How deep wrinkles and pores are; in the middle, as they are"))
        self.strength.setRange(0, round(100 * MAX_DETAIL_STRENGTH))
        self.strength.valueChanged.connect(lambda value: state.update(detail_strength=value / 100))
        self.path = QComboBox()
        self.path.setAccessibleName(tr("How wrinkles are made"))
        for path, (text, tip) in PATHS.items():
            self.path.addItem(tr(text), path)
            self.path.setItemData(self.path.count() - 1, tr(tip), Qt.ItemDataRole.ToolTipRole)
        self.path.activated.connect(lambda _row: self._choose(actions))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(QLabel(tr("Detail")))
        row.addWidget(self.strength, 1)
        row.addWidget(self.path)
        state.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        now = self._state.now
        self.setVisible(now.detailed)
        self.strength.setValue(round(100 * now.detail_strength))
        self.path.setCurrentIndex(self.path.findData(now.detail_path))

    def _choose(self, actions: Actions) -> None:
        actions.choose_detail(self.path.currentData())
        self.refresh()  # what could not be chosen is not shown as chosen
