"""Photographed people: neutral and smiling pictures sampled into the detail window, with what the fit says of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.avatar.atlas import atlas_of
from engine.avatar.photo import load_photo
from engine.avatar.sampling import lay
from engine.check import Array
from engine.detail.texture import skin_texture
from engine.detail.window import DISPLACEMENT_SIZE
from engine.errors import BadInput
from engine.head.head_model import Head
from engine.tracking.detect import Detector
from engine.tracking.fit import fit_portraits
from training.data.columns import joined
from training.data.detail.pairs import Pictures, write_pictures
from training.data.wrinkles.traits import NUM_TRAITS
from training.evaluate.people import is_held_out, people

LONDON = "Face Research Lab London Set (DeBruine and Jones 2017, CC BY 4.0)"
CANADA = "Canadian faces, neutral (figshare 4220517, CC BY 4.0)"
_CANADIANS = 1000
"""Where their numbers begin."""


def write_photographs(head: Head, folder: Path, output: Path) -> str:
    """Write train/, held/london.safetensors and single/canada.safetensors under `output`; a sentence on how many.

    folder: holds faces/london and maybe faces/canada, which are only trained on: there is one picture of each. Of the
    others, people whose number divides by four are held out, as everywhere.
    """
    pairs = people(folder)
    if not pairs:
        raise BadInput(f"There are no portraits in {folder}/faces/london. Name the folder that holds faces.")
    files: dict[str, list[Pictures]] = {"train/london": [], "held/london": [], "single/canada": []}
    with Detector("image") as detector:
        for pair in pairs:
            number = int(pair[0].name.split("_")[0])
            name = "held/london" if is_held_out(pair[0]) else "train/london"
            files[name] += photographed(head, detector, pair, number)
        for i, photo in enumerate(sorted((folder / "faces" / "canada").glob("*.jpg"))):
            files["single/canada"] += photographed(head, detector, (photo,), _CANADIANS + i)
    for name, found in files.items():
        if found:
            facts = {"kind": "real", "head": head.id, "source": CANADA if "canada" in name else LONDON}
            write_pictures(output / f"{name}.safetensors", joined(found), facts)
    return ", ".join(f"{len(found)} people in {name}" for name, found in files.items())


def photographed(head: Head, detector: Detector, photos: tuple[Path, ...], number: int) -> list[Pictures]:
    """One person's photos; none at all where one of them shows no face."""
    faces = []
    for photo in photos:
        found = detector.detect_all(load_photo(photo))
        if not found:
            return []
        faces.append(found[0])
    fit = fit_portraits(head, faces)
    motions = [fit.code(i).motion for i in range(len(faces))]
    skins = [
        skin_texture(atlas_of(head), lay(head, face, fit, i), motions[i].global_orient) for i, face in enumerate(faces)
    ]
    expression = np.stack([motion.expression for motion in motions]).clip(0, 1)
    found = Pictures(
        texture=np.stack([_bytes(np.dstack([skin.colour, skin.seen])) for skin in skins]),
        displacement=np.zeros((len(faces), DISPLACEMENT_SIZE, DISPLACEMENT_SIZE), np.float16),
        expression=expression,
        seen_expression=expression,
        light=np.stack([skin.light for skin in skins]),
        traits=np.zeros((len(faces), 2, NUM_TRAITS), np.float32),
        person=np.full(len(faces), -1 - number, np.int64),  # below zero: never a made-up person's number
    )
    return [found]


def _bytes(values: Array) -> Array:
    return (values.clip(0, 1) * 255 + 0.5).astype(np.uint8)
