"""python -m training check-landmark-regressor: the trained network on real video, where a choice must be made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tyro

from engine.check import Array
from engine.errors import ModelMismatch

_MOVING = 0.05
"""Standard deviation below which a score says nothing in these videos."""


@dataclass(frozen=True)
class CheckLandmarkRegressor:
    """Correlate the network's guesses with MediaPipe's scores on video, and write the figure into its card."""

    videos: tyro.conf.Positional[tuple[Path, ...]]
    card: Path = Path("assets/models/landmark_regressor.json")

    def run(self) -> None:
        from engine.head.arkit import ARKIT52

        guesses, scores = collect(self.videos)
        units = [i for i in range(52) if scores[:, i].std() > _MOVING and guesses[:, i].std() > 1e-4]
        by_unit = {ARKIT52[i]: float(np.corrcoef(guesses[:, i], scores[:, i])[0, 1]) for i in units}
        median = float(np.median(list(by_unit.values())))
        for name, value in sorted(by_unit.items(), key=lambda item: -item[1]):
            print(f"{name:24s} {value:5.2f}")
        print(f"median of {len(units)} units over {len(guesses)} frames: {median:.2f}")
        card = json.loads(self.card.read_text())
        card["metrics"]["real_video"] = {
            "frames": len(guesses),
            "units": len(units),
            "median_correlation_with_mediapipe_scores": round(median, 3),
        }
        self.card.write_text(json.dumps(card, indent=2) + "\n")


def collect(videos: tuple[Path, ...]) -> tuple[Array, Array]:
    """Guesses [N, 52] and scores [N, 52] of every frame with a face."""
    from engine.capture.source import open_source
    from engine.head import open_head
    from engine.tracking.detect import Detector
    from engine.tracking.regress import Regressor
    from engine.tracking.target import Target

    regressor = Regressor.for_head(open_head())
    if regressor is None:
        raise ModelMismatch(
            "The regressor was trained on another head. Run: python -m training train-landmark-regressor"
        )
    guesses, scores = [], []
    for video in videos:
        source = open_source(video)
        with Detector("video") as detector:
            while (frame := source.read()) is not None:
                face = detector.detect(frame)
                if face is not None:
                    guesses.append(regressor(Target.of(face).uvz[:2]))
                    scores.append(face.scores)
        source.close()
    return np.array(guesses), np.array(scores)
