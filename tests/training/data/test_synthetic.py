"""Synthetic faces: what the labels say is what the picture shows, and the same seed draws the same faces."""

import numpy as np
import pytest

pytest.importorskip("numba")

from engine.errors import AvatarError, BadInput
from engine.head import open_head
from engine.head.arkit import INDEX, expression_from
from engine.head.head_model import rotations
from engine.head.landmarks import LEFT_IRIS, RIGHT_IRIS
from engine.tracking.align import crop_from_landmarks
from training.data.shards import SIZE, open_shards
from training.data.synthetic import sample
from training.data.synthetic.command import Synthesize
from training.data.synthetic.easel import FINE
from training.data.synthetic.expression import draw_expressions, possible
from training.data.synthetic.library import Library
from training.data.synthetic.moment import MARGIN
from training.data.synthetic.person import sample_person
from training.data.synthetic.sample import Studio
from training.data.synthetic.stock import EYE, LENS


@pytest.fixture(scope="module")
def studio():
    return Studio(open_head(), Library())


def drawings(studio, monkeypatch, expressions, seed=0, turn=0.05):
    """For each of some people without glasses: what is drawn of `expressions`, seen from the front."""
    rng = np.random.default_rng(seed)
    codes = np.stack([expression_from(e) for e in expressions])
    monkeypatch.setattr(sample, "draw_expressions", lambda num, rng, curves: codes)
    monkeypatch.setattr(sample, "sample_turns", lambda num, rng: rng.normal(0, turn, (num, 3)))
    for _ in range(6):
        person = sample_person(studio._stock, studio._canvas, Library(), rng)
        while (person.material == LENS).any():
            person = sample_person(studio._stock, studio._canvas, Library(), rng)
        yield person, (studio._easel.draw(person, m) for m in studio._moments(person, len(codes), rng))


def test_irises_are_dark_and_where_the_landmarks_are(studio, monkeypatch):
    darker = []
    for _, drawn in drawings(studio, monkeypatch, [{}, {"eyeLookOutLeft": 0.7, "eyeLookInRight": 0.7}]):
        for picture in drawn:
            level = picture.rgb.mean(2)
            for iris, corners in ((LEFT_IRIS, (263, 362)), (RIGHT_IRIS, (33, 133))):
                x, y = np.floor(picture.landmarks[iris]).astype(int)
                eye = picture.landmarks[list(corners)]
                ends = [
                    level[tuple(np.floor(0.35 * picture.landmarks[iris] + 0.65 * c)[::-1].astype(int))] for c in eye
                ]
                darker.append(level[y, x] < 0.8 * max(ends))
    assert np.mean(darker) > 0.8


def test_brows_are_drawn_where_their_landmarks_are(studio, monkeypatch):
    off = []
    for _, (picture, *_) in drawings(studio, monkeypatch, [{}], seed=2):
        level = picture.rgb.mean(2)
        for brow in ([105, 66, 65, 52], [334, 296, 295, 282]):
            x, y = np.round(picture.landmarks[brow].mean(0)).astype(int)
            rows = np.arange(-6, 6)
            profile = level[y - 6 : y + 6, x - 2 : x + 3].mean(1)
            trend = np.interp(rows, [rows[0], rows[-1]], [profile[0], profile[-1]])  # the brow's ridge is shaded too
            darkness = np.maximum(trend - profile, 0) ** 2
            off.append((darkness * (rows + 0.5)).sum() / max(darkness.sum(), 1e-9))
    assert -1 < np.median(off) < 2.3  # MediaPipe too marks the upper half of a brow


def test_a_blink_closes_the_eyes_in_the_picture_too(studio, monkeypatch):
    blinks = [{"eyeBlinkLeft": b, "eyeBlinkRight": b} for b in (0.0, 0.5, 1.0)]
    for person, drawn in drawings(studio, monkeypatch, blinks):
        shown = [int((person.material[p.triangle[p.triangle >= 0]] == EYE).sum()) for p in drawn]
        assert shown[0] > 150
        assert shown[1] < 0.85 * shown[0]
        assert shown[2] < 0.05 * shown[0]


