"""The cycle asks the encoder for the expression that was drawn, and of the encoder alone."""

from dataclasses import fields
from typing import NamedTuple

import numpy as np
import pytest

from engine.light import constant_light
from engine.tracking.align import LIVE_SIZE

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")
pytest.importorskip("numba", reason="numba is not installed (extra: train)")

from torch import nn  # noqa: E402

from training.data.expressions import sample_expressions  # noqa: E402
from training.losses.cycle import code_difference, cycle_loss  # noqa: E402
from training.losses.perturb import perturbed  # noqa: E402
from training.losses.repaint import Repaint, Repainted, Sitters  # noqa: E402

BATCH = 6
POINTS = np.arange(0, 478, 7)


class Answer(NamedTuple):
    landmarks: torch.Tensor
    expression: torch.Tensor
    global_orient: torch.Tensor
    confidence: torch.Tensor


class TinyEncoder(nn.Module):
    """Reads the picture's mean colours in an 8 x 8 grid."""

    def __init__(self):
        super().__init__()
        num_points = len(POINTS)
        self.read = nn.Sequential(nn.AdaptiveAvgPool2d(8), nn.Flatten(), nn.Linear(192, 2 * num_points + 52 + 4))
        nn.init.zeros_(self.read[2].weight)
        nn.init.constant_(self.read[2].bias, 0.1)
        self.seen = []

    def forward(self, picture):
        self.seen.append(picture)
        landmarks, expression, orient, confidence = self.read(2 * picture - 1).split([2 * len(POINTS), 52, 3, 1], 1)
        return Answer(landmarks.unflatten(1, (-1, 2)), expression, orient, confidence[:, 0])


@pytest.fixture(scope="module")
def repaint(tiny_head):
    return Repaint(tiny_head, POINTS, finer=1)


@pytest.fixture
def who(tiny_head):
    random = torch.Generator().manual_seed(2)
    return Sitters(
        shape=0.3 * torch.randn(BATCH, tiny_head.num_shape, generator=random),
        global_orient=0.2 * torch.randn(BATCH, 3, generator=random),
        albedo=torch.rand(1, 3, 16, 16, generator=random),
        iris=torch.full((1, 3), 0.05),
        light=torch.from_numpy(constant_light()).repeat(BATCH, 1, 1),
        background=torch.rand(BATCH, 3, LIVE_SIZE, LIVE_SIZE, generator=random),
    )


def expressions(seed):
    return torch.from_numpy(sample_expressions(BATCH, np.random.default_rng(seed)))


def seeded():
    return torch.Generator().manual_seed(5)


def test_who_reads_what_was_drawn_pays_nothing_and_who_repeats_the_first_reading_pays(repaint, who):
    """The truth by hand: the same draws, perturbed and repainted beforehand."""
    random = seeded()
    own = expressions(0)
    asked = perturbed(own, expressions(1), random)
    drawn = repaint(who, asked, random)

    def loss(expression):
        def encoder(picture):
            assert torch.equal(picture, drawn.picture)
            return Answer(drawn.landmarks, expression, drawn.global_orient, torch.zeros(BATCH))

        return cycle_loss(encoder, repaint, who, own, expressions(1), generator=seeded()).item()

    assert loss(drawn.expression) == 0
    assert loss(own) > 0.02


def test_the_gradient_reaches_the_encoder_and_nothing_else(repaint, who):
    encoder, own = TinyEncoder(), expressions(0).requires_grad_()
    for field in fields(who):
        getattr(who, field.name).requires_grad_()
    cycle_loss(encoder, repaint, who, own, expressions(1), generator=seeded()).backward()
    assert all(parameter.grad.abs().max() > 0 for parameter in encoder.parameters())
    assert own.grad is None
    assert all(getattr(who, field.name).grad is None for field in fields(who))
    (picture,) = encoder.seen  # one pass: the first one is the caller's
    assert picture.shape == (BATCH, 3, LIVE_SIZE, LIVE_SIZE)
    assert not picture.requires_grad


def test_codes_of_a_first_pass_are_not_pulled_through_it(repaint, who):
    """The first reading depends on the same parameters; their gradient is that of the second alone."""
    encoder = TinyEncoder()
    first = encoder(torch.rand(BATCH, 3, LIVE_SIZE, LIVE_SIZE)).expression
    gradients = []
    for own in (first, first.detach()):
        loss = cycle_loss(encoder, repaint, who, own, expressions(1), generator=seeded())
        gradients.append(torch.autograd.grad(loss, encoder.read[2].weight)[0])
    assert torch.equal(*gradients)


def test_a_few_steps_teach_the_drawn_batch(repaint, who):
    encoder = TinyEncoder()
    optimiser = torch.optim.Adam(encoder.parameters(), lr=0.003)
    losses = []
    for _ in range(25):
        loss = cycle_loss(encoder, repaint, who, expressions(0), expressions(1), generator=seeded())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]


def test_the_comparison_by_hand():
    """One of 52 units is off by .2, one of three angles by .1: .04 / 52 + 10 * .01 / 3. Landmarks are not asked for."""
    drawn = Repainted(torch.zeros(1), torch.zeros(1, 1, 2), torch.full((1, 52), 0.5), torch.zeros(1, 3))
    expression = drawn.expression.clone()
    expression[0, 7] = 0.3
    said = Answer(torch.ones(1, 1, 2), expression, torch.tensor([[0.0, 0.1, 0.0]]), torch.zeros(1))
    assert code_difference(said, drawn).item() == pytest.approx(0.04 / 52 + 0.1 / 3)


def test_another_comparison_gets_the_reading_and_every_label(repaint, who):
    def by_landmarks(reading, repainted):
        assert isinstance(reading, Answer)
        assert repainted.landmarks.shape == reading.landmarks.shape
        return ((reading.landmarks - repainted.landmarks) ** 2).mean()

    encoder = TinyEncoder()
    cycle_loss(
        encoder, repaint, who, expressions(0), expressions(1), compare=by_landmarks, generator=seeded()
    ).backward()
    told = encoder.read[2].bias.grad != 0
    assert told[: 2 * len(POINTS)].all()
    assert not told[2 * len(POINTS) :].any()


def test_the_live_encoder_fits(tiny_head, who):
    from training.models.encoder import LiveEncoder, landmark_subset

    encoder = LiveEncoder(widths=(8, 8, 8, 8), blocks=(1, 1, 1, 1), num_features=16)
    repaint = Repaint(tiny_head, landmark_subset(), finer=1)
    with torch.autocast("cpu", torch.bfloat16):
        loss = cycle_loss(encoder, repaint, who, expressions(0), expressions(1), generator=seeded())
    loss.backward()
    assert torch.isfinite(loss)
    assert encoder.expression.linear.weight.grad.abs().max() > 0
    assert encoder.global_orient.linear.weight.grad.abs().max() > 0
