"""Make avatars of the test data's selfies and neutral portraits; medians of time and landmark residual.

AVATAR_TEST_DATA=... python benchmarks/create.py [--every N]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from engine.avatar.create import create
from engine.errors import AvatarError
from engine.head import open_head


def main() -> None:
    """Prints a line per set, and every failure."""
    data = Path(os.environ["AVATAR_TEST_DATA"])
    every = int(sys.argv[sys.argv.index("--every") + 1]) if "--every" in sys.argv else 1
    sets = {
        "selfies": sorted((data / "faces/selfies_cc0").glob("*.jpg")),
        "london neutral": sorted((data / "faces/london").glob("*_neutral.jpg")),
    }
    head = open_head()
    for name, photos in sets.items():
        seconds, residuals = [], []
        for photo in photos[::every]:
            try:
                made = create([photo], head)
            except AvatarError as error:
                print(f"FAILED {photo.name}: {error}")
                continue
            seconds.append(made.seconds)
            residuals.append(100 * made.landmark_residual)
        print(
            f"{name}: {len(seconds)} of {len(photos[::every])} made; median {np.median(seconds):.2f} s "
            f"(slowest {max(seconds):.2f}); residual median {np.median(residuals):.2f} %, worst {max(residuals):.2f} %",
            flush=True,
        )


if __name__ == "__main__":
    main()
