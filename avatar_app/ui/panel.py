"""What the panels of the sidebar have in common: a title, a column of controls, icons in the theme's colours."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from avatar_app.ui.icons import icon
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme


class Panel(QWidget):
    """One section. Subclasses fill `column` and refresh themselves from the state."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 8, 16, 8)
        self.column.setSpacing(8)
        self.column.addWidget(self._heading(title))
        self._icons: dict[QPushButton, str] = {}
        self._dressed: Theme | None = None

    def _heading(self, title: str) -> QWidget:
        heading = QLabel(title)
        heading.setObjectName("title")
        return heading

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
            self._icons[made] = icon
        return made

    def set_role(self, button: QPushButton, role: str) -> None:
        """Give a button another weight, e.g. make it the panel's main action."""
        if button.objectName() == role:
            return
        button.setObjectName(role)
        button.style().polish(button)
        if self._dressed is not None and button in self._icons:
            self._draw_icon(button, self._dressed)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._dressed = theme
        for button in self._icons:
            self._draw_icon(button, theme)

    def _draw_icon(self, button: QPushButton, theme: Theme) -> None:
        colours = {"primary": theme.on_accent, "record": theme.danger, "flat": theme.muted}
        button.setIcon(icon(self._icons[button], colours.get(button.objectName(), theme.text)))


class Foldable(Panel):
    """A section of which only the title is seen until somebody unfolds it. Subclasses fill `inside`."""

    def __init__(self, title: str, *, unfolded: bool = False) -> None:
        super().__init__(title)
        body = QWidget()
        self.inside = QVBoxLayout(body)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(8)
        self.column.addWidget(body)
        body.setVisible(unfolded)
        self.fold.setChecked(unfolded)
        self.fold.toggled.connect(body.setVisible)
        self.fold.toggled.connect(lambda _on: self._draw_fold())

    @property
    def unfolded(self) -> bool:
        """What is inside is seen."""
        return self.fold.isChecked()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._draw_fold()

    def _heading(self, title: str) -> QWidget:
        self.fold = QPushButton(title)
        self.fold.setObjectName("fold")
        self.fold.setCheckable(True)
        self.fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click needs no frame around the title
        self.fold.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the title, which stays in line
        self.fold.setAccessibleName(title)
        self.fold.setAccessibleDescription(tr("Shows or hides this section"))
        return self.fold

    def _draw_fold(self) -> None:
        if self._dressed is not None:
            self.fold.setIcon(icon("unfolded" if self.unfolded else "folded", self._dressed.muted))


class Elided(QLabel):
    """Small print on one line: where it is too long its middle is left out, and the window keeps its width."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("muted")
        self.setMinimumWidth(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, inside = QPainter(self), self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, inside.width())
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self.style().drawItemText(painter, inside, where, self.palette(), self.isEnabled(), text, self.foregroundRole())


def tell_choices(window: QWidget) -> None:
    """Let screen readers say what each choice is about: on Linux Qt gives them the chosen text for its name."""
    for box in window.findChildren(QComboBox):
        box.setAccessibleDescription(box.accessibleName())


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


def muted_word(text: str) -> QLabel:
    """Small print on one line."""
    label = muted(text)
    label.setWordWrap(False)
    return label


def slider(name: str, least: int, most: int) -> QSlider:
    """A horizontal one. name: for those who do not see it."""
    made = QSlider(Qt.Orientation.Horizontal)
    made.setAccessibleName(name)
    made.setRange(least, most)
    made.setSingleStep(5)
    made.setPageStep(10)
    return made
