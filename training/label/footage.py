"""What a labelling job looks at: a clip or some people's photos, fitted, and given out as samples."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from engine.avatar.photo import load_photo
from engine.capture.video_file import VideoFile
from engine.errors import BadInput
from engine.head import open_head
from engine.record.take import save_take
from engine.tracking.detect import Detector
from engine.types import Frame
from training.data.shards import Samples
from training.label.clip_fit import ClipFit, Fitted, fit_clip
from training.label.clip_take import clip_take
from training.label.job import Job
from training.label.photo_fit import fit_photos
from training.label.samples import background_sample, face_sample, person_number
from training.label.sighting import Fitter
from training.label.skin import tex_of
from training.label.watch import watch


@dataclass(frozen=True, slots=True)
class LabelConfig:
    """What is kept of what is seen."""

    seed: int = 0
    """Of the places of crops without a face."""
    background: float = 0.1
    """Crops without a face, per crop with one."""
    doubtful: float = 0.3
    """Frames of a lower confidence stay in the take, and give no sample."""
    samples_per_shard: int = 2048
    photometric: bool = True
    """Clips are refitted to their pixels, after the landmarks."""
    squares: bool = False
    """Nothing is fitted: faces are written for the paper's training (training.label.squares)."""


class ClipWork:
    """A video: fitted as a whole, then read again for its pictures."""

    def __init__(self, job: Job, config: LabelConfig) -> None:
        self._path = job.files[0]
        self._config = config
        self._clip = watch(self._path)
        self._fit: ClipFit | None = fit_clip(fitter(), self._clip)
        if self._fit is not None and config.photometric:
            try:
                from training.label.photometric.clip import with_pixels
            except ModuleNotFoundError as error:  # nothing else of labelling needs torch
                raise BadInput(
                    "Fitting clips to their pixels needs torch and numba: install the training packages, or label with "
                    "--no-photometric."
                ) from error

            self._fit = with_pixels(fitter(), self._fit, self._pictures)
        self._person = person_number(self._path.resolve().parent.name, job.name)
        self._random = np.random.default_rng([config.seed, self._person])
        self.notes = self._clip.notes
        self.num_frames = len(self._clip)
        frames = self._fit.frames if self._fit else ()
        self.residuals = [frame.residual for frame in frames if frame is not None]

    def samples(self) -> Iterator[Samples]:
        """One sample [1] at a time: sure faces, and places without one."""
        frames = self._fit.frames if self._fit else (None,) * self.num_frames
        sure = shape_trust([frame for frame in frames if frame is not None])
        with closing(VideoFile(self._path)) as source:
            for fitted in frames:
                frame = source.read()
                assert frame is not None, "the same file has fewer frames than before"
                if fitted is not None and self._fit is not None and fitted.confidence >= self._config.doubtful:
                    yield face_sample(frame.image, fitted, self._fit.identity.shape, self._person, sure)
                yield from _background(frame, [] if fitted is None else [fitted], self._config, self._random)

    def _pictures(self) -> Iterator[Frame]:
        with closing(VideoFile(self._path)) as source:
            while (frame := source.read()) is not None:
                yield frame

    def write_take(self, output: Path) -> str:
        """Write the performance into the folder `output`; its file's name."""
        name = f"{self._path.stem}.take"
        save_take(clip_take(fitter(), self._clip, self._fit), output / name)
        return name


class PhotoWork:
    """Photos of several people, some of each."""

    def __init__(self, job: Job, config: LabelConfig) -> None:
        self._job = job
        self._config = config
        self.residuals: list[float] = []
        self.num_frames = len(job.files)
        self.notes: tuple[str, ...] = ()

    def samples(self) -> Iterator[Samples]:
        """As a clip's; `residuals` and `notes` are complete once they are all drawn."""
        with Detector("image") as detector:
            for person in self._job.people:
                number = person_number(person.files[0].resolve().parent.name, person.name)
                random = np.random.default_rng([self._config.seed, number])
                frames, faces = [], []
                for path in person.files:
                    frame = self._photo(path)
                    face = None if frame is None else detector.detect(frame)
                    if frame is None or face is None:
                        self.notes += () if frame is None else (f"No face was found in {path}.",)
                        continue
                    frames.append(frame)
                    faces.append(face)
                if not faces:
                    continue
                fit = fit_photos(fitter(), faces)
                tex = tex_of(faces, fit.portraits)
                sure = shape_trust(fit.frames)
                for frame, fitted in zip(frames, fit.frames, strict=True):
                    self.residuals.append(fitted.residual)
                    if fitted.confidence >= self._config.doubtful:
                        yield face_sample(frame.image, fitted, fit.shape, number, sure, tex)
                    yield from _background(frame, [fitted], self._config, random)

    def _photo(self, path: Path) -> Frame | None:
        try:
            return load_photo(path)
        except BadInput as error:
            self.notes += (f"Left out: {error}",)
            return None

    def write_take(self, output: Path) -> str:
        """None: its name is empty."""
        return ""  # photos are no performance


def shape_trust(frames: list[Fitted] | tuple[Fitted, ...]) -> float:
    """How far an identity is known: one frontal picture leaves depth open, many that turn do not."""
    if not frames:
        return 0.0
    yaw = np.array([np.arctan2(f.placement.rotation[0, 2], f.placement.rotation[2, 2]) for f in frames])
    low, high = np.percentile(yaw, [5, 95])
    many = len(frames) / (len(frames) + 4)
    return float(0.3 + 0.4 * many + 0.3 * np.clip((high - low) / np.radians(50), 0, 1))


def _background(
    frame: Frame, fitted: list[Fitted], config: LabelConfig, random: np.random.Generator
) -> Iterator[Samples]:
    """Now and then a place of the picture where no face is. Without any face about, each frame gives one."""
    if random.random() >= (config.background if fitted else min(1.0, 5 * config.background)):
        return
    sample = background_sample(frame.image, [np.array(f.sighting.face.box_xyxy) for f in fitted], random)
    if sample is not None:
        yield sample


@lru_cache(maxsize=1)
def fitter() -> Fitter:
    """Of the head that this machine has, opened once a process."""
    return Fitter.of(open_head())
