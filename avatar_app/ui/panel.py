"""What the panels of the sidebar have in common: a title, a column of controls, icons in the theme's colours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from avatar_app.ui.icons import icon
from avatar_app.ui.theme import Theme


class Panel(QWidget):
    """One section. Subclasses fill `column` and refresh themselves from the state."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(8)
        heading = QLabel(title)
        heading.setObjectName("title")
        self.column.addWidget(heading)
        self._icons: list[tuple[QPushButton, str, str]] = []

    def button(
        self, text: str, act: Callable[[], None], *, icon: str = "", role: str = "", tip: str = ""
    ) -> QPushButton:
        """A push button; role is its name in the style sheet: primary, record, flat."""
        made = QPushButton(text)
        made.setObjectName(role)
        made.setToolTip(tip)
        made.setAccessibleName(text or tip)
        made.setIconSize(QSize(18, 18))
        made.clicked.connect(lambda: act())
        if icon:
            self._icons.append((made, icon, role))
        return made

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colours."""
        colours = {"primary": theme.on_accent, "record": theme.danger, "flat": theme.muted}
        for button, name, role in self._icons:
            button.setIcon(icon(name, colours.get(role, theme.text)))


def rule() -> QFrame:
    """A hairline between two panels."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


def muted(text: str = "") -> QLabel:
    """Small print; wraps."""
    label = QLabel(text)
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label
