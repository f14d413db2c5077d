"""FLAME's files, in every layout (tests/flame_files.py), become heads; other files are refused by name."""

import os
from pathlib import Path

import numpy as np
import pytest
from flame_files import LAYOUTS, CscNew, flame_content, python2

from engine.errors import AssetMissing, AvatarError, BadInput, ModelMismatch
from engine.head import convert_flame as module
from engine.head.convert_flame import convert_flame
from engine.head.head_model import pose, shaped
from engine.head.landmarks import IBUG68, LEFT_IRIS, LIPS, OVAL, RIGHT_IRIS, embed
from engine.head.store import load_head, save_head
from engine.types import Motion


@pytest.fixture
def embedding(tiny_head, tmp_path):
    """105 points, given exactly, as FLAME's authors give them."""
    path = tmp_path / "mediapipe_landmark_embedding.npz"
    known = np.concatenate([LIPS, np.setdiff1d(np.arange(468), LIPS)[::7][:65]])
    np.savez(
        path, lmk_face_idx=tiny_head.landmark_faces[known], lmk_b_coords=tiny_head.landmark_weights[known],
        landmark_indices=known,
    )  # fmt: skip
    return path


@pytest.fixture
def write(tmp_path):
    def write(data):
        path = tmp_path / "generic_model.pkl"
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_head(tiny_head, embedding, write, layout):
    head = convert_flame(write(LAYOUTS[layout](tiny_head)), embedding, like=tiny_head)
    assert head.basis == "flame_pca"
    assert head.id.startswith("flame-")
    assert (head.num_shape, head.num_expression) == (300, 100)
    assert head.parents == (-1, 0, 1, 1, 1)
    random = np.random.default_rng(0)
    shape, expression = np.zeros(300), np.zeros(100)
    shape[:10], expression[:52] = random.normal(0, 1, 10), random.random(52)
    poses = {
        name: random.normal(0, 0.3, 3) for name in ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")
    }
    np.testing.assert_allclose(
        pose(head, shape, Motion(expression=expression, **poses)),
        pose(tiny_head, shape[:10], Motion(expression=expression[:52], **poses)),
        atol=1e-6,
    )
    np.testing.assert_array_equal(head.faces, tiny_head.faces)


def test_the_eyes_come_to_where_ours_are(tiny_head, embedding, write):
    head = convert_flame(write(LAYOUTS["2019"](tiny_head)), embedding, like=tiny_head)
    np.testing.assert_allclose(shaped(head, np.zeros(0))[1][3:].mean(0), [0, 0.025, 0.040], atol=1e-6)


def test_given_landmarks_are_kept_and_the_others_follow(tiny_head, embedding, write):
    head = convert_flame(write(LAYOUTS["2020"](tiny_head)), embedding, like=tiny_head)
    with np.load(embedding) as file:
        known = file["landmark_indices"]
    np.testing.assert_array_equal(head.landmark_faces[known], tiny_head.landmark_faces[known])
    off = np.linalg.norm(embed(head, head.v_template) - embed(tiny_head, tiny_head.v_template), axis=1)
    assert off[known].max() < 1e-6
    assert off.max() < 0.002  # m


def test_landmarks_carried_over_from_a_different_head_make_a_face(tiny_head, open_head, embedding, write):
    """The shipped head is much finer and shaped otherwise; its points still find their places."""
    known = np.unique(np.concatenate([LIPS, IBUG68, OVAL]))
    np.savez(
        embedding, lmk_face_idx=tiny_head.landmark_faces[known], lmk_b_coords=tiny_head.landmark_weights[known],
        landmark_indices=known,
    )  # fmt: skip
    head = convert_flame(write(LAYOUTS["2023"](tiny_head)), embedding, like=open_head)
    points, truth = embed(head, head.v_template), embed(tiny_head, tiny_head.v_template)
    irises = [LEFT_IRIS, RIGHT_IRIS]
    assert np.linalg.norm(points[irises] - truth[irises], axis=1).max() < 0.002  # m
    for lid, iris, side in ((386, LEFT_IRIS, 1), (374, LEFT_IRIS, -1), (159, RIGHT_IRIS, 1), (145, RIGHT_IRIS, -1)):
        above = (points[lid] - points[iris]) * [1, side, 0]
        assert abs(above[0]) < 0.004
        assert 0.001 < above[1] < 0.012
    cheek_left, cheek_right = points[[425, 205]]
    assert points[61, 0] > cheek_right[0]
    assert points[291, 0] < cheek_left[0]
    assert points[17, 1] < cheek_left[1] < points[374, 1]


def test_parts_and_texture_coordinates_made_on_the_spot(tiny_head, embedding, write):
    head = convert_flame(write(LAYOUTS["2023"](tiny_head)), embedding, like=tiny_head)
    for name in ("eye_l", "eye_r"):
        np.testing.assert_array_equal(head.vertices_of(name), tiny_head.vertices_of(name))
    assert head.uv.min() >= 0
    assert head.uv.max() <= 1
    corners = head.uv[head.uv_faces]
    assert np.ptp(corners, axis=1).max() < 0.6  # no triangle runs around the back


