"""python -m training COMMAND: everything that makes what the app ships."""

from __future__ import annotations

import tyro

from training.head_builder.command import BuildHead
from training.head_builder.hair_command import BuildHair
from training.label.command import Label
from training.landmark_bias import FitLandmarkBias
from training.landmark_regressor import TrainLandmarkRegressor
from training.regressor_check import CheckLandmarkRegressor


def main() -> None:
    commands = {
        "build-head": BuildHead,
        "build-hair": BuildHair,
        "label": Label,
        "fit-landmark-bias": FitLandmarkBias,
        "train-landmark-regressor": TrainLandmarkRegressor,
        "check-landmark-regressor": CheckLandmarkRegressor,
    }
    tyro.extras.subcommand_cli_from_dict(commands).run()


if __name__ == "__main__":
    main()
