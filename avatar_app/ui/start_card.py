"""The first page: three ways to an avatar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from avatar_app.state import AppState
from avatar_app.ui.actions import Actions
from avatar_app.ui.icons import icon, pixmap
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

TILE_WIDTH, TILE_HEIGHT, NARROW = 176, 108, 150
SIDE = 20


class Way(QPushButton):
    """One way: a picture of it, what it is called, and what is good about it."""

    def __init__(self, shape: str, name: str) -> None:
        super().__init__()
        self.setObjectName("way")
        self._shape, self._theme = shape, None
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.name, self.words = QLabel(name, alignment=Qt.AlignmentFlag.AlignCenter), QLabel()
        self.name.setObjectName("way_name")
        self.words.setObjectName("way_words")
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(2)
        for part in (self.picture, self.name, self.words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.insertSpacing(1, 3)

    def explain(self, words: str, *, possible: bool = True, first: bool = False) -> None:
        """What it offers now, whether it can be taken, and whether it is the one to take."""
        self.words.setText(words)
        self.setAccessibleDescription(words)
        self.setEnabled(possible)
        if self.property("first") != first:
            self.setProperty("first", first)
            for part in (self, self.name, self.words):
                part.style().polish(part)
            self._draw()

    def fit(self, width: int) -> None:
        """Be so wide, px; where that is narrow, the name goes on two lines and the words are left out."""
        narrow = width < NARROW
        self.name.setWordWrap(narrow)
        self.name.setFixedWidth(width - 16)
        self.words.setHidden(narrow)
        self.setFixedSize(width, TILE_HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._draw()

    def _draw(self) -> None:
        if self._theme is not None:
            colour = self._theme.on_accent if self.property("first") else self._theme.accent
            self.picture.setPixmap(pixmap(self._shape, colour, 34, self.devicePixelRatioF()))


class StartCard(QFrame):
    """Shown where nobody is on the stage yet, and whenever a new avatar is wanted; Escape leaves it."""

    def __init__(self, parent: QWidget, state: AppState, actions: Actions) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._state, self._actions = state, actions
        self.choose_photo: Callable[[], None] = lambda: None
        """Asks for a file; the window's."""
        title = QLabel(tr("Make your avatar"))
        title.setObjectName("heading")
        words = QLabel(tr("One picture is enough, and it never leaves this computer."))
        words.setObjectName("muted")
        self.selfie = Way("selfie", tr("Take a selfie"))
        self.photo = Way("photo", tr("Choose a photo"))
        self.sample = Way("sample", tr("Try the sample"))
        self.selfie.clicked.connect(lambda: actions.take_selfie())
        self.photo.clicked.connect(lambda: self.choose_photo())
        self.sample.clicked.connect(lambda: (actions.show_default(), actions.play_sample()))
        self.leave = QPushButton(self)
        self.leave.setObjectName("flat")
        self.leave.setAccessibleName(tr("Back"))
        self.leave.setToolTip(tr("Back (Esc)"))
        self.leave.setShortcut(Qt.Key.Key_Escape)
        self.leave.clicked.connect(lambda: state.update(page=""))

        column, self._row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(SIDE, 16, SIDE, SIDE)
        column.setSpacing(4)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addLayout(self._row)
        self._row.setSpacing(10)
        self._ways = (self.selfie, self.photo, self.sample)
        for way in self._ways:
            self._row.addWidget(way)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self.leave.setIcon(icon("close", theme.muted))
        for way in self._ways:
            way.set_theme(theme)

    def refresh(self) -> None:
        now = self._state.now
        busy = now.between_avatars or now.editing is not None or now.status.replaying is not None
        self.setVisible(now.page == "start" and not busy)
        camera = bool(now.cameras) or now.status.source == "live"
        self.selfie.explain(tr("We help you pose") if camera else tr("No camera found"), possible=camera, first=camera)
        self.photo.explain(tr("Or drop one here"), first=not camera)
        self.sample.explain(tr("See it move first"))

    def fit(self, width: int) -> None:
        """Be no wider than this, px."""
        room = (width - 2 * SIDE - 2 * self._row.spacing()) // len(self._ways)
        for way in self._ways:
            way.fit(min(TILE_WIDTH, room))
        self.adjustSize()
        self.leave.adjustSize()
        self.leave.move(self.width() - self.leave.width() - 8, 8)
