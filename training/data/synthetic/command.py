"""python -m training synthesize: pictures of faces with everything known, in shards."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import numpy as np
import tyro

from engine.errors import BadInput
from engine.head.head_model import Head


@dataclass(frozen=True)
class Synthesize:
    """Draw faces with known expressions, poses, shapes and light."""

    output: Annotated[Path, tyro.conf.arg(aliases=["-o"])]
    """Folder for the shards. Those that are already there, and whole, are kept."""
    samples: int = 10_000
    seed: int = 0
    """The same seed, libraries and shard size give the same bytes."""
    avatars: Path | None = None
    """Folder of .avatar files whose skins are worn by most of the faces."""
    photos: Path | None = None
    """Folder of portraits to make avatars of first, into --avatars."""
    skins: Path | None = None
    """Folder of skins in the head's unwrap, as build-skins makes them."""
    takes: Path | None = None
    """Folder of .take files: performances to draw expressions from."""
    jobs: int = 2
    """Processes; each uses one core."""
    shard_size: int = 2048
    maps: bool = False
    """Store part, normal and displacement of each pixel too, in a .maps file beside each shard."""

    def run(self) -> None:
        from engine.head import open_head
        from training.data.synthetic.library import make_avatars, open_library

        self._check()
        head = open_head()
        if self.photos is not None and self.avatars is not None:
            portraits = sorted(
                p for p in self.photos.iterdir() if p.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp")
            )
            for sentence in make_avatars(portraits, self.avatars, head):
                print(f"left out: {sentence}")
        open_library(head, self.avatars, self.takes, self.skins)  # what is wrong is told before processes start
        counts = [min(self.shard_size, self.samples - first) for first in range(0, self.samples, self.shard_size)]
        todo = [(i, n) for i, n in enumerate(counts) if not self._path(i).exists()]
        if len(todo) < len(counts):
            print(f"{len(counts) - len(todo)} of {len(counts)} shards are there already")
        start = time.perf_counter()
        made = 0
        if self.jobs == 1:
            make = _Maker(self, head)
            for job in todo:
                made = self._told(make(*job), made, start)
        elif todo:
            context = get_context("spawn")
            with ProcessPoolExecutor(min(self.jobs, len(todo)), context, _start, (self,)) as pool:
                for job in [pool.submit(_one, *job) for job in todo]:
                    made = self._told(job.result(), made, start)
        seconds = time.perf_counter() - start
        print(f"{made} samples in {seconds:.0f} s: {made / max(seconds, 1e-6):.0f} samples/s")

    def _path(self, index: int) -> Path:
        return self.output / f"shard-{index:05d}.safetensors"

    def _told(self, num: int, made: int, start: float) -> int:
        made += num
        print(f"{made} samples, {made / (time.perf_counter() - start):.0f} samples/s", flush=True)
        return made

    def _check(self) -> None:
        for name in ("samples", "jobs", "shard_size"):
            if getattr(self, name) < 1:
                raise BadInput(f"--{name.replace('_', '-')} must be at least 1, got {getattr(self, name)}.")
        if self.seed < 0:
            raise BadInput(f"--seed must not be negative, got {self.seed}.")
        if self.output.exists() and not self.output.is_dir():
            raise BadInput(f"{self.output} is a file. Give a folder for the shards.")
        if self.photos is not None and (self.avatars is None or not self.photos.is_dir()):
            raise BadInput("--photos needs a folder of portraits, and --avatars for what is made of them.")


class _Maker:
    """Makes shards in this process."""

    def __init__(self, command: Synthesize, head: Head) -> None:
        import cv2

        from training.data.synthetic.library import open_library
        from training.data.synthetic.sample import Studio

        cv2.setNumThreads(1)
        self._command = command
        self._head = head
        self._studio = Studio(head, open_library(head, command.avatars, command.takes, command.skins))

    def __call__(self, index: int, num: int) -> int:
        from safetensors.numpy import save_file

        from engine.writing import whole
        from training.data.shards import write_shard

        command = self._command
        samples, maps = self._studio.samples(num, command.seed, index, maps=command.maps)
        path = command._path(index)
        path.parent.mkdir(parents=True, exist_ok=True)
        if maps is not None:
            arrays = {name: np.ascontiguousarray(getattr(maps, name)) for name in ("part", "normal", "displacement")}
            with whole(path.with_suffix(".maps")) as temporary:
                save_file(arrays, temporary)
        write_shard(path, samples, {"kind": "synthetic", "seed": str(command.seed), "head": self._head.id})
        return num


_maker: _Maker | None = None


def _start(command: Synthesize) -> None:
    from engine.head import open_head

    global _maker
    _maker = _Maker(command, open_head())


def _one(index: int, num: int) -> int:
    assert _maker is not None
    return _maker(index, num)
