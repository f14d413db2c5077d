"""What MediaPipe sees in the material: the reference of every comparison, kept in a folder between runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from engine.check import Array
from engine.tracking.detect import Detector
from engine.types import Face, Frame
from engine.writing import whole


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """MediaPipe's answers over the frames of one clip."""

    landmarks: Array  # [N, 478, 2] px, NaN where no face was seen
    depth: Array  # [N, 478] px
    scores: Array  # [N, 52]

    def __len__(self) -> int:
        return len(self.landmarks)

    @property
    def seen(self) -> Array:
        """[N] bool."""
        return np.isfinite(self.landmarks[:, 0, 0])

    def face(self, frame: Frame, index: int) -> Face | None:
        """What the detector would say of `frame`, the clip's number `index`."""
        if not np.isfinite(self.landmarks[index, 0, 0]):
            return None
        return Face(frame, self.landmarks[index], self.depth[index], self.scores[index], 1.0)


class References:
    """Detects once, remembers in `folder`; without a folder it detects each time."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def of_clip(self, key: str, frames: Callable[[], Iterable[Frame]], *, video: bool = True) -> Reference:
        """The answers over `frames()`; `key` names their content, e.g. by `key_of`.

        video: in order, as a stream (MediaPipe smooths it); otherwise each as a photo of its own.
        """
        mode = "video" if video else "image"
        path = self._folder / f"{key}-{mode}.safetensors" if self._folder else None
        if path is not None and path.exists():
            return Reference(**load_file(path))
        reference = _detected(frames(), video)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            arrays = {"landmarks": reference.landmarks, "depth": reference.depth, "scores": reference.scores}
            with whole(path) as temporary:
                save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, temporary)
        return reference


def key_of(path: Path) -> str:
    """Name and content of a file."""
    with path.open("rb") as file:
        return f"{path.stem}-{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"


def _detected(frames: Iterable[Frame], video: bool) -> Reference:
    landmarks, depth, scores = [], [], []
    with Detector("video" if video else "image") as detector:
        for frame in frames:
            face = detector.detect(frame)
            landmarks.append(np.full((478, 2), np.nan, np.float32) if face is None else face.landmarks)
            depth.append(np.full(478, np.nan, np.float32) if face is None else face.landmarks_depth)
            scores.append(np.zeros(52, np.float32) if face is None else face.scores)
    if not landmarks:
        return Reference(np.zeros((0, 478, 2)), np.zeros((0, 478)), np.zeros((0, 52)))
    return Reference(np.array(landmarks), np.array(depth), np.array(scores))
