"""The live encoder's task: what the labels of real people tell badly is not asked for."""

import pytest

from engine.head.arkit import ARKIT52, INDEX

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.data.batch import Batch  # noqa: E402
from training.live_task import unasked_aside  # noqa: E402
from training.models.encoder import LiveOutput  # noqa: E402

ASIDE = ("jawLeft", "jawRight", "mouthLeft", "mouthRight")


def told(controls, real):
    """The batch of labels `controls` that the network is held to, and what it said of it."""
    said = torch.full_like(controls, 0.6).requires_grad_()
    output = LiveOutput(*(said if name == "expression" else torch.zeros(len(controls)) for name in LiveOutput._fields))
    nothing = torch.zeros(len(controls))
    values = {name: nothing for name in Batch._fields} | {"controls": controls, "real": torch.tensor(real)}
    return unasked_aside(output, Batch(**values)).controls


def test_a_real_jaw_that_goes_sideways_is_left_to_the_network_and_a_rendered_one_is_not():
    controls = torch.full((5, len(ARKIT52)), 0.3)
    controls[:, [INDEX[name] for name in ASIDE]] = 0.05
    controls[:2, INDEX["jawLeft"]] = 0.4
    controls[2, INDEX["mouthRight"]] = 0.5
    before = controls.clone()
    held_to = told(controls, [True, False, True, True, False])
    aside = [INDEX[name] for name in ASIDE]
    rest = [i for i in range(len(ARKIT52)) if i not in aside]
    assert (held_to[0, aside] == 0.6).all()  # what it said itself: no error
    assert (held_to[2, aside] == 0.6).all()
    assert torch.equal(held_to[[1, 3, 4]], before[[1, 3, 4]])  # rendered, or in the middle
    assert torch.equal(held_to[:, rest], before[:, rest])
    assert torch.equal(controls, before)
    assert not held_to.requires_grad
