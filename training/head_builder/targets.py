"""The morph targets that shape a head, restricted to its vertices: phenotype macros, local shapes, face units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52
from training.head_builder.source import DM, Source

_TARGETS = "mpfb2/targets"
_UNITS = "faceunits01/targets/faceunits"
_REGIONS = ("head", "forehead", "eyebrows", "eyes", "nose", "mouth", "ears", "cheek", "chin", "neck")
_HEAD_SHAPES = ("diamond", "invertedtriangular", "oval", "rectangular", "round", "square", "triangular")


@dataclass(frozen=True, slots=True)
class LocalName:
    """One slider of MakeHuman: -1 is the negative target, +1 the positive one."""

    region: str
    name: str
    side: str  # left, right or unsided


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """Displacements in metres at the asked vertices (the last axis pair is [n, 3])."""

    macro_keys: tuple[tuple[str, ...], ...]  # words whose weights multiply, see sampling.macro_weights
    macro: Array  # [M, n, 3]
    local_names: tuple[LocalName, ...]
    negative: Array  # [L, n, 3]
    positive: Array  # [L, n, 3]
    shapes: Array  # [8, n, 3] chin triangle and head shapes, one-sided
    units: Array  # [52, n, 3] in the order of ARKIT52


def load_targets(source: Source, vertices: Array) -> Targets:
    """Read every target once. vertices: [n] base-mesh indices to keep."""

    def read(name: str) -> Array:
        return (source.target(name)[vertices] * DM).astype(np.float32)

    macro = {key: read(f"{_TARGETS}/macrodetails/{path}.target.gz") for key, path in _macro_files().items()}
    local = {
        key: (read(f"{_TARGETS}/{low}.target.gz"), read(f"{_TARGETS}/{high}.target.gz"))
        for key, low, high in _local_files(source)
    }
    shapes = ["chin/chin-triangle", *(f"head/head-{shape}" for shape in _HEAD_SHAPES)]
    return Targets(
        tuple(macro),
        np.stack(list(macro.values())),
        tuple(local),
        np.stack([low for low, _ in local.values()]),
        np.stack([high for _, high in local.values()]),
        np.stack([read(f"{_TARGETS}/{name}.target.gz") for name in shapes]),
        np.stack([read(f"{_UNITS}/{name}.target") for name in ARKIT52]),
    )


def _macro_files() -> dict[tuple[str, ...], str]:
    files: dict[tuple[str, ...], str] = {}
    for gender in ("male", "female"):
        for age in ("baby", "child", "young", "old"):
            for race in ("african", "asian", "caucasian"):
                files[race, gender, age] = f"{race}-{gender}-{age}"
            for muscle in ("minmuscle", "averagemuscle", "maxmuscle"):
                for weight in ("minweight", "averageweight", "maxweight"):
                    body = (gender, age, muscle, weight)
                    dashed = "-".join(body)
                    files[body] = f"universal-{dashed}"
                    for height in ("minheight", "maxheight"):
                        files[*body, height] = f"height/{dashed}-{height}"
                    if age != "baby":
                        for proportions in ("idealproportions", "uncommonproportions"):
                            files[*body, proportions] = f"proportions/{dashed}-{proportions}"
    return files


def _local_files(source: Source) -> list[tuple[LocalName, str, str]]:
    """(slider, path of its negative target, path of its positive target), MakeHuman's own order."""
    table = source.json(f"{_TARGETS}/target.json")
    files = []
    for region in _REGIONS:
        for category in table[region]["categories"]:
            opposites = category.get("opposites") or {}
            for side in ("left", "right", "unsided"):
                low, high = opposites.get(f"negative-{side}"), opposites.get(f"positive-{side}")
                if low and high:
                    files.append((LocalName(region, category["name"], side), f"{region}/{low}", f"{region}/{high}"))
    for side, letter in (("left", "l"), ("right", "r")):
        fold = f"eyes/{letter}-eye-eyefold-"
        files.append((LocalName("eyes", "eye-eyefold-concave-convex", side), fold + "concave", fold + "convex"))
    asymmetries = {name.removesuffix(".target.gz")[:-2] for name in source.names(f"{_TARGETS}/asym")}
    for name in sorted(asymmetries):
        if not name.startswith("asymm"):
            # The l and r files are the two directions of one asymmetry.
            files.append((LocalName("asym", name, "unsided"), f"asym/{name}-l", f"asym/{name}-r"))
    return files
