"""The shipped capture network on portraits of people whom its training has not seen."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from engine.head.head_model import Head
from training.evaluate.identity import (
    DISTANCES_CM,
    by_creation,
    by_fit,
    by_network,
    face_points,
    identity_codes,
    pairs,
    photo_face,
    spread_mm,
)
from training.evaluate.people import held_out_people
from training.evaluate.reference import References

pytestmark = pytest.mark.real
FOLDER = Path(os.environ.get("AVATAR_TEST_DATA", ""))


def test_a_smiling_person_is_nearer_to_their_neutral_self_than_to_others(open_head: Head) -> None:
    pytest.importorskip("torch", reason="torch is not installed (extra: train)")
    people = held_out_people(FOLDER)
    assert len(people) >= 15
    identify, references = by_network(), References(None)
    codes = [[identify(photo_face(path, references)) for path in pair] for pair in people]
    neutral, smiling = (identity_codes(open_head, [pair[i] for pair in codes]) for i in (0, 1))
    assert pairs(neutral, smiling).closer_than >= 0.95


def test_the_shape_depends_less_on_the_cameras_distance_than_that_of_landmarks(open_head: Head) -> None:
    selfies = [FOLDER / "faces/selfies_cc0" / f"zoom_{cm}cm.jpg" for cm in DISTANCES_CM]
    faces = [photo_face(path, References(None)) for path in selfies]
    network, creation, fit = (
        spread_mm(face_points(open_head, np.array([identify(face).shape for face in faces])))
        for identify in (by_network(), by_creation(open_head), by_fit(open_head))
    )
    assert network < creation < fit
    assert network < 0.35