def test_an_obj_gives_its_texture_coordinates(tiny_head, embedding, write, tmp_path):
    obj = tmp_path / "head_template.obj"
    lines = [f"v {x} {y} {z}" for x, y, z in tiny_head.v_template]
    lines += [f"vt {u} {v}" for u, v in tiny_head.uv]
    corners = np.stack([tiny_head.faces, tiny_head.uv_faces], 2) + 1
    lines += ["f " + " ".join(f"{v}/{t}" for v, t in face) for face in corners]
    obj.write_text("\n".join(lines))
    model = write(LAYOUTS["2020"](tiny_head))
    head = convert_flame(model, embedding, like=tiny_head, template=obj)
    np.testing.assert_allclose(head.uv, tiny_head.uv, atol=1e-6)
    np.testing.assert_array_equal(head.uv_faces, tiny_head.uv_faces)
    obj.write_text("\n".join(lines[:-1]))
    with pytest.raises(ModelMismatch, match=r"head_template\.obj has other triangles"):
        convert_flame(model, embedding, like=tiny_head, template=obj)


def test_masks_tell_the_neck_and_the_scalp(tiny_head, embedding, write, tmp_path):
    masks, model = tmp_path / "FLAME_masks.pkl", write(LAYOUTS["2020"](tiny_head))
    hairy = np.array([100, 120, 150])
    masks.write_bytes(python2({"neck": tiny_head.vertices_of("neck"), "scalp": hairy, "face": np.arange(5)}, 2))
    head = convert_flame(model, embedding, like=tiny_head, masks=masks)
    assert set(tiny_head.faces_of("neck")) <= set(head.faces_of("neck"))
    assert len(head.faces_of("skin")) > 100
    np.testing.assert_array_equal(np.flatnonzero(head.scalp), hairy)
    assert not convert_flame(model, embedding, like=tiny_head).scalp.any()


def test_an_imported_head_can_be_stored(tiny_head, embedding, write, tmp_path):
    head = convert_flame(write(LAYOUTS["2023"](tiny_head)), embedding, like=tiny_head)
    save_head(head, tmp_path / "flame.safetensors")
    again = load_head(tmp_path / "flame.safetensors")
    assert (again.id, again.basis) == (head.id, "flame_pca")
    np.testing.assert_array_equal(again.v_template, head.v_template)


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("v_template", None, "has no v_template"),
        ("weights", np.zeros((3, 5)), "has a weights of"),
        ("posedirs", np.full((252, 3, 36), np.nan), "has a posedirs of"),
        ("kintree_table", np.array([[-1, 0, 1, 2, 3], [0, 1, 2, 3, 4]]), "has joints"),
        ("f", np.array([[0, 1, 252]]), "triangles without vertices"),
        ("shapedirs", np.zeros((252, 3, 150)), "has 150 components"),
    ],
)
def test_another_model_is_refused_by_name(tiny_head, embedding, write, key, value, complaint):
    content = flame_content(tiny_head, chumpy=False, csc_class=CscNew)
    content[key] = value
    with pytest.raises(ModelMismatch, match=rf"generic_model\.pkl .*{complaint}|generic_model\.pkl {complaint}"):
        convert_flame(write(python2(content, 2)), embedding, like=tiny_head)


def test_missing_files_are_named(tiny_head, embedding, write, tmp_path):
    with pytest.raises(AssetMissing, match=r"no file .*absent\.pkl"):
        convert_flame(tmp_path / "absent.pkl", embedding, like=tiny_head)
    model = write(LAYOUTS["2023"](tiny_head))
    with pytest.raises(AssetMissing, match=r"absent\.npz"):
        convert_flame(model, tmp_path / "absent.npz", like=tiny_head)


def test_an_embedding_of_another_model_is_refused(tiny_head, embedding, write, tmp_path):
    model = write(LAYOUTS["2023"](tiny_head))
    embedding.write_bytes(b"PK nonsense")
    with pytest.raises(AvatarError, match=r"mediapipe_landmark_embedding\.npz"):
        convert_flame(model, embedding, like=tiny_head)
    other = tmp_path / "other.npz"
    np.savez(other, lmk_face_idx=np.full(105, 9999), lmk_b_coords=np.ones((105, 3)), landmark_indices=np.arange(105))
    with pytest.raises(ModelMismatch, match="does not belong to this model"):
        convert_flame(model, other, like=tiny_head)
    pickled = tmp_path / "pickled.npz"
    np.savez(pickled, lmk_face_idx=np.array([print, None], object))
    with pytest.raises(ModelMismatch, match="not a MediaPipe landmark embedding"):
        convert_flame(model, pickled, like=tiny_head)


def test_a_huge_file_is_not_even_read(tiny_head, embedding, write, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    with pytest.raises(BadInput, match=r"generic_model\.pkl has"):
        convert_flame(write(LAYOUTS["2023"](tiny_head)), embedding, like=tiny_head)


@pytest.mark.flame
def test_a_real_flame_model_is_imported(open_head):
    """AVATAR_TEST_FLAME: a folder with FLAME's .pkl and its mediapipe_landmark_embedding.npz."""
    folder = Path(os.environ["AVATAR_TEST_FLAME"])
    model = next(path for path in sorted(folder.glob("*.pkl")) if "mask" not in path.name.lower())
    head = convert_flame(model, folder / "mediapipe_landmark_embedding.npz", like=open_head)
    assert (head.num_vertices, len(head.faces)) == (5023, 9976)
    assert (head.num_shape, head.num_expression) == (300, 100)
    points = embed(head, head.v_template)
    assert 0.055 < np.linalg.norm(points[LEFT_IRIS] - points[RIGHT_IRIS]) < 0.070
    assert points[10, 1] > points[LEFT_IRIS, 1] > points[1, 1] > points[13, 1] > points[152, 1]
    for name in ("eye_l", "eye_r"):
        assert 400 < len(head.vertices_of(name)) < 700
