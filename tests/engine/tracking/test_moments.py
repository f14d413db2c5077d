"""Which of the last moments becomes the picture."""

from __future__ import annotations

import numpy as np
import pytest

from engine.head import open_head
from engine.head.arkit import INDEX
from engine.head.landmarks import embed
from engine.tracking.moments import Moments
from engine.types import Face, Frame


@pytest.fixture(scope="module")
def points() -> np.ndarray:
    """[478, 3] px: the open head at rest in the middle of a picture of 640 x 480, and the depth."""
    head = open_head()
    at_rest = embed(head, head.v_template)
    scale = 0.5 * 480 / np.ptp(at_rest[:, 1])
    centred = (at_rest - (at_rest.max(0) + at_rest.min(0)) / 2) * scale
    return centred * (1, -1, -1) + (320, 240, 0)


def moment(points: np.ndarray, time: float, *, aside: float = 0.0, shut: bool = False) -> tuple[Frame, list[Face]]:
    frame = Frame(np.full((480, 640, 3), 150, np.uint8), round(time * 100), time)
    moved, scores = points + np.array([aside, 0, 0]), np.zeros(52)
    if shut:
        moved[[160, 158, 385, 387]] = moved[[144, 153, 380, 373]]
        scores[[INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]] = 0.8
    return frame, [Face(frame, moved[:, :2], moved[:, 2], scores, 1.0)]


def test_the_stillest_moment_with_open_eyes_is_taken(points: np.ndarray) -> None:
    moments = Moments()
    moments.add(*moment(points, 0.00))
    moments.add(*moment(points, 0.06, aside=6))
    still = moment(points, 0.12, aside=6.5)
    moments.add(*still)
    moments.add(*moment(points, 0.18, aside=6.5, shut=True))  # stiller, but a blink
    moments.add(*moment(points, 0.24, aside=14))
    assert moments.best() is still[0]


def test_a_moment_that_nobody_posed_for_is_forgotten(points: np.ndarray) -> None:
    moments = Moments()
    for time in (0.0, 0.06):
        moments.add(*moment(points, time))
    for index in range(12):
        newest = moment(points, 0.2 + 0.06 * index, aside=9.0 * index)
        moments.add(*newest)
    best = moments.best()
    assert best is not None
    assert best.time >= newest[0].time - 0.5


def test_where_nobody_is_there_is_no_picture(points: np.ndarray) -> None:
    moments = Moments()
    assert moments.best() is None
    moments.add(Frame(np.zeros((480, 640, 3), np.uint8), 0, 0.0), [])
    assert moments.best() is None
    only = moment(points, 0.06, shut=True)
    moments.add(*only)
    assert moments.best() is only[0]  # better than none
