"""All measurements of the detail networks, as one report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.errors import BadInput
from engine.head import open_head
from training.data.columns import joined
from training.data.detail.loader import whole_batch
from training.data.detail.pairs import Pictures, open_pictures
from training.data.detail.region import face_region, inner_face
from training.data.detail.skins import albedo_of, neutral_rows
from training.evaluate.detail.exchange import exchange_figures
from training.evaluate.detail.made_up import change_figures, made_up_figures
from training.evaluate.detail.networks import DetailNetworks
from training.evaluate.figure import Figure, Report, at_most
from training.evaluate.people import EVERY
from training.render.relief import Relief


def detail_report(folder: Path, pictures: Sequence[Path], without: Path | None = None) -> Report:
    """folder: of the networks  pictures: files of `detail-pairs` that were kept out, photographs among them or not.

    without: folder of networks that were trained without consistency.
    """
    head = open_head()
    networks = DetailNetworks(folder)
    face = face_region(head)
    files = open_pictures(pictures)
    figures: list[Figure] = []
    for real in (False, True):
        found = [file.rows(range(len(file))) for file in files if file.is_real is real]
        if not found:
            continue
        batch = whole_batch(joined(found), np.full(sum(map(len, found)), real))
        if real:
            albedo = albedo_of([_neutral_of_training(joined(found))], inner_face(head))
            figures += exchange_figures(networks, batch, Relief(head), albedo, face)
            continue
        figures += made_up_figures(networks, batch, face)
        figures += change_figures(networks, batch, face, "with consistency")
        if without is not None:
            figures += change_figures(DetailNetworks(without), batch, face, "without consistency")
    if not figures:
        raise BadInput("There are no detail pictures to evaluate on: name files of detail-pairs with --synthetic.")
    encoder, decoder = networks.milliseconds()
    figures += [
        Figure("speed", "code of a picture, ms on one thread", encoder),
        Figure("speed", "displacement of an expression, ms on one thread", decoder, at_most(12)),
    ]
    return Report("detail", networks.fingerprint, tuple(figures))


def _neutral_of_training(pictures: Pictures) -> Pictures:
    """The neutral photographs of people who were trained on; of everybody where nobody was."""
    rows = neutral_rows(pictures.person)
    trained = rows[(-1 - pictures.person[rows]) % EVERY != 0]
    return pictures[trained if len(trained) else rows]
