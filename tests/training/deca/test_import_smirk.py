"""SMIRK's networks on a FLAME head: what the app gets is what the checkpoint's numbers say, re-computed in numpy."""

import json
import pickle

import numpy as np
import platformdirs
import pytest
from flame_files import CscNew, flame_content
from PIL import Image

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")
pytest.importorskip("onnx", reason="onnx is not installed (extra: train)")
pytest.importorskip("igl", reason="libigl is not installed (extra: train)")

import smirk_checkpoint as reference  # noqa: E402

from engine.adopt.expression_map import ExpressionMap  # noqa: E402
from engine.adopt.map_store import map_path, save_map  # noqa: E402
from engine.avatar.photo import load_photo  # noqa: E402
from engine.deca.encoder import picture_of  # noqa: E402
from engine.deca.place import smirk_folder  # noqa: E402
from engine.deca.smirk import SmirkNetwork, square_of  # noqa: E402
from engine.errors import AssetMissing, ModelMismatch  # noqa: E402
from engine.head.arkit import ARKIT52, INDEX  # noqa: E402
from engine.head.brought import flame_head, head_path  # noqa: E402
from engine.head.convert_flame import convert_flame  # noqa: E402
from engine.head.store import save_head  # noqa: E402
from engine.inference.session import Session  # noqa: E402
from engine.tracking.detect import Detector  # noqa: E402
from engine.tracking.open import open_tracker  # noqa: E402
from engine.types import Face, Frame, replace  # noqa: E402
from training.deca.checkpoint import read_checkpoint  # noqa: E402
from training.deca.command import ImportDeca  # noqa: E402
from training.evaluate.command import Evaluate  # noqa: E402
from training.evaluate.now.benchmark import Picture  # noqa: E402
from training.evaluate.now.options import NowOptions  # noqa: E402
from training.evaluate.now.predict import neutral  # noqa: E402
from training.evaluate.now.surface import find_prediction, read_landmarks, read_surface  # noqa: E402

CLOSE = 1e-4
OUTPUTS = {"shape": 300, "expression": 50, "eyelids": 2, "global_orient": 3, "jaw_pose": 3, "cam": 3}


@pytest.fixture(scope="module")
def state():
    return reference.smirk_state()


@pytest.fixture(scope="module")
def flame(tiny_head):
    return {**flame_content(tiny_head, chumpy=False, csc_class=CscNew), "J_regressor": tiny_head.J_regressor}


