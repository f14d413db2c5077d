"""What photographed people's skin has in common."""

import numpy as np
import pytest
from detail_pictures import pictures

pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from engine.head import open_head
from training.data.detail.pairs import open_pictures, write_pictures
from training.data.detail.region import inner_face, still_face
from training.data.detail.skins import SkinSpace, albedo_of, neutral_rows

HEAD = open_head()
FACE = np.ones((256, 256), np.float32)
FACTS = {"head": "open", "source": "test"}


def test_what_all_have_stays_and_what_one_has_fades():
    photos = pictures(8, 1, first=-8)
    texture = np.full_like(photos.texture, 128)
    texture[:, 100:104, 60:190, :3] = 90  # everybody's, and the same on both sides
    texture[0, 180:184, 40:90, :3] = 90  # one person's
    texture[..., 3] = 255
    found = albedo_of(
        [type(photos)(**{**{name: getattr(photos, name) for name in photos.__slots__}, "texture": texture})], FACE
    )
    common, own = found[102, 125], found[182, 60]
    assert common < -0.3
    assert common / 12 < own < 0
    assert found == pytest.approx(found[:, ::-1], abs=1e-6)


def test_only_the_neutral_photographs_count_and_none_are_no_albedo(tmp_path):
    write_pictures(tmp_path / "made.safetensors", pictures(2, 2), FACTS | {"kind": "synthetic"})
    space = SkinSpace.of(open_pictures([tmp_path]), FACE)
    assert not space.mean.any()
    assert not space.basis.any()
    photos = pictures(3, 2, first=-3)
    write_pictures(tmp_path / "real.safetensors", photos, FACTS | {"kind": "real"})
    neutral = photos[neutral_rows(photos.person)]
    assert SkinSpace.of(open_pictures([tmp_path]), FACE).mean == pytest.approx(albedo_of([neutral], FACE))
    assert list(neutral_rows(photos.person)) == [0, 2, 4]


def test_a_few_numbers_say_who_is_who_whatever_the_expression(tmp_path):
    write_pictures(tmp_path / "real.safetensors", pictures(8, 2, first=-8), FACTS | {"kind": "real"})
    space = SkinSpace.of(open_pictures([tmp_path]), FACE)
    flat = np.stack([albedo_of([pictures(8, 2, first=-8)[[row]]], FACE) for row in range(16)])
    numbers = (flat - space.mean).reshape(16, -1) @ space.basis.reshape(24, -1).T
    groove = np.arange(-8, 0).repeat(2) % 4  # these pictures tell four people apart
    apart = np.linalg.norm(numbers[:, None] - numbers[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert (groove[apart.argmin(1)] == groove).all()
    assert 2 < numbers.std(0).max() < 12
    alike = groove[:, None] == groove[None]
    assert np.median(apart[alike & np.isfinite(apart)]) < 0.5 * np.median(apart[~alike])


def test_still_relief_ends_without_a_step_on_the_forehead_and_has_all_of_the_cheeks():
    still, inner = still_face(HEAD), inner_face(HEAD)
    assert still[:32, 100:156].max() < 0.01  # landmark 10 lies in row 31
    assert np.abs(np.diff(still[:50, 100:156], axis=0)).max() < 0.15
    assert still[100:200] == pytest.approx(inner[100:200])
