"""The 52 controls told in another head's expressions and back; a take of the one plays on the other."""

import numpy as np
import pytest
from synthetic_take import take_of

from engine.adopt.alignment import Alignment
from engine.adopt.expression_map import controls_on
from engine.adopt.fitting import fitting
from engine.adopt.furnish import own_places
from engine.adopt.map_store import map_path, save_map
from engine.errors import ModelMismatch
from engine.head.arkit import ARKIT52, INDEX, expression_from, joint_poses
from engine.head.head_model import pose
from engine.types import Motion, replace


@pytest.fixture(autouse=True)
def data_home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


@pytest.fixture(scope="module")
def flame(tiny_head):
    """The tiny head as another family has it: its components are mixtures of the controls."""
    mixture = np.linalg.qr(np.random.default_rng(2).normal(size=(52, 52)))[0]
    basis = tiny_head.expression_basis @ mixture
    names = tuple(f"expression_{i:03}" for i in range(52))
    return replace(tiny_head, id="flame-tiny", basis="flame_pca", expression_basis=basis, expression_names=names)


@pytest.fixture(scope="module")
def mapped(flame, tiny_head):
    itself = own_places(tiny_head, np.arange(tiny_head.num_vertices))
    return controls_on(flame, Alignment(tiny_head, tiny_head.v_template.astype(np.float64), itself))


def motion_of(weights):
    expression = expression_from(weights)
    jaw, left, right = joint_poses(expression)
    return Motion(expression=expression, jaw_pose=jaw, leye_pose=left, reye_pose=right)


EYES = ("leye_pose", "reye_pose")
SMILE = {"mouthSmileLeft": 0.8, "mouthSmileRight": 0.3, "browInnerUp": 0.5, "jawOpen": 0.4, "eyeBlinkLeft": 0.6}


def test_a_control_moves_the_other_head_as_it_moves_ours(mapped, tiny_head, flame):
    basis, _ = mapped
    driven = replace(flame, basis="arkit52", expression_names=ARKIT52, expression_basis=basis)
    motion, shape = motion_of(SMILE), np.zeros(0)
    rest = Motion.rest(52)
    moved = pose(tiny_head, shape, motion) - pose(tiny_head, shape, rest)
    told = pose(driven, shape, motion) - pose(driven, shape, rest)
    face = tiny_head.vertices_of("skin")
    off = np.linalg.norm(told - moved, axis=1)[face]
    assert off.max() < 0.05 * np.linalg.norm(moved, axis=1)[face].max()


def test_components_come_back_as_the_controls_they_were_made_of(mapped):
    _, expressions = mapped
    motion = motion_of(SMILE)
    weights = expressions.told(replace(motion, expression=(expressions.components @ motion.expression))).expression
    assert weights.min() >= 0
    assert weights.max() <= 1
    for name, weight in SMILE.items():
        assert weights[INDEX[name]] == pytest.approx(weight, abs=0.2), name
    others = np.delete(weights, [INDEX[name] for name in SMILE])
    assert others.mean() < 0.05  # lids and cheeks of the tiny head are much alike


def test_a_take_in_components_plays_on_a_head_with_controls(mapped, flame, tiny_head, tmp_path):
    _, expressions = mapped
    expressions = replace(expressions, head_id="flame-0123456789ab")
    map_path("flame-0123456789ab").parent.mkdir(parents=True)
    save_map(expressions, map_path("flame-0123456789ab"))
    plain = take_of(3, "flame-0123456789ab")
    motion = motion_of(SMILE)
    take = replace(
        plain,
        expression=np.tile(expressions.components @ motion.expression, (3, 1)),
        jaw_pose=np.tile(motion.jaw_pose, (3, 1)),
    )
    head = replace(tiny_head, id="open-flame-0123456789ab")
    played = fitting(take, head, "smile.take")
    assert played.head_id == head.id
    shown = pose(tiny_head, np.zeros(0), replace(played.motion(2), **{k: getattr(motion, k) for k in EYES}))
    meant = pose(tiny_head, np.zeros(0), motion)
    face = tiny_head.vertices_of("skin")
    assert np.linalg.norm(shown - meant, axis=1)[face].mean() < 0.0005  # m


def test_a_take_of_the_open_head_plays_on_every_head_as_it_is(tiny_head):
    take = take_of(3, "open-1")
    assert fitting(take, replace(tiny_head, id="open-flame-0123456789ab"), "hello.take") is take


def test_a_take_of_a_head_that_is_not_here_says_what_to_import(tiny_head):
    with pytest.raises(ModelMismatch, match=r"smile\.take was recorded .* flame-ffff.*assets import-flame PATH"):
        fitting(take_of(3, "flame-ffff"), tiny_head, "smile.take")
