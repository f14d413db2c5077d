"""Validation's figures on answers whose quality is known, and the average of weights that they judge."""

from dataclasses import asdict

import numpy as np
import pytest
from training_samples import samples

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.data.batch import whole_batch  # noqa: E402
from training.ema import Average  # noqa: E402
from training.models.encoder import landmark_subset  # noqa: E402
from training.validation import figures, picture_grid  # noqa: E402


@pytest.fixture
def batch():
    return whole_batch(samples(30, nobody=5), True, landmark_subset(), 112, np.ones(100, np.float32))


def answer(batch, **changes):
    right = {
        "landmarks": batch.landmarks, "expression": batch.controls, "orient": batch.orient,
        "confidence": batch.confidence,
    }  # fmt: skip
    return list({**right, **changes}.values())


def test_right_answers_have_no_error(batch):
    found = figures(answer(batch), batch)
    assert found.faces == 30
    assert (found.landmarks, found.lids, found.lips, found.controls_rms) == (0, 0, 0, 0)
    assert found.orient_deg < 0.1
    assert found.correlation == found.yaw_correlation == 1
    assert all(unit == [1, 1] for unit in found.units.values())
    assert (found.confidence, found.confidence_none) == (1, 0)


def test_wrong_answers_are_measured(batch):
    irises = np.searchsorted(landmark_subset(), [473, 468])
    eyes = np.linalg.norm(batch.landmarks[:, irises[0]] - batch.landmarks[:, irises[1]], axis=1)
    moved = batch.landmarks + 0.03 * eyes[:, None, None] * [0.6, 0.8]
    found = figures(answer(batch, landmarks=moved, expression=0.5 * batch.controls + 0.1), batch)
    assert found.landmarks == pytest.approx(3, abs=0.01)  # % of the distance between the irises
    assert found.lids == pytest.approx(0, abs=0.01)  # the gaps moved along
    assert found.units["jawOpen"] == pytest.approx([1, 0.5], abs=1e-3)
    turned = figures(answer(batch, orient=np.add(batch.orient, [0, 0.1, 0])), batch)
    assert turned.orient_deg == pytest.approx(np.degrees(0.1), rel=0.05)


def test_answers_about_nobody_count_for_confidence_only(batch):
    wild = batch.landmarks.copy()
    wild[30:] += 5
    confidence = np.full(35, 0.25, np.float32)
    found = asdict(figures(answer(batch, landmarks=wild, confidence=confidence), batch))
    assert (found["landmarks"], found["confidence"], found["confidence_none"]) == (0, 0.25, 0.25)


def test_the_grid_shows_every_picture(batch):
    grid = picture_grid(batch.picture[:5], [value[:5] for value in answer(batch)], columns=3, zoom=2)
    assert grid.shape == (2 * 224, 3 * 224, 3)
    assert (grid[224:, 448:] == 0).all()  # only the sixth place is empty


def test_the_average_follows_the_weights():
    trained = torch.nn.Linear(1, 1, bias=False)
    trained.weight.data.fill_(0.0)
    average = Average(trained, decay=0.9)
    trained.weight.data.fill_(1.0)
    average.update(trained, 0)
    assert average.network.weight.item() == pytest.approx(0.9)  # a young average forgets its start: 1 / 10 is kept
    for step in range(1000, 1010):
        before = average.network.weight.item()
        trained.weight.data.fill_(2.0)
        average.update(trained, step)
        assert average.network.weight.item() == pytest.approx(0.9 * before + 0.2)
    assert not average.network.weight.requires_grad