def test_a_wink_closes_the_eye_that_it_names(studio, monkeypatch):
    for person, (drawn, *_) in drawings(studio, monkeypatch, [{"eyeBlinkLeft": 1.0}]):
        _, x = np.nonzero((drawn.triangle >= 0) & (person.material[np.maximum(drawn.triangle, 0)] == EYE))
        assert x.mean() < SIZE  # of 2 SIZE: the subject's left eye is on the right of the picture


def test_a_sideways_jaw_takes_the_drawn_chin_along(studio, monkeypatch):
    head, moved = studio._stock.head, []
    corners = head.faces[head.landmark_faces[152]]
    for person, drawn in drawings(
        studio, monkeypatch, [{}, {"jawLeft": 1.0}, {"jawRight": 0.5, "jawOpen": 0.4}], turn=0
    ):
        near = np.isin(person.faces, corners).any(1)
        aside = []
        for picture in drawn:
            rows = np.argwhere((picture.triangle >= 0) & near[np.maximum(picture.triangle, 0)])
            chin = rows.mean(0)[::-1] / FINE - picture.landmarks[8]  # 8: between the brows
            across = picture.landmarks[473] - picture.landmarks[468]
            aside.append(chin @ across / (across @ across))
        moved.append([aside[1] - aside[0], aside[2] - aside[0]])
    left, right = np.median(moved, 0)  # in shares of the interocular distance
    assert 0.08 < left < 0.13  # the subject's left is on the right of the picture
    assert -0.06 < right < -0.03


def test_a_person_has_one_tex_and_another_person_another(studio):
    samples, _ = studio.samples(36, 5, 0)
    codes = [samples.tex[samples.person == person] for person in np.unique(samples.person)]
    assert len(codes) == 3
    for i, one in enumerate(codes):
        assert len(one) >= 4
        assert (one == one[0]).all()
        for other in codes[:i]:
            assert np.abs(one[0] - other[0]).max() > 0.5


def test_the_crop_is_the_one_that_the_live_tracker_cuts(studio):
    samples, _ = studio.samples(30, 4, 0)
    faces = samples[samples.confidence > 0.5]
    for landmarks, orient, shape, controls in zip(
        faces.landmarks, faces.orient, faces.shape, faces.controls, strict=True
    ):
        np.testing.assert_allclose(crop_from_landmarks(landmarks - MARGIN), np.eye(3), atol=2e-2)
        points = sample.pose_many(studio._stock.rig, shape[None], controls[None])[0]
        turned = rotations(orient) @ (points - points.mean(1, keepdims=True))
        seen = (landmarks - landmarks.mean(0)).T * [[1], [-1]]
        scale = (turned[:2] * seen).sum() / (turned[:2] ** 2).sum()
        # What remains is perspective; a turn or a mirror would leave far more.
        assert np.abs(scale * turned[:2] - seen).mean() < 4


def test_pictures_without_a_face_are_worth_nothing(studio, monkeypatch):
    monkeypatch.setattr(sample, "NEGATIVE", 1.0)
    samples, _ = studio.samples(12, 1, 0)
    assert not samples.confidence.any()
    assert not samples.trust.any()


