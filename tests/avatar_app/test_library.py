"""The library's files: named, copied, deleted and put back, exported and added, whatever goes wrong meanwhile."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from full_disk import full_disk

from avatar_app import library, library_edit, library_trash
from avatar_app.file_names import checked, cleaned, numbered
from engine.avatar.store import avatar_bytes, load_avatar
from engine.errors import BadInput
from engine.types import Avatar, replace


def person(name: str, seed: int = 0) -> Avatar:
    rng = np.random.default_rng(seed)
    return Avatar(
        name=name,
        head_id="tiny",
        shape=rng.normal(size=8).astype(np.float32),
        albedo=rng.integers(0, 256, (16, 16, 3), np.uint8),
        light=rng.normal(size=(9, 3)).astype(np.float32),
        iris_rgb=np.array([0.1, 0.2, 0.3], np.float32),
    )


def names() -> list[str]:
    return sorted(entry.name for entry in library.entries())


def everything() -> dict[str, bytes]:
    """All files of the library, wherever they lie in it."""
    found = (path for path in library.folder().rglob("*") if path.is_file())
    return {str(path.relative_to(library.folder())): path.read_bytes() for path in found}


def same(one: Avatar, other: Avatar) -> bool:
    """But for the name."""
    return avatar_bytes(replace(one, name="")) == avatar_bytes(replace(other, name=""))


def test_a_new_name_is_that_of_the_file_and_inside_it_and_all_else_stays() -> None:
    anna, path = person("Anna"), library.keep(person("Anna"))
    other = library.keep(person("Otto", 1))
    os.utime(path, ns=(10**18, 10**18))
    picture = library.entry(path).thumbnail
    picture.parent.mkdir()
    picture.write_bytes(b"a face")
    renamed = library_edit.rename(path, "  Anna  Berg ")
    assert renamed == library.folder() / "Anna Berg.avatar"
    assert (load_avatar(renamed).name, same(load_avatar(renamed), anna)) == ("Anna Berg", True)
    assert [entry.path for entry in library.entries()] == [other, renamed]  # its place in the gallery
    assert library.entries()[1].thumbnail.read_bytes() == b"a face"
    assert not picture.exists()
    assert library_edit.rename(renamed, "Anna Berg") == renamed


def test_a_name_that_is_taken_gets_a_number() -> None:
    for seed in range(3):
        library.keep(person("Anna", seed))
    assert names() == ["Anna", "Anna 2", "Anna 3"]
    otto = library.keep(person("Otto", 7))
    renamed = library_edit.rename(otto, "Anna")
    assert (renamed.stem, load_avatar(renamed).name) == ("Anna 4", "Anna 4")
    assert library_edit.duplicate(renamed).stem == "Anna 5"
    assert library_edit.duplicate(library.folder() / "Anna.avatar").stem == "Anna 6"
    assert same(load_avatar(library.folder() / "Anna 5.avatar"), person("", 7))
    assert list(zip(numbered("Berg 2024"), range(2), strict=False))[1][0] == "Berg 2024 2"


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("  ", "needs at least one letter"),
        ("a/b", "cannot contain"),
        ("what?", "cannot contain"),
        ("two\nlines", "cannot contain"),
        ("..", "begin or end with a dot"),
        (".hidden", "begin or end with a dot"),
        ("nul.avatar", "means a device"),
        ("x" * 81, "80 characters"),
        ("😀" * 60, "80 characters"),
    ],
)
def test_a_name_that_no_file_can_have_is_refused_in_one_sentence(text: str, telling: str) -> None:
    path = library.keep(person("Anna"))
    before = everything()
    with pytest.raises(BadInput, match=telling):
        library_edit.rename(path, text)
    assert everything() == before
    assert checked(cleaned(text, "avatar"))  # what nobody typed is made into a name


def test_what_is_deleted_is_put_back_as_it_was_until_a_day_has_passed() -> None:
    path, otto = library.keep(person("Anna")), library.keep(person("Otto", 1))
    kept, order = path.read_bytes(), [entry.path for entry in library.entries()]
    gone = library_trash.discard(path)
    assert names() == ["Otto"]
    assert library_trash.put_back(gone) == path
    assert (path.read_bytes(), [entry.path for entry in library.entries()]) == (kept, order)
    assert library_trash.discarded() == ()
    with pytest.raises(BadInput, match="put back already"):
        library_trash.put_back(gone)

    gone = library_trash.discard(path)
    library.keep(person("Anna", 5))
    assert library_trash.put_back(gone).stem == "Anna 2"

    first, second = library_trash.discard(otto), library_trash.discard(path)
    os.utime(first.parent, ns=(10**18, 10**18))
    assert library_trash.discarded() == (second, first)
    library_trash.sweep(datetime.now(UTC) + timedelta(hours=23))
    assert library_trash.discarded() == (second,)
    picture = library.entry(second).thumbnail
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(b"a face")
    library_trash.sweep(datetime.now(UTC) + timedelta(hours=25))
    assert set(everything()) == {"Anna 2.avatar"}  # nothing of a face is left


def test_a_full_disk_loses_nothing_and_is_told(tmp_path: Path) -> None:
    path = library.keep(person("Anna"))
    elsewhere = tmp_path / "Otto.avatar"
    elsewhere.write_bytes(avatar_bytes(person("Otto", 1)))
    target = tmp_path / "out.avatar"
    target.write_bytes(b"what was there")
    before = everything()
    for act in (
        lambda: library.keep(person("Eva", 2)),
        lambda: library_edit.rename(path, "Berta"),
        lambda: library_edit.duplicate(path),
        lambda: library_edit.take_in(elsewhere),
        lambda: library_edit.export(path, target),
    ):
        with full_disk(1000), pytest.raises(BadInput, match="the disk is full"):
            act()
        assert everything() == before
    assert sorted(file.name for file in tmp_path.glob("*.*")) == ["Otto.avatar", "out.avatar"]
    assert target.read_bytes() == b"what was there"


def test_a_crash_leaves_the_former_file_or_both_and_the_next_start_tidies_up(monkeypatch: pytest.MonkeyPatch) -> None:
    path = library.keep(person("Anna"))
    before = path.read_bytes()

    class Crash(BaseException):
        pass

    def crash(*_: object, **__: object) -> None:
        raise Crash

    for place in ("os.fsync", "os.link", "pathlib.Path.unlink"):
        with monkeypatch.context() as patch:
            patch.setattr(place, crash)
            with pytest.raises(Crash):
                library_edit.rename(path, "Berta")
        assert path.read_bytes() == before
        for name in names():
            load_avatar(library.folder() / f"{name}.avatar")  # whole, or not there
    library_trash.sweep()  # another window may be writing: not yet
    library_trash.sweep(datetime.now(UTC) + timedelta(hours=2))
    assert [name for name in everything() if name.startswith(".arriving")] == []


def test_two_windows_that_take_the_same_name_lose_no_avatar() -> None:
    paths = [library.keep(person(f"Person {letter}", seed)) for seed, letter in enumerate("ABCDEFGH")]
    start = threading.Barrier(len(paths))

    def rename(path: Path) -> None:
        start.wait()
        library_edit.rename(path, "Anna")

    threads = [threading.Thread(target=rename, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names()) == 8
    shapes = {load_avatar(entry.path).shape.tobytes() for entry in library.entries()}
    assert shapes == {person("", seed).shape.tobytes() for seed in range(8)}


def test_what_another_window_took_away_is_told(tmp_path: Path) -> None:
    path = library.keep(person("Anna"))
    path.unlink()
    for act in (
        lambda: library_edit.rename(path, "Berta"),
        lambda: library_edit.duplicate(path),
        lambda: library_trash.discard(path),
        lambda: library_edit.export(path, tmp_path / "out.avatar"),
    ):
        with pytest.raises(BadInput, match="“Anna” is no longer among your avatars"):
            act()
    assert everything() == {}


def test_an_avatar_goes_out_and_comes_in_byte_by_byte_and_once(tmp_path: Path) -> None:
    path = library.keep(person("Anna"))
    copy = library_edit.export(path, tmp_path / "Anna v1.2")
    assert (copy.name, copy.read_bytes()) == ("Anna v1.2.avatar", path.read_bytes())
    with pytest.raises(BadInput, match="exists already"):
        library_edit.export(path, tmp_path / "Anna v1.2")
    library_edit.export(path, copy)  # this name was asked about
    assert library_edit.take_in(copy) == path  # the same avatar is there
    assert library_edit.take_in(path) == path
    path.unlink()
    assert library_edit.take_in(copy) == library.folder() / "Anna v1.2.avatar"
    other = tmp_path / "there" / "Anna v1.2.avatar"
    other.parent.mkdir()
    other.write_bytes(avatar_bytes(person("Anna", 3)))
    assert library_edit.take_in(other).stem == "Anna v1.2 2"
    with pytest.raises(BadInput, match="not among your avatars"):
        library_edit.rename(other, "Berta")
    assert other.exists()
