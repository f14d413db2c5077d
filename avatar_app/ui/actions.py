"""What a person can do in the window, put together. Each ends in a call of the Session and an update of the state."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.ui.avatar_actions import AvatarActions
from avatar_app.ui.drop_actions import DropActions
from avatar_app.ui.edit_actions import EditActions
from avatar_app.ui.import_actions import ImportActions
from avatar_app.ui.library_actions import LibraryActions
from avatar_app.ui.look_actions import LookActions
from avatar_app.ui.missing_parts import MissingParts
from avatar_app.ui.motion_actions import MotionActions
from avatar_app.ui.queue_actions import QueueActions
from avatar_app.ui.record_actions import RecordActions
from avatar_app.ui.sound_actions import SoundActions
from avatar_app.ui.source_actions import SourceActions
from avatar_app.ui.take_actions import TakeActions
from engine.types import Avatar, Motion, View

PULSE_MS = 200
Size = tuple[int, int]


class Actions(QObject):
    """GUI thread. What cannot be done becomes one sentence in `state.now.notice`, never an exception.

    The names of its attributes are those of what is asked for; the parts behind them know one topic each.
    """

    def __init__(self, session: Session, state: AppState, default: Avatar) -> None:
        super().__init__()
        self._session, self._state = session, state
        self._missing = MissingParts(state)
        self._avatars = AvatarActions(session, state, default, self._missing)
        self._library = LibraryActions(state, self._avatars)
        self._imports = ImportActions(state, self._missing, self._avatars.heads)
        self._edits = EditActions(session, state, self._avatars)
        self._records = RecordActions(session, state)
        self._sounds = SoundActions(session, state)
        self.takes = TakeActions(session, state)
        self._sources = SourceActions(session, state, self._missing, self._records.stop)
        self._motions = MotionActions(session, state)
        self.transfers = QueueActions(session, state, self._avatars.undecided)
        self._library.renamed = self.transfers.avatar_renamed
        self._looks = LookActions(state)

        self.begin_avatar = self._avatars.begin
        self.show_default = self._avatars.show_default
        self.open_avatar = self._avatars.open
        self.make_avatar = self._avatars.make
        self.cancel_making = self._avatars.cancel
        self.keep_avatar = self._avatars.keep
        self.discard_avatar = self._avatars.discard
        self.retake_selfie = self._avatars.retake_selfie
        self.refresh_library = self._avatars.refresh_library
        self.rename_avatar = self._library.rename
        self.duplicate_avatar = self._library.duplicate
        self.delete_avatar = self._library.delete
        self.deleted_avatar = self._library.deleted
        self.put_back_avatar = self._library.put_back
        self.export_avatar = self._library.export
        self.take_in_avatar = self._library.take_in
        self.edit_avatar = self._edits.begin
        self.change_avatar = self._edits.change
        self.save_avatar_changes = self._edits.save
        self.cancel_avatar_changes = self._edits.cancel
        self.unchanged_avatar = self._edits.original
        self.take_selfie = self._avatars.take_selfie
        self.selfie = self._avatars.selfie
        self.fetch_missing = self._missing.fetch
        self.choose_head = self._avatars.heads.choose
        self.look_for_heads = self._avatars.heads.look
        self.import_flame = self._imports.take_in

        self.transfer = self.transfers.add
        self.start_source = self._sources.start
        self.stop_source = self._sources.stop
        self.retry_source = self._sources.retry
        self.mirror = self._sources.mirror
        self.choose_camera_mode = self._sources.choose_camera_mode
        self.choose_tracker = self._sources.choose_tracker
        self.choose_detail = self._sources.choose_detail
        self.calibrate = self._sources.calibrate

        self.act = self._motions.act
        self.respond = self._motions.respond
        self.reset_motion = self._motions.reset
        self.cancel_calibration = self._motions.cancel_calibration
        self.forget_neutral = self._motions.forget_neutral

        self.put_behind = self._looks.put_behind
        self.light = self._looks.light
        self.reset_look = self._looks.reset

        self.start_recording = self._records.start
        self.stop_recording = self._records.stop
        self.record_when_live = self._records.when_live
        self.record_asked = self._records.asked
        self.take_screenshot = self._records.screenshot
        self.take_bare_screenshot = lambda: self._records.screenshot(bare=True)

        self.choose_microphone = self._sounds.choose
        self.look_for_microphones = self._sounds.look
        self.delay_sound = self._sounds.delay
        self.sound_level = self._sounds.level

        self.play_take = self.takes.play
        self.play_sample = self.takes.play_sample
        self.back_to_live = self.takes.back_to_live
        self.toggle_take = self.takes.toggle
        self.seek_take = self.takes.seek
        self.step_take = self.takes.step
        self.loop_take = self.takes.loop
        self.choose_take_speed = self.takes.choose_speed
        self.rename_take = self.takes.rename
        self.delete_take = self.takes.delete
        self.deleted_take = self.takes.deleted
        self.put_back_take = self.takes.put_back
        self.take_in_take = self.takes.take_in
        self.export_take = self.takes.export
        self.cancel_take_export = self.takes.cancel_export

        self.drop = DropActions(
            state, self.take_in_avatar, self.make_avatar, self.transfer, self.take_in_take, self.import_flame
        ).drop

        self._pulse = QTimer(self, interval=PULSE_MS)
        self._pulse.timeout.connect(self._refresh)
        self._pulse.start()

    @property
    def photo_kept(self) -> bool:
        """Whether a selfie's picture is still on disk."""
        return self._avatars.selfie.kept

    def undo(self) -> None:
        """Put back what was deleted last."""
        notice = self._state.now.notice
        take = notice is not None and notice.remedy == "undo take"
        (self.put_back_take if take else self.put_back_avatar)()

    def show_stage(self, seen: Callable[[], tuple[Motion, View] | None], view_at: Callable[[Size], View]) -> None:
        """The window tells how pictures of the stage are to look."""
        self._records.seen, self.takes.view_at = seen, view_at

    def close(self) -> None:
        """End everything."""
        self._pulse.stop()
        self._records.close()
        self._session.close()
        self.takes.close()
        self.transfers.close()
        self._library.close()
        self._avatars.close()
        self._imports.close()
        self._missing.close()
        self._looks.close()

    def _refresh(self) -> None:
        """Five times a second: the session's present becomes the window's."""
        status = self._session.status()
        self._state.update(status=status)
        self._sources.refresh(status)
        self._records.refresh(status)
        self._sounds.refresh(status)
        self.takes.refresh()
        self.transfers.refresh()
        self._avatars.refresh()
        self._imports.refresh()
        self._library.refresh()
        self._missing.refresh()
        self._looks.refresh()
