"""python -m training ablate: the live encoder's recipe with one thing changed at a time, judged on held-out people."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

import tyro

from engine.errors import BadInput
from engine.writing import whole
from training.data.augment import AugmentConfig
from training.data.jitter import JitterConfig


@dataclass(frozen=True, slots=True)
class Variant:
    """One change against the full recipe."""

    name: str
    what: str
    jitter: JitterConfig = field(default_factory=JitterConfig)
    augment: AugmentConfig = field(default_factory=AugmentConfig)
    aligned: bool = True
    """Whether held-out crops are the aligned ones, or strayed by `jitter` as those of training."""
    landmarks: bool = True
    centred: bool = True
    geometry: bool = True
    synthetic: bool = True
    real: bool = True
    seed: int = 0
    """Added to the command's."""


VARIANTS = (
    Variant("full", "the recipe as it is"),
    Variant(
        "not aligned",
        "crops with the roll (sd 12 degrees), scale (15 %) and place (8 %) of a detector's box, held-out ones too",
        jitter=JitterConfig(shift=0.08, scale=0.15, roll_deg=12.0),
        aligned=False,
    ),
    Variant("no landmarks", "landmarks and offsets weigh nothing; their rows mean nothing then", landmarks=False),
    Variant(
        "no augmentation",
        "no colour, blur, noise, JPEG or things in front of the face",
        augment=AugmentConfig(clean=1.0, occluded=0.0),
    ),
    Variant("no real", "no real pictures", real=False),
    Variant("no synthetic", "no synthetic pictures", synthetic=False),
    Variant("uncentred", "outputs start at 0, not at the data's means", centred=False),
    Variant("plain weights", "squared errors of the 52 weights, not of what they move", geometry=False),
    Variant("other seed", "the full recipe from the next seed: what chance alone does", seed=1),
)  # fmt: skip

_ROWS = {
    "landmarks": "landmark error, % of interocular",
    "lids": "error of the lids' gaps, %",
    "lips": "error of the lips' gaps, %",
    "correlation_within": "correlation within a person, median unit",
    "mouth": "the same, jaw and mouth",
    "eyes": "the same, eyes",
    "brows": "the same, brows",
    "slope": "slope within a person, median unit",
    "mouth_slope": "the same, jaw and mouth",
    "eyes_slope": "the same, eyes",
    "brows_slope": "the same, brows",
    "yaw_correlation": "correlation of yaw",
    "orient_deg": "error of the head's rotation, degrees",
}


@dataclass(frozen=True)
class Ablate:
    """Train a variant of the recipe at a time, a few steps each from the same seed, and print one table."""

    shards: tuple[Path, ...] = ()
    """Synthetic samples: files, or folders of them."""
    real: tuple[Path, ...] = ()
    """Labelled pictures of real people."""
    held: tuple[Path, ...] = ()
    """Samples to judge on, of either kind."""
    output: Annotated[Path | None, tyro.conf.arg(aliases=["-o"])] = None
    """Folder of the runs. What it holds of the same settings already is not trained again."""
    variants: tuple[str, ...] = ()
    """Names of those to train; all without."""
    steps: int = 1000
    batch: int = 64
    learning_rate: float = 2e-3
    warm_up: int = 100
    workers: int = 1
    threads: int = 1
    seed: int = 0

    def run(self) -> None:
        from training.ablation_run import trained

        if self.output is None or not self.held:
            raise BadInput("Name the folder of the runs with -o, and samples to judge on with --held.")
        chosen = [variant for variant in VARIANTS if not self.variants or variant.name in self.variants]
        if unknown := set(self.variants) - {variant.name for variant in VARIANTS}:
            raise BadInput(
                f"No variant is called {min(unknown)!r}. Choose from: {', '.join(v.name for v in VARIANTS)}."
            )
        settings = {"steps": self.steps, "batch": self.batch, "seed": self.seed, "learning_rate": self.learning_rate}
        results: dict[str, Mapping[str, Any]] = {}
        for variant in chosen:
            path = self.output / f"{variant.name.replace(' ', '_')}.json"
            known = json.loads(path.read_text()) if path.exists() else {}
            if known.get("settings") != settings:
                known = {"what": variant.what, "settings": settings, **trained(self, variant)}
                _write(path, json.dumps(known, indent=1) + "\n")
            results[variant.name] = known
            command = f"python -m training {shlex.join(sys.argv[1:])}"
            report = {"format": "avatar-ablation", "version": 1, "command": command, "variants": results}
            _write(self.output / "ablation.json", json.dumps(report, indent=1) + "\n")
            _write(self.output / "ablation.md", markdown(results))
        print(markdown(results))


def markdown(results: Mapping[str, Mapping[str, Any]]) -> str:
    """One table: a column a variant, real people first, then synthetic ones; below it what was changed."""
    lines = [_row(["", *results]), _row(["---"] * (len(results) + 1))]
    for kind in ("real", "synthetic"):
        found = [result["figures"].get(kind) for result in results.values()]
        if any(found):
            faces = next(figures["faces"] for figures in found if figures)
            lines.append(_row([f"**{kind}**, {faces} held-out faces", *[""] * len(results)]))
            lines += [_row([title, *(_cell(figures, key) for figures in found)]) for key, title in _ROWS.items()]
    return "\n".join([*lines, "", *(f"- {name}: {result['what']}" for name, result in results.items()), ""])


def _cell(figures: Mapping[str, float] | None, key: str) -> str:
    return "" if figures is None or figures.get(key) is None else f"{figures[key]:.3g}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def held_jitter(variant: Variant) -> JitterConfig:
    """How far the held-out crops of a variant that is not aligned stray: no lost faces among them."""
    return replace(variant.jitter, wide=0.0, misplaced=0.0, mirrored=0.0)
