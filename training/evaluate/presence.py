"""Whether a tracker says when there is a face and when there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from training.evaluate.figure import Figure, at_most
from training.evaluate.reference import References, key_of
from training.evaluate.subject import Subject, frames_of, perform

CLIPS = ("lost_face_then_none.mov", "none_then_face.mov", "no_face.mp4")
_SURE = 5
"""A change counts when MediaPipe's answer was the same for so many frames before and after it."""
_GROUP = "presence"


@dataclass(frozen=True, slots=True)
class Presence:
    """One clip."""

    until_gone: tuple[int, ...]
    """Frames that the tracker goes on after the reference has lost the face, for each time that happens."""
    until_found: tuple[int, ...]
    """Frames that it comes late, for each time the reference finds one."""
    phantoms: int
    """Frames with a face for the tracker and none for the reference."""
    missed: int
    """The other way round."""


def presence(confidence: Array, seen: Array) -> Presence:
    """confidence: [N], the tracker's, 0 where it says there is no face. seen: [N] bool, the reference's."""
    tracked = confidence > 0
    steps = [i for i in range(1, len(seen)) if seen[i] != seen[i - 1]]
    sure = [
        i for i in steps if (seen[max(i - _SURE, 0) : i] != seen[i]).all() and (seen[i : i + _SURE] == seen[i]).all()
    ]
    found = [0] if len(seen) >= _SURE and seen[:_SURE].all() else []
    return Presence(
        until_gone=tuple(_wait(~tracked, ~seen, i) for i in sure if not seen[i]),
        until_found=tuple(_wait(tracked, seen, i) for i in [*found, *sure] if seen[i]),
        phantoms=int((tracked & ~seen).sum()),
        missed=int((~tracked & seen).sum()),
    )


def presence_figures(subject: Subject, folder: Path, references: References) -> tuple[Figure, ...]:
    """Over the clips in `folder`/videos in which the face leaves, comes, or never appears."""
    found = {}
    for name in CLIPS:
        path = folder / "videos" / name
        if path.exists():
            reference = references.of_clip(key_of(path), lambda path=path: frames_of(path))
            pairs = ((frame, reference.face(frame, i)) for i, frame in enumerate(frames_of(path)))
            found[path.stem] = presence(perform(subject, pairs).confidence, reference.seen)
    gone = [frames for clip in found.values() for frames in clip.until_gone]
    late = [frames for clip in found.values() for frames in clip.until_found]
    return (
        Figure(
            _GROUP, "frames until it says that the face is gone, worst", _worst(gone), at_most(2), f"{len(gone)} cases"
        ),
        Figure(_GROUP, "frames until it finds a face, worst", _worst(late), None, f"{len(late)} cases"),
        Figure(
            _GROUP,
            "frames tracked without a face",
            float(sum(c.phantoms for c in found.values())),
            None,
            _each(found, "phantoms"),
        ),
        Figure(
            _GROUP,
            "frames missed with a face",
            float(sum(c.missed for c in found.values())),
            None,
            _each(found, "missed"),
        ),
    )


def no_faces(subject: Subject, pictures: Sequence[Path], references: References) -> tuple[Figure, ...]:
    """Pictures of cats, dogs and drawings, each shown for a few frames: how many it takes for a face."""
    from engine.avatar.photo import load_photo
    from engine.types import Frame

    fired, theirs = [], []
    for path in pictures:
        image = load_photo(path).image
        shown = [Frame(image, i, i / 30) for i in range(6)]
        reference = references.of_clip(f"still-{key_of(path)}", lambda shown=shown: shown)
        pairs = [(frame, reference.face(frame, i)) for i, frame in enumerate(shown)]
        if (perform(subject, pairs).confidence > 0).any():
            fired.append(path.stem)
        if reference.seen.any():
            theirs.append(path.stem)
    if not pictures:
        return ()
    return (
        Figure(
            _GROUP,
            f"pictures without a person taken for a face, of {len(pictures)}",
            len(fired),
            at_most(0),
            ", ".join(fired),
        ),
        Figure(_GROUP, "the same by MediaPipe", len(theirs), None, ", ".join(theirs)),
    )


def _wait(ours: Array, theirs: Array, start: int) -> int:
    """Frames from `start` until `ours` is true; as many as `theirs` stays so when it never is."""
    stays = np.flatnonzero(~theirs[start:])
    end = int(stays[0]) if len(stays) else len(theirs) - start
    later = np.flatnonzero(ours[start : start + end])
    return int(later[0]) if len(later) else end


def _worst(frames: Sequence[int]) -> float:
    return float(max(frames)) if frames else float("nan")


def _each(found: dict[str, Presence], name: str) -> str:
    return ", ".join(f"{clip} {getattr(value, name)}" for clip, value in found.items())
