"""Of made-up wrinkles: they come with the expression, stay off lips and lids, and are one's own."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")
pytest.importorskip("torch")

from engine.detail.window import DISPLACEMENT_MAX_M, DISPLACEMENT_SIZE, RESIDUAL_SIZE
from engine.head.arkit import ARKIT52, expression_from
from training.data.expressions import sample_expressions
from training.data.mirror import CONTROLS
from training.data.wrinkles.creases import Creases
from training.data.wrinkles.ground import ground_of
from training.data.wrinkles.masks import allowed, places
from training.data.wrinkles.paint import Light, at_window, paint
from training.data.wrinkles.strain import strain

UNITS = np.eye(len(ARKIT52), dtype=np.float32)


@pytest.fixture(scope="module")
def old(open_head):
    return Creases.of(open_head, seed=5, age=0.9)


@pytest.fixture(scope="module")
def even(open_head):
    return Creases.of(open_head, seed=7, age=0.6, asymmetry=0.0)


def test_strain_is_zero_at_rest_and_squeezes_the_forehead_when_the_brows_rise(open_head):
    rest, raised = strain(open_head, np.stack([UNITS[0] * 0, expression_from({"browInnerUp": 1})]))
    assert (rest == 0).all()
    assert raised[..., 2].min() < -0.1
    row, column = np.unravel_index(raised[..., 2].argmin(), raised.shape[:2])
    place = ground_of(open_head).position[row * 4 + 2, column * 4 + 2]
    assert 0.03 < place[1] < 0.08  # m: on the forehead


def test_a_mirrored_expression_gives_the_mirrored_map_on_an_even_face(even):
    expression = sample_expressions(12, np.random.default_rng(0))
    there, back = even.displacement(expression), even.displacement(expression[:, CONTROLS])
    assert np.abs(there).max() > 2e-4
    np.testing.assert_allclose(back[:, :, ::-1], there, atol=1e-6)  # m: a micrometre, by rounding
    np.testing.assert_allclose(even.static(), even.static()[:, ::-1], atol=1e-7)


def test_an_uneven_face_is_not_its_mirror_image(open_head):
    uneven = Creases.of(open_head, seed=7, age=0.6).displacement(expression_from({"browInnerUp": 1}))
    assert np.abs(uneven - uneven[:, ::-1]).max() > 1e-4


def test_maps_stay_within_what_the_decoder_can_say(open_head):
    for seed in range(2):
        person = Creases.of(open_head, seed, age=1.0)
        maps = person.displacement(sample_expressions(20, np.random.default_rng(seed)))
        assert maps.shape == (20, DISPLACEMENT_SIZE, DISPLACEMENT_SIZE)
        assert maps.dtype == np.float32
        assert 3e-4 < np.abs(maps).max() < DISPLACEMENT_MAX_M
        assert np.abs(person.static()).max() < DISPLACEMENT_MAX_M / 3


def test_only_the_brows_move_the_forehead(old, open_head):
    y = ground_of(open_head).position[..., 1]
    forehead = (y > 0.050) & (allowed(open_head, DISPLACEMENT_SIZE) > 0.5)
    moved = np.abs(old.displacement(UNITS) - old.displacement(UNITS[0] * 0))[:, forehead].max(1)
    for name, move in zip(ARKIT52, moved, strict=True):
        if name == "browInnerUp":
            assert move > 2e-4
        elif not name.startswith(("brow", "noseSneer")):  # a sneer stretches what brows have left
            assert move < 3e-5, name


def test_one_raised_brow_folds_its_own_side(even):
    left = even.displacement(expression_from({"browOuterUpLeft": 1, "browInnerUp": 0.6}))
    rest = even.displacement(np.zeros(52))
    change = np.abs(left - rest)[:80]
    half = DISPLACEMENT_SIZE // 2
    assert change[:, half:].sum() > 1.3 * change[:, :half].sum()  # the subject's left is on the right


def test_creases_deepen_with_the_expression_and_with_age(open_head):
    smile = expression_from({"mouthSmileLeft": 1, "mouthSmileRight": 1})
    some = np.linspace(0, 1, 3)[:, None] * smile
    deepest = {}
    for age in (0.1, 0.9):
        maps = np.stack([Creases.of(open_head, seed, age).displacement(some) for seed in range(3)])
        deepest |= {(age, share): -np.percentile(maps[:, i], 0.1) for i, share in enumerate((0.0, 0.5, 1.0))}
    for age in (0.1, 0.9):
        assert deepest[age, 0.0] < deepest[age, 0.5] < deepest[age, 1.0]
    assert deepest[0.9, 0.0] > 2 * deepest[0.1, 0.0]
    assert deepest[0.9, 1.0] > 1.3 * deepest[0.1, 1.0]


@pytest.fixture(scope="module")
def smiles(open_head):
    """[8, 256, 256] m: what a smile as trackers report it changes on eight people of about 30 years."""
    half = {"mouthSmile": 0.4, "mouthUpperUp": 0.3, "mouthLowerDown": 0.25, "mouthDimple": 0.15, "eyeSquint": 0.08}
    smile = expression_from({unit + side: value for unit, value in half.items() for side in ("Left", "Right")})
    both = np.stack([np.zeros_like(smile), smile])
    maps = (Creases.of(open_head, seed, age=0.2).displacement(both) for seed in range(8))
    return np.stack([moved - rest for rest, moved in maps])


def test_the_fold_of_a_smile_lies_where_photographed_skin_darkens(smiles):
    mean = smiles.mean(0)
    mean = (mean + mean[:, ::-1])[:, DISPLACEMENT_SIZE // 2 :]
    # Down and away from the middle line in shares of the window: the darkest place from neutral to smile, mean of 55
    # people of the London set at 24 to 40 years.
    real = np.array([[0.461, 0.170], [0.477, 0.181], [0.492, 0.192], [0.508, 0.201], [0.523, 0.210], [0.539, 0.219]])
    rows, columns = (real * DISPLACEMENT_SIZE).astype(int).T
    for row, column in zip(rows, columns, strict=True):
        found = 28 + mean[row, 28:70].argmin()
        assert abs(found - column) <= 3, (row, found, column)  # texels of 0.85 mm
        # A broad step, not a scratch: at half a centimetre's breadth it is still half as deep.
        assert mean[row, [column - 3, column + 3]].min() < 0.4 * mean[row, found]
        # above the cheek's side the skin swells
        assert mean[row, column + 12] > mean[row, column] + 1e-4
    line, roll = mean[int(0.354 * 256), int(0.20 * 256)], mean[int(0.337 * 256), int(0.22 * 256)]
    assert line < -1e-4 < 1e-4 < roll  # the line under the eye, and the lid's roll above it


def test_people_differ_in_how_deep_their_folds_are_more_than_in_where(smiles):
    deep = -smiles[:, 110:140, 40:88].min((1, 2))
    assert deep.max() > 2 * deep.min()
    alike = smiles[:, 100:150].reshape(len(smiles), -1)
    mean = alike.mean(0)
    assert np.median([np.corrcoef(one, mean)[0, 1] for one in alike]) > 0.8


def test_lips_and_lids_stay_smooth(old, open_head):
    maps = np.abs(old.displacement(UNITS)).max(0)
    stays = np.abs(old.static())
    # lips' middle, mouth's corners' inner side, upper and lower lids' margins
    for name, mark in (
        ("lip", 13),
        ("lip", 14),
        ("lip", 0),
        ("lip", 17),
        ("lid", 159),
        ("lid", 145),
        ("lid", 386),
        ("lid", 374),
    ):
        right, down = places(open_head, [mark])[0]
        row, column = int(down * DISPLACEMENT_SIZE), int(right * DISPLACEMENT_SIZE)
        assert maps[row - 1 : row + 2, column - 1 : column + 2].max() < 2e-5, (name, mark)
        row, column = int(down * RESIDUAL_SIZE), int(right * RESIDUAL_SIZE)
        assert stays[row, column] < 2e-5, (name, mark)
    border = np.concatenate([maps[0], maps[-1], maps[:, 0], maps[:, -1]])
    assert border.max() == 0


def test_a_seed_is_a_person(old, open_head):
    again, other = Creases.of(open_head, seed=5, age=0.9), Creases.of(open_head, seed=6, age=0.9)
    expression = sample_expressions(2, np.random.default_rng(3))
    np.testing.assert_array_equal(again.displacement(expression), old.displacement(expression))
    np.testing.assert_array_equal(again.static(), old.static())
    np.testing.assert_array_equal(again.albedo_factor(), old.albedo_factor())
    same = np.corrcoef(old.displacement(expression).ravel(), other.displacement(expression).ravel())[0, 1]
    assert same < 0.8
    one = old.displacement(expression[0])
    np.testing.assert_allclose(one, old.displacement(expression)[0], atol=1e-9)


def test_a_crease_is_shaded_by_the_light_from_the_side(open_head, old):
    albedo = np.full((DISPLACEMENT_SIZE, DISPLACEMENT_SIZE, 3), 170, np.uint8)
    sh = np.zeros((9, 3), np.float32)
    sh[0] = 0.9
    expression = expression_from({"browInnerUp": 1, "browOuterUpLeft": 1, "browOuterUpRight": 1})
    flat, height = np.zeros((256, 256), np.float32), old.displacement(expression) + at_window(old.static())
    change = {}
    for side in (1.0, -1.0):
        light = Light(sh, np.full(3, 0.8, np.float32), np.array([0, side, 0.6], np.float32) / np.hypot(1, 0.6))
        smooth, folded = (paint(open_head, albedo, relief, expression, light) for relief in (flat, height))
        assert folded.shape == (256, 256, 3)
        assert min(folded.min(), 1 - folded.max()) >= 0
        change[side] = (folded - smooth).mean(2)[20:55, 80:176]
    assert np.abs(change[1.0]).max() > 0.04
    # What faces up gains by light from above: the height falls upwards, grows with the row.
    facing_up = np.gradient(height, axis=0)[20:55, 80:176]
    assert np.corrcoef((change[1.0] - change[-1.0]).ravel(), facing_up.ravel())[0, 1] > 0.8
