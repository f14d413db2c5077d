"""DECA's networks on a FLAME head: what the app gets is what the checkpoint's numbers say, re-computed in numpy."""

import json
import pickle

import numpy as np
import platformdirs
import pytest
from flame_files import CscNew, flame_content

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")
pytest.importorskip("onnx", reason="onnx is not installed (extra: train)")

import deca_reference as reference  # noqa: E402
from deca_checkpoint import deca_state, encoder  # noqa: E402

from engine.adopt.expression_map import ExpressionMap  # noqa: E402
from engine.adopt.map_store import map_path, save_map  # noqa: E402
from engine.avatar.photo import load_photo  # noqa: E402
from engine.deca.belief import belief_of_deca  # noqa: E402
from engine.deca.detail import DecaDetailDecoder, DecaDetailEncoder, deca_detail  # noqa: E402
from engine.deca.encoder import picture_of  # noqa: E402
from engine.deca.light import linear_light  # noqa: E402
from engine.deca.network import DecaNetwork, square_of  # noqa: E402
from engine.deca.place import deca_folder  # noqa: E402
from engine.detail.window import WINDOW  # noqa: E402
from engine.errors import AssetMissing, ModelMismatch  # noqa: E402
from engine.head.arkit import ARKIT52, INDEX  # noqa: E402
from engine.head.brought import head_path  # noqa: E402
from engine.head.convert_flame import convert_flame  # noqa: E402
from engine.head.head_model import pose, vertex_normals  # noqa: E402
from engine.head.landmarks import IBUG68, embed, project  # noqa: E402
from engine.inference.session import Session  # noqa: E402
from engine.tracking.detect import Detector  # noqa: E402
from engine.tracking.open import open_tracker  # noqa: E402
from engine.types import Face, Frame, replace  # noqa: E402
from training.data.wrinkles.ground import ground_of  # noqa: E402
from training.deca.checkpoint import read_checkpoint  # noqa: E402
from training.deca.command import ImportDeca  # noqa: E402
from training.deca.flame import origin_of  # noqa: E402
from training.deca.graphs import CoarseGraph  # noqa: E402
from training.render.relief import Relief  # noqa: E402

CLOSE = 1e-4


def mirrored(uv):
    """FLAME's texture layout of the test: the tiny head's, its sides exchanged, a little smaller."""
    return np.stack([0.95 - 0.9 * uv[..., 0], 0.05 + 0.9 * uv[..., 1]], -1)


@pytest.fixture(scope="module")
def state():
    return deca_state()


@pytest.fixture(scope="module")
def flame(tiny_head):
    """The dictionary of a FLAME file, with dense arrays."""
    return {**flame_content(tiny_head, chumpy=False, csc_class=CscNew), "J_regressor": tiny_head.J_regressor}


@pytest.fixture(scope="module")
def head(tiny_head, flame, tmp_path_factory):
    folder = tmp_path_factory.mktemp("flame")
    (folder / "generic_model.pkl").write_bytes(pickle.dumps(flame, 2))
    known = np.arange(0, 468, 4)
    np.savez(
        folder / "embedding.npz", lmk_face_idx=tiny_head.landmark_faces[known],
        lmk_b_coords=tiny_head.landmark_weights[known], landmark_indices=known,
    )  # fmt: skip
    return convert_flame(folder / "generic_model.pkl", folder / "embedding.npz", like=tiny_head)


@pytest.fixture(scope="module")
def folder(state, flame, tiny_head, tmp_path_factory):
    """What the command writes."""
    folder = tmp_path_factory.mktemp("deca")
    torch.save(state, folder / "deca_model.tar")
    (folder / "generic_model.pkl").write_bytes(pickle.dumps(flame, 2))
    lines = [f"vt {u} {v}" for u, v in mirrored(tiny_head.uv.astype(float))]
    for corners in zip(tiny_head.faces + 1, tiny_head.uv_faces + 1, strict=True):
        lines.append("f " + " ".join(f"{vertex}/{place}" for vertex, place in zip(*corners, strict=True)))
    (folder / "head_template.obj").write_text("\n".join(lines))
    ImportDeca(
        folder / "deca_model.tar", folder / "generic_model.pkl", folder, template=folder / "head_template.obj"
    ).run()
    return folder


