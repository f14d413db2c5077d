"""The torch landmarks are the tracker's landmarks."""

import numpy as np
import pytest

from engine.head.head_model import rotations
from engine.tracking.measure import Measure
from engine.tracking.rig import Person, Rig, posed

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.models.rig import TorchRig  # noqa: E402

CHOSEN = Measure.of().points


def codes(num=3):
    rng = np.random.default_rng(0)
    return rng.normal(0, 1, (num, 100)), rng.random((num, 52)), rng.normal(0, 0.4, (num, 3))


def test_torch_and_numpy_agree(open_head):
    shape, controls, orient = codes()
    twin = TorchRig(open_head, CHOSEN, torch.float64)
    found = twin(*(torch.from_numpy(code) for code in (shape, controls, orient))).numpy()
    rig = Rig.of(open_head, CHOSEN)
    for i in range(len(shape)):
        points = posed(Person.of(rig, shape[i]), controls[i]).points
        np.testing.assert_allclose(found[i], (rotations(orient[i]) @ points).T, atol=1e-9)


def test_gradients_reach_every_code(open_head):
    given = [torch.from_numpy(code[:1]).requires_grad_() for code in codes()]
    twin = TorchRig(open_head, CHOSEN[:6], torch.float64)
    assert torch.autograd.gradcheck(twin, given, atol=1e-7, fast_mode=True)
