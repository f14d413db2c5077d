"""What a person can do with takes: play them on the avatar that is shown, name, delete and put back, export, add."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from avatar_app import takes
from avatar_app.drawing import EXPORTS, Cast, TakeExport, opaque
from avatar_app.session import Session
from avatar_app.state import AppState
from avatar_app.take_jobs import Listing, Loading
from avatar_app.ui.attempt import attempt
from avatar_app.ui.text import tr
from engine.clock import now
from engine.errors import BadInput, Cancelled
from engine.types import Take, View

JOIN_SECONDS = 10.0


class TakeActions:
    """GUI thread; `refresh` several times a second. Files are read and written on threads."""

    def __init__(self, session: Session, state: AppState) -> None:
        self._session, self._state = session, state
        self.view_at: Callable[[tuple[int, int]], View] = View
        """How the stage is seen, at a size in px; the window sets it."""
        self._listing: Listing | None = None
        self._loading: tuple[Loading, Callable[[Take, Path], object]] | None = None
        self._exporting: TakeExport | None = None
        self._ended: list[Loading] = []
        self._seen_ns = -1
        self._recorded: Path | None = None
        self._deleted: Path | None = None
        takes.sweep()

    # On the stage

    def play(self, path: Path) -> None:
        """Load a take and play it."""
        self._load(path, self._on_stage)

    def play_sample(self) -> None:
        """Play the performance that comes with the app, over and over."""
        from engine.assets import shipped

        def begin(take: Take, path: Path) -> None:
            self._on_stage(take, path)
            self.loop(True)

        attempt(self._state, lambda: self._load(shipped("samples/hello.take"), begin))

    def take_in(self, path: Path) -> None:
        """Play a take from elsewhere, and keep a copy of it among the user's."""
        self._load(path, self._on_stage, taken_in=True)

    def back_to_live(self) -> None:
        """The source goes on."""
        self._session.back_to_live()
        self._told()

    def toggle(self) -> None:
        """Pause, or go on."""
        if (replay := self._session.replay) is not None:
            replay.play(not replay.playing, now())
            self._told()

    def seek(self, frame: int) -> None:
        """Not told to the whole window: a person who drags asks for this a hundred times a second."""
        if (replay := self._session.replay) is not None:
            replay.seek(frame, now())

    def step(self, frames: int) -> None:
        if (replay := self._session.replay) is not None:
            replay.step(frames, now())
            self._told()

    def loop(self, on: bool) -> None:
        if (replay := self._session.replay) is not None:
            replay.looped = on
            self._told()

    def choose_speed(self, speed: float) -> None:
        if (replay := self._session.replay) is not None:
            replay.choose_speed(speed, now())
            self._told()

    # Among the others

    def rename(self, path: Path, text: str) -> None:
        """Give a take another name."""

        def rename_it() -> None:
            renamed = takes.rename(path, text)
            replay = self._session.replay
            if replay is not None and replay.path == path:
                replay.path, replay.name = renamed, renamed.stem

        attempt(self._state, rename_it)
        self._list()

    def delete(self, path: Path) -> None:
        """Take one away; the notice offers to put it back."""

        def delete_it() -> None:
            replay = self._session.replay
            self._deleted = takes.discard(path)
            if replay is not None and replay.path == path:
                self.back_to_live()
            self._state.tell(tr("The take “{name}” was deleted.", name=path.stem), "note", remedy="undo take")

        attempt(self._state, delete_it)
        self._list()

    def deleted(self) -> Path | None:
        """What `put_back` takes: the last one that this window deleted, else the last one at all."""
        if self._deleted is not None and self._deleted.exists():
            return self._deleted
        return next(iter(takes.discarded()), None)

    def put_back(self) -> None:
        """Undo the last deletion."""

        def put_it_back() -> None:
            path = self.deleted()
            if path is None:
                raise BadInput(tr("There is no deleted take to put back."))
            takes.put_back(path)
            self._state.update(notice=None)

        attempt(self._state, put_it_back)
        self._deleted = None
        self._list()

    def export(self, path: Path, target: Path) -> None:
        """Write a take as what the ending of `target` says: a video, a model that moves, or a take."""
        if target.suffix.lower() not in EXPORTS:
            self._state.tell(
                tr("{name} must end in {endings}: choose one.", name=target.name, endings=", ".join(EXPORTS))
            )
        elif self._exporting is not None:
            self._state.tell(
                tr("{name} is being written: wait for it, or cancel it.", name=self._exporting.path.name), "note"
            )
        else:
            self._load(path, lambda take, _path: self._write(take, target))

    def cancel_export(self) -> None:
        if self._exporting is not None:
            self._exporting.cancel()

    # Meanwhile

    def refresh(self) -> None:
        """See what came and went, also by another window's doing, and what has ended."""
        recording = self._session.recording.take if self._session.recording is not None else None
        changed = takes.changed_ns()
        if (changed != self._seen_ns or recording != self._recorded) and self._listing is None:
            self._seen_ns, self._recorded = changed, recording
            self._list()
        if self._listing is not None and self._listing.ended:
            self._listing, found = None, self._listing.found
            self._state.update(takes=found)
        self._ended = [job for job in self._ended if not job.join(0)]
        self._refresh_loading()
        self._refresh_export()

    def close(self) -> None:
        """End everything, within a bound."""
        self.cancel_export()
        loading = [self._loading[0]] if self._loading is not None else []
        for job in (self._listing, *loading, *self._ended, self._exporting):
            if job is not None:
                job.join(JOIN_SECONDS)

    def _told(self) -> None:
        self._state.update(status=self._session.status())

    def _list(self) -> None:
        if self._listing is None:
            recording = self._session.recording
            self._listing = Listing(recording.take if recording is not None else None)
        else:
            self._seen_ns = -1  # once more, then

    def _load(self, path: Path, then: Callable[[Take, Path], object], *, taken_in: bool = False) -> None:
        if self._loading is not None:  # only what was asked for last counts
            self._ended.append(self._loading[0])
        self._loading = Loading(path, taken_in=taken_in), then

    def _refresh_loading(self) -> None:
        if self._loading is None or not self._loading[0].ended:
            return
        (job, then), self._loading = self._loading, None
        take = job.take
        if take is None or job.reason:
            self._state.tell(job.reason)
        else:
            attempt(self._state, lambda: then(take, job.path))

    def _on_stage(self, take: Take, path: Path) -> None:
        self._session.play_take(take, path)
        self._state.forget_error()
        self._told()

    def _write(self, take: Take, target: Path) -> None:
        session = self._session
        cast = Cast(session.head, session.avatar, session.detail_path)
        view = opaque(self.view_at(self._state.now.record_size_wh))
        self._exporting = TakeExport(take, cast, view, target, session.manner.alone)
        self._state.update(exporting=(target.name, 0.0))

    def _refresh_export(self) -> None:
        job = self._exporting
        if job is None:
            return
        if not job.ended:
            self._state.update(exporting=(job.path.name, job.share))
            return
        job.join(JOIN_SECONDS)
        self._exporting = None
        self._state.update(exporting=None)
        if isinstance(job.cause, Cancelled):
            self._state.tell(tr("{name} was cancelled.", name=job.path.name), "note")
        elif job.reason:
            self._state.tell(job.reason)
        else:
            self._state.update(last_saved=job.path)
            self._state.tell(tr("{name} was saved in {folder}.", name=job.path.name, folder=job.path.parent), "note")
