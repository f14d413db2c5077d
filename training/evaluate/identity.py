"""Whether a person's shape is theirs: the same smiling, the same from near, and unlike other people's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.avatar.photo import load_photo
from engine.check import Array
from engine.deca.brought import BroughtKind, open_brought
from engine.head.arkit import INDEX
from engine.head.head_model import Head
from engine.types import Face, FaceCode
from training.evaluate.face import face_vertices
from training.evaluate.figure import Figure, at_least
from training.evaluate.people import is_held_out, people
from training.evaluate.reference import References, key_of
from training.evaluate.subject import Subject

Identify = Callable[[Face], FaceCode]
"""From one photo to who it shows and, if it can, what the skin is."""
DISTANCES_CM = (15, 30, 45, 60)
_GROUP = "identity"
_SMILE = [INDEX["mouthSmileLeft"], INDEX["mouthSmileRight"]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """How well two pictures of each person find each other among all."""

    closer_than: float
    """Mean over people: share of the others whose second picture is farther from one's first than one's own is."""
    above_95: float
    """Share of the people of whom 95 % of the others are farther."""


def by_fit(head: Head, *, perspective: bool = True) -> Identify:
    """The fit to landmarks that makes avatars."""
    from engine.tracking.fit import FitConfig, fit_portraits

    config = FitConfig(perspective=perspective)
    return lambda face: fit_portraits(head, [face], config=config).code()


def by_network(model: Path | None = None) -> Identify:
    """The capture network alone: the one that ships, or `model`."""
    from engine.tracking.capture_network import CaptureNetwork

    network = CaptureNetwork(model)
    return lambda face: network(face).code()


def by_creation(head: Head, model: Path | None = None) -> Identify:
    """As avatars are made: the landmark fit, held to what the capture network sees."""
    from engine.tracking.belief import belief_of
    from engine.tracking.capture_network import CaptureNetwork
    from engine.tracking.fit import fit_portraits

    network = CaptureNetwork(model)

    return lambda face: fit_portraits(head, [face], belief=belief_of(head, [network(face)])).code()


def by_brought(kind: BroughtKind, head: Head) -> Identify:
    """DECA or SMIRK, which the user imported for this FLAME head."""
    return open_brought(kind, head)


def identity_codes(head: Head, codes: Sequence[FaceCode]) -> Array:
    """[P, K] of P people, in which distance is how unlike two are: RMS mm of their faces at rest, and their skins."""
    points = face_points(head, np.array([code.shape for code in codes]))
    parts = [points * np.sqrt(3 / points.shape[1])]
    if all(len(code.tex) for code in codes):
        from engine.avatar.tex_space import open_tex_space
        from training.losses.identity_metric import SKIN_MM2, tex_metric

        skins = np.array([code.tex for code in codes])
        parts.append(SKIN_MM2**0.5 * skins * tex_metric(open_tex_space()).numpy())
    return np.concatenate(parts, 1)


def pairs(first: Array, second: Array) -> Pairs:
    """first, second: [P, K] codes or points of the same people in the same order."""
    distance = np.linalg.norm(first[:, None] - second[None], axis=2)  # [P, P]
    own = np.diag(distance)[:, None]
    others = ~np.eye(len(first), dtype=bool)
    farther = ((distance > own) & others).sum(1) / max(len(first) - 1, 1)
    return Pairs(float(np.mean(farther)), float((farther >= 0.95).mean()))


def face_points(head: Head, shapes: Array) -> Array:
    """[P, 3n] mm: the vertices of the face at rest, less those of the mean face, about their middle."""
    basis = head.shape_basis[face_vertices(head)].astype(np.float64)
    moved = 1e3 * np.einsum("vcs,ps->pvc", basis[:, :, : shapes.shape[1]], shapes.astype(np.float64))
    return (moved - moved.mean(1, keepdims=True)).reshape(len(shapes), -1)


def spread_mm(points: Array) -> float:
    """Root mean square distance of a vertex of [P, 3n] mm from its mean over P."""
    about = points - points.mean(0)
    return float(np.sqrt((about**2).sum() / (len(points) * points.shape[1] / 3)))


def identity_figures(head: Head, folder: Path, references: References, identify: Identify) -> tuple[Figure, ...]:
    """Codes of neutral and smiling portraits, and of one person photographed from four distances.

    "Before" is the fit that takes every camera to be far away.
    """
    portraits = people(folder)
    told = [[identify(photo_face(path, references)) for path in pair] for pair in portraits]
    neutral, smiling = (identity_codes(head, [pair[i] for pair in told]) for i in (0, 1))
    figures = []
    for title, chosen in _groups(portraits):
        if len(chosen) > 1:
            found = pairs(neutral[chosen], smiling[chosen])
            note = f"{100 * found.above_95:.0f} % of {len(chosen)} people have 95 % of the others farther"
            name = f"codes of the smiling and the neutral picture nearer than to others', share of the others, {title}"
            figures.append(Figure(_GROUP, name, found.closer_than, at_least(0.95), note))
    selfies = [folder / "faces" / "selfies_cc0" / f"zoom_{cm}cm.jpg" for cm in DISTANCES_CM]
    strangers = [pair[0].shape for pair, (path, _) in zip(told, portraits, strict=True) if is_held_out(path)]
    if all(path.exists() for path in selfies) and len(strangers) > 1:
        between = spread_mm(face_points(head, np.array(strangers)))
        for title, by in (("", identify), (", before", by_fit(head, perspective=False))):
            near = np.array([by(photo_face(path, references)).shape for path in selfies])
            spread = spread_mm(face_points(head, near))
            note = f"{spread / between:.2f} of the {between:.2f} mm between people kept out"
            figures.append(Figure(_GROUP, f"shape from 15, 30, 45 and 60 cm, spread in mm{title}", spread, None, note))
    return tuple(figures)


def smile_figures(subject: Subject, folder: Path, references: References) -> tuple[Figure, ...]:
    """In how many pairs the smile is larger in the smiling picture.

    Told in two ways that ask for different things: by a tracker that has met the person neutral, as it mostly has, and
    by a fresh one for each picture, which must tell a smile from a wide mouth in somebody it has never seen.
    """
    portraits = people(folder)
    figures = []
    for way, known in (("after the neutral one", True), ("each picture alone", False)):
        higher = np.array([_smiles_more(subject, pair, references, known=known) for pair in portraits])
        for title, chosen in _groups(portraits):
            if len(chosen):
                count, total = int(higher[chosen].sum()), len(chosen)
                missing = ", ".join(portraits[i][0].stem.split("_")[0] for i in chosen if not higher[i])
                bar = at_least(float(np.floor(70 / 72 * total)))
                name = f"smile higher in the smiling picture, {way}, of {total}, {title}"
                figures.append(Figure(_GROUP, name, count, bar, missing))
    return tuple(figures)


def photo_face(path: Path, references: References) -> Face:
    """MediaPipe's answer on a photo."""
    frame = load_photo(path)
    face = references.of_clip(key_of(path), lambda: [frame], video=False).face(frame, 0)
    if face is None:
        raise ValueError(f"MediaPipe finds no face in {path}")
    return face


def _smiles_more(subject: Subject, pair: tuple[Path, Path], references: References, *, known: bool) -> bool:
    """Whether the second picture smiles more. known: one tracker sees both."""
    if known:
        neutral, smiling = _smiles(subject, pair, references)
    else:
        (neutral,), (smiling,) = (_smiles(subject, [path], references) for path in pair)
    return smiling > neutral


def _smiles(subject: Subject, pictures: Sequence[Path], references: References) -> list[float]:
    """Of each picture, shown to one fresh tracker a second apart."""
    smiles = []
    with subject.open(smooth=False) as tracker:
        for second, path in enumerate(pictures):
            face = photo_face(path, references)
            frame = replace(face.frame, index=second, time=float(second))
            motion = subject.answer(tracker, frame, replace(face, frame=frame)).motion
            smiles.append(float(motion.expression[_SMILE].mean()))
    return smiles


def _groups(portraits: Sequence[tuple[Path, Path]]) -> tuple[tuple[str, Array], ...]:
    kept = np.array([is_held_out(first) for first, _ in portraits], bool)
    return ("people kept out", np.flatnonzero(kept)), ("all people", np.arange(len(portraits)))
