"""Files that are no checkpoint of DECA's are refused in one sentence, and nothing in them is run."""

import os

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from deca_checkpoint import decoder  # noqa: E402

from engine.errors import AssetMissing, BadInput, ModelMismatch  # noqa: E402
from training.deca.checkpoint import read_checkpoint  # noqa: E402
from training.deca.command import ImportDeca  # noqa: E402
from training.deca.flame import origin_of  # noqa: E402


class Evil:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


def saved(folder, content):
    path = folder / "checkpoint.tar"
    torch.save(content, path)
    return path


def test_a_pickle_with_a_program_is_not_run(tmp_path):
    path = saved(tmp_path, {"E_flame": {"x": Evil(str(tmp_path / "made"))}})
    with pytest.raises(BadInput, match=r"never run"):
        read_checkpoint(path)
    assert not (tmp_path / "made").exists()


def test_emocas_whole_checkpoint_is_known_and_its_way_told(tmp_path):
    settings = Evil(str(tmp_path / "made"))
    path = saved(tmp_path, {"pytorch-lightning_version": "1.4.9", "hyper_parameters": settings, "state_dict": {}})
    with pytest.raises(BadInput, match=r"state_dict"):
        read_checkpoint(path)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("content", [{}, torch.zeros(3), {"model": {"conv1.weight": torch.zeros(1)}}])
def test_another_model_is_refused(tmp_path, content):
    with pytest.raises(ModelMismatch, match=r"deca_model\.tar"):
        read_checkpoint(saved(tmp_path, content))


def test_a_tensor_of_another_shape_is_named(tmp_path):
    parts = {"E_flame": {"encoder.conv1.weight": torch.zeros(64, 3, 3, 3)}, "E_detail": {"x": torch.zeros(1)}}
    with pytest.raises(ModelMismatch, match=r"E_flame: encoder.conv1.weight should be .*64, 3, 7, 7.*64, 3, 3, 3"):
        read_checkpoint(saved(tmp_path, {**parts, "D_detail": decoder(0)}))


def test_no_file_and_a_damaged_one(tmp_path):
    with pytest.raises(AssetMissing, match=r"after registration"):
        read_checkpoint(tmp_path / "deca_model.tar")
    (tmp_path / "deca_model.tar").write_bytes(b"<html>Please log in</html>")
    with pytest.raises(BadInput, match=r"Fetch it again|never run"):
        read_checkpoint(tmp_path / "deca_model.tar")


def test_the_command_names_what_is_missing(tmp_path):
    with pytest.raises(AssetMissing, match=r"generic_model\.pkl"):
        ImportDeca(tmp_path / "deca_model.tar", tmp_path / "generic_model.pkl", tmp_path).run()


def test_a_flame_file_that_is_none(tmp_path):
    (tmp_path / "generic_model.pkl").write_bytes(b"no pickle")
    with pytest.raises(ModelMismatch):
        origin_of(tmp_path / "generic_model.pkl")
