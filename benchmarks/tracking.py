"""The landmark tracker against MediaPipe's own points on real video: python benchmarks/tracking.py [FOLDER].

FOLDER holds videos/drive_*.mp4, videos/talk_*.mp4 and faces/london/*_neutral.jpg (default: AVATAR_TEST_DATA). The
figures are of a take as users get it: smoothed, identity learned on the way. Nothing is written.
"""

# ruff: noqa: E402  (threads are set before numpy is imported)

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import time
from dataclasses import astuple, fields
from pathlib import Path

import cv2
import numpy as np

from engine.capture.source import open_source
from engine.head import open_head
from engine.head.head_model import Head
from engine.head.landmarks import interocular
from engine.tracking.agreement import INNER51, Agreement, agreement, unsteadiness
from engine.tracking.detect import Detector
from engine.tracking.track import Tracker
from engine.types import Frame

STILL_FRAMES = 150
NOISE = 5.0
"""Standard deviation of the noise put on a still photo, of 255; it is then compressed as a JPEG."""


def clip(head: Head, path: Path) -> tuple[Agreement, float, float]:
    """Agreement, and median ms of detection and of everything after it."""
    ours, theirs, detect_ms, solve_ms = [], [], [], []
    source = open_source(path)
    with Detector("video") as detector, Tracker(head) as tracker:
        while (frame := source.read()) is not None:
            start = time.perf_counter()
            face = detector.detect(frame)
            found = time.perf_counter()
            ours.append(tracker.follow(frame, face).landmarks68)
            solve_ms.append((time.perf_counter() - found) * 1e3)
            detect_ms.append((found - start) * 1e3)
            theirs.append(np.full((478, 2), np.nan) if face is None else face.landmarks)
    source.close()
    return agreement(np.array(ours), np.array(theirs)), float(np.median(detect_ms)), float(np.median(solve_ms))


def still(head: Head, path: Path, seed: int) -> tuple[float, float]:
    """Unsteadiness of the inner 51 points on a noisy still, ours and MediaPipe's, shares of interocular."""
    image = cv2.imread(str(path))
    image = cv2.resize(image, (640, 640 * image.shape[0] // image.shape[1]), interpolation=cv2.INTER_AREA)
    random = np.random.default_rng(seed)
    ours, theirs = [], []
    with Detector("video") as detector, Tracker(head) as tracker:
        for i in range(STILL_FRAMES):
            noisy = np.clip(image + random.normal(0, NOISE, image.shape), 0, 255).astype(np.uint8)
            noisy = cv2.imdecode(cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 85])[1], cv2.IMREAD_COLOR_RGB)
            frame = Frame(noisy, i, i / 30)
            face = detector.detect(frame)
            ours.append(tracker.follow(frame, face).landmarks68[INNER51])
            theirs.append(face.landmarks)
    unit = interocular(theirs[0])
    from engine.head.landmarks import IBUG68

    settled = slice(30, None)  # the tracker's own filter settles too
    reference = np.array(theirs)[settled][:, IBUG68[INNER51]]
    return unsteadiness(np.array(ours)[settled], unit), unsteadiness(reference, unit)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("AVATAR_TEST_DATA"))
    folder = parser.parse_args().folder
    if folder is None:
        parser.error("name the folder or set AVATAR_TEST_DATA")
    head = open_head()
    names = [field.name for field in fields(Agreement)]
    print("clip".ljust(12), *(name.rjust(max(8, len(name))) for name in [*names, "detect_ms", "solve_ms"]))
    rows = []
    for path in sorted([*Path(folder, "videos").glob("drive_*.mp4"), *Path(folder, "videos").glob("talk_*.mp4")]):
        found, detect_ms, solve_ms = clip(head, path)
        rows.append([*astuple(found), detect_ms, solve_ms])
        _print_row(path.stem, rows[-1], names)
    for label, summary in (("median", np.median), ("worst low", np.min), ("worst high", np.max)):
        _print_row(label, summary(np.array(rows), axis=0), names)
    portraits = sorted(Path(folder, "faces", "london").glob("*_neutral.jpg"))[:60:15]
    stills = np.array([still(head, path, i) for i, path in enumerate(portraits)])
    print(f"noisy still, RMS second difference, % of interocular: ours {100 * np.median(stills[:, 0]):.4f}", end=" ")
    print(f"(each {np.round(100 * stills[:, 0], 4)}), MediaPipe VIDEO {100 * np.median(stills[:, 1]):.4f}")


def _print_row(label: str, values: list[float], names: list[str]) -> None:
    widths = [max(8, len(name)) for name in [*names, "detect_ms", "solve_ms"]]
    texts = [
        f"{value:.0f}" if i == 0 else f"{value:.4f}" if i == 1 else f"{value:.3f}" for i, value in enumerate(values)
    ]
    print(label.ljust(12), *(text.rjust(width) for text, width in zip(texts, widths, strict=True)), flush=True)


if __name__ == "__main__":
    main()
