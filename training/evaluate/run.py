"""One tracker through all measurements."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from tqdm import tqdm

from engine.errors import AssetMissing
from engine.head.head_model import Head
from engine.types import Avatar
from training.evaluate.clips import HELD_OUT, clip_figures
from training.evaluate.figure import Clip, Figure, Report
from training.evaluate.identity import (
    Identify,
    by_brought,
    by_creation,
    by_fit,
    by_network,
    identity_figures,
    smile_figures,
)
from training.evaluate.presence import no_faces, presence_figures
from training.evaluate.reference import References
from training.evaluate.rendered import rendered_figures
from training.evaluate.speed import speed
from training.evaluate.steadiness import steadiness
from training.evaluate.subject import PORTRAITISTS, Subject
from training.evaluate.synthetic import sample_figures

Part = Literal["clips", "steadiness", "presence", "rendered", "smiles", "identity", "speed", "samples"]
PARTS: tuple[Part, ...] = get_args(Part)
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What is measured on."""

    folder: Path
    """Holds videos/ and faces/."""
    references: References
    shards: tuple[Path, ...] = ()
    not_faces: Path | None = None


def report_of(subject: Subject, material: Material, parts: Sequence[Part] = PARTS) -> Report:
    """Everything in `parts`, with a progress bar where someone watches."""
    figures: list[Figure] = []
    clips: list[Clip] = []
    for part in tqdm(parts, subject.label, disable=not sys.stderr.isatty()):
        found, more = _measure(part, subject, material)
        figures += found
        clips += more
    return Report(subject.label, subject.fingerprint, tuple(figures), tuple(clips))


def _measure(part: Part, subject: Subject, material: Material) -> tuple[Sequence[Figure], Sequence[Clip]]:
    folder, references = material.folder, material.references
    if part == "identity":
        return identity_figures(subject.head, folder, references, identify_of(subject)), ()
    if subject.kind in PORTRAITISTS:
        return (), ()
    if part == "clips":
        return clip_figures(subject, folder, references)
    if part == "samples":
        return sample_figures(subject, material.shards)
    if part == "steadiness":
        return steadiness(subject, folder, references), ()
    if part == "presence":
        pictures = sorted(material.not_faces.iterdir()) if material.not_faces else []
        strangers = [path for path in pictures if path.suffix.lower() in _PICTURES]
        return (*presence_figures(subject, folder, references), *no_faces(subject, strangers, references)), ()
    if part == "rendered":
        return rendered_figures(subject, sample_avatar(subject.head), references), ()
    if part == "smiles":
        return smile_figures(subject, folder, references), ()
    clip = next((p for name in HELD_OUT if (p := folder / "videos" / f"{name}.mp4").exists()), None)
    return (() if clip is None else speed(subject, clip)), ()


def identify_of(subject: Subject) -> Identify:
    """Who is in a photo; what tracks in a stream leaves that to the landmark fit."""
    if subject.kind == "capture":
        return by_network(subject.model)
    if subject.kind == "deca" or subject.kind == "smirk":
        return by_brought(subject.kind, subject.head)
    return by_creation(subject.head, subject.model) if subject.kind == "create" else by_fit(subject.head)


@cache
def sample_avatar(head: Head) -> Avatar:
    """The avatar of the sample portrait; the default one where that photo is not installed."""
    from engine.assets import provisioned
    from engine.avatar.create import create
    from engine.avatar.default import default_avatar

    try:
        return create([provisioned("astronaut.png")], head).avatar
    except AssetMissing:
        return default_avatar(head)
