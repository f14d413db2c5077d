"""What is said of a repainted picture is true of it."""

import numpy as np
import pytest

from engine.head.arkit import ARKIT52, INDEX
from engine.head.head_model import rotations
from engine.head.landmarks import LEFT_IRIS
from engine.light import constant_light
from engine.tracking.align import LIVE_SIZE, crop_from_landmarks
from engine.tracking.rig import Person, Rig, posed

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")
pytest.importorskip("numba", reason="numba is not installed (extra: train)")

from training.losses.repaint import Repaint, Sitters, backdrop  # noqa: E402

ALL = np.arange(478)


def sitters(head, orient=((0.1, 0.3, 0.4),), shape=0.0):
    batch = len(orient)
    return Sitters(
        shape=torch.full((batch, head.num_shape), shape),
        global_orient=torch.tensor(orient),
        albedo=torch.full((1, 3, 8, 8), 0.5),
        iris=torch.tensor([[0.02, 0.05, 0.4]]),  # blue, as nothing else here
        light=torch.from_numpy(constant_light()).expand(batch, 9, 3),
        background=torch.zeros(batch, 3, 16, 16),
    )


def expressions(*units):
    expression = torch.zeros(len(units), len(ARKIT52))
    for row, names in enumerate(units):
        for name, weight in names.items():
            expression[row, INDEX[name]] = weight
    return expression


@pytest.fixture(scope="module")
def steady(open_head):
    """Without jitter, and as small as possible."""
    return Repaint(open_head, ALL, finer=1, jitter=0.0)


def test_the_head_is_where_the_live_crop_would_have_it(open_head, steady):
    """The engine, given the landmarks of the drawn picture, cuts out just that picture, whatever the face does."""
    got = steady(
        sitters(open_head, [(0.1, 0.3, 0.4), (-0.2, -0.5, -0.7), (0.0, 0.0, 0.0)], shape=0.5),
        expressions({"jawOpen": 1.0}, {"mouthSmileLeft": 1.0}, {}),
    )
    assert got.picture.shape == (3, 3, LIVE_SIZE, LIVE_SIZE)
    for landmarks in got.landmarks.double().numpy() * LIVE_SIZE:
        np.testing.assert_allclose(crop_from_landmarks(landmarks), np.eye(3), atol=2e-3)


def test_landmarks_are_where_the_tracker_has_them(open_head, steady):
    """The rig that the landmark tracker fits, MediaPipe's habits included, gives the same points."""
    orient, expression = (0.1, -0.3, 0.2), expressions({"jawOpen": 0.6, "eyeLookOutLeft": 0.7, "mouthSmileRight": 0.8})
    person = Person.of(Rig.of(open_head), np.full(open_head.num_shape, 0.4))
    points = rotations(np.array(orient)) @ posed(person, expression[0].double().numpy()).points
    image = 1e4 * points[:2].T * [1, -1]
    crop = crop_from_landmarks(image)
    expected = (image @ crop[:2, :2].T + crop[:2, 2]) / LIVE_SIZE
    got = steady(sitters(open_head, [orient], shape=0.4), expression).landmarks[0]
    np.testing.assert_allclose(got, expected, atol=2e-4)


def test_the_rotation_is_that_of_the_upright_crop(open_head, steady):
    """A roll of the head is taken off by the crop; what it nods and turns stays."""
    upright = sitters(open_head, [(0.2, 0.35, 0.0)])
    roll = rotations(np.array([0.0, 0.0, 0.6])) @ rotations(np.array([0.2, 0.35, 0.0]))
    angle = np.arccos((np.trace(roll) - 1) / 2)
    axis = np.array([roll[2, 1] - roll[1, 2], roll[0, 2] - roll[2, 0], roll[1, 0] - roll[0, 1]]) / (2 * np.sin(angle))
    rolled = sitters(open_head, [tuple((angle * axis).tolist())])
    a, b = (steady(who, expressions({"jawOpen": 0.3})) for who in (upright, rolled))
    torch.testing.assert_close(a.global_orient, b.global_orient, atol=1e-4, rtol=0)
    torch.testing.assert_close(a.landmarks, b.landmarks, atol=1e-3, rtol=0)
    assert (a.picture - b.picture).abs().mean() < 2e-3
    away = rotations(a.global_orient[0].numpy()) @ rotations(np.array([0.2, 0.35, 0.0])).T
    assert abs(away[2, 2] - 1) < 1e-5  # a turn about the line of sight, if any