@pytest.fixture(scope="module")
def face(tiny_head):
    """A face of landmarks where the head's are, in a picture of soft noise."""
    random = np.random.default_rng(4)
    image = np.kron(random.integers(0, 255, (30, 40, 3)), np.ones((16, 16, 1))).astype(np.uint8)
    at = tiny_head.v_template[tiny_head.faces[tiny_head.landmark_faces]].mean(1)
    landmarks = at[:, :2] * [1500, -1500] + [310, 260]
    return Face(Frame(image, 0, 0.5), landmarks, np.zeros(478), np.zeros(52), 0.9)


@pytest.fixture(scope="module")
def codes(state, face):
    """The 236 numbers, re-computed from the face's square."""
    picture = picture_of(face.frame.image, square_of(face.landmarks))[0]
    return reference.encode(state["E_flame"], picture)


def test_the_square_is_decas(face):
    """Its side is the mean of the 68 points' width and height, times 1.1 and 1.25, about their middle."""
    low, high = face.landmarks[IBUG68].min(0), face.landmarks[IBUG68].max(0)
    side = (high - low).mean() * 1.1 * 1.25
    corners = np.stack([(low + high) / 2 - side / 2, (low + high) / 2 + side / 2])
    found = corners @ square_of(face.landmarks)[:2, :2].T + square_of(face.landmarks)[:2, 2]
    np.testing.assert_allclose(found, [[0, 0], [224, 224]], atol=1e-3)


def test_every_code_is_the_checkpoints(folder, face, codes, flame):
    names = ["shape", "tex", "expression", "global_orient", "jaw_pose", "cam", "light"]
    shapes = [(100,), (50,), (50,), (3,), (3,), (3,), (9, 3)]
    session = Session(
        folder / "encoder.onnx",
        ("picture", (None, 3, 224, 224)),
        dict(zip(names, [(None, *s) for s in shapes], strict=True)),
    )
    told = session(picture_of(face.frame.image, square_of(face.landmarks)))
    start = 0
    for name, shape, value in zip(names, shapes, told, strict=True):
        wanted = codes[start : start + int(np.prod(shape))].reshape(shape)
        start += wanted.size
        assert wanted.std() > 0.1
        if name == "cam":  # the import brings the middle of the eyes to (0, .025, .040)
            moved = [0.0, 0.025] - (flame["J_regressor"] @ flame["v_template"])[3:, :2].mean(0)
            assert np.abs(moved).max() > 0.005
            wanted = wanted - [0, *moved]
        np.testing.assert_allclose(value[0], wanted, atol=CLOSE, err_msg=name)
    assert start == 236


def test_the_head_lands_where_deca_puts_it_and_its_normals_agree(folder, head, face, codes, flame):
    code = DecaNetwork(folder, head)(face)
    shape, expression, orient, jaw, cam = (
        codes[a:b] for a, b in ((0, 100), (150, 200), (200, 203), (203, 206), (206, 209))
    )
    wanted = reference.flame(flame, shape, expression, orient, jaw)
    found = pose(head, code.shape, code.motion)
    np.testing.assert_allclose(
        vertex_normals(found, head.faces), reference.normals(wanted, flame["f"].astype(int)), atol=CLOSE
    )
    # x' = s (x + t) with y upwards, in a square that is 224 px wide and 2 units.
    ndc = cam[0] * (wanted[:, :2] + cam[1:])
    square = np.linalg.inv(square_of(face.landmarks))
    px = (ndc * [1, -1] + 1) * 112 @ square[:2, :2].T + square[:2, 2]
    assert np.ptp(px, 0).min() > 5
    np.testing.assert_allclose(project(found, code.motion.cam, code.motion.crop_from_image), px, atol=1e-2)
    assert code.motion.expression.shape == (100,)
    np.testing.assert_allclose(code.light, linear_light(codes[209:].reshape(9, 3)), atol=1e-3)
    assert code.motion.confidence == pytest.approx(0.9)


