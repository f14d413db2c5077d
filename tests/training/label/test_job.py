from pathlib import Path

import pytest

from engine.errors import BadInput
from training.label.job import find_jobs


def _files(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()
    return folder


def test_pictures_with_a_number_are_one_persons_and_others_are_someone_each(tmp_path: Path) -> None:
    folder = _files(tmp_path / "set", "012_smile.jpg", "012_neutral.jpg", "013_neutral.jpg", "anna.png", "notes.txt")
    (job,) = find_jobs([folder])
    assert [(p.name, len(p.files)) for p in job.people] == [("012", 2), ("013", 1), ("anna", 1)]
    (job,) = find_jobs([folder], one_person=True)
    assert [len(p.files) for p in job.people] == [4]


def test_held_out_and_training_people_share_nobody(tmp_path: Path) -> None:
    folder = _files(tmp_path / "set", *(f"{i:03d}_{kind}.jpg" for i in range(1, 41) for kind in ("neutral", "smile")))
    train, held = (
        {p.name for job in find_jobs([folder], people=which) for p in job.people} for which in ("train", "held-out")
    )
    assert not train & held
    assert len(train | held) == 40
    assert held == {f"{i:03d}" for i in range(4, 41, 4)}


def test_each_clip_is_a_job_and_people_are_shared_out(tmp_path: Path) -> None:
    folder = _files(tmp_path / "mixed", "a.mp4", "b.MOV", *(f"{i:03d}_neutral.jpg" for i in range(40)))
    jobs = find_jobs([folder])
    assert [job.name for job in jobs if job.is_clip] == ["a", "b"]
    photos = [job for job in jobs if not job.is_clip]
    assert len(photos) > 1
    assert sum(len(job.people) for job in photos) == 40


def test_clips_of_the_same_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    one, other = _files(tmp_path / "monday", "take.mp4"), _files(tmp_path / "friday", "take.mp4")
    assert {job.name for job in find_jobs([one, other])} == {"monday-take", "friday-take"}
    same = _files(tmp_path / "monday2", "take.mp4", "take.mov")
    with pytest.raises(BadInput, match="take"):
        find_jobs([same])


def test_a_folder_without_faces_to_look_at_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no pictures and no videos"):
        find_jobs([_files(tmp_path / "texts", "notes.txt")])
    with pytest.raises(BadInput, match=r"missing\.mp4 does not exist"):
        find_jobs([tmp_path / "missing.mp4"])


def test_a_folder_of_folders_is_many_people(tmp_path: Path) -> None:
    """The layout of VGGFace2: ROOT/n000001/0001_01.jpg."""
    for person in range(1, 41):
        _files(tmp_path / "set" / f"n{person:06d}", "0001_01.jpg", "0002_01.jpg", "readme.txt")
    _files(tmp_path / "set" / "lists", "names.txt")
    jobs = find_jobs([tmp_path / "set"])
    assert not any(job.is_clip for job in jobs)
    people = [person for job in jobs for person in job.people]
    assert [person.name for person in people] == [f"n{i:06d}" for i in range(1, 41)]
    assert all(len(person.files) == 2 for person in people)
    assert len({job.name for job in jobs}) == len(jobs) > 1
    train, held = ({p.name for job in find_jobs([tmp_path / "set"], people=which) for p in job.people}
                   for which in ("train", "held-out"))  # fmt: skip
    assert held == {f"n{i:06d}" for i in range(4, 41, 4)}
    assert not train & held
    assert len(train | held) == 40
