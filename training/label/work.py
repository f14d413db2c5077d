"""Labelling one job: from its files to a take, shards and a card that says what was found."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
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
from engine.writing import whole
from training.data.shards import Samples, joined, write_shard
from training.label.clip_fit import ClipFit, Fitted, fit_clip
from training.label.clip_take import clip_take
from training.label.job import Job
from training.label.photo_fit import fit_photos
from training.label.samples import background_sample, face_sample, person_number
from training.label.sighting import Fitter
from training.label.skin import tex_of
from training.label.watch import watch

VERSION = 5
"""Rises when labels change: outputs of another version are made anew."""


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


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a job."""

    name: str
    frames: int
    faces: int
    """Frames with a face."""
    samples: int
    """Of them in the shards."""
    background: int
    """Samples without a face."""
    residual: float
    """Median over faces of the mean landmark distance, share of interocular."""
    seconds: float
    shards: tuple[str, ...]
    take: str = ""
    notes: tuple[str, ...] = ()
    made_of: str = ""
    """Changes with the inputs, the configuration, the head and the way labels are made."""


def label(job: Job, output: Path, config: LabelConfig) -> tuple[Report, bool]:
    """The report of `job`, whose outputs lie in `output` afterwards; and whether they lay there before."""
    made_of = _made_of(job, config)
    card = output / f"{job.name}.json"
    done = _finished(card, made_of)
    if done is not None:
        return done, True
    start = time.perf_counter()
    work = _Clip(job, config) if job.is_clip else _Photos(job, config)
    shards, rows, background = [], 0, 0
    for number, samples in enumerate(_batches(work.samples(), config.samples_per_shard)):
        name = f"{job.name}-{number:03d}.safetensors"
        metadata = {"kind": "real", "seed": str(config.seed), "head": _fitter().head.id, "source": job.name}
        write_shard(output / name, samples, metadata)
        shards.append(name)
        background += int((samples.person < 0).sum())
        rows += len(samples)
    report = Report(
        name=job.name,
        frames=work.num_frames,
        faces=len(work.residuals),
        samples=rows - background,
        background=background,
        residual=float(np.median(work.residuals)) if work.residuals else 0.0,
        seconds=round(time.perf_counter() - start, 1),
        shards=tuple(shards),
        take=work.write_take(output),
        notes=work.notes,
        made_of=made_of,
    )
    with whole(card) as temporary:  # last: where it lies, everything lies
        temporary.write_text(json.dumps(asdict(report), indent=2) + "\n")
    return report, False


class _Clip:
    """A video: fitted as a whole, then read again for its pictures."""

    def __init__(self, job: Job, config: LabelConfig) -> None:
        self._path = job.files[0]
        self._config = config
        self._clip = watch(self._path)
        self._fit: ClipFit | None = fit_clip(_fitter(), self._clip)
        self._person = person_number(self._path.resolve().parent.name, job.name)
        self._random = np.random.default_rng([config.seed, self._person])
        self.notes = self._clip.notes
        self.num_frames = len(self._clip)
        frames = self._fit.frames if self._fit else ()
        self.residuals = [frame.residual for frame in frames if frame is not None]

    def samples(self) -> Iterator[Samples]:
        frames = self._fit.frames if self._fit else (None,) * self.num_frames
        sure = shape_trust([frame for frame in frames if frame is not None])
        with closing(VideoFile(self._path)) as source:
            for fitted in frames:
                frame = source.read()
                assert frame is not None, "the same file has fewer frames than before"
                if fitted is not None and self._fit is not None and fitted.confidence >= self._config.doubtful:
                    yield face_sample(frame.image, fitted, self._fit.identity.shape, self._person, sure)
                yield from _background(frame, [] if fitted is None else [fitted], self._config, self._random)

    def write_take(self, output: Path) -> str:
        name = f"{self._path.stem}.take"
        save_take(clip_take(_fitter(), self._clip, self._fit), output / name)
        return name


class _Photos:
    """Photos of several people, some of each."""

    def __init__(self, job: Job, config: LabelConfig) -> None:
        self._job = job
        self._config = config
        self.residuals: list[float] = []
        self.num_frames = len(job.files)
        self.notes: tuple[str, ...] = ()

    def samples(self) -> Iterator[Samples]:
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
                fit = fit_photos(_fitter(), faces)
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


def _batches(samples: Iterator[Samples], size: int) -> Iterator[Samples]:
    batch: list[Samples] = []
    for sample in samples:
        batch.append(sample)
        if len(batch) == size:
            yield joined(batch)
            batch = []
    if batch:
        yield joined(batch)


def _finished(card: Path, made_of: str) -> Report | None:
    """What the card says, when it was made of the same and everything it names is there."""
    try:
        values = json.loads(card.read_text())
        report = Report(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    names = [*report.shards, *([report.take] if report.take else [])]
    return report if report.made_of == made_of and all((card.parent / name).is_file() for name in names) else None


def _made_of(job: Job, config: LabelConfig) -> str:
    digest = hashlib.sha256(f"{VERSION} {_fitter().head.id} {sorted(asdict(config).items())}".encode())
    for person in job.people:
        digest.update(f"\n{person.name}".encode())
        for file in person.files:
            with file.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _fitter() -> Fitter:
    return Fitter.of(open_head())