def test_confidence_falls_with_what_is_hidden(studio, monkeypatch):
    monkeypatch.setattr(sample, "NEGATIVE", 0.0)
    monkeypatch.setattr(sample, "CUT", 0.0)
    monkeypatch.setattr(sample, "OCCLUDED", 0.0)
    clear, _ = studio.samples(24, 2, 0)
    assert np.quantile(clear.confidence, 0.2) > 0.99
    assert (clear.trust == 1).mean() > 0.9
    monkeypatch.setattr(sample, "OCCLUDED", 1.0)
    covered, _ = studio.samples(24, 2, 0)
    assert 0.2 < covered.confidence.mean() < 0.9
    landmarks = np.random.default_rng(0).uniform(0, SIZE, (2000, 2))
    hidden = np.zeros((SIZE, SIZE), np.float32)
    hidden[SIZE // 2 :] = 1
    assert sample._visible_share(hidden, landmarks) == pytest.approx(0.5, abs=0.05)
    assert sample._visible_share(hidden, landmarks + np.array([0, SIZE])) == 0


def test_maps_show_the_head(studio):
    samples, maps = studio.samples(6, 3, 0, maps=True)
    assert maps.part.shape == (6, SIZE, SIZE)
    names = ("", *studio._stock.head.part_names)
    x, y = np.floor(samples.landmarks[:, 4]).astype(int).T  # the tip of the nose
    for i in np.flatnonzero((samples.confidence > 0.9) & (np.abs(samples.orient[:, 1]) < 0.5)):
        assert names[maps.part[i, y[i], x[i]]] == "skin"
    length = np.linalg.norm(maps.normal / 127.0, axis=3)
    assert (length[maps.part == 0] == 0).all()
    assert length[maps.part > 0] == pytest.approx(1, abs=0.03)
    assert (maps.normal[..., 2][maps.part == names.index("skin")] > -20).mean() > 0.99
    assert not maps.displacement.any()


def test_expressions_are_ones_that_faces_make():
    curves = np.random.default_rng(0).random((50, 52), np.float32)
    e = draw_expressions(400, np.random.default_rng(1), curves)
    assert e.min() >= 0
    assert e.max() <= 1
    assert (e[:, INDEX["mouthClose"]] <= e[:, INDEX["jawOpen"]] + 1e-6).all()
    for one, other in (("jawLeft", "jawRight"), ("mouthLeft", "mouthRight"), ("eyeLookUpLeft", "eyeLookDownLeft")):
        assert np.minimum(e[:, INDEX[one]], e[:, INDEX[other]]).max() < 0.2
    shut = e[:, [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]]
    assert (shut > 0.75).all(1).mean() > 0.03
    assert ((shut.max(1) > 0.7) & (shut.min(1) < 0.3)).mean() > 0.01
    jaw = e[:, [INDEX["jawLeft"], INDEX["jawRight"]]].max(1)
    assert (jaw > 0.3).mean() > 0.12
    smile, upper = (
        e[:, [INDEX[name + side] for side in ("Left", "Right")]].min(1) for name in ("mouthSmile", "mouthUpperUp")
    )
    assert ((smile > 0.25) & (upper > 0.1) & (e[:, INDEX["jawOpen"]] == 0)).mean() > 0.05  # clenched teeth are shown
    both = possible(np.stack([expression_from({"jawLeft": 0.8, "jawRight": 0.6})]))
    assert both[0, INDEX["jawRight"]] < 0.15
    assert both[0, INDEX["jawLeft"]] == pytest.approx(0.8)


def test_the_same_seed_gives_the_same_bytes_and_finished_shards_stay(tmp_path, capsys):
    def make(folder, samples=10, seed=7):
        Synthesize(tmp_path / folder, samples=samples, seed=seed, jobs=1, shard_size=5).run()
        return {path.name: path.read_bytes() for path in sorted((tmp_path / folder).iterdir())}

    one = make("one")
    assert list(one) == ["shard-00000.safetensors", "shard-00001.safetensors"]
    assert len(set(one.values())) == 2
    (tmp_path / "one" / "shard-00000.safetensors").unlink()
    before = (tmp_path / "one" / "shard-00001.safetensors").stat().st_mtime_ns
    assert make("one") == one
    assert (tmp_path / "one" / "shard-00001.safetensors").stat().st_mtime_ns == before
    assert "1 of 2 shards are there already" in capsys.readouterr().out
    assert make("other", 5, 8)["shard-00000.safetensors"] != one["shard-00000.safetensors"]
    shard = open_shards([tmp_path / "one"])[0]
    assert not shard.is_real
    assert shard.metadata["head"] == open_head().id
    assert len(shard) == 5


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"samples": 0}, "--samples must be at least 1, got 0"),
        ({"shard_size": -3}, "--shard-size must be at least 1"),
        ({"seed": -1}, "--seed must not be negative"),
        ({"avatars": "nowhere"}, "There are no avatars in .*nowhere. Make some with: avatar-app create"),
        ({"takes": "nowhere"}, "There are no takes in"),
        ({"skins": "nowhere"}, "There are no skins in"),
        ({"photos": "nowhere"}, "--photos needs a folder of portraits, and --avatars"),
    ],
)
def test_bad_arguments_are_told_in_one_sentence(tmp_path, wrong, told):
    wrong = {name: tmp_path / value if isinstance(value, str) else value for name, value in wrong.items()}
    with pytest.raises(AvatarError, match=told):
        Synthesize(tmp_path / "out", **wrong).run()
    assert not (tmp_path / "out").exists()


def test_a_file_is_no_folder_for_shards(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(BadInput, match=r"is a file\. Give a folder"):
        Synthesize(tmp_path / "out").run()
