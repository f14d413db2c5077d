"""One transfer in the list: whose, how far, and what can be done about it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout

from avatar_app.queue import Item
from avatar_app.transfer_order import Order
from avatar_app.ui.icons import icon
from avatar_app.ui.panel import Elided
from avatar_app.ui.queue_actions import QueueActions
from avatar_app.ui.queue_words import status
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

FACE = 36
"""Side of the avatar's picture, px."""
UNDRAWN = Path()
"""No picture's path: where there is none yet, its place is drawn all the same."""


class RowLook:
    """What all rows draw with: icons are made once, for hundreds of rows."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._icons: dict[str, QIcon] = {}

    def icon(self, shape: str) -> QIcon:
        if shape not in self._icons:
            self._icons[shape] = icon(shape, self.theme.muted)
        return self._icons[shape]


class QueueRow(QFrame):
    """Built once an item; `show_item` follows it."""

    def __init__(self, item: Item, actions: QueueActions, look: RowLook) -> None:
        super().__init__()
        self.item, self._actions, self._look = item, actions, look
        self._order: Order | None = None
        self._colour = ""
        self._drawn: tuple[object, ...] = ()
        self._face_path: Path | None = UNDRAWN
        name = item.order.video.name
        self.face = QLabel()
        self.face.setFixedSize(FACE, FACE)
        self.name = Elided()
        self.name.setObjectName("")
        self.status = QLabel(wordWrap=True)
        self.status.setAccessibleName(tr("State of {name}", name=name))
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("Progress of {name}", name=name))
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.hold = self._button(self._hold)
        self.play = self._button(self._play)
        self.folder = self._button(self._show_folder)
        self.end = self._button(self._end)
        words, row = QVBoxLayout(), QHBoxLayout(self)
        words.setSpacing(3)
        words.addWidget(self.name)
        words.addWidget(self.status)
        words.addWidget(self.bar)
        row.setContentsMargins(16, 7, 10, 7)
        row.setSpacing(12)
        row.addWidget(self.face, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self.hold, self.play, self.folder, self.end):
            buttons.addWidget(button)
        row.addLayout(buttons)
        self.show_item(item)

    def set_look(self, look: RowLook) -> None:
        shown, self._face_path = self._face_path, UNDRAWN
        self._look, self._drawn = look, ()
        self.show_item(self.item)
        self.show_face(shown if shown is not UNDRAWN else None)

    def show_face(self, thumbnail: Path | None) -> None:
        """The avatar's picture; nothing where there is none yet."""
        if thumbnail != self._face_path:
            self._face_path = thumbnail
            ratio = self.devicePixelRatioF()
            picture = QPixmap(str(thumbnail)) if thumbnail is not None else QPixmap()
            self.face.setPixmap(_rounded(picture, self._look.theme, ratio))

    def show_item(self, item: Item) -> None:
        """Follow it."""
        if item.order is not self._order:  # its avatar may be renamed meanwhile
            self._order = item.order
            self.name.setText(tr("{video} as {avatar}", video=item.order.video.name, avatar=item.order.avatar_name))
            self.name.setToolTip(f"{item.order.video}\n{item.order.avatar or item.order.avatar_name}")
        self.item = item
        told = status(item)
        if told != self.status.text():
            self.status.setText(told)
            self.status.setToolTip(told)
        progress = item.progress
        self.bar.setVisible(item.unfinished and (item.state == "running" or progress.frames > 0))
        if progress.total:
            self.bar.setValue(round(1000 * min(progress.frames / progress.total, 1)))
        drawn = (item.state, bool(item.files), bool(item.sentence))
        if drawn == self._drawn:
            return
        self._drawn = drawn
        theme = self._look.theme
        colours = {"failed": theme.danger, "done": theme.warning if item.sentence else theme.good}
        colour = colours.get(item.state, theme.muted)
        if colour != self._colour:  # a style sheet is costly to set
            self._colour = colour
            self.status.setStyleSheet(f"color: {colour};")
        again = {
            "paused": ("play", tr("Resume")),
            "failed": ("retry", tr("Try again")),
            "cancelled": ("retry", tr("Start again")),
        }
        self._dress(self.hold, *again.get(item.state, ("pause", tr("Pause"))), shown=item.state != "done")
        whole = item.state == "done"
        self._dress(
            self.play, "video", tr("Play the result") if whole else tr("Play the part so far"), shown=self._playable
        )
        self._dress(self.folder, "folder", tr("Show its folder"), shown=bool(item.files))
        self._dress(self.end, "close", tr("Cancel") if item.unfinished else tr("Take off the list"))

    def _button(self, act: object) -> QPushButton:
        made = QPushButton()
        made.setObjectName("flat")
        made.setIconSize(QSize(18, 18))
        made.clicked.connect(act)
        return made

    def _dress(self, button: QPushButton, shape: str, text: str, *, shown: bool = True) -> None:
        button.setIcon(self._look.icon(shape))
        button.setToolTip(text)
        button.setAccessibleName(f"{text}: {self.item.order.video.name}")
        button.setVisible(shown)

    @property
    def _playable(self) -> bool:
        return not self.item.unfinished and any(path.suffix == ".mp4" for path in self.item.files)

    def _hold(self) -> None:
        acts = {"paused": self._actions.resume, "failed": self._actions.retry, "cancelled": self._actions.retry}
        acts.get(self.item.state, self._actions.pause)(self.item.number)
        self._actions.refresh()

    def _end(self) -> None:
        (self._actions.cancel if self.item.unfinished else self._actions.remove)(self.item.number)
        self._actions.refresh()

    def _play(self) -> None:
        self._open(next(path for path in reversed(self.item.files) if path.suffix == ".mp4"))

    def _show_folder(self) -> None:
        self._open(self.item.files[-1].parent)

    def _open(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _rounded(picture: QPixmap, theme: Theme, ratio: float) -> QPixmap:
    """A thumbnail with round corners, on the colour of raised things."""
    side = round(FACE * ratio)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(0, 0, side, side), side / 5, side / 5)
    painter.setClipPath(outline)
    painter.fillRect(made.rect(), theme.raised)
    if not picture.isNull():
        painter.drawPixmap(made.rect(), picture)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
