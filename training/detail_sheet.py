"""python -m training detail-sheet: pictures that tell how the detail networks do, to be looked at."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import tyro

from engine.errors import BadInput

MAX_PX = 1024


@dataclass(frozen=True)
class DetailSheet:
    """Draw made-up people of all ages making faces: coarse, their true wrinkles, and those that the networks foresee
    from one picture. Writes overview.png, and person_NN.png with all of each."""

    output: Annotated[Path, tyro.conf.arg(aliases=["-o"])]
    """Folder for the pictures."""
    models: Path = Path("assets/models")
    """Folder with detail_encoder.onnx and detail_decoder.onnx."""
    people: int = 12
    """How many, the first 18 years old, the last 85."""
    size: int = 512
    """Pixels of each picture of a person, up to 1024."""
    seen: Literal["neutral", "brow raise", "frown", "smile", "squint and sneer", "pucker"] = "neutral"
    """Expression in the picture that the networks see."""

    def run(self) -> None:
        import cv2

        from engine.head import open_head
        from engine.render.headless import headless_renderer
        from training.data.detail.region import face_region
        from training.evaluate.detail.made_up_people import made_up_people
        from training.evaluate.detail.networks import DetailNetworks
        from training.evaluate.detail.sheet import pages, write_overview, write_page

        if not 64 <= self.size <= MAX_PX or self.people < 1:
            raise BadInput(f"--size must lie within 64 and {MAX_PX}, and --people be at least 1.")
        cv2.setNumThreads(1)
        head, networks, start = open_head(), DetailNetworks(self.models), time.perf_counter()
        self.output.mkdir(parents=True, exist_ok=True)
        done = []
        with headless_renderer(head) as renderer:
            people = made_up_people(head, self.people, self.seen)
            for number, page in enumerate(
                pages(people, self.seen, networks, renderer, face_region(head), self.size), 1
            ):
                write_page(page, self.output / f"person_{number:02d}.png")
                done.append(page)
                print(
                    f"{page.person.title}: {page.error_um[1:].mean():.0f} um off of {page.size_um[1:].mean():.0f}, "
                    f"{time.perf_counter() - start:.0f} s",
                    flush=True,
                )
        write_overview(done, self.output / "overview.png")
        print(self.output / "overview.png")
