"""python -m training evaluate --protocol now: predictions of the benchmark's pictures, and their distances to scans."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from engine.check import Array
from engine.errors import BadInput
from training.evaluate.now.align import aligned
from training.evaluate.now.benchmark import Benchmark, Picture
from training.evaluate.now.distance import face_region, nearest_on
from training.evaluate.now.score import Result, markdown, scores_of, write
from training.evaluate.now.surface import Prediction, find_prediction, read_landmarks, read_surface, write_prediction
from training.evaluate.subject import Subject

MM_PER_M = 1000.0
_FEWEST = 100
"""Points of a scan's face: real ones have tens of thousands."""


class Distances:
    """Measures predictions of these pictures; BadInput at once where a subject has no scan.

    scale: mm in the predictions' unit, for the metrical protocol; None finds a scale.
    """

    def __init__(self, benchmark: Benchmark, pictures: Sequence[Picture], scale: float | None) -> None:
        subjects = {picture.subject for picture in pictures}
        self._scans = {name: (benchmark.scan_of(name), benchmark.landmarks_of(name)) for name in sorted(subjects)}
        self._scale = scale
        self._region: tuple[str, Array] | None = None  # the last subject's: the list goes by subject

    def of(self, picture: Picture, prediction: Prediction) -> Array:
        """[n] mm from the points of the subject's face to the prediction laid onto them."""
        path, landmarks = self._scans[picture.subject]
        if self._region is None or self._region[0] != picture.subject:
            points = face_region(read_surface(path).vertices, landmarks)
            if len(points) < _FEWEST:
                raise BadInput(f"{path} has {len(points)} points around its landmarks: they are of another scan.")
            self._region = picture.subject, points
        points = self._region[1]
        found = nearest_on(aligned(prediction, points, landmarks, scale=self._scale), points)
        return found.distance.astype(np.float32)


def measure_given(benchmark: Benchmark, folder: Path, *, scale: float | None = None) -> Result:
    """Predictions that someone made: `folder`/subject/challenge/picture.obj and .npy. BadInput where one is missing."""
    pictures = benchmark.pictures()
    files = {picture: find_prediction(folder, picture) for picture in pictures}
    marks = {picture: read_landmarks(path) for picture, (_, path) in files.items()}
    measure = Distances(benchmark, pictures, scale)
    found: dict[Picture, Array] = {}
    for picture in _watched(pictures, folder.name):
        found[picture] = measure.of(picture, Prediction(read_surface(files[picture][0]), marks[picture]))
    return Result(folder.name, str(folder), scale is not None, (), scores_of(found))


def measure_subject(
    benchmark: Benchmark, subject: Subject, *, submission: Path | None = None, metrical: bool = False
) -> Result:
    """What a network or a fit of ours predicts. submission: the folder that gets the predictions.

    Without scans, as for the test's subjects, there are no scores: the predictions are there to be sent in.
    """
    from engine.tracking.detect import Detector
    from training.evaluate.now.predict import neutral, predicted
    from training.evaluate.run import identify_of

    pictures = benchmark.pictures()
    paths = {picture: benchmark.path_of(picture) for picture in pictures}
    measure = Distances(benchmark, pictures, MM_PER_M if metrical else None) if benchmark.has_scans else None
    identify = identify_of(subject)
    found: dict[Picture, Array] = {}
    unseen: list[str] = []
    with Detector("image") as detector:
        for picture in _watched(pictures, subject.label):
            prediction = predicted(subject.head, paths[picture], identify, detector)
            if prediction is None:
                unseen.append(str(picture.stem))
                prediction = neutral(subject.head, np.zeros(subject.head.num_shape))
            if submission is not None:
                write_prediction(submission, picture, prediction)
            if measure is not None:
                found[picture] = measure.of(picture, prediction)
    scores = scores_of(found) if found else ()
    return Result(subject.label, subject.fingerprint, metrical, tuple(unseen), scores)


def tell(results: Sequence[Result], output: Path | None, say: Callable[[str], None]) -> None:
    """The table, and the files where they were asked for."""
    say(markdown(results))
    if output is not None:
        write(output, results)


def _watched(pictures: Sequence[Picture], label: str) -> tqdm[Picture]:
    return tqdm(pictures, label, disable=not sys.stderr.isatty())
