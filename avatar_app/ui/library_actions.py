"""What a person can do with the avatars that are kept: name, copy, delete and put back, export, add."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from avatar_app import library, library_edit, library_trash
from avatar_app.model_export import ModelExport
from avatar_app.state import AppState
from avatar_app.ui.attempt import attempt
from avatar_app.ui.avatar_actions import AvatarActions
from avatar_app.ui.text import tr


class LibraryActions:
    """GUI thread. The avatar on the stage performs on: only deleting it brings the default one.

    What another window does to the library is seen by `refresh`; the avatar shown here goes on without its file.
    """

    def __init__(self, state: AppState, avatars: AvatarActions) -> None:
        self._state, self._avatars = state, avatars
        self.renamed: Callable[[Path, Path], None] = lambda _former, _path: None
        """Called with the former and the new file of an avatar that was given another name."""
        self._deleted: tuple[Path, bool] | None = None
        """Where the avatar is that was deleted last in this window, and whether it was on the stage."""
        self._seen_ns = 0
        self._model: ModelExport | None = None
        library_trash.sweep()

    def rename(self, path: Path, text: str) -> None:
        """Give an avatar another name."""

        def rename_it() -> None:
            shown = path == self._state.now.avatar_path
            renamed = library_edit.rename(path, text)
            self.renamed(path, renamed)
            if shown:
                self._state.update(avatar_path=renamed, avatar_name=renamed.stem)

        self._change(rename_it)

    def duplicate(self, path: Path) -> None:
        self._change(lambda: library_edit.duplicate(path))

    def delete(self, path: Path) -> None:
        """Take an avatar away; the notice offers to put it back."""

        def delete_it() -> None:
            shown = path == self._state.now.avatar_path
            self._deleted = library_trash.discard(path), shown
            if shown:
                self._avatars.show_default()
            self._state.tell(tr("“{stem}” was deleted.", stem=path.stem), "note", remedy="undo")

        self._change(delete_it)

    def deleted(self) -> Path | None:
        """What `put_back` takes: the last one that this window deleted, else the last one at all."""
        if self._deleted is not None and self._deleted[0].exists():
            return self._deleted[0]
        return next(iter(library_trash.discarded()), None)

    def put_back(self) -> None:
        """Undo the last deletion; an avatar that was on the stage goes there again, if nobody else did since."""

        def put_it_back() -> None:
            path = self.deleted()
            if path is None:
                self._state.tell(tr("There is no deleted avatar to put back."), "note")
                return
            alone = self._state.now.avatar_path is None
            again = self._deleted is not None and self._deleted == (path, True) and alone
            restored = library_trash.put_back(path)
            self._deleted = None
            self._state.update(notice=None)
            if again:
                self._avatars.open(restored)

        self._change(put_it_back)

    def export(self, path: Path, target: Path) -> None:
        """Copy an avatar to a place of one's choice; one that ends in .glb becomes a model for other programs."""
        if target.suffix.lower() == ".glb":
            self._write_model(path, target)
            return

        def export_it() -> None:
            copy = library_edit.export(path, target)
            self._state.tell(tr("“{stem}” was exported to {copy}.", stem=path.stem, copy=copy), "note")

        attempt(self._state, export_it)

    def _write_model(self, path: Path, target: Path) -> None:
        if self._model is not None:
            self._state.tell(tr("{name} is being written: wait for it.", name=self._model.path.name), "note")
            return
        self._model = ModelExport(path, target, self._state.now.detail_strength)
        self._state.tell(tr("Writing {name}", name=target.name), "note")

    def _model_written(self, job: ModelExport) -> None:
        self._model = None
        done = tr("“{stem}” was exported to {copy}.", stem=job.avatar.stem, copy=job.path)
        self._state.tell(job.reason or done, "error" if job.reason else "note")

    def take_in(self, path: Path) -> None:
        """Show the avatar of a file and copy it to the others: it stays when the file goes.

        Where there is no room for a copy it is shown from where it lies.
        """

        def take_it_in() -> None:
            kept = library_edit.take_in(path)
            if kept != self._state.now.avatar_path:
                self._state.update(avatar_path=kept, avatar_name=kept.stem)
            if kept != path:
                self._state.tell(tr("“{stem}” is among your avatars.", stem=kept.stem), "note")

        if self._avatars.open(path):
            self._change(take_it_in)

    def refresh(self) -> None:
        """See what came and went, also by another window's doing."""
        if self._model is not None and self._model.ended:
            self._model_written(self._model)
        changed = library.changed_ns()
        if changed != self._seen_ns:
            self._seen_ns = changed
            self._avatars.refresh_library()

    def close(self) -> None:
        """A model that is being written is finished first."""
        if self._model is not None:
            self._model.join(10.0)

    def _change(self, action: Callable[[], object]) -> None:
        """Do it, unless a new avatar waits for its decision, and list what is there then, whatever became of it."""
        if not self._avatars.undecided():
            attempt(self._state, action)
            self._avatars.refresh_library()