def test_detail_is_the_checkpoints_where_the_skin_is(folder, head, face, state, tiny_head):
    """Of each texel of the window by FLAME's own texture layout; and the normals of such skin agree, too."""
    code = DecaDetailEncoder.of(folder, head, face)()
    picture = picture_of(face.frame.image, square_of(face.landmarks))[0]
    np.testing.assert_allclose(code, reference.encode(state["E_detail"], picture), atol=CLOSE)
    random = np.random.default_rng(1)
    expression, jaw = random.normal(size=100).astype(np.float32), random.normal(0, 0.2, 3).astype(np.float32)
    # The head's window is on a layout of its own: the file's, turned over and smaller (see `folder`).
    other = replace(head, uv=tiny_head.uv, uv_faces=tiny_head.uv_faces)
    [found] = DecaDetailDecoder(folder, other)(code, expression[None], jaw[None])
    whole = reference.decode(state["D_detail"], code, expression[:50], jaw)
    place = mirrored(WINDOW.uv(256)) * [1, -1] * 256 + [-0.5, 255.5]  # column, row of the whole atlas
    across = np.maximum(1 - np.abs(place[0, :, 0, None] - np.arange(256)), 0)
    down = np.maximum(1 - np.abs(place[:, 0, 1, None] - np.arange(256)), 0)
    wanted = down @ whole @ across.T
    drawn = found != 0
    assert drawn.mean() > 0.3
    assert wanted[drawn].std() > 5e-4
    np.testing.assert_allclose(found[drawn], wanted[drawn], atol=1e-6)

    bare = Relief(tiny_head)
    with torch.no_grad():
        normals = bare.normals(torch.from_numpy(found)[None])[0].numpy()
    ground, some = ground_of(tiny_head), slice(4, -4, 8)
    a, b, c = np.moveaxis(ground.metric[some, some], -1, 0)[..., None]
    tangent, bitangent = ground.tangent[some, some], ground.bitangent[some, some]
    steps = np.stack([a * tangent, b * tangent + c * bitangent], -1)  # [.., 3, 2] m to the right and up
    below, right = np.gradient(found.astype(np.float64))
    slope = np.einsum("...kc,...k->...c", np.linalg.pinv(steps), np.stack([right, -below], -1)[some, some])
    expected = ground.normal[some, some] - slope
    expected /= np.linalg.norm(expected, axis=2, keepdims=True)
    np.testing.assert_allclose(normals[some, some], expected, atol=CLOSE)
    assert np.abs(expected - ground.normal[some, some]).max() > 0.3  # it is rough skin


def test_cards_say_for_which_head_and_under_which_licence(folder, head):
    for name in ("encoder", "detail_encoder", "detail_decoder"):
        card = json.loads((folder / f"{name}.json").read_text())
        assert card["head"] == head.id
        assert "non-commercial" in card["licence"]
        assert card["source"]["file"] == "deca_model.tar"


def test_another_head_and_no_import_are_refused(folder, tiny_head, head, tmp_path):
    with pytest.raises(ModelMismatch, match=head.id):
        DecaNetwork(folder, tiny_head)
    with pytest.raises(AssetMissing, match="import-deca"):
        DecaNetwork(tmp_path, head)


