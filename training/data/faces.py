"""Pictures for the paper's training on disk: upright squares around faces, their 68 landmarks, their bare skin.

Pictures are kept as JPEG and masks as PNG, one behind the other in a file that is mapped into memory: two million of
them are a disk's worth that way, and fifteen as plain pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from safetensors.numpy import save_file

from engine import check
from engine.check import Array
from engine.errors import BadInput
from engine.head.landmarks import IBUG68
from engine.tracking.crop import crop_from_image
from engine.types import CROP_SIZE
from engine.writing import whole
from training.data.mapped import files_in, mapped, read_header, settle_header

FORMAT, VERSION = "avatar-faces", "1"
SIDE, REACH = 320, 2.0
"""px of a stored square, and its side in mean sides of the landmarks' box: the paper's nearest crop (1.4 of them, 224
px) is neither enlarged nor reduced, and its widest (1.8) still lies inside."""
NUM_LANDMARKS = len(IBUG68)
_QUALITY = 95
_TYPES: dict[str, type[np.generic]] = {
    "pictures": np.uint8, "picture_ends": np.int64, "masks": np.uint8, "mask_ends": np.int64,
    "landmarks": np.float32, "person": np.int64,
}  # fmt: skip


class FaceSquare(NamedTuple):
    """One face."""

    picture: Array  # [SIDE, SIDE, 3] uint8 sRGB
    mask: Array  # [SIDE, SIDE] uint8, 255 where skin is bare
    landmarks: Array  # [68, 2] px of the picture from its edge, iBUG's order
    person: int


def square_of(landmarks: Array) -> Array:
    """[3, 3] from px of the image to px of the stored square. landmarks: [68, 2] px of the image."""
    return np.diag([SIDE / CROP_SIZE, SIDE / CROP_SIZE, 1.0]) @ crop_from_image(landmarks, REACH)


@dataclass(frozen=True, slots=True, eq=False)
class FaceFile:
    """A file of faces, mapped into memory."""

    path: Path
    pictures: Array  # [bytes] uint8
    picture_ends: Array  # [N] int64
    masks: Array  # [bytes] uint8
    mask_ends: Array  # [N] int64
    landmarks: Array  # [N, 68, 2] float32
    person: Array  # [N] int64
    metadata: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.person)

    def __reduce__(self) -> tuple[Callable[[Path], FaceFile], tuple[Path]]:
        """Another process maps the file anew; nothing of it is sent."""
        return _open, (self.path,)

    def __getitem__(self, row: int) -> FaceSquare:
        picture = cv2.imdecode(_piece(self.pictures, self.picture_ends, row), cv2.IMREAD_COLOR)
        mask = cv2.imdecode(_piece(self.masks, self.mask_ends, row), cv2.IMREAD_GRAYSCALE)
        if picture is None or mask is None:
            raise BadInput(f"{self.path} is cut off or damaged. Make it anew.")
        return FaceSquare(picture[..., ::-1], mask, np.array(self.landmarks[row]), int(self.person[row]))


def write_faces(path: Path, faces: Iterable[FaceSquare], metadata: Mapping[str, str]) -> int:
    """Write `faces`, drawn one by one; how many. The file appears whole or not at all."""
    pictures, masks, landmarks, people = [], [], [], []
    for face in faces:
        check.shape("FaceSquare.picture", face.picture, (SIDE, SIDE, 3))
        check.shape("FaceSquare.mask", face.mask, (SIDE, SIDE))
        check.shape("FaceSquare.landmarks", face.landmarks, (NUM_LANDMARKS, 2))
        pictures.append(cv2.imencode(".jpg", face.picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
        masks.append(cv2.imencode(".png", face.mask)[1])
        landmarks.append(face.landmarks)
        people.append(face.person)
    arrays = {
        "pictures": _joined(pictures),
        "picture_ends": np.cumsum([len(data) for data in pictures], dtype=np.int64),
        "masks": _joined(masks),
        "mask_ends": np.cumsum([len(data) for data in masks], dtype=np.int64),
        "landmarks": np.array(landmarks, np.float32).reshape(-1, NUM_LANDMARKS, 2),
        "person": np.array(people, np.int64),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as temporary:
        save_file(arrays, temporary, {**metadata, "format": FORMAT, "version": VERSION})
        settle_header(temporary)
    return len(people)


def open_faces(paths: Iterable[Path]) -> list[FaceFile]:
    """The files in `paths`: files, and folders for all that lie in them, by name.

    BadInput where a path holds no such file.
    """
    remedy = "Make some with: python -m training label FOLDER --squares"
    return [_open(path) for path in files_in(paths, "faces", remedy)]


def _open(path: Path) -> FaceFile:
    try:
        header, metadata, start = read_header(path)
        if metadata.get("format") != FORMAT or metadata.get("version") != VERSION:
            raise BadInput(f"{path} holds no faces of format {FORMAT} {VERSION}. Make it with: label --squares")
        return FaceFile(path, *(mapped(path, start, header[n], kind) for n, kind in _TYPES.items()), metadata)
    except (OSError, ValueError, AttributeError, KeyError) as error:
        raise BadInput(f"{path} cannot be read as faces. Make it anew.") from error


def _piece(data: Array, ends: Array, row: int) -> Array:
    row = range(len(ends))[row]
    return np.asarray(data[int(ends[row - 1]) if row else 0 : int(ends[row])])


def _joined(parts: Sequence[Array]) -> Array:
    return np.concatenate([np.zeros(0, np.uint8), *(part.ravel() for part in parts)])
