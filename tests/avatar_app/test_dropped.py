"""What is said and done about files that are dropped, one or several."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from avatar_app.dropped import Dropped
from avatar_app.state import AppState
from avatar_app.ui.drop_actions import DropActions, promise

Done = list[tuple[str, object]]


@pytest.fixture
def done() -> Done:
    return []


@pytest.fixture
def state(qtbot: QtBot) -> AppState:
    return AppState()


@pytest.fixture
def actions(state: AppState, done: Done) -> DropActions:
    def act(name: str) -> object:
        return lambda what: done.append((name, what))

    return DropActions(state, act("take in"), act("make"), act("transfer"), act("play"), act("import"))


def paths(*names: str) -> list[Path]:
    return [Path("/home/me") / name for name in names]


@pytest.mark.parametrize(
    ("name", "what", "words"),
    [
        ("Anna.avatar", "take in", "Open this avatar"),
        ("me.JPG", "make", "Make an avatar of this photo"),
        ("me.heic", "make", "Make an avatar of this photo"),
        ("dance.mp4", "transfer", "Transfer this video to the avatar"),
        ("dance.take", "play", "Play this take"),
        ("FLAME2020.zip", "import", "Import the FLAME head in FLAME2020.zip"),
        ("generic_model.pkl", "import", "Import the FLAME head in generic_model.pkl"),
    ],
)
def test_each_kind_does_what_one_expects_of_it(
    actions: DropActions, state: AppState, done: Done, name: str, what: str, words: str
) -> None:
    (path,) = paths(name)
    assert promise([path]) == [words]
    actions.drop(path)
    assert done == [(what, [path] if what == "transfer" else (path,) if what == "import" else path)]
    assert state.now.notice is None


def test_of_several_photos_the_first_is_used_and_the_others_are_told(
    actions: DropActions, state: AppState, done: Done
) -> None:
    first, second, third = paths("a.png", "b.png", "c.png")
    assert promise([first, second]) == ["Make an avatar of a.png"]
    actions.drop(first, second)
    assert done == [("make", first)]
    assert state.now.notice is not None
    assert (state.now.notice.kind, state.now.notice.text.split(" was ")[0]) == ("note", "b.png")
    actions.drop(first, second, third)
    assert state.now.notice.text.startswith("2 files were left out")


def test_avatars_and_videos_come_in_any_number_and_different_kinds_together(
    actions: DropActions, state: AppState, done: Done
) -> None:
    anna, berta, one, two, take = paths("Anna.avatar", "Berta.avatar", "1.mov", "2.webm", "wave.take")
    mixed = [one, anna, take, two, berta]
    assert promise(mixed) == ["Add 2 avatars", "Transfer 2 videos to the avatar", "Play this take"]
    actions.drop(*mixed)
    assert done == [("take in", anna), ("take in", berta), ("transfer", [one, two]), ("play", take)]
    assert state.now.notice is None


def test_what_is_of_no_use_is_told_and_the_rest_is_done(
    actions: DropActions, state: AppState, done: Done, tmp_path: Path
) -> None:
    notes, sheet, me = paths("notes.txt", "sheet.ods", "me.png")
    assert promise([notes]) == []
    actions.drop(notes)
    assert done == []
    assert state.now.notice is not None
    assert state.now.notice.text == "notes.txt is neither a photo, a video, an .avatar nor a .take."
    actions.drop(notes, sheet, me)
    assert done == [("make", me)]
    assert state.now.notice.text == "notes.txt and 1 more are neither photos, videos, .avatar nor .take files."
    actions.drop(tmp_path)
    assert state.now.notice.text == f"{tmp_path.name} is a folder: drop the files that are in it."
    assert Dropped.of([notes, me]).others == (notes,)


def test_what_belongs_to_a_flame_model_is_taken_in_with_it_and_of_no_use_alone(
    actions: DropActions, state: AppState, done: Done
) -> None:
    landmarks, model = paths("mediapipe_landmark_embedding.npz", "FLAME2020.zip")
    actions.drop(landmarks, model)
    assert done == [("import", (model, landmarks))]
    assert state.now.notice is None
    assert promise([landmarks]) == []
    actions.drop(landmarks)
    assert len(done) == 1
    assert state.now.notice is not None
