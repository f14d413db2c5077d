"""F_d learns wrinkles within a few steps: they are tenths of a millimetre, and what it may draw is three."""

import numpy as np
import pytest
from detail_pictures import pictures

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.data.detail.loader import whole_batch  # noqa: E402
from training.losses.detail_supervised import displacement_loss  # noqa: E402
from training.models.detail import NUM_LOOKS, TRAIT_UM, DetailDecoder  # noqa: E402


@pytest.mark.parametrize("gated", [True, False])
def test_a_new_decoder_draws_next_to_nothing(gated):
    torch.manual_seed(0)
    with torch.no_grad():
        drawn = DetailDecoder(gated=gated)(torch.randn(2, 128), torch.rand(2, 52), torch.zeros(2, 3))
    assert drawn.abs().max() < 3e-5


def test_grooves_that_follow_the_brow_are_learned_in_40_steps():
    made = pictures(2, 4)
    batch = whole_batch(made, np.zeros(len(made), bool))
    code, expression, jaw, truth = (
        torch.from_numpy(values)
        for values in (batch.traits / TRAIT_UM, batch.expression, batch.jaw_pose, batch.displacement)
    )
    torch.manual_seed(0)
    decoder = DetailDecoder()
    optimiser = torch.optim.AdamW(decoder.parameters(), 3e-3)
    for _ in range(40):
        drawn = decoder(code, expression, jaw)
        optimiser.zero_grad()
        displacement_loss(drawn, truth, torch.ones(len(truth))).backward()
        optimiser.step()
    assert (drawn.detach() - truth).square().sum() < 0.5 * truth.square().sum()


def test_what_looks_make_is_slight_stays_on_bare_skin_and_no_expression_moves_it():
    torch.manual_seed(0)
    decoder = DetailDecoder().eval()
    decoder.bare[:, 128:] = 0
    looks = torch.cat([torch.zeros(6, 128 - NUM_LOOKS), 4 * torch.randn(1, NUM_LOOKS).repeat(6, 1)], 1)
    motion = torch.rand(6, 52), 0.1 * torch.rand(6, 3)
    with torch.no_grad():
        decoder.still.normal_()
        relief = decoder(looks, *motion) - decoder(torch.zeros(6, 128), *motion)
    assert relief.std() > 5e-5
    assert relief.abs().max() < 3.1e-4
    assert (relief - relief[:1]).abs().max() < 1e-9
    assert relief[:, :, 128:].abs().max() < 1e-9
