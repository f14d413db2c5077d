"""An avatar's wrinkles and pores in other programs: what these make of the files is what our renderer draws."""

from __future__ import annotations

from pathlib import Path

import moderngl
import numpy as np
import pytest
from glb_file import Glb
from PIL import Image

from engine.avatar.default import default_avatar
from engine.check import Array
from engine.detail.baked import Baked
from engine.detail.mask import detail_mask
from engine.detail.window import WINDOW
from engine.export.carving import carving_of
from engine.export.displacement import save_displacement
from engine.export.gltf import save_glb
from engine.export.obj import save_obj
from engine.export.refine import refined
from engine.export.solid import Piece, Solid, solid_of
from engine.head.arkit import INDEX, expression_from
from engine.head.head_model import Head
from engine.render.camera import clip_from_model
from engine.render.renderer import Renderer
from engine.types import Avatar, Detail, Hair, Look, Motion, Orbit, View, replace

RIGHT, DOWN = np.moveaxis(WINDOW.place(WINDOW.uv(256)), -1, 0)
BROWS = expression_from({"browInnerUp": 1.0})


@pytest.fixture(scope="module")
def avatar(open_head: Head) -> Avatar:
    """Waves that stay and run up, and such as come with raised brows and run across."""
    still = 1e-3 * np.sin(2 * np.pi * 6 * np.moveaxis(WINDOW.place(WINDOW.uv(512)), -1, 0)[1])
    inner, matrix = np.zeros((1, 55)), np.zeros((57, 1))
    matrix[1 + INDEX["browInnerUp"]] = 1
    baked = Baked(1e-3 * np.sin(2 * np.pi * 6 * RIGHT)[None], inner, np.zeros(1), matrix)
    albedo = np.full((16, 16, 3), 180, np.uint8)
    return replace(default_avatar(open_head), albedo=albedo, hair=Hair(), detail=Detail(np.zeros(128), still, baked))


def _exported(avatar: Avatar, head: Head, path: Path, expression: Array) -> Glb:
    save_glb(avatar, head, path, (), expression, carving_of(avatar, Motion(expression), None))
    return Glb(path)


def _viewed(glb: Glb, triangles: Array) -> tuple[Array, Array]:
    """[n, 3] middles of some of the skin's triangles and the normals [n, 3] that a viewer of glTF shows there."""
    primitive = glb.primitive("skin")
    (material,) = (m for m in glb.document["materials"] if m["name"] == "skin")
    picture = glb.picture(material["normalTexture"]["index"]) / 127.5 - 1
    corners = glb.array(primitive["indices"]).reshape(-1, 3)[triangles]
    position, normal, tangent, uv = (
        glb.array(primitive["attributes"][name])[corners].astype(np.float64)
        for name in ("POSITION", "NORMAL", "TANGENT", "TEXCOORD_0")
    )
    bitangent = np.cross(normal, tangent[..., :3]) * tangent[..., 3:]
    axes = [values.mean(1) for values in (tangent[..., :3], bitangent, normal)]
    column, row = (uv.mean(1) * len(picture)).astype(int).T
    local = picture[row, column]
    shown = sum(local[:, [k]] * axis / np.linalg.norm(axis, axis=1, keepdims=True) for k, axis in enumerate(axes))
    return position.mean(1), shown / np.linalg.norm(shown, axis=1, keepdims=True)


