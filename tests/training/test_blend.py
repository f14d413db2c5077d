"""Blending a fine-tuned run with where it began."""

import json
import shutil

import numpy as np
import pytest
from safetensors.numpy import load_file
from training_samples import METADATA, samples

from engine.errors import BadInput
from training.blend import Blend
from training.data.shards import write_shard
from training.export import Export
from training.train import Train

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Folder of `before`, of `after` that went on from it, and of a `stranger`."""
    folder = tmp_path_factory.mktemp("runs")
    write_shard(folder / "a.safetensors", samples(40, 0, nobody=8), METADATA)
    options = {"shards": (folder / "a.safetensors",), "batch": 4, "workers": 0, "warm_up": 2, "every": 3}
    threads = torch.get_num_threads()
    Train("live", output=folder / "before", steps=3, **options).run()
    shutil.copytree(folder / "before", folder / "after")
    Train("live", resume=folder / "after", steps=6, learning_rate=1e-2, **options).run()
    Train("live", output=folder / "stranger", steps=3, seed=1, **options).run()
    torch.set_num_threads(threads)
    return folder


def averages(folder):
    tensors = load_file(folder / "checkpoint.safetensors")
    return {name: value for name, value in tensors.items() if name.startswith("average.")}


def test_the_weights_lie_between_the_two_and_the_card_says_where(runs, tmp_path):
    Blend(runs / "before", runs / "after", tmp_path / "run", share=0.25).run()
    before, after, found = (averages(path) for path in (runs / "before", runs / "after", tmp_path / "run"))
    assert found.keys() == after.keys()
    moved = 0.0
    for name, value in found.items():
        if np.issubdtype(value.dtype, np.floating):
            wanted = 0.75 * before[name].astype(np.float64) + 0.25 * after[name]
            np.testing.assert_allclose(value, wanted, rtol=1e-5, atol=1e-6, err_msg=name)
            moved = max(moved, float(np.abs(after[name] - before[name]).max()))
    assert moved > 1e-3
    Export(tmp_path / "run", tmp_path / "live.onnx").run()
    card = json.loads((tmp_path / "live.json").read_text())
    assert card["blended"] == {"share": 0.25, "with_step": 3}
    assert [leg["from_step"] for leg in card["legs"]] == [0, 3]


@pytest.mark.parametrize(
    ("first", "share", "told"),
    [
        ("stranger", 0.5, "did not go on from"),
        ("before", 1.5, "--share must lie between"),
        ("nothing", 0.5, "no training run"),
    ],
)
def test_what_cannot_be_blended_is_refused(runs, tmp_path, first, share, told):
    with pytest.raises(BadInput, match=told):
        Blend(runs / first, runs / "after", tmp_path / "run", share=share).run()
    assert not (tmp_path / "run").exists()
