"""NoW's protocol on scans of known heads: a known error is found again, whatever the scan's mesh, place and unit."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("igl", reason="libigl is not installed (extra: train)")
optimize = pytest.importorskip("scipy.optimize", reason="scipy is not installed (extra: train)")

sys.path.append(str(Path(__file__).parent))
from now_folder import elsewhere, scanned, write_scan  # noqa: E402

from engine.errors import BadInput  # noqa: E402
from engine.head.head_model import rotations  # noqa: E402
from training.evaluate.command import Evaluate  # noqa: E402
from training.evaluate.now.align import aligned, by_landmarks  # noqa: E402
from training.evaluate.now.benchmark import Picture  # noqa: E402
from training.evaluate.now.distance import face_region, nearest_on  # noqa: E402
from training.evaluate.now.options import NowOptions  # noqa: E402
from training.evaluate.now.predict import neutral  # noqa: E402
from training.evaluate.now.surface import Prediction, Surface, write_prediction  # noqa: E402

CLOSE_MM = 0.01


def identity(seed, count=100, size=1.0):
    return np.random.default_rng(seed).normal(0, size, count)


def measured(prediction, points, landmarks, *, scale=None):
    """mm from each of the face's points."""
    region = face_region(points, landmarks)
    return nearest_on(aligned(prediction, region, landmarks, scale=scale), region).distance


def test_the_noise_of_a_scan_is_found_again(open_head):
    """It is told by median, mean and deviation to a hundredth of a millimetre, of each point within three."""
    random = np.random.default_rng(3)
    shape = identity(1)
    points, _, landmarks, noise = scanned(open_head, shape, random, noise_mm=0.5, density=24_000)
    place = elsewhere(random)
    region = np.isin(np.arange(len(points)), _indices(place(points), face_region(place(points), place(landmarks))))
    # Landmarks of a person's hand: two millimetres off.
    found = measured(neutral(open_head, shape), place(points), place(landmarks + random.normal(0, 0.002, (7, 3))))
    true = 1e3 * np.abs(noise[region])
    assert 8000 < region.sum() < 20_000
    for told in (np.median, np.mean, np.std):
        assert told(found) == pytest.approx(told(true), abs=CLOSE_MM)


def _indices(points, some):
    known = {tuple(point): i for i, point in enumerate(points.tolist())}
    return [known[tuple(point)] for point in some.tolist()]


def test_the_face_is_a_ball_between_nose_and_eyes():
    """Eyes' corners at +-45 and +-15 mm, the nose 50 below: 98 mm around 15 mm above the nose's lower end."""
    landmarks = np.array([[-45, 0, 0], [-15, 0, 0], [15, 0, 0], [45, 0, 0], [0, -50, 0], [-25, -80, 0], [25, -80, 0.0]])
    rays = np.random.default_rng(0).normal(size=(200, 3))
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)
    inside, outside = ([0, -35, 0] + reach * rays for reach in (97.9, 98.1))
    np.testing.assert_array_equal(face_region(np.concatenate([inside, outside]), landmarks), inside)


def test_the_same_head_of_any_size_has_no_error_but_the_metrical_protocol_sees_its_size(open_head):
    random = np.random.default_rng(5)
    points, _, landmarks, _ = scanned(open_head, identity(2), random)
    place = elsewhere(random)
    scan, marks = place(points), place(landmarks)
    own = neutral(open_head, identity(2))
    small = Prediction(Surface(0.93 * own.surface.vertices, own.surface.faces), 0.93 * own.landmarks)
    assert measured(small, scan, marks).max() < 1e-4
    assert measured(own, scan, marks, scale=1000).max() < 1e-4
    assert np.median(measured(small, scan, marks, scale=1000)) > 0.5


