"""A photo in the detail window: each texel shows its place on the face, and what is turned away is not seen."""

import numpy as np
import pytest

from engine.avatar.atlas import atlas_of
from engine.avatar.sampling import Fitted
from engine.detail.texture import filled, skin_texture, window_of
from engine.detail.window import WINDOW
from engine.head import open_head
from engine.head.head_model import rotations, vertex_normals
from engine.head.landmarks import embed

PX_PER_M = 2600.0


def photographed(turn):
    """The head turned by `turn` [3] rad before a flat camera, and brighter towards the right of the picture."""
    head = open_head()
    spin = rotations(np.asarray(turn, np.float64))
    turned = head.v_template @ spin.T
    points = np.column_stack([turned[:, 0], -turned[:, 1], turned[:, 2]]) * PX_PER_M + [320, 320, 0]
    ramp = np.linspace(0.35, 0.75, 640, dtype=np.float32)
    image = np.broadcast_to(ramp[None, :, None], (640, 640, 3)) * np.float32([1.0, 0.8, 0.7])
    return Fitted(
        image=np.ascontiguousarray(image, np.float32),
        landmarks=embed(head, points)[:, :2],
        points=points,
        normals=vertex_normals(head.v_template, head.faces) @ spin.T,
        px_per_m=PX_PER_M,
    )


def test_texels_show_their_place_in_the_photo():
    head = open_head()
    atlas = atlas_of(head)
    texture = skin_texture(atlas, photographed([0, 0, 0]), np.zeros(3))
    across = window_of(atlas.scatter(atlas.position))[..., 0]
    seen = texture.seen > 0.9
    assert seen.mean() > 0.3
    assert np.corrcoef(texture.colour[seen].mean(1), across[seen])[0, 1] > 0.99
    given = texture.network_input()
    assert given.shape == (4, 256, 256)
    assert given.dtype == np.float32
    assert 0 <= given.min() <= given.max() <= 1


@pytest.mark.parametrize("side", [-1, 1])
def test_the_side_turned_away_is_not_seen_and_has_the_mean_colour(side):
    texture = skin_texture(atlas_of(open_head()), photographed([0, side * 0.8, 0]), np.array([0, side * 0.8, 0]))
    left, right = texture.seen[100:180, :70], texture.seen[100:180, -70:]
    near, away = (left, right) if side > 0 else (right, left)
    assert near.mean() > 3 * away.mean()
    unseen = texture.seen == 0
    assert np.ptp(texture.colour[unseen], axis=0).max() < 1e-5


def test_the_light_is_told_in_the_frame_of_the_head():
    """It comes from the picture's right, whichever way the head is turned."""
    for turn, expected in ((0.0, 1.0), (0.5, np.cos(0.5))):
        light = skin_texture(atlas_of(open_head()), photographed([0, turn, 0]), np.array([0, turn, 0])).light
        towards = light[1:4].mean(1)  # x, y, z of the frame of the head
        assert towards[0] / np.linalg.norm(towards) == pytest.approx(expected, abs=0.25)


def test_the_window_is_cut_where_it_lies():
    side = 1024
    u = np.broadcast_to((np.arange(side) + 0.5) / side, (side, side))
    cut = window_of(np.dstack([u, u.T]))
    uv = WINDOW.uv(256)
    np.testing.assert_allclose(cut[4:-4, 4:-4, 0], uv[4:-4, 4:-4, 0], atol=1e-4)
    np.testing.assert_allclose(cut[4:-4, 4:-4, 1], 1 - uv[4:-4, 4:-4, 1], atol=1e-4)


def test_filling_leaves_what_is_seen():
    colour, seen = np.random.default_rng(0).random((4, 4, 3)), np.zeros((4, 4))
    seen[:2] = 1
    out = filled(colour, seen)
    np.testing.assert_allclose(out[:2], colour[:2], rtol=1e-6)
    np.testing.assert_allclose(out[2:], np.broadcast_to(colour[:2].mean((0, 1)), (2, 4, 3)), rtol=1e-6)
