"""Shapes change places between pictures of one person, and only there."""

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.losses.consistency import exchange_partners, with_exchanged_shapes  # noqa: E402
from training.losses.prior import code_loss  # noqa: E402

PERSON = torch.tensor([4, 1, 4, 9, 1, 4, 4, 1])


@pytest.mark.parametrize("seed", range(20))
def test_partners_are_other_pictures_of_the_same_person(seed):
    partner = exchange_partners(PERSON, torch.Generator().manual_seed(seed))
    own = torch.arange(len(PERSON))
    assert torch.equal(PERSON[partner], PERSON)
    assert torch.equal(partner.sort().values, own)
    assert torch.equal(partner == own, PERSON == 9)  # only who is alone keeps the own shape


def test_partners_change_from_batch_to_batch_and_repeat_with_the_seed():
    found = {tuple(exchange_partners(PERSON, torch.Generator().manual_seed(seed)).tolist()) for seed in range(20)}
    assert len(found) > 5
    again = [exchange_partners(PERSON, torch.Generator().manual_seed(3)) for _ in range(2)]
    assert torch.equal(*again)


def test_the_batch_is_doubled_and_only_shapes_move():
    shape, photo = torch.arange(8.0)[:, None], torch.randn(8, 3, 2, 2)
    shapes, photos, people = with_exchanged_shapes(
        shape, PERSON, photo, PERSON, generator=torch.Generator().manual_seed(0)
    )
    assert torch.equal(shapes[:8], shape)
    assert torch.equal(photos, torch.cat([photo, photo]))
    assert torch.equal(people, torch.cat([PERSON, PERSON]))
    assert sorted(shapes[8:].flatten().tolist()) == list(range(8))
    assert torch.equal(PERSON[shapes[8:, 0].long()], PERSON)
    assert not torch.equal(shapes[8:], shape)


def test_a_loss_on_the_second_half_reaches_the_shape_it_came_from():
    """By hand: of the pictures a, b of one person, b's half explained with a's shape pulls at a."""
    shape = torch.tensor([[1.0], [5.0]], requires_grad=True)
    shapes, *_ = with_exchanged_shapes(shape, torch.tensor([0, 0]))
    assert shapes.flatten().tolist() == [1, 5, 5, 1]
    wrong = shapes[2] - 1.0  # picture a asks for shape 1 and is given b's 5
    code_loss(wrong[None]).backward()
    assert shape.grad.flatten().tolist() == [0, 8]
