"""Training: the same seed gives the same curve, a resumed run is the uninterrupted one, and it learns."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from safetensors.numpy import load_file
from training_samples import METADATA, samples

from engine.errors import BadInput
from training.data.augment import AugmentConfig
from training.data.loader import Loader
from training.data.shards import write_shard
from training.export import Export
from training.train import Train

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

CLEAN = AugmentConfig(clean=1, torn=0, occluded=0)


@pytest.fixture(scope="module")
def shards(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    write_shard(folder / "a.safetensors", samples(40, 0, nobody=8), METADATA)
    write_shard(folder / "b.safetensors", samples(30, 1), METADATA | {"kind": "real", "source": "clip"})
    return folder


@pytest.fixture(autouse=True)
def _torch_as_it_was():
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


def run(shards, folder, steps, **options):
    where = {} if "resume" in options else {"output": folder}
    defaults = {"batch": 4, "workers": 0, "warm_up": 4, "every": 5, "log_every": 1}
    options = {"model": "live", **defaults, **where, **options}
    Train(shards=(shards,), steps=steps, **options).run()
    return curves(folder)


def curves(folder):
    return [json.loads(line) for line in (folder / "curves.jsonl").read_text().splitlines()]


def test_a_resumed_run_is_the_uninterrupted_one(shards, tmp_path, monkeypatch):
    whole = run(shards, tmp_path / "whole", 10, held=(shards,))
    draw = Loader.__getitem__

    def interrupted(loader, step):
        if step == 7:
            raise KeyboardInterrupt
        return draw(loader, step)

    monkeypatch.setattr(Loader, "__getitem__", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(shards, tmp_path / "parts", 10, held=(shards,))
    assert curves(tmp_path / "parts")[-1]["step"] == 6
    monkeypatch.undo()
    parts = run(shards, tmp_path / "parts", 10, held=(shards,), resume=tmp_path / "parts")
    assert parts == whole
    assert len([line for line in whole if "loss" in line]) == 10
    facts = json.loads((tmp_path / "parts" / "run.json").read_text())
    assert [leg["from_step"] for leg in facts["legs"]] == [0, 5]
    assert (facts["steps"], facts["samples"]) == (10, 40)
    one, other = (load_file(tmp_path / name / "checkpoint.safetensors") for name in ("whole", "parts"))
    assert one.keys() == other.keys()
    for name, value in one.items():
        np.testing.assert_array_equal(value, other[name], err_msg=name)


def test_it_learns_and_its_card_tells_how(shards, tmp_path):
    lines = run(shards, tmp_path / "run", 60, batch=8, learning_rate=1e-3, every=60, augment=CLEAN)
    doubt = [line["confidence"] for line in lines if "loss" in line]
    assert np.mean(doubt[-20:]) < 0.75 * np.mean(doubt[:5])
    Export(tmp_path / "run", tmp_path / "live.onnx").run()
    card = json.loads((tmp_path / "live.json").read_text())
    assert card["samples"] == 60 * 8
    assert card["legs"][0]["data"]["real"] == {"samples": 30, "shards": 1, "sources": ["clip"]}
    assert card["curves"]["loss"][0] == pytest.approx(lines[0]["loss"])
    assert card["seed"] == 0


def test_the_capture_encoder_trains_and_ships_with_its_card(shards, tmp_path):
    run(shards, tmp_path / "run", 2, model="capture", held=(shards,), every=2)
    Export(tmp_path / "run", tmp_path / "capture.onnx").run()
    card = json.loads((tmp_path / "capture.json").read_text())
    motion = {"landmarks", "expression", "global_orient", "confidence"}
    assert set(card["outputs"]) == motion | {"shape", "tex", "light", "cam"}
    assert card["outputs"]["light"]["shape"] == ["batch", 9, 3]
    assert card["inputs"]["picture"]["shape"] == ["batch", 3, 128, 128]
    assert "shape_mm" in card["metrics"]["synthetic"]


def test_minutes_become_steps(shards, tmp_path, monkeypatch):
    """Six steps between two looks at a clock half a second apart: .02 minutes at 95 % are 14 steps."""
    ticks = itertools.count(0, 0.5)
    monkeypatch.setattr("training.loop.time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    run(shards, tmp_path / "run", 0, minutes=0.02, warm_up=8)
    assert json.loads((tmp_path / "run" / "run.json").read_text())["steps"] == 14


def test_what_is_missing_is_told(shards, tmp_path):
    with pytest.raises(BadInput, match="-o"):
        Train("live", shards=(shards,), steps=5).run()
    with pytest.raises(BadInput, match=r"--steps or --minutes"):
        Train("live", shards=(shards,), output=tmp_path / "run").run()
    with pytest.raises(BadInput, match=r"holds no training run"):
        run(shards, tmp_path / "none", 5, resume=tmp_path / "none")
    assert not (tmp_path / "none").exists()
    with pytest.raises(BadInput, match=r"holds no training run"):
        Export(tmp_path / "none", tmp_path / "live.onnx").run()


@pytest.mark.slow
def test_two_processes_train_one_network(shards, tmp_path):
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "training",
               "train", "live", "--shards", str(shards), "-o", str(tmp_path / "run"), "--steps", "6", "--batch", "4",
               "--warm-up", "2", "--every", "3", "--workers", "0", "--log-every", "1"]  # fmt: skip
    folder = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, env={**os.environ})
    assert done.returncode == 0, done.stderr[-2000:]
    facts = json.loads((tmp_path / "run" / "run.json").read_text())
    assert facts["samples"] == 6 * 4 * 2
    assert [line["step"] for line in curves(tmp_path / "run")] == [0, 1, 2, 3, 4, 5]
