"""What detail adds to creation: seconds of five avatars with and without it in turn, and how true baked wrinkles are.

python benchmarks/detail.py [PHOTO], by default of the sample portrait
"""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from engine.assets import provisioned
from engine.avatar.create import create
from engine.clock import now
from engine.detail.networks import DetailDecoder, open_decoder
from engine.detail.rehearsal import rehearsal
from engine.head import open_head

RUNS = 5
CHECKED = 200


def main() -> None:
    """Prints medians over the runs, then the error over expressions that the baking has not seen."""
    photo = Path(sys.argv[1]) if len(sys.argv) > 1 else provisioned("astronaut.png")
    head = open_head()
    create([photo], head, detail=True)  # what is opened once is no part of it
    steps: dict[str, list[float]] = {}
    totals: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(RUNS):
        for detail in totals:
            told: list[tuple[str, float]] = []
            made = create(
                [photo], head, detail=detail, progress=lambda label, _, told=told: told.append((label, now()))
            )
            totals[detail].append(made.seconds)
            if detail:
                begun: dict[str, float] = {}
                for label, time in told:
                    begun.setdefault(label, time)
                times = list(begun.items())
                for (label, start), (_, end) in pairwise(times):
                    steps.setdefault(label, []).append(end - start)
    for label, seconds in steps.items():
        print(f"{label:22} {np.median(seconds):6.2f} s")
    plain, detailed = np.median(totals[False]), np.median(totals[True])
    print(f"without {plain:.2f} s, with {detailed:.2f} s: {detailed - plain:+.2f} s")
    found = made.avatar.detail
    if found is None or found.baked is None:
        return
    exact, baked = DetailDecoder(open_decoder(), found.code), found.baked.blended()
    rest = exact(np.zeros(52, np.float32), np.zeros(3, np.float32))
    wrong, moved = [], []
    for moment in zip(*rehearsal(CHECKED, np.random.default_rng(2024)), strict=True):
        drawn = exact(*moment)
        wrong.append(np.mean((baked(*moment) - drawn) ** 2))
        moved.append(np.mean((drawn - rest) ** 2))
    rms, signal = np.sqrt(np.mean(wrong)), np.sqrt(np.mean(moved))
    print(f"baked against exact: {1e6 * rms:.2f} um root mean square, {rms / signal:.1%} of what moves")
    print(f"{len(found.baked.maps)} maps")


if __name__ == "__main__":
    main()
