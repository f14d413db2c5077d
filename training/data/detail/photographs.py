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
from engine.errors import BadInput, NoFace
from engine.head.head_model import Head
from engine.tracking.detect import Detector
from engine.tracking.fit import fit_portraits
from training.data.columns import joined
from training.data.detail.pairs import Pictures, write_pictures
from training.data.wrinkles.traits import NUM_TRAITS
from training.evaluate.people import is_held_out, people

SOURCE = "Face Research Lab London Set (DeBruine and Jones 2017, CC BY 4.0)"


def write_photographs(head: Head, folder: Path, output: Path) -> str:
    """Write train/ and held/london.safetensors under `output`; a sentence about how many there are.

    folder: holds faces/london. People whose number divides by four are held out, as everywhere.
    """
    portraits = people(folder)
    if not portraits:
        raise BadInput(f"There are no portraits in {folder}/faces/london. Name the folder that holds faces.")
    parts: dict[str, list[Pictures]] = {"train": [], "held": []}
    with Detector("image") as detector:
        for pair in portraits:
            try:
                found = photographed(head, detector, pair)
            except NoFace:
                continue
            parts["held" if is_held_out(pair[0]) else "train"].append(found)
    facts = {"kind": "real", "head": head.id, "source": SOURCE}
    for name, found in parts.items():
        if found:
            write_pictures(output / name / "london.safetensors", joined(found), facts)
    return f"{len(parts['train'])} people to train on, {len(parts['held'])} held out"


def photographed(head: Head, detector: Detector, photos: tuple[Path, ...]) -> Pictures:
    """One person's photos. NoFace where one shows none."""
    faces = []
    for photo in photos:
        found = detector.detect_all(load_photo(photo))
        if not found:
            raise NoFace(f"No face was found in {photo}.")
        faces.append(found[0])
    fit = fit_portraits(head, faces)
    motions = [fit.code(i).motion for i in range(len(faces))]
    skins = [
        skin_texture(atlas_of(head), lay(head, face, fit, i), motions[i].global_orient) for i, face in enumerate(faces)
    ]
    expression = np.stack([motion.expression for motion in motions]).clip(0, 1)
    number = int(photos[0].name.split("_")[0])
    return Pictures(
        texture=np.stack([_bytes(np.dstack([skin.colour, skin.seen])) for skin in skins]),
        displacement=np.zeros((len(faces), DISPLACEMENT_SIZE, DISPLACEMENT_SIZE), np.float16),
        expression=expression,
        seen_expression=expression,
        light=np.stack([skin.light for skin in skins]),
        traits=np.zeros((len(faces), 2, NUM_TRAITS), np.float32),
        person=np.full(len(faces), -1 - number, np.int64),  # below zero: never a made-up person's number
    )


def _bytes(values: Array) -> Array:
    return (values.clip(0, 1) * 255 + 0.5).astype(np.uint8)
