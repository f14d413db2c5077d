"""A file with FLAME's numbers of vertices and components becomes a head that the whole app runs on."""

import json

import numpy as np
import pytest
from flame_files import LAYOUTS
from flame_like import CODE, NUM_FACES, NUM_VERTICES, STRETCH, write_flame_like
from synthetic_take import take_of

from avatar_app.__main__ import run as command
from engine.adopt.map_store import load_map
from engine.assets import find
from engine.avatar.performance import Performance
from engine.avatar.store import load_avatar
from engine.export.flame import POSES
from engine.head import head_of
from engine.head.brought import flame_head, head_path
from engine.head.head_model import pose, shaped
from engine.head.landmarks import LEFT_IRIS, LIPS, OVAL, RIGHT_IRIS, embed
from engine.head.store import load_head
from engine.record.take import load_take, save_take
from engine.types import Motion, replace

EYE_MIDPOINT = np.array([0.0, 0.025, 0.040])


@pytest.fixture(autouse=True)
def data_home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def run(capsys, *words):
    """Exit code and what was written to stdout, and to stderr."""
    code = command([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_without_a_path_it_says_which_file_is_meant(capsys):
    code, _, told = run(capsys, "assets", "import-flame")
    assert code == 2
    assert "generic_model.pkl" in told
    assert "flame.is.tue.mpg.de" in told


def test_a_malicious_pickle_is_refused_before_any_code_runs(capsys, tmp_path):
    touched = tmp_path / "touched"
    path = tmp_path / "generic_model.pkl"
    path.write_bytes(b"cos\nsystem\n(S'touch " + str(touched).encode() + b"'\ntR.")
    code, _, told = run(capsys, "assets", "import-flame", path)
    assert code == 2
    assert "os.system" in told
    assert "nothing in it was run" in told
    assert not touched.exists()


def test_another_model_is_named_and_the_right_one_too(capsys, tmp_path, tiny_head):
    path = tmp_path / "smpl.pkl"
    path.write_bytes(LAYOUTS["2020"](tiny_head).replace(b"posedirs", b"other_dirs"[:8]))
    code, _, told = run(capsys, "assets", "import-flame", path)
    assert code == 2
    assert "smpl.pkl has no posedirs" in told
    assert "generic_model.pkl" in told


def test_flame_is_asked_for_where_there_is_none(capsys, tmp_path, sample_portrait):
    code, _, told = run(capsys, "create", sample_portrait, "-o", tmp_path / "me.avatar", "--head", "flame")
    assert code == 3
    assert "assets import-flame PATH" in told


@pytest.mark.slow
def test_the_whole_app_runs_on_an_imported_head(capsys, tmp_path, open_head, sample_portrait):
    path = write_flame_like(open_head, tmp_path / "generic_model.pkl")
    code, told, why = run(capsys, "assets", "import-flame", path, "--json")
    assert code == 0, why
    made = json.loads(told)
    assert made["vertices"] == NUM_VERTICES
    head = head_of(made["head"])
    assert head is flame_head()
    flame_faces = head.faces_of("skin", "neck", "eye_l", "eye_r")
    assert len(flame_faces) == NUM_FACES

    vertices, joints = shaped(open_head, CODE)
    truth = embed(open_head, vertices * STRETCH) + EYE_MIDPOINT - (joints[3:] * STRETCH).mean(0)
    off = np.linalg.norm(embed(head, head.v_template) - truth, axis=1)
    inner = np.setdiff1d(np.arange(468), OVAL)
    assert np.median(off[inner]) < 0.001  # m
    assert off[inner].max() < 0.006
    assert off[LIPS].max() < 0.004
    assert off[[LEFT_IRIS, RIGHT_IRIS]].max() < 0.002

    avatar, take = tmp_path / "me.avatar", tmp_path / "one.take"
    code, told, _ = run(
        capsys, "create", sample_portrait, "-o", avatar, "--head", "flame", "--preview", tmp_path / "p.png", "--json"
    )
    assert code == 0
    assert json.loads(told)["landmark_residual"] < 0.025
    save_take(take_of(4, open_head.id), take)
    for output in ("one.mp4", "one.png"):
        assert run(capsys, "render", avatar, take, "-o", tmp_path / output)[0] == 0
        assert (tmp_path / output).stat().st_size > 1000
    assert run(capsys, "export", avatar, "--take", take, "-o", tmp_path / "one.glb")[0] == 0
    assert (tmp_path / "one.glb").stat().st_size > 1_000_000

    assert run(capsys, "export", avatar, "--take", take, "-o", tmp_path / "one.npz")[0] == 0
    flame = load_head(head_path(head.id.removeprefix("open-")))
    made = load_avatar(avatar)
    face = np.intersect1d(head.vertices_of("skin"), np.arange(flame.num_vertices))
    with np.load(tmp_path / "one.npz") as told:
        for at, motion in enumerate(Performance(load_take(take), head)):
            again = Motion(told["expression"][at], **{name: told[name][at] for name in POSES})
            off = pose(flame, told["betas"], again) - pose(head, made.shape, motion)[: flame.num_vertices]
            assert np.linalg.norm(off, axis=1)[face].mean() < 0.0001  # m; lids close less in components

    told_and_back = load_map(flame.id)
    off, moved = [], []
    for motion in Performance(load_take(find("samples/hello.take").path), open_head):
        motion = replace(motion, global_orient=np.zeros(3), neck_pose=np.zeros(3))
        back = told_and_back.told(replace(motion, expression=told_and_back.components @ motion.expression))
        rest = pose(open_head, np.zeros(0), Motion.rest(52))
        seen = pose(open_head, np.zeros(0), motion)
        skin = open_head.vertices_of("skin")
        off.append(np.linalg.norm(pose(open_head, np.zeros(0), back) - seen, axis=1)[skin])
        moved.append(np.linalg.norm(seen - rest, axis=1)[skin])
        if len(off) == 20:
            break
    assert np.mean(moved) > 0.0004  # m
    assert np.mean(off) < 0.0001
    assert np.quantile(off, 0.95) < 0.0004