def test_irises_are_where_the_landmarks_say_and_follow_the_gaze(open_head, steady):
    who = sitters(open_head, [(0.0, 0.0, 0.0)] * 2)
    got = steady(who, expressions({"eyeLookOutLeft": 1.0, "eyeLookInRight": 1.0}, {}))
    columns = []
    for picture, landmarks in zip(got.picture.numpy(), got.landmarks.numpy() * LIVE_SIZE, strict=True):
        blue = picture[2] - picture[0] > 0.2
        blue[:, : LIVE_SIZE // 2] = False  # the subject's left eye is on the right
        assert blue.sum() >= 8
        rows, across = np.nonzero(blue)
        columns.append(across.mean() + 0.5)
        assert abs(columns[-1] - landmarks[LEFT_IRIS, 0]) < 1.0
        assert abs(rows.mean() + 0.5 - landmarks[LEFT_IRIS, 1]) < 1.5
    assert columns[0] > columns[1] + 1.0  # out to the subject's left


def test_an_open_mouth_is_dark(open_head, steady):
    got = steady(sitters(open_head, [(0.0, 0.0, 0.0)] * 2), expressions({"jawOpen": 0.9}, {}))
    lips = got.landmarks[0, [13, 14]].mean(0) * LIVE_SIZE
    x, y = int(lips[0]), int(lips[1])
    assert got.picture[0, :, y, x].max() < 0.6 * got.picture[1, :, y, x].min()


def test_jitter_moves_the_crop_and_the_truth_with_it(open_head):
    shaken = Repaint(open_head, ALL[:400], finer=1)
    who, resting = sitters(open_head, [(0.0, 0.2, 0.0)] * 6), torch.zeros(6, len(ARKIT52))
    got = shaken(who, resting, torch.Generator().manual_seed(0))
    again = shaken(who, resting, torch.Generator().manual_seed(0))
    assert torch.equal(got.picture, again.picture)
    assert got.landmarks.shape == (6, 400, 2)
    noses = got.landmarks[:, 4]
    assert 0.008 < noses.std(0).min() <= noses.std(0).max() < 0.1
    rotation = torch.from_numpy(rotations(got.global_orient.numpy()))
    rolls = torch.atan2(rotation[:, 1, 0], rotation[:, 0, 0])
    assert 0.01 < rolls.std() < 0.08
    # Eyes lie on a line that the rotation says.
    eyes = got.landmarks[:, [263, 362]].mean(1) - got.landmarks[:, [33, 133]].mean(1)
    tilt = torch.atan2(-eyes[:, 1], eyes[:, 0])
    assert (tilt - tilt.mean() - (rolls - rolls.mean())).abs().max() < 0.02


def test_finer_pictures_are_the_same_with_smoother_edges(open_head, steady):
    who, resting = sitters(open_head), torch.zeros(1, len(ARKIT52))
    fine = Repaint(open_head, ALL, finer=2, jitter=0.0)(who, resting)
    coarse = steady(who, resting)
    torch.testing.assert_close(fine.landmarks, coarse.landmarks)
    assert (fine.picture - coarse.picture).abs().mean() < 0.01
    between = ((fine.picture > 0.05) & (fine.picture < 0.45)).sum()
    assert between > 1.4 * ((coarse.picture > 0.05) & (coarse.picture < 0.45)).sum()


def test_nothing_has_a_gradient(open_head, steady):
    who, expression = sitters(open_head), expressions({"jawOpen": 0.5})
    for tensor in (who.shape, who.global_orient, who.albedo, expression):
        tensor.requires_grad_()
    assert not any(tensor.requires_grad for tensor in steady(who, expression))


def test_the_backdrop_has_the_colours_but_not_the_face():
    picture = torch.zeros(1, 3, 64, 64)
    picture[:, 0, :32] = 0.8  # red above
    picture[:, :, 28:36:2, 20:44] = 1.0  # fine bright lines
    got = backdrop(picture)
    assert got.shape == picture.shape
    assert got[0, 0, 4, 32] > 0.6
    assert got[0, :, 60, 32].max() < 0.1
    assert (got[..., 1:, :] - got[..., :-1, :]).abs().max() < 0.08
