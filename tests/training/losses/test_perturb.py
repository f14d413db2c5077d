"""Perturbed expressions differ from the face's own and are ones that a face can make."""

import numpy as np
import pytest

from engine.head.arkit import ARKIT52, INDEX

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.data.expressions import sample_expressions  # noqa: E402
from training.losses.perturb import perturbed, possible  # noqa: E402

OPPOSITES = [
    ("jawLeft", "jawRight"),
    ("mouthLeft", "mouthRight"),
    ("eyeWideLeft", "eyeBlinkLeft"),
    ("eyeLookInRight", "eyeLookOutRight"),
    ("eyeLookUpLeft", "eyeLookDownLeft"),
]


def faces(num, seed=0):
    return torch.from_numpy(sample_expressions(num, np.random.default_rng(seed)))


def changed(seed=0, num=400):
    return perturbed(faces(num), faces(50, 1), torch.Generator().manual_seed(seed))


def one(**units):
    expression = torch.zeros(1, len(ARKIT52))
    for name, weight in units.items():
        expression[0, INDEX[name]] = weight
    return expression


def test_impossible_expressions_become_possible_by_hand():
    asked = one(jawLeft=0.7, jawRight=0.2, mouthClose=0.9, jawOpen=0.3, mouthSmileLeft=1.4, cheekPuff=-0.2)
    got = possible(asked)
    torch.testing.assert_close(got, one(jawLeft=0.5, mouthClose=0.3, jawOpen=0.3, mouthSmileLeft=1.0))
    assert asked[0, INDEX["jawLeft"]] == 0.7  # a new tensor
    torch.testing.assert_close(possible(got), got)


def test_all_are_possible():
    got = changed()
    assert got.min() >= 0
    assert got.max() <= 1
    for a, b in OPPOSITES:
        assert torch.minimum(got[:, INDEX[a]], got[:, INDEX[b]]).max() <= 1e-6
    assert (got[:, INDEX["mouthClose"]] <= got[:, INDEX["jawOpen"]]).all()
    assert (got[:, INDEX["tongueOut"]] == 0).all()


def test_every_face_does_something_else_and_the_seed_says_what():
    own = faces(400)
    assert ((changed() - own).abs().amax(1) > 0.02).float().mean() > 0.98
    assert torch.equal(changed(3), changed(3))
    assert not torch.equal(changed(3), changed(4))


def test_faces_at_rest_blink_yawn_and_do_as_others_do():
    """From a batch at rest: a quarter stays so but for the lids, a quarter is taken from the stock."""
    got = perturbed(torch.zeros(800, len(ARKIT52)), one(mouthPucker=0.6), torch.Generator().manual_seed(1))
    lids = [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]
    others = [i for i in range(len(ARKIT52)) if i not in lids]
    resting = (got[:, others] == 0).all(1) & (got[:, lids[0]] == got[:, lids[1]])
    assert 0.2 < resting.float().mean() < 0.45  # another's is at rest here, too
    assert got[resting][:, lids[0]].max() > 0.9
    rest_of_them = [i for i in others if i not in (INDEX["mouthPucker"], INDEX["jawOpen"])]
    stocked = (got[:, INDEX["mouthPucker"]] > 0.1) & (got[:, rest_of_them] == 0).all(1)
    assert 0.18 < stocked.float().mean() < 0.32
    assert got[stocked][:, INDEX["mouthPucker"]].max() > 0.8  # 1.5 x .6
    assert (got[:, INDEX["jawOpen"]] > 0.3).any()


def test_some_do_as_another_of_the_batch_does():
    """Each face has a unit of its own; a stock at rest brings none."""
    mine = [i for i, name in enumerate(ARKIT52) if name.startswith(("brow", "cheek", "nose"))]
    own = torch.zeros(len(mine), len(ARKIT52))
    own[range(len(mine)), mine] = 0.6
    borrowed = 0
    for seed in range(20):
        got = perturbed(own, one(), torch.Generator().manual_seed(seed))[:, mine]
        alone = (got > 0).sum(1) == 1
        borrowed += (alone & (got.argmax(1) != torch.arange(len(mine)))).sum().item()
    assert 0.15 < borrowed / (20 * len(mine)) < 0.35


def test_no_gradient_comes_back():
    own = faces(4).requires_grad_()
    assert not perturbed(own, faces(4), torch.Generator().manual_seed(0)).requires_grad
