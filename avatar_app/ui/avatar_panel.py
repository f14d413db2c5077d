"""Who performs: the library's avatars, and the ways to get a new one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QStandardPaths, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
)

from avatar_app.library import Entry
from avatar_app.state import AppState
from avatar_app.ui.actions import PHOTOS, Actions
from avatar_app.ui.detail_row import DetailRow
from avatar_app.ui.panel import Panel
from avatar_app.ui.theme import Theme
from engine.detail import default

FACE = 74
PATH_ROLE = Qt.ItemDataRole.UserRole


def _pictures() -> str:
    """Where people keep photos. A folder that does not exist would be typed in as the name of a file."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return folder if Path(folder).is_dir() else str(Path.home())


class AvatarPanel(Panel):
    """The first item is the default avatar; its path is None."""

    def __init__(self, state: AppState, actions: Actions, theme: Theme) -> None:
        super().__init__("Avatar")
        self._state, self._actions, self._theme = state, actions, theme
        self._listed: tuple[Entry | None, ...] | None = None
        self.photo = self.button("New from photo…", self.choose_photo, icon="photo", role="primary")
        self.selfie = self.button("Selfie", actions.take_selfie, icon="selfie", tip="Use the camera's picture")
        self.file = self.button("Open…", self.choose_file, icon="folder", tip="Open an .avatar file")
        self.list = QListWidget()
        self.list.setAccessibleName("Avatars")
        self.list.setViewMode(QListWidget.ViewMode.IconMode)
        self.list.setMovement(QListWidget.Movement.Static)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setIconSize(QSize(FACE, FACE))
        self.list.setGridSize(QSize(FACE + 19, FACE + 34))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(FACE + 38)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.list.itemClicked.connect(self._chosen)
        self.list.itemActivated.connect(self._chosen)
        self.detail = DetailRow(state, actions)
        self.wrinkles = QCheckBox("Wrinkles and pores")
        self.wrinkles.setToolTip("New avatars take the fine relief of the skin from their photo, too")
        self.wrinkles.setVisible(default.DETAIL_BY_DEFAULT)
        self.wrinkles.toggled.connect(lambda on: state.update(detail_wanted=on))

        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.selfie)
        pair.addWidget(self.file)
        self.column.addWidget(self.photo)
        self.column.addLayout(pair)
        self.column.addWidget(self.wrinkles)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.detail)
        self.set_theme(theme)
        state.changed.connect(self.refresh)
        self.refresh()

    def choose_photo(self) -> None:
        """Ask for a portrait and make an avatar of it."""
        if (photo := self._photo()) is not None:
            self._actions.make_avatar(photo)

    def choose_another(self) -> None:
        """Ask for a portrait, and make an avatar of it in place of the one that is offered."""
        if (photo := self._photo()) is not None:
            self._actions.discard_avatar()
            self._actions.make_avatar(photo)

    def _photo(self) -> Path | None:
        wanted = " ".join(f"*{suffix}" for suffix in PHOTOS)
        name, _ = QFileDialog.getOpenFileName(self, "Choose a photo of a face", _pictures(), f"Photos ({wanted})")
        return Path(name) if name else None

    def choose_file(self) -> None:
        """Ask for an .avatar file and show it."""
        name, _ = QFileDialog.getOpenFileName(self, "Open an avatar", "", "Avatars (*.avatar)")
        if name:
            self._actions.open_avatar(Path(name))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme, self._listed = theme, None
        self.refresh()

    def refresh(self) -> None:
        now = self._state.now
        free = not now.between_avatars
        self.photo.setEnabled(free)
        self.selfie.setEnabled(free and now.status.source == "live")
        self.file.setEnabled(not (now.offered or now.keeping))
        self.wrinkles.setChecked(now.detail_wanted)
        listed = (now.default, *now.avatars)
        if listed != self._listed:
            self._listed = listed
            self._fill()
        wanted = str(now.avatar_path or "")
        for row in range(self.list.count()):
            if self.list.item(row).data(PATH_ROLE) == wanted:
                self.list.setCurrentRow(row)

    def _fill(self) -> None:
        self.list.clear()
        for entry in self._listed or ():
            if entry is not None:
                name, path = (entry.name, str(entry.path)) if entry.name else ("Default", "")
                self._add(name, path, entry.thumbnail if entry.pictured else None)

    def _add(self, name: str, path: str, thumbnail: Path | None) -> None:
        face, tile = self._face(name, thumbnail), QIcon()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # else Qt tints what is selected
            tile.addPixmap(face, mode)
        item = QListWidgetItem(tile, name)
        item.setData(PATH_ROLE, path)
        item.setToolTip(path or "The avatar that comes with the app")
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.list.addItem(item)

    def _face(self, name: str, thumbnail: Path | None) -> QPixmap:
        """A rounded tile: the avatar's picture, or its initial where there is none yet."""
        density = 2
        tile = QPixmap(FACE * density, FACE * density)
        tile.setDevicePixelRatio(density)
        tile.fill(Qt.GlobalColor.transparent)
        square = QRectF(0, 0, FACE, FACE)
        painter = QPainter(tile)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(square, 9, 9)
        painter.setClipPath(outline)
        painter.fillPath(outline, QColor(*self._theme.view_centre))
        picture = QPixmap(str(thumbnail)) if thumbnail is not None else QPixmap()
        if picture.isNull():
            font = painter.font()
            font.setPixelSize(28)
            painter.setFont(font)
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, name[:1].upper())
        else:
            painter.drawPixmap(square, picture, QRectF(picture.rect()))
        painter.end()
        return tile

    def _chosen(self, item: QListWidgetItem) -> None:
        path = item.data(PATH_ROLE)
        if not path:
            self._actions.show_default()
        elif path != str(self._state.now.avatar_path):
            self._actions.open_avatar(Path(path))
