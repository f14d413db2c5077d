"""python -m training detail-pairs: pictures of skin for the training of the detail networks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import tyro

from engine.errors import BadInput


@dataclass(frozen=True)
class DetailPairs:
    """Make files of skin pictures: of made-up people whose wrinkles are known, or of photographed ones."""

    output: Annotated[Path, tyro.conf.arg(aliases=["-o"])]
    """Folder for the files. What is there already is not made again."""
    people: int = 240
    """Made-up people."""
    pictures: int = 8
    """Of each."""
    first: int = 0
    """Number of the first one: people of other numbers are other people."""
    stock_seed: int = 0
    """Of those whose lines are mixed into these people: another one for people who are kept out of training."""
    at_once: int = 12
    """People of a file."""
    avatars: Path | None = None
    """Folder of .avatar files whose skins are borrowed."""
    takes: Path | None = None
    """Folder of .take files whose expressions are borrowed."""
    skins: Path | None = None
    """Folder of skins, made with build-skins."""
    photos: Path | None = None
    """Instead of made-up people: a folder with faces/london, neutral and smiling, and maybe faces/canada. Writes train,
    held and single."""

    def run(self) -> None:
        import cv2

        from engine.head import open_head

        if self.people < 1 or self.pictures < 2 or self.at_once < 1:
            raise BadInput("--people and --at-once must be at least 1, --pictures at least 2.")
        cv2.setNumThreads(1)
        head = open_head()
        if self.photos is not None:
            from training.data.detail.photographs import write_photographs

            print(write_photographs(head, self.photos, self.output))
            return
        from training.data.columns import joined
        from training.data.detail.pairs import write_pictures
        from training.data.detail.synthesise import SkinStudio
        from training.data.synthetic.library import open_library

        studio = SkinStudio(head, open_library(head, self.avatars, self.takes, self.skins), stock_seed=self.stock_seed)
        last = self.first + self.people
        for start in range(self.first, last, self.at_once):
            path = self.output / f"people-{start:06d}.safetensors"
            if path.exists():
                continue
            began = time.perf_counter()
            people = range(start, min(start + self.at_once, last))
            pictures = joined(studio.person(number, self.pictures) for number in people)
            facts = {"kind": "synthetic", "head": head.id, "source": "creases of made-up people"}
            write_pictures(path, pictures, facts)
            print(f"{path.name}: {len(people)} people, {time.perf_counter() - began:.0f} s", flush=True)