def test_a_wrong_head_has_the_error_that_another_search_finds(tiny_head):
    """Brute force over all triangles, and slopes by differences, from the same landmarks."""
    random = np.random.default_rng(7)
    points, _, landmarks, _ = scanned(tiny_head, np.zeros(tiny_head.num_shape), random, density=200)
    place = elsewhere(random)
    scan, marks = place(points), place(landmarks)
    wrong = neutral(tiny_head, identity(4, tiny_head.num_shape))
    region = face_region(scan, marks)
    start = by_landmarks(wrong.landmarks, marks)(wrong.surface.vertices)
    middle = region.mean(0)

    def surface(step):
        return (1 + step[6] / 100) * (start - middle) @ rotations(step[:3] / 100).T + middle + step[3:6]

    def distances(step):
        return brute_distance(region, surface(step)[wrong.surface.faces])

    wanted = distances(optimize.least_squares(distances, np.zeros(7), xtol=1e-8, ftol=1e-10).x)
    found = measured(wrong, scan, marks)
    assert np.median(wanted) > 0.3
    for told in (np.median, np.mean, np.std):
        assert told(found) == pytest.approx(told(wanted), abs=CLOSE_MM)


def brute_distance(points, triangles):
    """[N] from each point to the nearest of triangles [F, 3, 3]: planes inside, edges outside."""
    a, b, c = np.moveaxis(triangles, 1, 0)
    normal = np.cross(b - a, c - a)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    nearest = np.full(len(points), np.inf)
    inside = np.ones((len(points), len(triangles)), bool)
    for start, end in ((a, b), (b, c), (c, a)):
        along = end - start
        to = points[:, None] - start
        share = ((to * along).sum(-1) / (along**2).sum(-1)).clip(0, 1)
        nearest = np.minimum(nearest, np.linalg.norm(to - share[..., None] * along, axis=-1).min(1))
        inside &= (np.cross(normal, along) * to).sum(-1) >= 0
    height = np.abs(((points[:, None] - a) * normal).sum(-1))
    return np.minimum(nearest, np.where(inside, height, np.inf).min(1))


@pytest.fixture
def benchmark(tmp_path, tiny_head):
    """Two subjects in all four challenges, each picture's prediction right but for the selfies'."""
    root, predictions = tmp_path / "NoW", tmp_path / "mine"
    random = np.random.default_rng(9)
    lines = []
    for number, subject in enumerate(("FaMoS_1", "FaMoS_2")):
        shape = identity(number, tiny_head.num_shape)
        points, triangles, landmarks, _ = scanned(tiny_head, shape, random, density=1500)
        place = elsewhere(random)
        write_scan(root, subject, place(points), triangles, place(landmarks))
        for challenge in ("multiview_neutral", "multiview_expressions", "multiview_occlusions", "selfie"):
            picture = Picture(subject, challenge, "IMG_0001.jpg")
            lines.append(f"{subject}/{challenge}/IMG_0001.jpg")
            said = identity(20 + number, tiny_head.num_shape) if challenge == "selfie" else shape
            write_prediction(predictions, picture, neutral(tiny_head, said))
    (root / "imagepathsvalidation.txt").write_text("\n".join(lines) + "\n")
    return root, predictions


def test_a_folder_of_predictions_becomes_a_table_and_json(benchmark, tmp_path, capsys):
    root, predictions = benchmark
    output = tmp_path / "out" / "now.json"
    Evaluate(protocol="now", output=output, now=NowOptions(root, predictions=predictions)).run()
    shown = capsys.readouterr().out
    written = json.loads(output.read_text())
    [result] = written["results"]
    rows = {score["challenge"]: score for score in result["scores"]}
    assert list(rows) == ["neutral", "expressions", "occlusions", "selfie", "all"]
    assert [rows[name]["pictures"] for name in rows] == [2, 2, 2, 2, 8]
    for name in ("neutral", "expressions", "occlusions"):
        assert rows[name]["mean_mm"] < 0.005  # files tell a micrometre
        assert rows[name]["curve"][1] == 1.0
    assert rows["selfie"]["median_mm"] > 0.2
    near = written["curve_mm"].index(1.0)
    assert rows["all"]["curve"][near] == pytest.approx((3 + rows["selfie"]["curve"][near]) / 4)
    assert rows["all"]["median_mm"] < 0.005 < rows["all"]["mean_mm"]
    assert shown.count("\n| mine |") == 5
    assert output.with_suffix(".md").read_text().strip() == shown.strip()


