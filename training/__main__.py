"""python -m training COMMAND: everything that makes what the app ships. What goes wrong is one sentence, told here."""

from __future__ import annotations

import sys

import tyro

from engine.errors import AvatarError
from training.ablation import Ablate
from training.blend import Blend
from training.data.detail.command import DetailPairs
from training.data.synthetic.command import Synthesize
from training.data.synthetic.tex_basis import BuildTex
from training.deca.command import ImportDeca
from training.detail_sheet import DetailSheet
from training.evaluate.command import Evaluate
from training.export import Export
from training.head_builder.command import BuildHead
from training.head_builder.hair_command import BuildHair
from training.head_builder.skins import BuildSkins
from training.label.command import Label
from training.landmark_bias import FitLandmarkBias
from training.landmark_regressor import TrainLandmarkRegressor
from training.paper.command import TrainPaper
from training.regressor_check import CheckLandmarkRegressor
from training.train import Train


def main() -> None:
    commands = {
        "build-head": BuildHead,
        "build-hair": BuildHair,
        "build-skins": BuildSkins,
        "build-tex": BuildTex,
        "synthesize": Synthesize,
        "detail-pairs": DetailPairs,
        "detail-sheet": DetailSheet,
        "label": Label,
        "fit-landmark-bias": FitLandmarkBias,
        "train-landmark-regressor": TrainLandmarkRegressor,
        "check-landmark-regressor": CheckLandmarkRegressor,
        "train": Train,
        "train-paper": TrainPaper,
        "ablate": Ablate,
        "blend": Blend,
        "export": Export,
        "import-deca": ImportDeca,
        "evaluate": Evaluate,
    }
    try:
        tyro.extras.subcommand_cli_from_dict(commands).run()
    except AvatarError as error:
        print(error, file=sys.stderr)
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
