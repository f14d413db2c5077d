"""Detail losses: what each rewards, and what it leaves alone."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402

from training.losses.detail_consistency import code_givers  # noqa: E402
from training.losses.detail_mrf import RandomFeatures, mrf_loss  # noqa: E402
from training.losses.detail_picture import detail_photometric_loss, flattened  # noqa: E402
from training.losses.detail_prior import (  # noqa: E402
    displacement_size_loss,
    shading_smoothness_loss,
    symmetry_loss,
)
from training.losses.detail_supervised import code_loss, displacement_loss  # noqa: E402

BARE = torch.zeros(64, 64)
BARE = torch.zeros(64, 64)
ONE = torch.ones(1)


def waves(texels: float, size: int = 64, phase: float = 0.0) -> torch.Tensor:
    """[1, size, size] of rows that rise and fall, unit amplitude."""
    rows = torch.sin(2 * np.pi * (torch.arange(size) / texels + phase))
    return rows[None, :, None].expand(1, size, size).contiguous()


def test_displacement_is_told_in_mm_and_narrow_errors_count_more_than_wide_ones():
    zero = torch.zeros(1, 64, 64)
    assert displacement_loss(zero + 1e-4, zero, ONE).item() == pytest.approx(0.1, rel=0.02)
    wide, narrow = (displacement_loss(1e-4 * waves(texels), zero, ONE) for texels in (64, 6))
    assert narrow > 2 * wide


def test_the_best_guess_at_a_wrinkle_of_uncertain_place_is_not_none():
    here, there = 2e-4 * waves(32), 2e-4 * waves(32, phase=0.2)
    guesses = {"none": torch.zeros(1, 64, 64), "between": (here + there) / 2}
    cost = {name: displacement_loss(g, here, ONE) + displacement_loss(g, there, ONE) for name, g in guesses.items()}
    assert cost["between"] < 0.8 * cost["none"]


def test_what_is_not_trusted_says_nothing_about_displacement():
    target, guess = torch.zeros(2, 8, 8), torch.zeros(2, 8, 8)
    guess[1] = 1e-3
    assert displacement_loss(guess, target, torch.tensor([1.0, 0.0])).item() == 0
    assert displacement_loss(guess, target, torch.zeros(2)).item() == 0


def test_the_photometric_loss_finds_the_wrinkle_that_made_the_photo_whatever_the_complexion():
    mask = torch.ones(1, 1, 64, 64)
    relief = torch.exp(0.2 * waves(8))[:, None].expand(1, 3, 64, 64)
    light = torch.linspace(0.2, 0.5, 64)[None, None, None]
    photo = torch.tensor([0.8, 0.4, 0.3])[None, :, None, None] * light * relief
    right, none, shifted = (
        detail_photometric_loss(shaded, photo, BARE, mask, ONE).item()
        for shaded in (
            relief,
            torch.ones_like(relief),
            torch.exp(0.2 * waves(8, phase=0.5))[:, None].repeat(1, 3, 1, 1),
        )
    )
    assert right < 0.25 * none < none < 0.7 * shifted


def test_what_everybodys_skin_looks_like_asks_for_no_relief():
    mask = torch.ones(1, 1, 64, 64)
    dark = 0.2 * waves(8)[0]  # as nostrils and brows are, in everybody
    photo = 0.5 * torch.exp(dark)[None, None].expand(1, 3, 64, 64)
    smooth = torch.full((1, 3, 64, 64), 0.5)
    albedo = flattened(photo, mask).mean(1)[0]
    assert detail_photometric_loss(smooth, photo, albedo, mask, ONE).item() < 0.005
    assert detail_photometric_loss(photo, photo, albedo, mask, ONE).item() > 0.05


def test_the_photometric_loss_ignores_what_is_masked_and_pulls_the_detail_alone():
    mask = torch.ones(1, 1, 64, 64)
    mask[..., 40:] = 0
    shaded = torch.full((1, 3, 64, 64), 0.5, requires_grad=True)
    photo = (0.5 * torch.exp(0.2 * waves(8))[:, None].repeat(1, 3, 1, 1)).requires_grad_()
    spoiled = photo.detach().clone()
    spoiled[..., 40:] = 7.0
    loss = detail_photometric_loss(shaded, photo, BARE, mask, ONE)
    assert detail_photometric_loss(shaded, spoiled, BARE, mask, ONE).item() == pytest.approx(loss.item())
    loss.backward()
    assert photo.grad is None
    assert shaded.grad[..., :40].abs().sum() > 0
    assert shaded.grad[..., 48:].abs().sum() == 0


def test_flattening_takes_off_what_is_wide_and_keeps_what_is_narrow():
    seen = torch.ones(1, 1, 64, 64)
    wide, narrow = (flattened(torch.exp(0.3 * waves(texels))[:, None], seen).std() for texels in (128, 6))
    assert wide < 0.25 * narrow


def test_mrf_prefers_the_same_texture_elsewhere_to_another_texture():
    noise = torch.randn(2, 1, 64, 64, generator=torch.Generator().manual_seed(0))
    streaks = functional.avg_pool2d(noise, (1, 9), 1, (0, 4))  # along the rows, each of its own
    wanted, features = streaks[:1], RandomFeatures()
    moved, across = wanted.roll((16, 8), (2, 3)), streaks[1:].transpose(2, 3).contiguous()
    same, elsewhere, other = (mrf_loss(found, wanted, features, ONE).item() for found in (wanted, moved, across))
    assert same < 0.1
    assert same < elsewhere < 0.8 * other


def test_mrf_takes_any_network_and_gives_the_photo_no_gradient():
    layers = nn.ModuleList([nn.Conv2d(1, 4, 3, 2), nn.Conv2d(1, 6, 5, 4)])
    found, wanted = (torch.rand(2, 1, 32, 32, requires_grad=True) for _ in range(2))
    loss = mrf_loss(found, wanted, lambda picture: [layer(picture) for layer in layers], torch.tensor([1.0, 0.0]))
    loss.backward()
    assert wanted.grad is None
    assert found.grad[0].abs().sum() > 0
    assert found.grad[1].abs().sum() == 0


def test_symmetry_fills_the_hidden_side_from_the_seen_one_and_leaves_scars_alone():
    displacement = torch.zeros(1, 8, 8)
    displacement[..., :3] = 1e-3
    displacement.requires_grad_()
    hidden = torch.zeros(1, 8, 8)
    assert symmetry_loss(displacement, hidden).item() == 0
    hidden[..., 4:] = 1
    symmetry_loss(displacement, hidden).backward()
    assert (displacement.grad[..., 5:] < 0).all()
    assert displacement.grad[..., :4].abs().sum() == 0


def test_small_smooth_detail_is_cheaper():
    mask = torch.ones(1, 1, 64, 64)
    assert displacement_size_loss(torch.full((1, 8, 8), -2e-3)).item() == pytest.approx(2.0)
    level = torch.ones(1, 3, 64, 64)
    rough, smooth = ((level + 0.1 * waves(texels)[:, None]) for texels in (4, 32))
    assert shading_smoothness_loss(rough, level, mask) > 3 * shading_smoothness_loss(smooth, level, mask)
    assert shading_smoothness_loss(rough, rough, mask).item() == 0


def test_codes_are_given_by_others_of_the_person_and_each_once():
    rng = np.random.default_rng(0)
    giver = code_givers(4, 1.0, rng)
    assert sorted(giver) == [0, 1, 2, 3]
    assert (giver != np.arange(4)).all()
    assert code_givers(1, 1.0, rng).tolist() == [0]
    assert code_givers(5, 0.0, rng).tolist() == [0, 1, 2, 3, 4]
    often = np.mean([(code_givers(2, 0.75, rng) != [0, 1]).mean() for _ in range(400)])
    assert often == pytest.approx(0.75, abs=0.05)


def test_traits_are_asked_of_the_made_up_alone_and_cost_what_they_move():
    right = torch.zeros(3, 128)
    wrong = right.clone()
    wrong[0, 5], wrong[1, 0] = 3.0, 4.0
    known = torch.tensor([1.0, 1.0, 0.0])
    assert code_loss(right, right, known).item() == 0
    assert code_loss(wrong, right, known).item() == pytest.approx(12.5)
    assert code_loss(wrong, right, 1 - known).item() == 0
