"""python -m training COMMAND: everything that makes what the app ships."""

from __future__ import annotations

import tyro

from training.head_builder.command import BuildHead
from training.landmark_bias import FitLandmarkBias


def main() -> None:
    command = tyro.extras.subcommand_cli_from_dict({"build-head": BuildHead, "fit-landmark-bias": FitLandmarkBias})
    command.run()


if __name__ == "__main__":
    main()