def refused(**asked):
    with pytest.raises(BadInput) as told:
        Evaluate(protocol="now", **asked).run()
    assert "\n" not in str(told.value)
    return str(told.value)


def test_what_is_missing_is_told_in_one_sentence(benchmark):
    root, predictions = benchmark
    given = {"now": NowOptions(root, predictions=predictions)}
    assert "imagepathstest.txt" in refused(now=NowOptions(root, predictions=predictions, part="test"))
    (predictions / "FaMoS_2" / "selfie" / "IMG_0001.npy").unlink()
    assert "FaMoS_2/selfie/IMG_0001.obj or .ply" in refused(**given)
    np.savetxt(predictions / "FaMoS_2" / "selfie" / "IMG_0001.txt", np.zeros((68, 3)))
    assert "68x3 numbers, NoW wants 7x3" in refused(**given)
    (predictions / "FaMoS_2" / "selfie" / "IMG_0001.obj").write_text("no mesh")
    np.savetxt(predictions / "FaMoS_2" / "selfie" / "IMG_0001.txt", np.zeros((7, 3)))
    assert "IMG_0001.obj" in refused(**given)
    (root / "scans_lmks_onlypp" / "FaMoS_1" / "scan_picked_points.pp").write_text("<PickedPoints></PickedPoints>")
    assert "has 0 points" in refused(**given)
    (root / "scans" / "FaMoS_1" / "scan.obj").unlink()
    assert "holds no .obj file" in refused(**given)
    (root / "imagepathsvalidation.txt").write_text("IMG_0001.jpg\n")
    assert "subject/challenge/picture.jpg" in refused(**given)


def test_a_tracker_that_tells_no_one_is_refused(benchmark):
    root, _ = benchmark
    assert "choose --tracker from landmarks, capture" in refused(tracker=("encoder",), now=NowOptions(root))
    assert "no folder iphone_pictures" in refused(now=NowOptions(root))


def test_the_capture_network_predicts_pictures_and_leaves_what_is_sent_in(tmp_path, open_head, sample_portrait, capsys):
    """The scan is of the mean head, which stands for who is not seen: no error there, and one for the portrait."""
    from PIL import Image

    root = tmp_path / "NoW"
    pictures = root / "final_release_version" / "iphone_pictures" / "S"
    for challenge in ("multiview_neutral", "selfie"):
        (pictures / challenge).mkdir(parents=True)
    Image.open(sample_portrait).convert("RGB").save(pictures / "multiview_neutral" / "a.png")
    Image.new("RGB", (256, 256), "grey").save(pictures / "selfie" / "b.png")
    (root / "imagepathsvalidation.txt").write_text("S/multiview_neutral/a.png\nS/selfie/b.png\n")
    random = np.random.default_rng(2)
    points, triangles, landmarks, _ = scanned(open_head, np.zeros(100), random)
    place = elsewhere(random)
    write_scan(root, "S", place(points), triangles, place(landmarks))
    sent, output = tmp_path / "sent", tmp_path / "now.json"
    Evaluate(protocol="now", output=output, now=NowOptions(root, submission=sent)).run()
    [result] = json.loads(output.read_text())["results"]
    rows = {score["challenge"]: score for score in result["scores"]}
    assert rows["selfie"]["mean_mm"] < 1e-3
    assert 0.3 < rows["neutral"]["median_mm"] < 5
    assert result["unseen"] == ["S/selfie/b"]
    assert "no face was found in 1 picture" in capsys.readouterr().out
    Evaluate(protocol="now", output=output, now=NowOptions(root, predictions=sent)).run()
    [again] = json.loads(output.read_text())["results"]
    for before, after in zip(result["scores"], again["scores"], strict=True):
        assert after["median_mm"] == pytest.approx(before["median_mm"], abs=2e-3)


def test_without_scans_there_is_only_something_to_send_in(tmp_path):
    (tmp_path / "imagepathstest.txt").write_text("S/selfie/b.png\n")
    assert "with --submission" in refused(now=NowOptions(tmp_path, part="test"))
