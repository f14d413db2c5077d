"""Colours and shapes of the window: one palette for dark, one for light, one style sheet for both."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

TICK, DOWN = (Path(__file__).with_name(name) for name in ("tick.svg", "down.svg"))


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for."""

    window: str
    panel: str
    raised: str
    hover: str
    line: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    danger: str
    on_danger: str
    good: str
    warning: str
    view_centre: tuple[int, int, int]
    """sRGB behind the avatar: bright in the middle, falling off to `view_edge`."""
    view_edge: tuple[int, int, int]


DARK = Theme(
    window="#14161a",
    panel="#1a1d22",
    raised="#252a31",
    hover="#2f353e",
    line="#2c3139",
    text="#e9ebee",
    muted="#98a1ad",
    accent="#5b9dff",
    accent_hover="#7bb0ff",
    on_accent="#0b1220",
    danger="#ff6f75",
    on_danger="#26060a",
    good="#3ecf8e",
    warning="#f2b84b",
    view_centre=(58, 63, 72),
    view_edge=(22, 24, 28),
)
LIGHT = Theme(
    window="#eef0f3",
    panel="#ffffff",
    raised="#f1f3f6",
    hover="#e4e8ee",
    line="#dde1e7",
    text="#1b1f24",
    muted="#5f6975",
    accent="#1a62d6",
    accent_hover="#1552b8",
    on_accent="#ffffff",
    danger="#c8242c",
    on_danger="#ffffff",
    good="#10713f",
    warning="#8c5400",
    view_centre=(244, 246, 249),
    view_edge=(204, 210, 219),
)

STYLE = Template("""
QMainWindow, QDialog { background: $window; }
QWidget { color: $text; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }
#sidebar { background: $panel; border-left: 1px solid $line; }
#sidebar QScrollArea, #sidebar QScrollArea > QWidget > QWidget { background: $panel; border: none; }
#title { font-size: 15px; font-weight: 600; }
#muted { color: $muted; }
#rule { background: $line; border: none; max-height: 1px; }
QPushButton {
  background: $raised; border: 1px solid $line; border-radius: 7px; padding: 7px 12px; min-height: 18px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $muted; background: $panel; }
QPushButton#primary { background: $accent; border-color: $accent; color: $on_accent; font-weight: 600; }
QPushButton#primary:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton#primary:focus, QPushButton#record[recording="true"]:focus { border-color: $text; }
QPushButton#primary:disabled { background: $raised; border-color: $line; color: $muted; }
QPushButton#record { font-weight: 600; padding: 10px 12px; }
QPushButton#record[recording="true"] { background: $danger; border-color: $danger; color: $on_danger; }
QPushButton#flat { background: transparent; border-color: transparent; padding: 4px 8px; color: $muted; }
QPushButton#flat:hover { background: $hover; color: $text; }
QPushButton#flat:focus { border-color: $accent; }
QPushButton#flat:checked { background: $raised; }
QPushButton#fold {
  background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 0; text-align: right;
  margin-left: -1px;
  font-size: 15px; font-weight: 600;
}
QPushButton#fold:hover { color: $accent; }
QPushButton#fold:focus { border-color: $accent; }
QComboBox {
  background: $raised; border: 1px solid $line; border-radius: 7px; padding: 6px 10px; min-height: 20px;
  combobox-popup: 0;
}
QComboBox:focus { border-color: $accent; }
QComboBox:disabled { color: $muted; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$down"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; outline: none; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; }
QComboBox QAbstractItemView::item:selected { background: $accent; color: $on_accent; }
QCheckBox { spacing: 8px; padding: 2px 0; }
QCheckBox::indicator {
  width: 16px; height: 16px; border: 1px solid $muted; border-radius: 4px; background: $raised;
}
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:focus { border: 2px solid $text; width: 14px; height: 14px; }
QCheckBox:disabled { color: $muted; }
QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $hover; }
QSlider::sub-page:horizontal { border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
  width: 12px; height: 12px; margin: -6px 0; border-radius: 8px; border: 2px solid $panel; background: $accent;
}
QSlider::handle:horizontal:hover { background: $accent_hover; }
QSlider::handle:horizontal:focus { border-color: $text; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: $muted; }
QLineEdit {
  background: $raised; border: 1px solid $line; border-radius: 7px; padding: 5px 8px; min-height: 20px;
  selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $muted;
}
QLineEdit#name { min-height: 0; }
QLineEdit:focus, QTreeWidget:focus { border-color: $accent; }
QLineEdit:disabled { color: $muted; background: $panel; }
QTreeWidget { background: $panel; border: 1px solid $line; border-radius: 7px; padding: 4px; outline: none; }
QTreeWidget::item { padding: 4px 2px; }
QTreeWidget::item:hover { background: $hover; }
QTreeWidget::item:selected { background: $accent; color: $on_accent; }
QTreeWidget::branch, QTreeWidget::branch:selected, QTreeWidget::branch:hover { background: transparent; }
QListWidget { background: transparent; border: none; outline: none; }
QListWidget::item { border: 2px solid transparent; border-radius: 9px; padding: 4px; color: $text; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $raised; border-color: $accent; color: $text; }
QListWidget::item:selected:focus { border-color: $text; }
QProgressBar { background: $raised; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar#meter { background: transparent; max-height: 18px; min-height: 18px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
#queue, #queue QScrollArea, #queue QScrollArea > QWidget > QWidget { background: $panel; }
#queue QProgressBar { background: $line; }
QMenuBar { background: $panel; border-bottom: 1px solid $line; padding: 2px 6px; }
QMenuBar::item { padding: 5px 10px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 6px 34px 6px 22px; border-radius: 5px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { background: $line; height: 1px; margin: 5px 6px; }
QStatusBar { background: $panel; border-top: 1px solid $line; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 3px 7px; }
QStatusBar QLabel#state { color: $text; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: $hover; border-radius: 3px; min-height: 30px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
#bar { background: $panel; border-bottom: 1px solid $line; }
#focus { border: 2px solid $accent; }
#away { background: $window; }
#timeline { background: $panel; border-top: 1px solid $line; }
QListWidget#takes::item { border: none; padding: 0; }
#card { background: $panel; border: 1px solid $line; border-radius: 12px; }
#notice { background: $panel; border: 1px solid $line; border-left: 4px solid $accent;
  border-top-right-radius: 8px; border-bottom-right-radius: 8px; }
#times { background: $panel; border: 1px solid $line; border-radius: 8px; }
#notice[kind="error"] { border-left-color: $danger; }
#page { background: $window; }
#heading { font-size: 19px; font-weight: 600; }
QPushButton#way { border-radius: 10px; padding: 0; min-height: 106px; }
QPushButton#way[first="true"] { background: $accent; border-color: $accent; }
QPushButton#way[first="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton#way[first="true"]:focus { border-color: $text; }
#way_name { font-size: 14px; font-weight: 600; background: transparent; }
#way_words { color: $muted; background: transparent; }
#way[first="true"] QLabel { color: $on_accent; }
QLabel#way_name:disabled { color: $muted; }
""")


def chosen(name: str) -> Theme:
    """The theme of a setting: dark, light, or what the system shows."""
    if name in ("dark", "light"):
        return DARK if name == "dark" else LIGHT
    return LIGHT if QApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    app.setStyle("Fusion")  # the same drawing on every system, so that the sheet below fits
    app.setPalette(palette)
    app.setStyleSheet(STYLE.substitute(asdict(theme), tick=TICK.as_posix(), down=DOWN.as_posix()))
