"""Faces on disk come back as they were written, and every person is drawn once an epoch, whoever draws."""

import numpy as np
import pytest

from engine.errors import BadInput
from training.data.faces import FaceSquare, open_faces, write_faces

pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.paper.loader import FaceLoader
from training.paper.preset import Draw


def squares(num):
    rng = np.random.default_rng(0)
    ramp = np.linspace(0, 200, 320)[:, None, None] * [1, 0.5, 0.2]
    for i in range(num):
        mask = np.zeros((320, 320), np.uint8)
        mask[i : i + 200, 50:200] = 255
        yield FaceSquare(
            (ramp + 5 * i).astype(np.uint8).repeat(320, 1), mask, rng.uniform(80, 240, (68, 2)).astype(np.float32), i
        )


def test_faces_are_read_as_they_were_written(tmp_path):
    written = list(squares(3))
    write_faces(tmp_path / "faces.safetensors", written, {"source": "test"})
    (file,) = open_faces([tmp_path])
    assert len(file) == 3
    for before, row in zip(written, range(3), strict=True):
        after = file[row]
        assert np.abs(after.picture.astype(int) - before.picture).max() <= 4  # JPEG
        np.testing.assert_array_equal(after.mask, before.mask)
        np.testing.assert_array_equal(after.landmarks, before.landmarks)
        assert after.person == before.person


def test_what_holds_no_faces_is_told(tmp_path):
    with pytest.raises(BadInput, match="no faces in"):
        open_faces([tmp_path])
    (tmp_path / "other.safetensors").write_bytes(b"nothing of the kind")
    with pytest.raises(BadInput, match="holds no faces"):
        open_faces([tmp_path])
    write_faces(tmp_path / "other.safetensors", [], {})
    with pytest.raises(BadInput, match="no faces to train on"):
        FaceLoader(open_faces([tmp_path]), Draw(1, 1), 96)


def test_processes_share_out_the_people_of_an_epoch(tmp_path):
    write_faces(tmp_path / "faces.safetensors", list(squares(8)), {})
    parts = [FaceLoader(open_faces([tmp_path]), Draw(2, 1), 64, seed=3, part=part, parts=2) for part in range(2)]
    first, second = ([p for part in parts for step in steps for p in part[step].person] for steps in ((0, 1), (2, 3)))
    assert sorted(first) == sorted(second) == list(range(8))
    assert first != second  # another order


def test_a_batch_is_its_steps_and_moves_the_landmarks_with_the_crop(faces):
    loader = FaceLoader(open_faces([faces]), Draw(2, 2), 96, seed=1)
    batch, again = loader[5], FaceLoader(open_faces([faces]), Draw(2, 2), 96, seed=1)[5]
    for one, other in zip(batch, again, strict=True):
        np.testing.assert_array_equal(one, other)
    assert batch.person[0] == batch.person[1] != batch.person[2] == batch.person[3]
    assert not np.array_equal(batch.picture[0], batch.picture[1])
    stored = np.concatenate([np.ptp(file.landmarks, axis=1).mean(1) for file in open_faces([faces])]) / 160
    shown = np.ptp(batch.landmarks, axis=1).mean(1)
    assert len(set(shown)) == 4  # a crop of its own for each
    assert shown.min() >= stored.min() * 2 / 1.8
    assert shown.max() <= stored.max() * 2 / 1.4
    # Bare skin is where the landmarks of the nose are: the mask was cut as the picture was.
    nose = ((batch.landmarks[:, 30] * [1, -1] + 1) * 48).astype(int)
    assert all(mask[y, x] > 128 for mask, (x, y) in zip(batch.mask, nose, strict=True))
