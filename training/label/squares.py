"""Labelling for the paper's training: of each picture the square around its face, landmarks and bare skin, no fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from engine.avatar.photo import load_photo
from engine.capture.video_file import VideoFile
from engine.check import Array
from engine.errors import BadInput
from engine.head.landmarks import IBUG68
from engine.tracking.crop import warp
from engine.tracking.detect import Detector
from engine.types import Frame
from training.data.faces import SIDE, FaceSquare, square_of, write_faces
from training.label.bare_face import bare_face
from training.label.job import Job
from training.label.samples import person_number

_APART_S = 0.4
"""Between frames of a clip that are taken: nearer ones show the same."""
_FEWEST_PX = 40.0
"""Mean side of the landmarks' box below which a face is too small to learn from."""


class SquareWork:
    """A job's pictures, or some frames of its clip; the counts are complete once `write` has returned."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.num_frames = 0
        self.num_faces = 0
        self.notes: tuple[str, ...] = ()

    def write(self, path: Path, metadata: dict[str, str]) -> int:
        """Write the faces into the file `path`; how many."""
        with Detector("image") as detector:
            squares = (self._square(detector, frame, number) for number, frame in self._frames())
            return write_faces(path, (square for square in squares if square is not None), metadata)

    def _frames(self) -> Iterator[tuple[int, Frame]]:
        for person in self._job.people:
            number = person_number(person.files[0].resolve().parent.name, person.name)
            for file in person.files:
                if self._job.is_clip:
                    yield from ((number, frame) for frame in _apart(file))
                    continue
                try:
                    yield number, load_photo(file)
                except BadInput as error:
                    self.notes += (f"Left out: {error}",)

    def _square(self, detector: Detector, frame: Frame, number: int) -> FaceSquare | None:
        self.num_frames += 1
        face = detector.detect(frame)
        if face is None:
            self.notes += () if self._job.is_clip else (f"No face was found in {frame.source}.",)
            return None
        self.num_faces += 1
        points: Array = face.landmarks[IBUG68]
        if (points.max(0) - points.min(0)).mean() < _FEWEST_PX:
            return None
        matrix = square_of(points)

        def seen(at: Array) -> Array:
            return at @ matrix[:2, :2].T + matrix[:2, 2]

        picture = warp(frame.image, matrix, SIDE)
        return FaceSquare(picture, bare_face(picture, seen(face.landmarks)), seen(points), number)


def _apart(file: Path) -> Iterator[Frame]:
    upto = -_APART_S
    with closing(VideoFile(file)) as source:
        while (frame := source.read()) is not None:
            if frame.time - upto >= _APART_S:
                upto = frame.time
                yield frame
