"""A face's albedo, said in few numbers, looks as it did; a mirrored face's numbers are known."""

import numpy as np
import pytest

from engine.avatar.tex_space import NUM_TEX, SIZE, face_of, open_tex_space


def test_a_code_gives_the_face_that_it_was_made_of():
    space, code = open_tex_space(), np.random.default_rng(0).normal(size=NUM_TEX)
    face = space.face(code)
    assert face.shape == (SIZE, SIZE, 3)
    assert np.abs(face - space.mean).max() > 0.1
    np.testing.assert_allclose(space.code_of(face), code, atol=0.02)


def test_a_mirrored_face_has_the_mirrored_code():
    space, code = open_tex_space(), np.random.default_rng(1).normal(size=NUM_TEX)
    signs = space.mirror_signs()
    assert set(np.unique(signs)) == {-1, 1}
    np.testing.assert_allclose(space.code_of(space.face(code)[:, ::-1]), signs * code, atol=0.02)


@pytest.mark.parametrize("size", [256, 512])
def test_the_face_of_the_shipped_head_lies_near_the_mean_at_any_size(open_head, size):
    from engine.avatar.atlas import atlas_of
    from engine.avatar.default_skin import default_albedo

    albedo = np.round(default_albedo(atlas_of(open_head, size)) * 255).clip(0, 255).astype(np.uint8)
    space = open_tex_space()
    face = face_of(albedo)
    inside = space.basis.any((0, 3))
    assert 0.2 < inside.mean() < 0.9
    code = space.code_of(face)
    assert np.abs(code).max() < 4
    off = np.abs(space.face(code) - face)[inside].mean()
    assert off < 0.6 * np.abs(space.mean - face)[inside].mean()
