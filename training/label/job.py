"""What is labelled in one piece: a clip, or some people's photos. Pieces are shared out, and kept once done."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from engine.capture.source import PICTURES
from engine.errors import BadInput

VIDEOS = (".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".wmv")
PEOPLE_PER_JOB = 16
_NUMBERED = re.compile(r"(\d+)_")
"""Pictures of a person who has a number: 012_neutral.jpg and 012_smile.jpg are one."""
_NUMBERED_FOLDER = re.compile(r"\D*(\d+)$")
_HELD_OUT_EVERY = 4

People = Literal["all", "train", "held-out"]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone, and the files that show them."""

    name: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work; its outputs bear its name."""

    name: str
    is_clip: bool
    people: tuple[Person, ...]  # one for a clip

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(file for person in self.people for file in person.files)


def find_jobs(paths: Sequence[Path], *, people: People = "all", one_person: bool = False) -> list[Job]:
    """The jobs of videos, pictures, and folders of both. BadInput for a path that holds neither.

    A folder of folders of pictures is many people, a folder of each (the layout of VGGFace2: ROOT/n000001/0001_01.jpg).
    people: of numbered people only those whose number is not ("train") or is ("held-out") divisible by four.
    one_person: all pictures of a folder show the same person.
    """
    clips: list[Path] = []
    pictures: dict[Path, list[Path]] = defaultdict(list)  # by folder
    everyone: dict[Path, list[Person]] = {}  # by folder of folders
    for path in paths:
        if not path.exists():
            raise BadInput(f"{path} does not exist: give a video, a picture or a folder of them.")
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        suffixes = [file.suffix.lower() for file in files]
        if path.is_dir() and not any(suffix in PICTURES + VIDEOS for suffix in suffixes):
            if found := _folder_each(files, people):
                everyone[path] = found
                continue
            raise BadInput(f"{path} holds no pictures and no videos: give a folder that does.")
        for file, suffix in zip(files, suffixes, strict=True):
            if suffix in PICTURES:
                pictures[file.parent].append(file)
            elif suffix in VIDEOS or not path.is_dir():  # a single file of another kind is asked what it is
                clips.append(file)
    jobs = [Job(clip.stem, True, (Person(clip.stem, (clip,)),)) for clip in dict.fromkeys(clips)]
    everyone |= {folder: _people(sorted(set(files)), folder, people, one_person) for folder, files in pictures.items()}
    for folder, persons in everyone.items():
        for start in range(0, len(persons), PEOPLE_PER_JOB):
            some = persons[start : start + PEOPLE_PER_JOB]
            jobs.append(Job(f"{folder.resolve().name}-{some[0].name}", False, tuple(some)))
    return _with_own_names(jobs)


def _people(files: list[Path], folder: Path, people: People, one_person: bool) -> list[Person]:
    if one_person:
        return [Person(folder.resolve().name, tuple(files))]
    by_name: dict[str, list[Path]] = defaultdict(list)
    for file in files:
        numbered = _NUMBERED.match(file.name)
        if _is_asked_for(numbered, people):
            by_name[numbered[1] if numbered else file.stem].append(file)
    return [Person(name, tuple(own)) for name, own in by_name.items()]


def _folder_each(entries: list[Path], people: People) -> list[Person]:
    """A person for each folder among `entries` that holds pictures."""
    found = []
    for folder in entries:
        if folder.is_dir() and _is_asked_for(_NUMBERED_FOLDER.match(folder.name), people):
            files = tuple(file for file in sorted(folder.iterdir()) if file.suffix.lower() in PICTURES)
            found += [Person(folder.name, files)] if files else []
    return found


def _is_asked_for(numbered: re.Match[str] | None, people: People) -> bool:
    held_out = numbered is not None and int(numbered[1]) % _HELD_OUT_EVERY == 0
    return people == "all" or numbered is None or held_out == (people == "held-out")


def _with_own_names(jobs: list[Job]) -> list[Job]:
    """Outputs must not overwrite each other: files of the same name are told apart by their folder's."""
    count = Counter(job.name for job in jobs)
    named = [
        job if count[job.name] == 1 else replace(job, name=f"{job.files[0].resolve().parent.name}-{job.name}")
        for job in jobs
    ]
    twice = [name for name, times in Counter(job.name for job in named).items() if times > 1]
    if twice:
        raise BadInput(f"Two inputs would both be written as {twice[0]}: label them into folders of their own.")
    return named