@pytest.fixture(scope="module")
def folder(state, flame, tiny_head, tmp_path_factory):
    """What the command writes where the app looks for it, and the head that the app runs."""
    data = tmp_path_factory.mktemp("data")
    torch.save(state, data / "SMIRK_em1.pt")
    (data / "generic_model.pkl").write_bytes(pickle.dumps(flame, 2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(platformdirs, "user_data_path", lambda *names, **more: data)
        ImportDeca(data / "SMIRK_em1.pt", data / "generic_model.pkl").run()
        assert smirk_folder() == data / "smirk"
    return data / "smirk"


@pytest.fixture(scope="module")
def own(folder, tiny_head):
    """The head with FLAME's own components."""
    known = np.arange(0, 468, 4)
    np.savez(
        folder / "embedding.npz", lmk_face_idx=tiny_head.landmark_faces[known],
        lmk_b_coords=tiny_head.landmark_weights[known], landmark_indices=known,
    )  # fmt: skip
    return convert_flame(folder.parent / "generic_model.pkl", folder / "embedding.npz", like=tiny_head)


@pytest.fixture
def driven(folder, own, monkeypatch):
    """That head as the app runs it: control k is component k, but no component tells a blink."""
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *names, **more: folder.parent)
    head_path(own.id).parent.mkdir(exist_ok=True)
    save_map(ExpressionMap(own.id, np.eye(100, 52), np.eye(52), np.eye(52, 100), np.zeros(52)), map_path(own.id))
    return replace(
        own, id=f"open-{own.id}", basis="arkit52", expression_names=ARKIT52,
        expression_basis=own.expression_basis[:, :, :52], shape_basis=own.shape_basis[:, :, :100],
    )  # fmt: skip


@pytest.fixture(scope="module")
def face(tiny_head):
    random = np.random.default_rng(4)
    image = np.kron(random.integers(0, 255, (30, 40, 3)), np.ones((16, 16, 1))).astype(np.uint8)
    at = tiny_head.v_template[tiny_head.faces[tiny_head.landmark_faces]].mean(1)
    return Face(Frame(image, 0, 0.5), at[:, :2] * [1500, -1500] + [310, 260], np.zeros(478), np.zeros(52), 0.9)


@pytest.fixture(scope="module")
def codes(state, face):
    return dict(
        zip(OUTPUTS, reference.codes(state, picture_of(face.frame.image, square_of(face.landmarks))[0]), strict=True)
    )


def test_the_square_is_smirks(face):
    """Its side is the mean of all landmarks' width and height, times 1.4, about their middle."""
    low, high = face.landmarks.min(0), face.landmarks.max(0)
    side = (high - low).mean() * 1.4
    corners = np.stack([(low + high) / 2 - side / 2, (low + high) / 2 + side / 2])
    matrix = square_of(face.landmarks)
    np.testing.assert_allclose(corners @ matrix[:2, :2].T + matrix[:2, 2], [[0, 0], [224, 224]], atol=1e-3)


def test_every_code_is_the_checkpoints(folder, face, codes, flame):
    given = ("picture", (None, 3, 224, 224))
    session = Session(folder / "encoder.onnx", given, {name: (None, count) for name, count in OUTPUTS.items()})
    told = session(picture_of(face.frame.image, square_of(face.landmarks)))
    for (name, wanted), value in zip(codes.items(), told, strict=True):
        if name == "cam":  # the import brings the middle of the eyes to (0, .025, .040)
            moved = [0.0, 0.025] - (flame["J_regressor"] @ flame["v_template"])[3:, :2].mean(0)
            wanted = wanted - [0, *moved]
        assert np.ptp(wanted) > 0.05, name
        np.testing.assert_allclose(value[0], wanted, atol=CLOSE, err_msg=name)
    assert 0 < codes["eyelids"].min() < codes["eyelids"].max() < 1
    assert codes["jaw_pose"][1] == np.float32(0.2)
    assert abs(codes["jaw_pose"][2]) < 0.2


def test_lids_shut_the_eyes_of_the_head_that_the_app_runs(driven, folder, face, codes, own):
    code = SmirkNetwork(folder, driven)(face)
    told = codes["expression"][:50] / 1.005
    for k, (side, name) in enumerate((("Left", "eyeBlinkLeft"), ("Right", "eyeBlinkRight"))):
        wanted = min(np.clip(told[INDEX[name]], 0, 1) + codes["eyelids"][k], 1)
        assert code.motion.expression[INDEX[name]] == pytest.approx(wanted, abs=1e-3), side
    other = INDEX["mouthSmileLeft"]
    assert code.motion.expression[other] == pytest.approx(np.clip(told[other], 0, 1), abs=1e-3)
    np.testing.assert_allclose(code.shape, codes["shape"][:100], atol=CLOSE)
    plain = SmirkNetwork(folder, own)(face)
    np.testing.assert_allclose(plain.motion.expression, np.pad(codes["expression"], (0, 50)), atol=CLOSE)
    np.testing.assert_allclose(plain.motion.jaw_pose, codes["jaw_pose"], atol=CLOSE)


def test_smirk_tracks_by_its_name_on_its_head_alone(driven, sample_portrait, open_head):
    frame = Frame(load_photo(sample_portrait, 0).image, 0, 0.0)
    with open_tracker("smirk", driven) as tracker:
        seen = tracker.track(frame)
        assert len(tracker.shape) == 100
    assert tracker.name == "smirk"
    assert seen.motion.confidence > 0.5
    assert np.isfinite(seen.landmarks68).all()
    with pytest.raises(ModelMismatch, match="FLAME head"):
        open_tracker("smirk", open_head)


def test_the_card_says_what_it_is(folder, own, tmp_path):
    card = json.loads((folder / "encoder.json").read_text())
    assert (card["model"], card["head"], card["source"]["file"]) == ("smirk", own.id, "SMIRK_em1.pt")
    assert "FLAME" in card["licence"]
    assert sorted(path.name for path in folder.glob("*.onnx")) == ["encoder.onnx"]
    with pytest.raises(AssetMissing, match="import-deca"):
        SmirkNetwork(tmp_path, own)


def test_a_checkpoint_that_lacks_a_tensor_is_told_by_its_name(state, tmp_path):
    some = {name: value for name, value in state.items() if not name.endswith("shape_layers.0.bias")}
    torch.save(some, tmp_path / "SMIRK_em1.pt")
    with pytest.raises(ModelMismatch, match=r"SMIRK's shape_encoder: shape_layers.0.bias should be .*300.*none"):
        read_checkpoint(tmp_path / "SMIRK_em1.pt")


def test_now_is_predicted_by_what_was_brought(driven, sample_portrait, tmp_path):
    """The mesh that is sent in is the head with SMIRK's identity: no expression, no jaw, no pose."""
    save_head(driven, head_path(driven.id))
    kept = flame_head()
    pictures = tmp_path / "iphone_pictures" / "S" / "selfie"
    pictures.mkdir(parents=True)
    Image.open(sample_portrait).convert("RGB").save(pictures / "a.png")
    (tmp_path / "imagepathstest.txt").write_text("S/selfie/a.png\n")
    asked = NowOptions(tmp_path, submission=tmp_path / "sent", part="test")
    Evaluate(protocol="now", tracker=("smirk",), now=asked).run()
    mesh, marks = find_prediction(tmp_path / "sent", Picture("S", "selfie", "a.png"))
    with Detector("image") as detector:
        [face] = detector.detect_all(load_photo(pictures / "a.png"))
    wanted = neutral(kept, SmirkNetwork(smirk_folder(), kept)(face).shape)
    np.testing.assert_allclose(read_surface(mesh).vertices, wanted.surface.vertices, atol=1e-6)
    np.testing.assert_allclose(read_landmarks(marks), wanted.landmarks, atol=1e-6)
    assert np.abs(wanted.surface.vertices - neutral(kept, np.zeros(100)).surface.vertices).max() > 1e-3
