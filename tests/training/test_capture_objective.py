"""The capture encoder's losses vanish where its code draws the picture, and see a wrong shape through exchange."""

import pytest

from engine.tracking.measure import Measure

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.capture_objective import CaptureObjective  # noqa: E402
from training.data.batch import Batch  # noqa: E402
from training.models.capture import CaptureOutput  # noqa: E402
from training.models.head import project  # noqa: E402
from training.models.rig import TorchRig  # noqa: E402
from training.render.camera import pixels_from_ndc  # noqa: E402


@pytest.fixture(scope="module")
def objective(open_head):
    return CaptureObjective(open_head)


@pytest.fixture(scope="module")
def example(open_head):
    """Two people, two pictures each, and an output that knows them perfectly."""
    torch.manual_seed(0)
    shape = torch.randn(2, 100).repeat_interleave(2, 0)
    controls, orient = torch.rand(4, 52) * 0.4, torch.randn(4, 3) * 0.2
    cam = torch.tensor([7.5, 0.01, -0.02]).repeat(4, 1)
    points = TorchRig(open_head, Measure.of().points)(shape, controls, orient)
    landmarks = pixels_from_ndc(project(points, cam), 1, 1)
    batch = Batch(
        picture=torch.zeros(4), landmarks=landmarks, controls=controls, orient=orient, shape=shape,
        light=torch.zeros(4, 9, 3), person=torch.tensor([0, 0, 1, 1]), confidence=torch.ones(4),
        trust=torch.ones(4, 4), real=torch.zeros(4, dtype=torch.bool), tex=torch.randn(2, 50).repeat_interleave(2, 0),
        trust_tex=torch.ones(4),
    )  # fmt: skip
    sure = torch.full((4,), 20.0)
    return batch, CaptureOutput(landmarks, controls, orient, sure, shape, batch.tex, batch.light, cam)


def test_a_perfect_code_costs_nothing(objective, example):
    batch, output = example
    terms = objective(output, batch)._asdict()
    assert terms.pop("small").item() > 1  # the prior has its own opinion
    for name, value in terms.items():
        assert value.item() == pytest.approx(0, abs=1e-4), name


def test_a_shape_that_explains_only_its_own_picture_is_seen(objective, example):
    """Each shape draws its own picture; once exchanged between what are said to be photos of one person, it fails."""
    batch, output = example
    other_people = batch._replace(person=torch.tensor([0, 1, 0, 1]))
    assert objective(output, other_people).drawn.item() > 100 * objective(output, batch).drawn.item() + 0.01
