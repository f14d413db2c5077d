"""The space of skins holds what people differ in, and nothing off the face."""

import numpy as np
import pytest

pytest.importorskip("numba")

from engine.avatar.tex_space import SIZE
from training.data.synthetic.tex_basis import analysed


def test_codes_of_people_are_of_unit_deviation_and_give_their_faces_back():
    rng = np.random.default_rng(0)
    mask = np.zeros((SIZE, SIZE, 1), bool)
    mask[8:-8, 12:-12] = True
    pale, lips, mole = rng.normal(0, 0.1, (3, SIZE, SIZE, 3)) * [[[[1.0]]], [[[0.5]]], [[[0.3]]]]
    pale, lips = pale + pale[:, ::-1], lips + lips[:, ::-1]  # alike on both sides; the mole is on one
    people = 0.5 + np.tensordot(rng.normal(size=(120, 3)), np.stack([pale, lips, mole]), 1)
    space, explained = analysed(people.astype(np.float32), mask)
    assert explained == pytest.approx(1, abs=1e-4)
    assert not space.basis[:, ~mask[..., 0]].any()
    used = (space.basis**2).sum((1, 2, 3)) > 1e-4
    assert 3 <= used.sum() <= 4  # the mole needs one for what is alike in it and one for what is not
    assert (space.mirror_signs()[used] == -1).sum() == 1
    codes = np.stack([space.code_of(face) for face in people])[:, used]
    assert (codes**2).mean(0) == pytest.approx(1, abs=0.05)
    off = np.stack([space.face(space.code_of(face)) for face in people]) - people
    assert np.abs(off * mask).max() < 0.05
