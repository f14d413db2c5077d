"""Photometric and identity loss: values by hand, and gradients that make the picture more like the photo."""

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.losses.picture import identity_loss, photometric_loss  # noqa: E402


def test_photometric_by_hand():
    """One of four pixels is seen, off by .3, .1 and 0: .4 / 12. The others may differ as they like."""
    photo = torch.zeros(1, 3, 2, 2)
    picture = torch.full((1, 3, 2, 2), 9.0)
    picture[0, :, 1, 0] = torch.tensor([0.3, -0.1, 0.0])
    mask = torch.zeros(1, 1, 2, 2)
    mask[0, 0, 1, 0] = 1
    assert photometric_loss(picture, photo, mask).item() == pytest.approx(0.4 / 12)


def test_a_picture_that_is_too_bright_is_darkened_where_it_is_seen():
    picture = torch.full((1, 3, 2, 2), 0.8, requires_grad=True)
    mask = torch.tensor([[[[1.0, 0.0], [0.0, 1.0]]]], requires_grad=True)
    photometric_loss(picture, torch.full((1, 3, 2, 2), 0.5), mask).backward()
    assert ((picture.grad > 0) == (mask > 0)).all()
    assert mask.grad is None  # or shrinking the mask would pay


def mean_colour(picture):
    return picture.mean((2, 3))


def test_identity_by_hand():
    """Features (1, 0, 0) and (3, 4, 0) meet at the cosine .6, whatever their lengths."""
    photo = torch.tensor([1.0, 0, 0]).view(1, 3, 1, 1).expand(1, 3, 4, 4)
    picture = torch.tensor([3.0, 4, 0]).view(1, 3, 1, 1).expand(1, 3, 4, 4)
    assert identity_loss(picture, photo, mean_colour).item() == pytest.approx(0.4)
    assert identity_loss(7 * picture, picture, mean_colour).item() == pytest.approx(0, abs=1e-6)


def test_identity_pulls_the_picture_to_the_photo_and_leaves_the_photo():
    photo = torch.tensor([1.0, 0, 0]).view(1, 3, 1, 1).repeat(2, 1, 2, 2).requires_grad_()
    picture = torch.tensor([0.5, 0.5, 0]).view(1, 3, 1, 1).repeat(2, 1, 2, 2).requires_grad_()
    identity_loss(picture, photo, mean_colour).backward()
    assert photo.grad is None
    assert (picture.grad[:, 0] < 0).all()
    assert (picture.grad[:, 1] > 0).all()


def test_any_network_plugs_in_and_stays_as_it_is():
    torch.manual_seed(0)
    network = torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 3, stride=2), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(2), torch.nn.Flatten(),
    ).eval().requires_grad_(requires_grad=False)  # fmt: skip
    photo, picture = torch.rand(2, 3, 16, 16), torch.rand(2, 3, 16, 16, requires_grad=True)
    before = identity_loss(picture, photo, network)
    before.backward()
    assert 0 < before.item() < 2
    assert all(parameter.grad is None for parameter in network.parameters())
    nearer = (picture - 0.5 * picture.grad / picture.grad.norm()).detach()
    assert identity_loss(nearer, photo, network) < before
