"""FLAME's downloads as they come; what else is given is told which file is meant and where it is."""

import zipfile

import numpy as np
import pytest

from engine.adopt.flame_files import flame_files
from engine.errors import AssetMissing, BadInput

WHERE = r"generic_model\.pkl .* flame2023\.pkl .*flame2023_Open\.pkl.* flame\.is\.tue\.mpg\.de"


def zipped(path, *names):
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, name.encode())
    return path


@pytest.mark.parametrize(
    ("download", "members", "wanted"),
    [
        ("FLAME2019.zip", ("generic_model.pkl", "female_model.pkl", "male_model.pkl"), "generic_model.pkl"),
        (
            "FLAME2020.zip",
            (
                "FLAME2020/female_model.pkl",
                "FLAME2020/generic_model.pkl",
                "FLAME2020/male_model.pkl",
                "../../Readme.pdf",
            ),
            "FLAME2020/generic_model.pkl",
        ),
        ("FLAME2023.zip", ("FLAME2023/flame2023_no_jaw.pkl", "FLAME2023/flame2023.pkl"), "FLAME2023/flame2023.pkl"),
        ("FLAME2023Open.zip", ("FLAME2023Open/flame2023_Open.pkl", "Readme.pdf"), "FLAME2023Open/flame2023_Open.pkl"),
        (
            "packed on macOS.zip",
            ("__MACOSX/FLAME2020/._generic_model.pkl", "FLAME2020/.DS_Store", "FLAME2020/generic_model.pkl"),
            "FLAME2020/generic_model.pkl",
        ),
        ("smplx.zip", ("SMPLX_to_J14.pkl", "FLAME_NEUTRAL.pkl", "flame_static_embedding.pkl"), "FLAME_NEUTRAL.pkl"),
    ],
)
def test_a_zip_gives_its_general_model(tmp_path, download, members, wanted):
    with flame_files(zipped(tmp_path / download, *members)) as files:
        assert files.model.read_bytes().decode() == wanted
        unpacked = files.model
    assert not unpacked.exists()


def test_a_texture_space_gives_its_layout_and_not_its_pictures(tmp_path):
    vt, ft = np.random.default_rng(0).random((7, 2)), np.arange(6).reshape(2, 3)
    np.savez(tmp_path / "FLAME_texture.npz", vt=vt, ft=ft, tex_dir=np.zeros((64, 64, 3, 20)))
    with zipfile.ZipFile(tmp_path / "TextureSpace.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.write(tmp_path / "FLAME_texture.npz", "TextureSpace/FLAME_texture.npz")
    (tmp_path / "FLAME_texture.npz").unlink()
    (tmp_path / "generic_model.pkl").write_bytes(b"x")
    with flame_files(tmp_path) as files:
        assert files.texture_space.stat().st_size < 2000
        with np.load(files.texture_space) as layout:
            np.testing.assert_array_equal(layout["vt"], vt)
            np.testing.assert_array_equal(layout["ft"], ft)


def test_a_folder_gives_all_that_belongs_together(tmp_path):
    zipped(tmp_path / "FLAME2023.zip", "FLAME2023/flame2023.pkl")
    zipped(tmp_path / "FLAME_masks.zip", "FLAME_masks.pkl", "FLAME_masks.gif")
    for name in ("FLAME_texture.npz", "mediapipe_landmark_embedding.npz", "notes.txt", "._flame2023.pkl"):
        (tmp_path / name).write_bytes(b"x")
    with flame_files(tmp_path) as files:
        assert files.model.name == "flame2023.pkl"
        assert files.masks.name == "FLAME_masks.pkl"
        assert files.landmarks.name == "mediapipe_landmark_embedding.npz"
        assert files.texture_space.name == "FLAME_texture.npz"


def test_zips_beside_the_model_give_what_they_hold(tmp_path):
    masks = zipped(tmp_path / "FLAME_masks.zip", "FLAME_masks.pkl", "FLAME_masks.gif")
    model = zipped(tmp_path / "FLAME2020.zip", "generic_model.pkl")
    with flame_files(model, masks) as files:
        assert files.model.read_bytes() == b"generic_model.pkl"
        assert files.masks.read_bytes() == b"FLAME_masks.pkl"
    with pytest.raises(AssetMissing, match=r"no file .*absent\.zip"), flame_files(model, tmp_path / "absent.zip"):
        pass


def test_a_zip_writes_nothing_outside_its_folder(tmp_path):
    (tmp_path / "deep").mkdir()
    with flame_files(zipped(tmp_path / "deep" / "bad.zip", "../../evil.pkl")) as files:
        assert files.model.name == "evil.pkl"
        assert tmp_path not in files.model.parents
    assert not list(tmp_path.rglob("evil.pkl"))


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("photo.jpg", "holds no FLAME model"),
        ("FLAME_masks.pkl", "holds FLAME's vertex masks, not the model"),
        ("FLAME_texture.npz", "holds FLAME's texture layout, not the model"),
        ("mediapipe_landmark_embedding.npz", "holds where FLAME's landmarks are, not the model"),
        ("albedoModel2020_FLAME_albedoPart.npz", "holds no FLAME model"),
        ("deca_model.tar", "holds a network's weights, not a FLAME model"),
    ],
)
def test_a_wrong_file_says_which_is_meant_and_where_it_is(tmp_path, name, complaint):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(BadInput, match=rf"{complaint}\. Give {WHERE}"), flame_files(tmp_path / name):
        pass


def test_a_missing_file_says_where_to_get_it(tmp_path):
    with (
        pytest.raises(AssetMissing, match=rf"no file .*absent\.zip\. Give {WHERE}"),
        flame_files(tmp_path / "absent.zip"),
    ):
        pass


def test_a_damaged_zip_is_told(tmp_path):
    path = zipped(tmp_path / "FLAME2020.zip", "generic_model.pkl")
    data = bytearray(path.read_bytes())
    data[data.index(b"generic_model.pkl") + len("generic_model.pkl")] ^= 255
    path.write_bytes(data)
    with pytest.raises(BadInput, match=r"cannot be unpacked .* download it again"), flame_files(path):
        pass
