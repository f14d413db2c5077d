"""From portrait to avatar, on the public-domain portrait of the astronaut Eileen Collins."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from engine.avatar.atlas import atlas_of
from engine.avatar.create import Creation, _find_faces, create
from engine.avatar.store import load_avatar, save_avatar
from engine.errors import BadInput, NoFace
from engine.head import open_head
from engine.head.arkit import INDEX
from engine.head.head_model import shaped
from engine.head.landmarks import embed, interocular
from engine.tracking import capture_network


@pytest.fixture(scope="module")
def portrait(sample_portrait: Path) -> Path:
    return sample_portrait


@pytest.fixture(scope="module")
def creation(sample_creation: Creation) -> Creation:
    return sample_creation


def _texels(albedo: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """sRGB of the chosen texels of the atlas, [n, 3] in [0, 255]."""
    return albedo.reshape(-1, 3)[atlas_of(open_head(), len(albedo)).index[chosen]].astype(float)


def _cheeks() -> np.ndarray:
    x, y, z = np.abs(atlas_of(open_head()).position).T
    y = atlas_of(open_head()).position[:, 1]
    return (x > 0.02) & (x < 0.045) & (y < -0.005) & (y > -0.025) & (z > 0.03) & atlas_of(open_head()).part("skin")


def test_landmarks_land_where_the_detector_saw_them(creation: Creation) -> None:
    assert creation.landmark_residual < 0.025
    assert creation.faces_found == 1


def test_the_shape_is_held_to_what_the_capture_network_sees(creation: Creation, portrait: Path, monkeypatch) -> None:
    """And comes from landmarks alone where its file is gone, which the person is told."""
    monkeypatch.setattr(capture_network, "FILE", "models/gone.onnx")
    capture_network.open_capture_network.cache_clear()
    alone = create([portrait], open_head(), detail=False)
    monkeypatch.undo()
    assert any("gone.onnx is missing" in note and "landmarks alone" in note for note in alone.notes)
    assert not any("landmarks alone" in note for note in creation.notes)
    faces, _, _ = _find_faces([portrait])
    seen = capture_network.open_capture_network()(faces[0]).shape
    assert np.linalg.norm(creation.avatar.shape - seen) < 0.8 * np.linalg.norm(alone.avatar.shape - seen)


def test_cheeks_have_the_photos_colour(creation: Creation, portrait: Path) -> None:
    photo = np.asarray(Image.open(portrait).convert("RGB"))
    cheek = np.median(photo[125:140, 195:210].reshape(-1, 3), 0)
    made = np.median(_texels(creation.avatar.albedo, _cheeks()), 0)
    assert np.abs(made - cheek).max() < 40
    assert made[0] > made[1] > made[2]


def test_photo_reaches_the_texture(creation: Creation) -> None:
    """Her lower lip is where the head's lower lip is: redder than the cheeks."""
    head, atlas = open_head(), atlas_of(open_head())
    lip = embed(head, head.v_template)[[17, 14]].mean(0)
    near = np.flatnonzero((np.linalg.norm(atlas.position - lip, axis=1) < 0.004) & atlas.part("skin"))
    lips = np.median(_texels(creation.avatar.albedo, near), 0)
    cheek = np.median(_texels(creation.avatar.albedo, _cheeks()), 0)
    assert lips[1] / lips[0] < cheek[1] / cheek[0] - 0.04


def test_closed_eye_shows_skin(creation: Creation) -> None:
    from engine.avatar.repair import lid_cover

    lids = np.median(_texels(creation.avatar.albedo, lid_cover(atlas_of(open_head())) > 0.95), 0)
    cheek = np.median(_texels(creation.avatar.albedo, _cheeks()), 0)
    assert np.abs(lids - cheek).max() < 45
    assert lids[0] > lids[2] + 15


def test_smiling_photo_gives_a_neutral_rest(creation: Creation) -> None:
    """She smiles, and the avatar's mouth at rest is no wider than a mouth at rest is."""
    expression = creation.avatar.neutral_expression
    assert expression[INDEX["mouthSmileLeft"]] + expression[INDEX["mouthSmileRight"]] > 0.4
    head = open_head()
    points = embed(head, shaped(head, creation.avatar.shape)[0])
    assert np.linalg.norm(points[61] - points[291]) / interocular(points) < 0.95
    smiling = embed(head, shaped(head, creation.avatar.shape)[0] + head.expression_basis @ expression)
    assert np.linalg.norm(smiling[61] - smiling[291]) > np.linalg.norm(points[61] - points[291]) + 0.004


def test_hair_and_eyes_are_found(creation: Creation) -> None:
    hair, iris = creation.avatar.hair, creation.avatar.iris_rgb
    assert hair.thickness > 0
    assert hair.rgb[0] > hair.rgb[1] > hair.rgb[2]  # she is blond
    assert iris.min() > 0
    assert iris.max() < 0.4


def test_mirrored_photo_gives_the_mirrored_person(creation: Creation, portrait: Path, tmp_path: Path) -> None:
    ImageOps.mirror(Image.open(portrait).convert("RGB")).save(tmp_path / "mirrored.png")
    other = create([tmp_path / "mirrored.png"], open_head(), detail=False).avatar
    atlas = atlas_of(open_head())
    face = (atlas.position[:, 2] > 0.03) & (atlas.position[:, 1] < 0.05) & atlas.part("skin")
    own = _texels(creation.avatar.albedo, face)
    mirrored = _texels(other.albedo, atlas.mirror[face])
    assert np.median(np.abs(own - mirrored)) < 10
    np.testing.assert_allclose(other.light[1], -creation.avatar.light[1], atol=0.35)


def test_upside_down_by_exif_is_the_same(creation: Creation, portrait: Path, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    turned = Image.open(portrait).convert("RGB").transpose(Image.Transpose.ROTATE_180)
    turned.save(tmp_path / "turned.png", exif=exif)
    again = create([tmp_path / "turned.png"], open_head(), detail=False)
    np.testing.assert_array_equal(again.avatar.albedo, creation.avatar.albedo)


def test_two_faces_take_the_larger_and_say_so(portrait: Path, tmp_path: Path) -> None:
    photo = Image.open(portrait).convert("RGB").crop((100, 0, 356, 256))
    both = Image.new("RGB", (1100, 512), (90, 90, 90))
    both.paste(photo.resize((512, 512)), (0, 0))
    both.paste(photo.resize((400, 400)), (650, 60))
    both.save(tmp_path / "both.png")
    made = create([tmp_path / "both.png"], open_head(), detail=False)
    assert made.faces_found == 2
    assert any("2 faces" in note for note in made.notes)


def test_progress_rises_to_one(portrait: Path) -> None:
    seen: list[float] = []
    create([portrait, portrait], open_head(), progress=lambda label, share: seen.append(share))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_made_avatar_survives_its_file(creation: Creation, tmp_path: Path) -> None:
    save_avatar(creation.avatar, tmp_path / "me.avatar")
    np.testing.assert_array_equal(load_avatar(tmp_path / "me.avatar").albedo, creation.avatar.albedo)


def test_picture_without_a_face_names_the_file(portrait: Path, tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (400, 400, 3), np.uint8)
    Image.fromarray(noise).resize((800, 800)).save(tmp_path / "wall.png")
    with pytest.raises(NoFace, match=r"No face was found in .*wall\.png\. Use a photo"):
        create([tmp_path / "wall.png"], open_head())


def test_no_photo_is_a_sentence() -> None:
    with pytest.raises(BadInput, match="No photo"):
        create([], open_head())
