"""A skin brought from one unwrap into another shows the same spot on the same place of the head."""

import numpy as np
import pytest
from PIL import Image

from engine.errors import BadInput
from engine.head import open_head
from training.head_builder.skins import BuildSkins, Rebaking

SIZE = 128


def picture():
    y, x = np.mgrid[:SIZE, :SIZE]
    return np.stack([2 * x, 2 * y, np.full_like(x, 60)], 2).astype(np.uint8)


def test_the_same_unwrap_gives_the_same_picture():
    head = open_head()
    uv = head.uv[head.uv_faces].astype(np.float64)
    places = Rebaking.of(uv, uv, head.faces_of("skin"), SIZE)
    seen = places.seen(picture())
    assert 0.5 < places.covered.mean() < 0.95
    np.testing.assert_allclose(seen[places.covered], picture()[places.covered], atol=2)
    assert not seen[~places.covered].any()


def test_a_mirrored_unwrap_mirrors_the_picture():
    head = open_head()
    uv = head.uv[head.uv_faces].astype(np.float64)
    places = Rebaking.of([1, 0] + [-1, 1] * uv, uv, head.faces_of("skin"), SIZE)
    expected = picture()[:, ::-1]
    np.testing.assert_allclose(places.seen(picture())[places.covered], expected[places.covered], atol=2)


def test_what_is_no_picture_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("training.head_builder.build.open_source", lambda source: None)
    monkeypatch.setattr("training.head_builder.skins.source_uv", lambda source, faces: np.zeros((len(faces), 3, 2)))
    good, bad = tmp_path / "good.png", tmp_path / "bad.jpg"
    Image.fromarray(picture()).save(good)
    bad.write_text("no picture")
    BuildSkins(pictures=(good,), output=tmp_path / "out", size=64).run()
    with Image.open(tmp_path / "out" / "good.png") as made:
        assert made.size == (64, 64)
    with pytest.raises(BadInput, match=r"bad\.jpg is no picture"):
        BuildSkins(pictures=(bad,), output=tmp_path / "out", size=64).run()
