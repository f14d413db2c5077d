"""Wrinkles of made-up people that were kept out: foreseen from one picture, for expressions it does not show."""

from __future__ import annotations

import numpy as np

from engine.check import Array
from training.data.detail.loader import DetailBatch
from training.detail_figures import detail_figures, over, sources
from training.evaluate.detail.networks import DetailNetworks
from training.evaluate.figure import Figure, at_most

GROUP = "made-up people kept out"
BETTER = 0.7
"""Of a baseline's error at most."""


def made_up_figures(networks: DetailNetworks, held: DetailBatch, face: Array) -> tuple[Figure, ...]:
    """face: [256, 256] in [0, 1]."""
    source, stranger = sources(held.person)
    code = networks.codes(held.texture, held.seen_expression)
    motion = held.expression, held.jaw_pose
    animated, another = (networks.displacement(code[rows], *motion) for rows in (source, stranger))
    still = networks.displacement(code[source], *(values[source] for values in motion))
    still_um = float(rms_um(still - held.displacement, face).mean())
    found = detail_figures(animated, another, held.displacement, held.displacement[source], face)
    note = f"{found.pictures} pictures of {len(np.unique(held.person))} people"
    kinds = (
        ("root mean square", found.animated, found.none, found.frozen, found.another),
        ("mean absolute", found.animated_mean, found.none_mean, found.frozen_mean, None),
    )
    figures = []
    for kind, animated_um, none, frozen, other in kinds:
        figures += [
            Figure(GROUP, f"animated from another picture, {kind} error, µm", animated_um, None, note),
            Figure(GROUP, f"no detail, {kind} error, µm", none),
            Figure(GROUP, f"the other picture's true detail, frozen, {kind} error, µm", frozen),
        ]
        if other is not None:
            figures += [
                Figure(GROUP, f"the other picture's detail as the networks see it, frozen, {kind} error, µm", still_um),
                Figure(GROUP, f"animated from somebody else's picture, {kind} error, µm", other),
                Figure(GROUP, f"animated over the networks' own frozen detail, {kind}", animated_um / still_um),
            ]
        for name, baseline in (("no detail", none), ("frozen detail", frozen)):
            figures.append(
                Figure(GROUP, f"animated over {name}, {kind}", animated_um / max(baseline, 1e-9), at_most(BETTER))
            )
    figures.append(Figure(GROUP, "variance of the displacement explained", found.explained))
    return tuple(figures)


def change_figures(networks: DetailNetworks, held: DetailBatch, face: Array, trained: str) -> tuple[Figure, ...]:
    """The ablation: what moves when only the expression changes, and when only the picture does. trained: how.

    With the code of one picture, wrinkles of two expressions should differ as the truth does; with the codes of two
    pictures of one person, wrinkles of one expression should not differ at all.
    """
    group = f"what changes, trained {trained}"
    source, _ = sources(held.person)
    code = networks.codes(held.texture, held.seen_expression)
    motion = held.expression, held.jaw_pose
    own = networks.displacement(code, *motion)
    there = networks.displacement(code, *(values[source] for values in motion))
    exchanged = networks.displacement(code[source], *motion)
    truth, before = held.displacement, held.displacement[source]
    change, wanted = there - own, before - truth
    dot = over(change * wanted, face)
    length = np.sqrt(over(change**2, face) * over(wanted**2, face)) + 1e-18
    moved = rms_um(wanted, face) > 5.0  # pictures of nearly the same expression say nothing
    return (
        Figure(group, "only the expression: wrinkles change by, µm", _mean(rms_um(change, face)[moved])),
        Figure(group, "only the expression: the truth changes by, µm", _mean(rms_um(wanted, face)[moved])),
        Figure(group, "only the expression: correlation of the two changes", _mean((dot / length)[moved])),
        Figure(group, "only the picture: wrinkles change by, µm (the truth: 0)", _mean(rms_um(exchanged - own, face))),
        Figure(group, "error with the picture's own code, µm", _mean(rms_um(own - truth, face))),
        Figure(group, "error with another picture's code, µm", _mean(rms_um(exchanged - truth, face))),
    )


def rms_um(values: Array, face: Array) -> Array:
    """[N] root mean square of [N, H, W] m over the face, µm."""
    return 1e6 * np.sqrt(over(values**2, face))


def _mean(values: Array) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
