"""python -m training fit-landmark-bias: how the tracker sees resting people, against how it sees the head.

Every portrait is fitted with an identity and with no expression at all; what its landmarks are off by, in the head's
own frame, is averaged over people, made mirror-symmetric, added to the landmarks, and the fit repeated. A person's
own brows average out; what all people share against the head is the bias.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tyro

from engine.check import Array
from engine.head.head_model import Head
from engine.head.landmarks import OVAL, embed
from engine.tracking import bias
from engine.tracking.fit import fit_portraits
from engine.tracking.fit_equations import FitConfig
from engine.tracking.rig import Rig, add_bias
from engine.types import Face

ROUNDS = 4
LIMIT = 0.004
"""Metres: no landmark is believed to be further off."""


@dataclass(frozen=True)
class FitLandmarkBias:
    """Measure how MediaPipe's landmarks on resting people differ from the head's own."""

    portraits: tyro.conf.Positional[tuple[Path, ...]]
    """Pictures of neutral faces, or folders of them (files with "smile" in their name are left out)."""
    output: Path = Path("assets/models/landmark_bias.safetensors")

    def run(self) -> None:
        from engine.head import open_head

        head = open_head()
        faces = detect(self.portraits)
        before = residual(head, faces, np.zeros((478, 3)))
        measured = measure(head, faces)
        after = residual(head, faces, measured)
        write(self.output, head, measured, len(faces), before, after)
        print(
            f"{len(faces)} faces; residual without expression {100 * before:.2f} -> {100 * after:.2f} % of interocular"
        )


def detect(paths: Sequence[Path]) -> list[Face]:
    """The largest face of each picture."""
    from PIL import Image, ImageOps

    from engine.tracking.detect import Detector
    from engine.types import Frame

    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    faces = []
    with Detector("image") as detector:
        for index, file in enumerate(files):
            if file.suffix.lower() not in (".jpg", ".jpeg", ".png") or "smile" in file.name:
                continue
            image = np.array(ImageOps.exif_transpose(Image.open(file)).convert("RGB"))
            face = detector.detect(Frame(image, index, 0.0))
            if face is not None:
                faces.append(face)
    return faces


def measure(head: Head, faces: Sequence[Face]) -> Array:
    """[478, 3] metres, model frame."""
    mirror = mirrored_landmarks(head)
    total = np.zeros((478, 3))
    for _ in range(ROUNDS):
        offsets = np.array([off for off, _ in _offsets(head, faces, total)])
        step = np.median(offsets, axis=0)
        step = (step + step[mirror] * [-1, 1, 1]) / 2
        # The oval is an outline, not a place: it has no offset of its own.
        step[OVAL] = 0
        total = np.clip(total + step, -LIMIT, LIMIT)
    return total


def residual(head: Head, faces: Sequence[Face], measured: Array) -> float:
    """Median over faces, share of interocular, with no expression."""
    return float(np.median([error for _, error in _offsets(head, faces, measured)]))


def mirrored_landmarks(head: Head) -> Array:
    """[478] the landmark on the other side."""
    from scipy.optimize import linear_sum_assignment

    points = embed(head, head.v_template)
    distance = np.linalg.norm(points[:, None] * [-1, 1, 1] - points[None], axis=2)
    return linear_sum_assignment(distance)[1]


def _offsets(head: Head, faces: Sequence[Face], measured: Array) -> list[tuple[Array, float]]:
    """[478, 3] metres and the residual of each face, fitted at rest with landmarks moved by `measured`."""
    rig = add_bias(Rig.of(head, bias=False), measured)
    found = []
    for face in faces:
        result = fit_portraits(head, [face], rig=rig, config=FitConfig(expressive=False))
        view = result.views[0]
        off = np.concatenate([view.target.uvz[:2] - view.uv, np.zeros((1, 478))]) / view.placement.scale
        found.append(((view.placement.rotation.T @ off).T, result.residual))
    return found


def write(path: Path, head: Head, measured: Array, people: int, before: float, after: float) -> None:
    """The measured bias under the head's fingerprint, and its card."""
    from training.card import write_model

    write_model(
        path,
        {bias.fingerprint(head): measured.astype(np.float32)},
        {
            "what": "MediaPipe's 478 landmarks on resting people minus the head's own, metres, model frame",
            "made_by": "python -m training fit-landmark-bias",
            "head": head.id,
            "data": f"means over {people} neutral portraits (Face Research Lab London and Canadian sets, CC BY 4.0)",
            "metrics": {"residual_without_expression": {"before": round(before, 5), "after": round(after, 5)}},
        },
    )