@pytest.fixture
def driven(head, folder, tmp_path, monkeypatch):
    """That head as the app runs it, with the open head's controls, and all that was brought in the user's folder."""
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *names, **more: tmp_path)
    (tmp_path / "deca").symlink_to(folder)
    head_path(head.id).parent.mkdir()
    gram = np.eye(52)
    save_map(ExpressionMap(head.id, np.eye(100, 52), gram, np.eye(52, 100), np.zeros(52)), map_path(head.id))
    return replace(
        head, id=f"open-{head.id}", basis="arkit52", expression_names=ARKIT52,
        expression_basis=head.expression_basis[:, :, :52], shape_basis=head.shape_basis[:, :, :100],
    )  # fmt: skip


def test_deca_drives_the_head_that_the_app_runs(driven, head, sample_portrait):
    """The same reading, told in the app's controls; and the landmarks of its take are where the head then is."""
    frame = Frame(load_photo(sample_portrait, 0).image, 0, 0.0)
    with open_tracker("deca", driven) as tracker, Detector("image") as detector:
        seen = tracker.track(frame)
        [face] = detector.detect_all(frame)
    assert tracker.name == "deca"
    own = DecaNetwork(deca_folder(), head)(face)
    assert seen.motion.expression.shape == (52,)
    jaw = INDEX["jawOpen"]
    others = np.arange(50) != jaw
    np.testing.assert_allclose(
        seen.motion.expression[:50][others], np.clip(own.motion.expression[:50][others] / 1.02, 0, 1), atol=0.05
    )
    np.testing.assert_allclose(seen.motion.global_orient, own.motion.global_orient, atol=0.05)
    points = embed(driven, pose(driven, tracker.shape, seen.motion))[IBUG68]
    np.testing.assert_allclose(
        seen.landmarks68, project(points, seen.motion.cam, seen.motion.crop_from_image), atol=1e-3
    )


def test_an_avatar_on_that_head_gets_decas_shape_and_a_word_on_its_licence(driven, face, codes, open_head):
    belief, notes = belief_of_deca(driven, [face, face])
    np.testing.assert_allclose(belief.shape, codes[:100], atol=CLOSE)
    assert belief.precision.shape == (100, 100)
    assert "non-commercial" in notes[0]
    assert belief_of_deca(open_head, [face]) == (None, [])


def test_its_wrinkles_follow_the_apps_controls(driven, head, face, folder, open_head):
    encode, decode = deca_detail(driven, face)
    random = np.random.default_rng(3)
    controls, jaw = random.random((2, 52)).astype(np.float32), np.zeros((2, 3), np.float32)
    own = np.pad(controls[:, :50], ((0, 0), (0, 50)))  # what the map of `driven` makes of them
    code = encode(None, controls[0])
    np.testing.assert_allclose(decode(code, controls, jaw), DecaDetailDecoder(folder, head)(code, own, jaw), atol=1e-8)
    assert deca_detail(open_head, face) is None


def test_deca_tracks_no_other_head(driven, open_head):
    with pytest.raises(ModelMismatch, match="FLAME head"):
        open_tracker("deca", open_head)


def test_emocas_own_encoder_says_expression_and_jaw(folder, state, tmp_path):
    own = encoder(53, 9, state["E_flame"])
    parts = {**state, "E_expression": own}
    flat = {f"deca.{part}.{name}": value for part, tensors in parts.items() for name, value in tensors.items()}
    torch.save({"state_dict": flat}, tmp_path / "emoca.pt")
    checkpoint = read_checkpoint(tmp_path / "emoca.pt")
    assert checkpoint.family == "EMOCA"
    picture = np.random.default_rng(0).random((3, 224, 224), np.float32)
    with torch.no_grad():
        told = CoarseGraph(checkpoint, origin_of(folder / "generic_model.pkl"))(torch.from_numpy(picture)[None])
    wanted = reference.encode(own, picture)
    np.testing.assert_allclose(told[2][0], wanted[:50], atol=CLOSE)
    np.testing.assert_allclose(told[4][0], wanted[50:], atol=CLOSE)
