"""Two seconds of a relaxed face become the neutral: whoever blinks or leaves meanwhile is measured all the same."""

from __future__ import annotations

import numpy as np

from avatar_app.calibration import SECONDS, Calibration
from engine.avatar.retarget import retarget
from engine.head.arkit import INDEX
from engine.types import Motion

FPS = 30


def face(time: float, *, blink: float = 0.0, confidence: float = 1.0, noise: float = 0.0) -> Motion:
    """Somebody who smiles a little at rest, and sits askew."""
    expression = np.zeros(52, np.float32)
    expression[INDEX["mouthSmileLeft"]] = 0.2 + noise
    expression[INDEX["eyeBlinkLeft"]] = blink
    return Motion(expression, np.array([0.1 + noise, 0.2, 0.0]), time=time, confidence=confidence)


def test_two_seconds_of_a_face_are_measured_and_its_rest_becomes_the_avatars() -> None:
    calibration, neutral, progress = Calibration(), None, [0.0]
    random = np.random.default_rng(0)
    for index in range(4 * FPS):
        blink = 1.0 if 20 <= index < 26 else 0.05
        neutral = calibration.add(face(index / FPS, blink=blink, noise=random.normal(0, 0.01)))
        progress.append(calibration.progress)
        if neutral is not None:
            break
    assert neutral is not None
    assert index / FPS == SECONDS
    assert progress == sorted(progress)
    assert (progress[1], progress[-1]) == (0, 1)
    shown = retarget(face(9.0), neutral=neutral)
    assert np.abs(shown.expression).max() < 0.01
    assert np.abs(shown.global_orient + shown.neck_pose).max() < 0.01


def test_no_time_passes_while_no_face_is_seen() -> None:
    calibration = Calibration()
    for index in range(FPS):
        calibration.add(face(index / FPS))
    before = calibration.progress
    for index in range(FPS, 10 * FPS):
        assert calibration.add(face(index / FPS, confidence=0.1)) is None
    assert calibration.add(face(10.0)) is None
    assert calibration.progress == before


def test_a_slow_camera_gives_enough_frames_all_the_same() -> None:
    calibration = Calibration()
    assert all(calibration.add(face(2.0 * index)) is None for index in range(9))
    assert calibration.add(face(18.0)) is not None