@pytest.mark.parametrize("expression", [np.zeros(52, np.float32), BROWS], ids=["rest", "brows"])
def test_a_viewer_of_the_glb_sees_the_normals_that_we_draw(
    ctx: moderngl.Context, avatar: Avatar, open_head: Head, tmp_path: Path, expression: Array
) -> None:
    glb = _exported(avatar, open_head, tmp_path / "a.glb", expression)
    painted = open_head.faces_of(*(name for name in open_head.part_names if not name.startswith(("eye", "lash"))))
    triangles = np.flatnonzero((detail_mask(open_head)[open_head.faces[painted]] > 0.99).all(1))
    points, wanted = _viewed(glb, triangles)
    # The mesh of the file is at rest: the map is compared on it, with the wrinkles of the expression.
    displacement = avatar.detail.baked.blended()(expression, np.zeros(3))
    renderer, size, motion = Renderer(ctx, open_head), 1600, Motion.rest(52)
    renderer.show(avatar)
    view = View((size, size), Orbit(height=0.28), look=Look.NORMAL, samples=1)
    seen = renderer.render(motion, view, displacement).rgba[..., :3] / 127.5 - 1
    flat = renderer.render(motion, replace(view, detail_strength=0.0)).rgba[..., :3] / 127.5 - 1
    matrix, eye = clip_from_model(view, motion, renderer._middle)
    renderer.release()
    clip = np.c_[points, np.ones(len(points))] @ matrix.T
    column, row = ((clip[:, :2] / clip[:, 3:] * [1, -1] + 1) / 2 * size).astype(int).T
    use = ((eye - points) * wanted).sum(1) > 0.6 * np.linalg.norm(eye - points, axis=1)
    assert use.sum() > 400
    carved = (seen - flat)[row, column][use]
    assert np.abs(carved).max() > 0.2
    assert np.quantile(np.abs(seen[row, column] - wanted)[use], 0.99) < 0.03


def test_the_glb_opens_with_the_expression_whose_wrinkles_it_has(
    avatar: Avatar, open_head: Head, tmp_path: Path
) -> None:
    glb = _exported(avatar, open_head, tmp_path / "a.glb", BROWS)
    assert all(np.allclose(mesh["weights"], BROWS) for mesh in glb.document["meshes"])
    tangent = glb.array(glb.primitive("skin")["attributes"]["TANGENT"])
    normal = glb.array(glb.primitive("skin")["attributes"]["NORMAL"])
    np.testing.assert_allclose(np.linalg.norm(tangent[:, :3], axis=1), 1, atol=1e-5)
    assert set(np.unique(tangent[:, 3])) <= {-1.0, 1.0}
    assert np.abs((tangent[:, :3] * normal).sum(1)).max() < 1e-5


def test_an_avatar_without_detail_has_no_normal_map(avatar: Avatar, open_head: Head, tmp_path: Path) -> None:
    glb = _exported(replace(avatar, detail=None), open_head, tmp_path / "a.glb", BROWS)
    assert "normalTexture" not in glb.document["materials"][0]
    assert len(glb.document["images"]) == len(glb.document["meshes"])


def test_an_obj_names_its_normal_map_and_has_the_pose(avatar: Avatar, open_head: Head, tmp_path: Path) -> None:
    motion = Motion(BROWS)
    written = save_obj(avatar, open_head, tmp_path / "a.obj", motion, carving_of(avatar, motion, None))
    save_obj(avatar, open_head, tmp_path / "rest.obj")
    (normals,) = (p for p in written if p.name == "a_skin_normal.png")
    assert f"norm {normals.name}" in (tmp_path / "a.mtl").read_text().splitlines()
    assert "norm" not in (tmp_path / "rest.mtl").read_text()
    with Image.open(normals) as opened:
        assert np.asarray(opened).reshape(-1, 3).std(0).min() > 1
    posed, rest = (
        np.array([line.split()[1:] for line in (tmp_path / name).read_text().splitlines() if line.startswith("v ")],
                 float)
        for name in ("a.obj", "rest.obj")
    )  # fmt: skip
    moved = posed - rest
    brow = np.argmax(np.linalg.norm(moved, axis=1))
    assert moved[brow, 1] > 2e-3
    assert 0.02 < rest[brow, 1] - rest[rest[:, 2].argmax(), 1] < 0.12  # above the tip of the nose


