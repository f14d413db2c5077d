"""How still a tracker holds a still face, in pictures as noisy as a webcam's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.head.landmarks import IBUG68, interocular
from engine.tracking.agreement import INNER51, unsteadiness
from engine.types import Frame
from training.evaluate.figure import Figure, at_most, summary
from training.evaluate.people import held_out_people
from training.evaluate.reference import References, key_of
from training.evaluate.subject import Subject, perform

FRAMES = 150
SETTLED = slice(30, None)
"""Filters settle before."""
NOISE = 7.0
"""Standard deviation, of 255, of the noise put on a photo; it is then compressed as a JPEG."""
WIDTH_PX = 320
"""A face as large as in a webcam's picture. With this noise MediaPipe's two modes come out about as they are known to
(IMAGE .74, VIDEO .065), so that the bars set by them mean the same here."""
_GROUP = "noisy still photos"
_UNIT = "RMS second difference, % of interocular"


def noisy_frames(path: Path, seed: int, frames: int = FRAMES) -> Iterator[Frame]:
    """The photo `frames` times, at 30 a second, with fresh noise each time."""
    import cv2

    image = cv2.imread(str(path))
    image = cv2.resize(image, (WIDTH_PX, WIDTH_PX * image.shape[0] // image.shape[1]), interpolation=cv2.INTER_AREA)
    random = np.random.default_rng(seed)
    for i in range(frames):
        noisy = np.clip(image + random.normal(0, NOISE, image.shape), 0, 255).astype(np.uint8)
        packed = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
        yield Frame(cv2.imdecode(packed, cv2.IMREAD_COLOR_RGB), i, i / 30)


def steadiness(subject: Subject, folder: Path, references: References) -> tuple[Figure, ...]:
    """Raw, filtered, and MediaPipe's on the same pictures; medians over four portraits of `folder`/faces/london."""
    portraits = [path for path, _ in held_out_people(folder)][::5][:4]
    found: dict[str, list[float]] = {"raw": [], "filtered": [], "video": [], "image": []}
    for seed, path in enumerate(portraits):

        def frames(path: Path = path, seed: int = seed) -> Iterator[Frame]:
            return noisy_frames(path, seed)

        key = f"noisy{WIDTH_PX}-{NOISE:g}-{seed}-{key_of(path)}"
        reference = references.of_clip(key, frames)
        single = references.of_clip(key, frames, video=False)
        unit = interocular(reference.landmarks[0])
        found["video"].append(_unsteady(reference.landmarks[:, IBUG68], unit))
        found["image"].append(_unsteady(single.landmarks[:, IBUG68], unit))
        for name, smooth in (("raw", False), ("filtered", True)):
            pairs = ((frame, reference.face(frame, i)) for i, frame in enumerate(frames()))
            found[name].append(_unsteady(perform(subject, pairs, smooth=smooth).landmarks68, unit))
    labels = [path.stem for path in portraits]
    return (
        summary(_GROUP, f"raw, {_UNIT}", found["raw"], labels, at_most(0.5)),
        summary(_GROUP, f"filtered, {_UNIT}", found["filtered"], labels, at_most(0.065)),
        summary(_GROUP, "the same of MediaPipe's IMAGE mode", found["image"], labels),
        summary(_GROUP, "the same of MediaPipe's VIDEO mode", found["video"], labels),
    )


def _unsteady(points: Array, unit: float) -> float:
    """Percent; infinite where a frame was missed: a still face that is lost is not steady."""
    settled = points[SETTLED][:, INNER51].astype(np.float64)
    return 100 * unsteadiness(settled, unit) if np.isfinite(settled).all() else float("inf")
