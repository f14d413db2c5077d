"""GLB and OBJ read back: the surface, the expressions and the motion are the head model's own."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from glb_file import Glb
from PIL import Image

from engine.avatar.default import default_avatar
from engine.export.gltf import save_glb
from engine.export.obj import save_obj
from engine.export.solid import solid_of
from engine.head.arkit import expression_from, joint_poses
from engine.head.head_model import Head, pose, rotations
from engine.types import Avatar, Motion, replace


@pytest.fixture(scope="module")
def avatar(open_head: Head) -> Avatar:
    shape = np.zeros(open_head.num_shape, np.float32)
    shape[:3] = [1.0, -1.5, 0.5]
    return replace(default_avatar(open_head), name="Probe", shape=shape)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("export")


@pytest.fixture(scope="module")
def glb(avatar: Avatar, open_head: Head, folder: Path) -> Glb:
    neck = [np.array([0.0, angle, 0.0], np.float32) for angle in (0.0, 0.2, -0.3)]
    smile = expression_from({"mouthSmileLeft": 0.5})
    motions = [Motion(expression=smile * i, neck_pose=neck[i], time=5 + i / 25) for i in range(3)]
    save_glb(avatar, open_head, folder / "probe.glb", motions)
    return Glb(folder / "probe.glb")


def test_the_file_is_alone_in_its_folder(glb: Glb, folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == ["probe.glb"]


def test_expressions_carry_arkits_names_in_order(glb: Glb, open_head: Head) -> None:
    for mesh in glb.document["meshes"]:
        assert mesh["extras"]["targetNames"] == list(open_head.expression_names)
        assert len(mesh["primitives"][0]["targets"]) == open_head.num_expression


@pytest.mark.parametrize("name", ["jawOpen", "mouthSmileLeft", "eyeBlinkRight", "eyeLookUpLeft"])
def test_a_morph_target_at_one_is_the_head_models_expression(
    glb: Glb, avatar: Avatar, open_head: Head, name: str
) -> None:
    bald = replace(avatar, hair=replace(avatar.hair, thickness=0.0))
    expression = expression_from({name: 1.0})
    jaw_pose, leye_pose, reye_pose = joint_poses(expression)
    motion = Motion(expression=expression, jaw_pose=jaw_pose, leye_pose=leye_pose, reye_pose=reye_pose)
    moved = pose(open_head, bald.shape, motion) - pose(open_head, bald.shape, Motion.rest(52))
    for piece in solid_of(avatar, open_head).pieces:
        target = glb.primitive(piece.name)["targets"][open_head.expression_names.index(name)]
        assert np.allclose(glb.array(target["POSITION"]), moved[piece.vertices], atol=1e-6)


def test_the_resting_surface_is_the_shaped_head_under_its_hair(glb: Glb, avatar: Avatar, open_head: Head) -> None:
    solid = solid_of(avatar, open_head)
    rest = pose(open_head, avatar.shape, Motion.rest(52))
    face = (open_head.v_template[:, 2] > 0.03) & (open_head.v_template[:, 1] < 0.07)
    assert np.allclose(solid.positions[face], rest[face], atol=1e-6)
    piece = solid.pieces[0]
    stored = glb.array(glb.primitive("skin")["attributes"]["POSITION"])
    assert np.allclose(stored, solid.positions[piece.vertices], atol=1e-6)
    assert np.linalg.norm(solid.positions - rest, axis=1).max() == pytest.approx(avatar.hair.thickness, rel=0.05)


def test_triangles_face_outwards(glb: Glb, avatar: Avatar, open_head: Head) -> None:
    centre = solid_of(avatar, open_head).joints[3]
    primitive = glb.primitive("eye_l")
    points = glb.array(primitive["attributes"]["POSITION"]).astype(np.float64)
    corners = points[glb.array(primitive["indices"]).reshape(-1, 3)]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    outwards = np.einsum("fc,fc->f", normals, corners.mean(1) - centre) > 0
    in_front = corners.mean(1)[:, 2] > centre[2]
    assert outwards[in_front].mean() > 0.99


def test_texture_coordinates_count_from_the_top(glb: Glb, avatar: Avatar, open_head: Head) -> None:
    piece = solid_of(avatar, open_head).pieces[0]
    stored = glb.array(glb.primitive("skin")["attributes"]["TEXCOORD_0"])
    assert np.allclose(stored, piece.uv * [1, -1] + [0, 1], atol=1e-6)


def test_the_pictures_are_whole(glb: Glb, avatar: Avatar) -> None:
    sizes = [Image.open(io.BytesIO(glb.view(image["bufferView"]))).size for image in glb.document["images"]]
    assert sizes[0] == avatar.albedo.shape[1::-1]
    assert len(sizes) == len(glb.document["meshes"])


def test_the_animation_holds_times_weights_and_the_heads_turn(glb: Glb) -> None:
    (animation,) = glb.document["animations"]
    by_path = {(c["target"]["path"], c["target"]["node"]): animation["samplers"][c["sampler"]]
               for c in animation["channels"]}  # fmt: skip
    weights = by_path["weights", 2]
    assert np.allclose(glb.array(weights["input"]).ravel(), [0, 0.04, 0.08], atol=1e-6)
    assert np.allclose(glb.array(weights["output"]).reshape(3, 52)[2], expression_from({"mouthSmileLeft": 1.0}))
    x, y, z, w = glb.array(by_path["rotation", 1]["output"])[2]
    turned = rotations(np.array([0.0, -0.3, 0.0])) @ [0, 0, 1]
    assert np.allclose([2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)], turned, atol=1e-6)


def test_an_obj_reads_back_with_its_material(avatar: Avatar, open_head: Head, tmp_path: Path) -> None:
    written = save_obj(avatar, open_head, tmp_path / "probe.obj")
    lines = (tmp_path / "probe.obj").read_text().splitlines()
    positions = np.array([line.split()[1:] for line in lines if line.startswith("v ")], float)
    corners = [corner.split("/") for line in lines if line.startswith("f ") for corner in line.split()[1:]]
    solid = solid_of(avatar, open_head)
    assert np.allclose(positions, solid.positions, atol=1e-6)
    assert len(corners) == 3 * sum(len(piece.faces) for piece in solid.pieces)
    num_uv = sum(line.startswith("vt ") for line in lines)
    assert max(int(corner[0]) for corner in corners) <= len(positions)
    assert max(int(corner[1]) for corner in corners) == num_uv
    named = [line.split()[1] for line in (tmp_path / "probe.mtl").read_text().splitlines() if "map_Kd" in line]
    assert {path.name for path in written} == {"probe.obj", "probe.mtl", *named}
