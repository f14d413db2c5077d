"""Training the detail networks: it learns, it ships as two files that say what torch says, the exchange is felt."""

import json
import os

import numpy as np
import pytest
from detail_pictures import pictures

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.data.detail.pairs import write_pictures  # noqa: E402
from training.export import Export  # noqa: E402
from training.train import Train  # noqa: E402


@pytest.fixture(autouse=True)
def _torch_as_it_was():
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    facts = {"head": "open", "source": "test"}
    write_pictures(folder / "made.safetensors", pictures(4, 3), facts | {"kind": "synthetic"})
    write_pictures(folder / "real.safetensors", pictures(2, 2, first=-9), facts | {"kind": "real"})
    return folder


def test_it_learns_and_ships_what_torch_says(folder, tmp_path):
    made, real, run = folder / "made.safetensors", folder / "real.safetensors", tmp_path / "run"
    Train(
        "detail", (made,), (real,), (made,), output=run, steps=12, batch=6, workers=0, warm_up=2, every=12, log_every=1
    ).run()
    lines = [json.loads(line) for line in (run / "curves.jsonl").read_text().splitlines()]
    losses = [line["traits"] for line in lines if "loss" in line]
    assert np.mean(losses[-4:]) < 0.8 * np.mean(losses[:2])
    assert {"photometric", "mrf", "symmetry", "size", "smooth", "traits"} <= lines[0].keys()
    held = next(line["validation"]["synthetic"] for line in lines if "validation" in line)
    assert held["none"] > 0
    assert held["pictures"] == 12
    Export(run, tmp_path / "detail.onnx").run()
    encoder = json.loads((tmp_path / "detail_encoder.json").read_text())
    decoder = json.loads((tmp_path / "detail_decoder.json").read_text())
    assert encoder["inputs"]["texture"]["shape"] == ["batch", 4, 256, 256]
    assert encoder["outputs"]["detail"]["shape"] == ["batch", 128]
    assert list(decoder["inputs"]) == ["detail", "expression", "jaw_pose"]
    assert decoder["outputs"]["displacement"]["shape"] == ["batch", 256, 256]
    assert encoder["parameters"] <= 2.5e6
    assert decoder["parameters"] <= 1.8e6
    assert sum(os.path.getsize(tmp_path / f"detail_{name}.onnx") for name in ("encoder", "decoder")) <= 16e6
    assert encoder["legs"][0]["data"]["real"]["people"] == 2


def test_a_resumed_run_is_the_uninterrupted_one(folder, tmp_path):
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    how = {"shards": (folder,), "batch": 6, "workers": 0, "warm_up": 2, "log_every": 1, "every": 2}
    Train("detail", **how, output=whole, steps=2).run()
    Train("detail", **how, output=parts, steps=2).run()
    assert (whole / "checkpoint.safetensors").read_bytes() == (parts / "checkpoint.safetensors").read_bytes()


def test_without_consistency_every_picture_is_explained_by_itself(folder, tmp_path):
    from training.detail_task import detail_task
    from training.distributed import joined_processes

    with joined_processes("cpu") as processes:
        for consistency, exchanged in ((True, True), (False, False)):
            command = Train("detail", (folder,), output=tmp_path, steps=1, batch=12, consistency=consistency)
            _, loader, _ = detail_task(command, processes)
            assert bool((loader[0].giver != np.arange(len(loader[0].giver))).any()) is exchanged
