"""The avatar's stage: the live view, and what floats over it: the inset, notices, cards and pages."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from avatar_app.session import Session
from avatar_app.state import AppState, Remedy
from avatar_app.ui.actions import Actions
from avatar_app.ui.avatar_view import AvatarView
from avatar_app.ui.calibration_card import CalibrationCard
from avatar_app.ui.focus_frame import FocusFrame
from avatar_app.ui.icons import icon
from avatar_app.ui.making_card import MakingCard
from avatar_app.ui.offer_card import OfferCard
from avatar_app.ui.selfie_page import SelfiePage
from avatar_app.ui.sentences import translated
from avatar_app.ui.source_inset import SourceInset
from avatar_app.ui.start_card import StartCard
from avatar_app.ui.text import tr
from avatar_app.ui.theme import Theme

MARGIN = 16
ROOMY = 680
"""Width, px, from which the source's inset beside a card leaves the avatar's face free."""
TALL = 660
"""Height, px, from which the words of how to make the avatar move leave its chin free."""
MOST_COVERED = 0.6
"""Share of the height, above which the avatar would be too small to be anybody."""


class StageArea(QWidget):
    """Lays its floating parts out by hand: they must not push the avatar aside."""

    def __init__(self, session: Session, state: AppState, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self._state, self._actions = state, actions
        self.view = AvatarView(session, state, theme)
        self.view.setParent(self)
        FocusFrame(self, self.view)
        self.inset = SourceInset(session, state, self)
        self.view.before_update.append(self.inset.look)
        self.notice = Notice(self, actions, state)
        self.welcome = Welcome(self)
        self.start = StartCard(self, state, actions)
        self.making = MakingCard(self, state, actions)
        self.offer = OfferCard(self, self.view, state, actions)
        self.calibration = CalibrationCard(self, state, actions)
        self.selfie = SelfiePage(self, state, actions.selfie, theme)
        self._cards = (self.welcome, self.start, self.making, self.offer, self.calibration)
        self.view.covered = self._covered
        self.setMinimumSize(420, 420)
        state.changed.connect(self.refresh)
        self.set_theme(theme)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        self.view.set_theme(theme)
        self.notice.set_theme(theme)
        self.welcome.set_theme(theme)
        self.start.set_theme(theme)
        self.selfie.set_theme(theme)

    def refresh(self) -> None:
        now, left = self._state.now, self._card_with_focus()
        self.start.refresh()
        self.selfie.refresh()
        if self.view.parentWidget() is self:
            self.view.setVisible(now.page != "selfie")  # the mirror covers it: do not draw both
        self.notice.refresh()
        self.making.refresh()
        self.offer.refresh()
        self.calibration.refresh()
        nobody = now.avatar_path is None and not now.avatars and not now.between_avatars
        alone = nobody and now.status.source == "none" and not now.page
        self.welcome.offer(bool(now.cameras))
        self.welcome.setVisible(alone)
        if left is not None and left.isHidden() and self._card_with_focus() is None:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would give it to whatever comes next in the window
        self._arrange()

    def _card_with_focus(self) -> QWidget | None:
        focus = QApplication.focusWidget()
        return next((card for card in self._cards if focus is not None and card.isAncestorOf(focus)), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        if self.view.parentWidget() is self:  # else it is in a window of its own
            self.view.setGeometry(0, 0, width, height)
        self.selfie.setGeometry(0, 0, width, height)
        notice_width = min(640, width - 2 * MARGIN)
        self.notice.resize(notice_width, self.notice.layout().totalHeightForWidth(notice_width))
        self.notice.move((width - self.notice.width()) // 2, MARGIN)
        crowded = False
        self.start.fit(width - 2 * MARGIN)
        self.welcome.fit(height)
        for card in self._cards:
            card.adjustSize()
            left = (width - card.width()) // 2
            below = MARGIN if card is self.start else 2 * MARGIN  # the tallest one leaves more of the face free
            card.move(left, height - card.height() - below)
            crowded |= not card.isHidden() and left < self.inset.width() + 2 * MARGIN
        below_notice = 0 if self.notice.isHidden() else self.notice.geometry().bottom() + 1
        self.inset.place(crowded, below_notice)
        self.inset.has_room = not crowded or width >= ROOMY

    def _covered(self) -> float:
        if self.start.isHidden() or self.view.parentWidget() is not self:
            return 0.0
        return min((self.height() - self.start.y()) / self.height(), MOST_COVERED)


class Notice(QFrame):
    """One sentence, a remedy where there is one, and a way to dismiss it."""

    def __init__(self, parent: QWidget, actions: Actions, state: AppState) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._state = state
        self.text = QLabel(wordWrap=True)
        self.text.setAccessibleName(tr("Notice"))
        self.remedy = QPushButton()
        self.remedy.clicked.connect(self._help)
        self.remedies: dict[Remedy, tuple[str, Callable[[], None]]] = {
            "retry": (tr("Try again"), actions.retry_source),
            "fetch": (tr("Fetch it now"), actions.fetch_missing),
            "undo": (tr("Undo"), actions.put_back_avatar),
            "undo take": (tr("Undo"), actions.put_back_take),
        }
        """Label and act of each; the window adds those that ask for a file."""
        self.dismiss = QPushButton()
        self.dismiss.setObjectName("flat")
        self.dismiss.setAccessibleName(tr("Dismiss"))
        self.dismiss.setToolTip(tr("Dismiss"))
        self.dismiss.clicked.connect(lambda: state.update(notice=None))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 10)
        row.setSpacing(10)
        row.addWidget(self.text, 1)
        row.addWidget(self.remedy)
        row.addWidget(self.dismiss)

    def set_theme(self, theme: Theme) -> None:
        self.dismiss.setIcon(icon("close", theme.muted))

    def refresh(self) -> None:
        notice = self._state.now.notice
        self.setVisible(notice is not None)
        if notice is None:
            return
        self.text.setText(translated(notice.text))
        self.text.setToolTip(translated(notice.detail))
        label, _ = self.remedies.get(notice.remedy, ("", None))
        self.remedy.setText(label)
        self.remedy.setVisible(bool(label))
        if self.property("kind") != notice.kind:
            self.setProperty("kind", notice.kind)
            self.style().polish(self)
        self.raise_()

    def _help(self) -> None:
        notice = self._state.now.notice
        if notice is not None and notice.remedy in self.remedies:
            self.remedies[notice.remedy][1]()


class Welcome(QFrame):
    """Shown while the default avatar waits: how to make it move."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.title, self.text = QLabel(tr("Make it move")), QLabel()
        self.title.setObjectName("title")
        self.text.setObjectName("muted")
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.camera = QPushButton(tr("Start the camera"))
        self.video = QPushButton(tr("Play a video…"))
        for button in (self.camera, self.video):
            button.setObjectName("primary")
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.text)
        row.setSpacing(8)
        row.addStretch()
        row.addWidget(self.camera)
        row.addWidget(self.video)
        row.addStretch()
        column.addLayout(row)

    def fit(self, height: int) -> None:
        """Leave the face free on a stage of so many px: where it is low only the buttons stay."""
        for words in (self.title, self.text):
            words.setVisible(height >= TALL)

    def offer(self, camera: bool) -> None:
        """A camera is there to be started, or only videos can be played."""
        self.camera.setVisible(camera)
        self.video.setVisible(not camera)
        self.text.setText(
            tr("The avatar follows your face in the camera.") if camera else tr("The avatar follows a face in a video.")
        )

    def set_theme(self, theme: Theme) -> None:
        self.camera.setIcon(icon("camera", theme.on_accent))
        self.video.setIcon(icon("video", theme.on_accent))