def test_the_detailed_mesh_is_the_displaced_skin(avatar: Avatar, open_head: Head) -> None:
    solid = solid_of(avatar, open_head)
    carving = carving_of(avatar, Motion(BROWS), None)
    fine = refined(solid, carving)
    piece = fine.solid.pieces[0]
    count = len(solid.positions)
    assert len(fine.solid.positions) > 10 * count
    # Vertices of the coarse mesh have moved along their normals, by the height there.
    uv = np.zeros((count, 2))
    uv[solid.pieces[0].vertices] = solid.pieces[0].uv
    moved = fine.solid.positions[:count] - solid.positions
    np.testing.assert_allclose(moved, (solid.shown * carving.height(uv))[:, None] * solid.normals, atol=1e-9)
    # No crack: on either side of an edge lies a triangle, but for those edges that had none before.
    assert _open_edges(fine.solid, piece) == _open_edges(solid, solid.pieces[0])
    corners = fine.solid.positions[piece.vertices][piece.faces]
    shown = (fine.solid.shown[piece.vertices][piece.faces] > 0).all(1)
    assert np.linalg.norm(corners - np.roll(corners, 1, 1), axis=2)[shown].max() < 2.5e-3
    normals = fine.solid.normals[piece.vertices][piece.faces].mean(1)
    outwards = (np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) * normals).sum(1) > 0
    assert outwards[shown].mean() > 0.9999
    # Expressions move what was put in as its neighbours.
    offset = np.zeros((1, count, 3))
    offset[0, :, 1] = 1.0
    assert np.array_equal(np.unique(fine.grown(offset)), [0.0, 1.0])
    # And a wave that comes with the brows is there.
    flat = refined(solid, carving_of(avatar, Motion.rest(52), None)).solid
    assert np.abs(fine.solid.positions - flat.positions).max() > 8e-4


def _open_edges(solid: Solid, piece: Piece) -> int:
    faces = piece.vertices[piece.faces]
    ends = np.sort(np.stack([faces, np.roll(faces, -1, 1)], -1).reshape(-1, 2), 1)
    return int((np.unique(ends, axis=0, return_counts=True)[1] == 1).sum())


def test_a_detailed_glb_has_the_fine_mesh_and_no_normal_map(avatar: Avatar, open_head: Head, tmp_path: Path) -> None:
    save_glb(avatar, open_head, tmp_path / "a.glb", (), BROWS, carving_of(avatar, Motion(BROWS), None), in_mesh=True)
    glb = Glb(tmp_path / "a.glb")
    primitive = glb.primitive("skin")
    positions = glb.array(primitive["attributes"]["POSITION"])
    assert len(positions) > 10 * open_head.num_vertices
    assert "normalTexture" not in glb.document["materials"][0]
    jaw = glb.array(primitive["targets"][INDEX["jawOpen"]]["POSITION"])
    assert jaw.shape == positions.shape
    chin = (np.abs(positions - [0, -0.075, 0.06]) < [0.02, 0.015, 0.01]).all(1)
    assert chin.sum() > 100
    assert jaw[chin, 1].max() < -5e-3
    top = positions[:, 1] > 0.08
    assert not jaw[top].any()


def test_the_displacement_map_gives_metres(avatar: Avatar, open_head: Head, tmp_path: Path) -> None:
    carving = carving_of(avatar, Motion(BROWS), None)
    picture, note = save_displacement(avatar, open_head, tmp_path / "a.glb", carving)
    assert picture.name == "a_skin_displacement.png"
    assert "(value - 32768) * 1.25e-07" in note.read_text()
    with Image.open(picture) as opened:
        assert "1.25e-07" in opened.info["Description"]
        metres = (np.asarray(opened).astype(np.float64) - 32768) * 1.25e-7
    size = len(metres)
    rows, columns = np.mgrid[450:600:7, 400:620:7]
    uv = np.stack([(columns.ravel() + 0.5) / size, 1 - (rows.ravel() + 0.5) / size], 1)
    wanted = carving.height(uv)
    seen = metres[rows.ravel(), columns.ravel()]
    full = np.abs(seen) > 0.999 * np.abs(wanted)
    assert full.mean() > 0.5  # cheeks and nose; lids and lips have none
    assert (np.abs(seen) <= np.abs(wanted) + 2e-7).all()
    assert np.abs(seen).max() > 1.5e-3
    assert not metres[:100].any()
