"""The paper's losses vanish for codes that drew the photos, and pull only what they are to pull."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.data.faces import open_faces  # noqa: E402
from training.losses.detail_mrf import RandomFeatures  # noqa: E402
from training.losses.detail_prior import displacement_size_loss  # noqa: E402
from training.motion_objective import weighted  # noqa: E402
from training.paper.coarse_objective import COARSE, PRETRAIN, CoarseObjective, photos  # noqa: E402
from training.paper.codes import Codes  # noqa: E402
from training.paper.detail_objective import DETAIL, DetailObjective  # noqa: E402
from training.paper.identity import IdentityNetwork  # noqa: E402
from training.paper.loader import FaceBatch  # noqa: E402
from training.paper.networks import DetailOutput  # noqa: E402
from training.paper.preset import PRESETS, Draw  # noqa: E402
from training.paper.task import new_network  # noqa: E402
from training.render.camera import ndc_from_pixels  # noqa: E402

SIZE = 80
ROWS = [0, 1, 3, 4]
"""Two pictures of each of two people."""


@pytest.fixture(scope="module")
def batch(faces):
    """The stored squares themselves, a quarter of their side: for them the codes' cameras are true."""
    squares = [file[row] for file in open_faces([faces]) for row in range(len(file))]
    some = [squares[row] for row in ROWS]
    landmarks = torch.tensor(np.stack([s.landmarks for s in some]))
    picture = torch.tensor(np.stack([s.picture for s in some])).float().permute(0, 3, 1, 2)
    mask = torch.tensor(np.stack([s.mask for s in some])).float()[:, None]
    picture, mask = (torch.nn.functional.avg_pool2d(values, 4) for values in (picture, mask))
    aligned = torch.tensor([[100.0, 0, 56], [0, 100, 60], [0, 0, 1]]).expand(len(some), 3, 3)
    return FaceBatch(
        (picture + 0.5).byte().permute(0, 2, 3, 1), mask[:, 0].byte(), ndc_from_pixels(landmarks, 320, 320),
        torch.tensor([s.person for s in some]), aligned,
    )  # fmt: skip


@pytest.fixture(scope="module")
def codes(truth):
    return Codes(*(value[ROWS] for value in truth))


@pytest.fixture(scope="module")
def coarse(open_head):
    return CoarseObjective(open_head, SIZE, IdentityNetwork())


def test_codes_that_drew_the_photo_cost_next_to_nothing(coarse, batch, codes):
    terms = coarse(codes, batch)
    for name in ("landmarks", "eye", "lip", "limits"):
        assert getattr(terms, name).item() == pytest.approx(0, abs=1e-5), name
    assert terms.photometric.item() < 4e-3  # another resolution, JPEG and rounding
    assert terms.identity.item() < 0.05
    half_the_sum = (codes.shape**2).sum() / 2 * 2  # of the batch twice
    assert terms.shape.item() == pytest.approx(half_the_sum.item(), rel=1e-5)


def test_another_skin_light_or_person_is_seen(coarse, batch, codes):
    right = coarse(codes, batch)
    assert coarse(codes._replace(tex=-codes.tex), batch).photometric > 3 * right.photometric
    assert coarse(codes._replace(light=1.3 * codes.light), batch).photometric > 3 * right.photometric
    swapped = codes._replace(shape=codes.shape[[2, 3, 0, 1]], tex=codes.tex[[2, 3, 0, 1]])
    assert coarse(swapped, batch).identity > 0.1 + right.identity


def test_a_shape_must_explain_its_persons_other_pictures(coarse, batch, codes):
    """Exchanged between people, true shapes fail; within them, they do not."""
    strangers = batch._replace(person=torch.tensor([0, 1, 0, 1]))
    assert coarse(codes, strangers).landmarks > 0.003 > 30 * coarse(codes, batch).landmarks


def test_identity_pulls_the_geometry_alone(coarse, batch, codes):
    given = Codes(*(value.clone().requires_grad_() for value in codes))
    coarse(given._replace(tex=given.tex + 0.3), batch).identity.backward()
    assert given.shape.grad.abs().sum() > 0
    for name in ("tex", "light"):
        grad = getattr(given, name).grad
        assert grad is None or not grad.any(), name


def test_pre_training_asks_for_landmarks_and_draws_nothing(open_head, batch, codes):
    objective = CoarseObjective(open_head, SIZE)
    terms = objective(codes, batch)
    assert objective.asked is PRETRAIN
    assert terms.photometric.item() == terms.identity.item() == 0
    assert terms.shape.item() == pytest.approx((codes.shape**2).sum().item() / 2)  # of the batch once


def test_the_weights_are_the_papers():
    assert COARSE._asdict() | {"limits": None} == {
        "landmarks": 1, "eye": 1, "lip": 0.5, "shape": 1e-4, "expression": 1e-4, "tex": 1e-4, "light": 1,
        "photometric": 2, "identity": 0.2, "limits": None,
    }  # fmt: skip
    assert DETAIL._asdict() == {"photometric": 2, "mrf": 5e-2, "symmetry": 5e-3, "size": 5e-3, "smooth": 5e-3}
    paper = PRESETS["paper"]
    assert (paper.pretrain, paper.coarse, paper.detail) == (Draw(64, 1), Draw(8, 4), Draw(6, 3))


def test_detail_is_found_where_the_photo_shows_it(open_head, batch, codes):
    """Smooth heads were drawn: no displacement explains them best, and gradients lead back there."""
    objective = DetailObjective(open_head, PRESETS["small"], RandomFeatures(channels=3))
    objective.renderer.size = SIZE
    codes, batch = Codes(*(value[:2] for value in codes)), FaceBatch(*(value[:2] for value in batch))
    flat = torch.zeros(4, 256, 256)
    rows = torch.arange(256.0)[:, None].expand(256, 256)
    folds = (3e-4 * torch.sin(rows / 3)).expand_as(flat).clone().requires_grad_()
    right, wrong = (objective(DetailOutput(codes, displacement), batch) for displacement in (flat, folds))
    assert (right.size.item(), right.symmetry.item(), right.smooth.item()) == pytest.approx((0, 0, 0), abs=1e-6)
    assert displacement_size_loss(folds).item() == wrong.size.item() > 0.1
    assert right.photometric < 0.02
    assert wrong.photometric > 1.15 * right.photometric
    assert wrong.mrf > right.mrf
    assert objective.shaded(DetailOutput(codes, flat), batch).skin.mask[0, 0].gt(0.9).float().mean() > 0.15
    loss = weighted(wrong, DETAIL)
    loss.backward()
    nearer = folds.detach() - 2e-5 * folds.grad / folds.grad.abs().max()
    assert weighted(objective(DetailOutput(codes, nearer), batch), DETAIL) < loss


def test_a_head_with_other_vertices_is_trained_alike(tiny_head, batch):
    network = new_network("coarse", PRESETS["small"], tiny_head)
    objective = CoarseObjective(tiny_head, 96, IdentityNetwork())
    small = batch._replace(
        picture=torch.randint(0, 255, (4, 96, 96, 3), dtype=torch.uint8),
        mask=torch.full((4, 96, 96), 255, dtype=torch.uint8),
    )
    loss = weighted(objective(network(photos(small)), small), COARSE)
    loss.backward()
    assert torch.isfinite(loss)
    assert all(torch.isfinite(parameter.grad).all() for parameter in network.parameters())
