"""The window: the stage, the sidebar, the menus and the status bar, put together."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from PySide6.QtCore import QMargins, QSize, Qt, QTimer
from PySide6.QtGui import QActionGroup, QCloseEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QScrollArea, QSplitter, QVBoxLayout, QWidget

from avatar_app.session import Session
from avatar_app.settings import MotionSettings, Settings, save_settings, settings_path
from avatar_app.state import AppState
from avatar_app.ui import theme as themes
from avatar_app.ui import tracker_menu
from avatar_app.ui.actions import Actions
from avatar_app.ui.avatar_panel import AvatarPanel
from avatar_app.ui.drop_veil import DropVeil, dropped_files
from avatar_app.ui.leaving import may_leave
from avatar_app.ui.look_panel import LookPanel
from avatar_app.ui.look_settings import kept_background, kept_light, kept_view, place_of, size_text
from avatar_app.ui.motion_panel import MotionPanel
from avatar_app.ui.panel import rule, tell_choices
from avatar_app.ui.pop_out import PopOut
from avatar_app.ui.preferences import Preferences, settings_action
from avatar_app.ui.queue_panel import QueuePanel
from avatar_app.ui.queue_terms import kept_terms
from avatar_app.ui.record_panel import RecordPanel
from avatar_app.ui.sentences import translated
from avatar_app.ui.settings_dialog import THEMES
from avatar_app.ui.sound_settings import SoundSettings
from avatar_app.ui.source_panel import SourcePanel
from avatar_app.ui.stage_area import StageArea
from avatar_app.ui.stage_times import StageTimes
from avatar_app.ui.status_bar import StatusBar
from avatar_app.ui.stays_seen import StaysSeen
from avatar_app.ui.take_panel import TakePanel
from avatar_app.ui.text import tr
from avatar_app.ui.timeline import Timeline
from engine.errors import AvatarError
from engine.head.regions import REGIONS
from engine.types import Orbit, replace

SIDEBAR_WIDTH = 328
FRAME = QSize(0, 36)
"""What the window system adds around a window, about."""


class MainWindow(QMainWindow):
    """Knows everybody; nobody knows it. Closing it ends the session and keeps the settings."""

    def __init__(self, session: Session, state: AppState, actions: Actions, settings: Settings) -> None:
        super().__init__()
        self.state, self.commands, self._settings = state, actions, settings
        self._theme_name = settings.window.theme
        theme = themes.chosen(self._theme_name)
        themes.apply(QApplication.instance(), theme)
        self.setWindowTitle(tr("Avatar"))
        self.setAcceptDrops(True)
        room = QApplication.primaryScreen().availableSize() - FRAME
        self.resize(QSize(settings.window.width, settings.window.height).boundedTo(room))

        self.stage = StageArea(session, state, actions, theme)
        self.avatar_panel = AvatarPanel(state, actions, theme)
        self.source_panel = SourcePanel(state, actions, theme, settings.source.camera)
        self.motion_panel = MotionPanel(state, actions, theme, unfolded=settings.motion.unfolded)
        self.look_panel = LookPanel(state, actions, theme, unfolded=settings.view.unfolded)
        self.take_panel = TakePanel(state, actions, theme, unfolded=settings.record.takes_unfolded)
        self.record_panel = RecordPanel(state, actions, theme)
        self.timeline = Timeline(session, state, actions, theme)
        self.status_bar = StatusBar(state, theme)
        self.queue_panel = QueuePanel(state, actions.transfers, theme)
        self.status_bar.addPermanentWidget(self.queue_panel.indicator)
        self._sections = (self.motion_panel, self.look_panel, self.take_panel)
        panels = (self.avatar_panel, self.source_panel, *self._sections, self.record_panel, self.timeline)
        self.pop_out = PopOut(self.stage.view, self.stage, state, theme, place_of(settings.view))
        self._themed = (self.stage, *panels, self.status_bar, self.queue_panel, self.pop_out)
        self.stage.start.choose_photo = self.avatar_panel.choose_photo
        self.stage.welcome.camera.clicked.connect(self.source_panel.start_camera)
        self.stage.welcome.video.clicked.connect(self.source_panel.choose_video)
        self.stage.notice.remedies |= {
            "video": (tr("Choose another…"), self.source_panel.choose_video),
            "photo": (tr("Choose another…"), self.avatar_panel.choose_photo),
        }
        actions.selfie.start_camera = self.source_panel.start_camera
        actions.selfie.stop_camera = actions.stop_source
        self.stage.offer.choose_another = self.avatar_panel.choose_another
        self.stage.view.before_update.append(self.timeline.look)
        actions.record_asked.connect(self.stage.view.start_recording)
        actions.show_stage(self.stage.view.seen, self.stage.view.view_at)

        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._stage_and_queue(), 1)
        row.addWidget(self._sidebar())
        self.setCentralWidget(middle)
        StaysSeen(self)
        self.veil = DropVeil(self, self.stage, theme)
        self._themed += (self.veil,)
        self.setStatusBar(self.status_bar)
        self.times = StageTimes(self.stage, session, state)
        tell_choices(self)
        self._fill_menus()
        self.preferences = Preferences(self, settings, self.avatar_panel.tile_menu.hotkeys)
        QApplication.styleHints().colorSchemeChanged.connect(self._dress)
        state.changed.connect(self._refresh)
        self._refresh()

    def _stage_and_queue(self) -> QWidget:
        halves = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        halves.setHandleWidth(1)
        self.stage.setMinimumHeight(self.stage.view.minimumHeight())
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stage, 1)
        column.addWidget(self.timeline)
        halves.addWidget(upper)
        halves.addWidget(self.queue_panel)
        halves.setStretchFactor(0, 1)
        return halves

    def _sidebar(self) -> QWidget:
        column = QWidget()
        stack = QVBoxLayout(column)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(self.avatar_panel, 1)
        stack.addWidget(rule())
        stack.addWidget(self.source_panel)
        stack.addWidget(rule())
        for number, panel in enumerate(self._sections):
            if number:
                stack.addWidget(rule())
            stack.addWidget(panel)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the focus, and is scrolled to
        scroll.setWidget(column)
        bar, below = scroll.verticalScrollBar(), self.record_panel.column
        margins = below.contentsMargins()
        wide = margins + QMargins(0, 0, bar.sizeHint().width(), 0)
        bar.rangeChanged.connect(lambda _least, most: below.setContentsMargins(wide if most else margins))
        begun = QTimer(scroll, interval=0, singleShot=True)
        begun.timeout.connect(lambda: bar.setValue(0))  # where Save is
        self.avatar_panel.edit.begun.connect(begun.start)
        for panel in self._sections:
            unfolded = QTimer(scroll, interval=0, singleShot=True)  # once it is laid out
            unfolded.timeout.connect(lambda panel=panel: scroll.ensureWidgetVisible(panel, 0, 0))
            panel.fold.toggled.connect(lambda on, unfolded=unfolded: unfolded.start() if on else None)
        frame = QWidget()
        frame.setObjectName("sidebar")
        frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        frame.setFixedWidth(SIDEBAR_WIDTH)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(scroll, 1)
        inside.addWidget(rule())  # below it nothing scrolls: Record stays in reach
        inside.addWidget(self.record_panel)
        return frame

    def _fill_menus(self) -> None:
        file = self.menuBar().addMenu(tr("&File"))
        file.addAction(tr("&New avatar"), QKeySequence.StandardKey.New, self.commands.begin_avatar)
        file.addAction(tr("New avatar from &photo…"), QKeySequence("Ctrl+Shift+N"), self.avatar_panel.choose_photo)
        file.addAction(tr("New avatar from &selfie"), self.commands.take_selfie)
        file.addAction(tr("&Open avatar…"), QKeySequence.StandardKey.Open, self.avatar_panel.choose_file)
        file.addAction(tr("Play a &video…"), QKeySequence("Ctrl+L"), self.source_panel.choose_video)
        file.addAction(tr("&Transfer videos…"), QKeySequence("Ctrl+T"), self.queue_panel.choose_videos)
        file.addSeparator()
        file.addAction(settings_action(self, self._open_settings))
        file.addAction(tr("&Quit"), QKeySequence.StandardKey.Quit, self.close)
        self.avatar_panel.fill_menu(self.menuBar().addMenu(tr("&Avatar")))
        show = self.menuBar().addMenu(tr("&View"))
        show.addAction(tr("&Face the front"), QKeySequence("Home"), lambda: self.stage.view.set_orbit(Orbit()))
        show.addAction(tr("&Transfers"), QKeySequence("F6"), self.queue_panel.toggle)
        show.addAction(tr("Avatar in its &own window"), QKeySequence("F9"), self._pop_out_or_back)
        show.addAction(tr("Show or hide the &source"), QKeySequence("H"), self.source_panel.preview.toggle)
        show.addAction(tr("&Stage times"), QKeySequence("F1"), self.times.toggle)
        show.addSeparator()
        group, self._themes = QActionGroup(self), {}
        for name, text in THEMES.items():
            action = show.addAction(tr(text))
            action.setCheckable(True)
            action.setChecked(name == self._theme_name)
            self._themes[name] = action
            action.triggered.connect(lambda _checked, name=name: self.set_theme(name))
            group.addAction(action)
        perform = self.menuBar().addMenu(tr("&Perform"))
        perform.addAction(tr("&Record or stop"), QKeySequence("Ctrl+R"), self.record_panel.record.click)
        perform.addAction(tr("&Screenshot"), QKeySequence("Ctrl+P"), self.commands.take_screenshot)
        bare = tr("Screenshot &without background")
        perform.addAction(bare, QKeySequence("Ctrl+Shift+P"), self.commands.take_bare_screenshot)
        perform.addAction(tr("Play a &take…"), QKeySequence("Ctrl+Shift+L"), self.take_panel.choose_file)
        perform.addAction(tr("&Calibrate the neutral face"), QKeySequence("Ctrl+K"), self.commands.calibrate)
        self._forget = perform.addAction(tr("&Forget the neutral face"), self.commands.forget_neutral)
        perform.addSeparator()
        tracker_menu.fill(perform, self.state, self.commands)
        self.pop_out.addActions([*show.actions(), *perform.actions()])  # their keys act there, too

    def _open_settings(self) -> None:
        self.preferences.open(self._theme_name, self.set_theme, lambda: SoundSettings(self.state, self.commands))

    def _pop_out_or_back(self) -> None:
        self.state.update(popped_out=not self.state.now.popped_out)

    def set_theme(self, name: str) -> None:
        """system, dark or light."""
        self._theme_name = name
        self._themes[name].setChecked(True)
        self._dress()

    def _dress(self) -> None:
        theme = themes.chosen(self._theme_name)
        themes.apply(QApplication.instance(), theme)
        for part in self._themed:
            part.set_theme(theme)

    def _refresh(self) -> None:
        now = self.state.now
        self.setWindowTitle(
            tr("{avatar_name} – Avatar", avatar_name=now.avatar_name) if now.avatar_path else tr("Avatar")
        )
        self._forget.setEnabled(now.status.calibrated)

    # Files may be dropped anywhere

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.commands.drop(*dropped_files(event))

    def settings(self) -> Settings:
        """The settings as the window is now."""
        now, old = self.state.now, self._settings
        camera = self.source_panel.picker.currentData()
        settings = Settings(
            window=replace(old.window, width=self.width(), height=self.height(), theme=self._theme_name),
            source=replace(
                old.source,
                camera=camera if camera is not None else old.source.camera,
                mirrored=now.mirrored,
                preview_shown=now.preview_shown,
                corner=now.inset_corner,
                camera_size=size_text(now.camera_mode.size_wh),
                camera_fps=round(now.camera_mode.fps),
            ),
            record=replace(
                old.record,
                video=now.video_kept,
                takes_unfolded=self.take_panel.unfolded,
                size=now.record_size,
                microphone=now.microphone,
                sound_delay_ms=now.sound_delay_ms,
            ),
            transfer=kept_terms(now.transfer_terms),
            detail=replace(old.detail, strength=now.detail_strength, path=now.detail_path),
            motion=MotionSettings(
                responsiveness=now.responsiveness,
                **{region: getattr(now.manner, region) for region in REGIONS},
                alone=now.manner.alone,
                unfolded=self.motion_panel.unfolded,
            ),
            background=kept_background(now),
            light=kept_light(now),
            view=kept_view(now, self.pop_out.place, self.look_panel.unfolded),
            tracker=now.tracker,
            avatar=str(now.avatar_path or ""),
            head=now.head_wanted,
        )
        return self.preferences.kept(settings)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What nobody below wanted: Space plays and pauses a take, Escape goes back to live."""
        keys = {Qt.Key.Key_Space: self.commands.toggle_take, Qt.Key.Key_Escape: self.commands.back_to_live}
        act = keys.get(Qt.Key(event.key())) if self.state.now.status.replaying is not None else None
        (act or event.ignore)()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (may_leave(self, self.state, self.commands) and self.queue_panel.may_close()):
            event.ignore()
            return
        self.pop_out.close()
        self.preferences.everywhere.close()
        self.hide()  # threads may take a moment to end; nobody needs to watch
        self.commands.close()
        self.stage.view.release()
        try:
            save_settings(self.settings(), settings_path())
        except (AvatarError, OSError) as error:
            self.state.tell(tr("The settings could not be saved: {error}", error=translated(str(error))))
        event.accept()
