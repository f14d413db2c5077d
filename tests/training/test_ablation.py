"""Ablation: variants differ in what they say they do, figures are what they are called, finished ones are kept."""

import json

import numpy as np
import pytest
from training_samples import METADATA, samples

from engine.errors import BadInput
from engine.head.arkit import ARKIT52
from training.ablation import VARIANTS, Ablate, markdown
from training.data.shards import write_shard

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    write_shard(folder / "synthetic" / "a.safetensors", samples(24, 0, nobody=4), METADATA)
    write_shard(folder / "real" / "b.safetensors", samples(20, 1), METADATA | {"kind": "real", "source": "clip"})
    write_shard(folder / "held" / "c.safetensors", samples(24, 2), METADATA | {"kind": "real", "source": "other"})
    return folder


@pytest.fixture(autouse=True)
def _torch_as_it_was():
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


def ablate(folder, output, *variants, **changes):
    options = {"steps": 3, "batch": 4, "warm_up": 1, "workers": 0, "variants": variants} | changes
    places = {name: (folder / place,) for name, place in
              (("shards", "synthetic"), ("real", "real"), ("held", "held"))}  # fmt: skip
    Ablate(**places, output=output, **options).run()
    return json.loads((output / "ablation.json").read_text())["variants"]


def test_each_variant_leaves_out_what_it_names(folder, tmp_path, capsys):
    from training.objective import WEIGHTS

    names = ["full", "not aligned", "no landmarks", "no real", "no synthetic", "uncentred"]
    found = ablate(folder, tmp_path, *names)
    assert set(found["full"]["data"]) == {"synthetic", "real"}
    assert set(found["no real"]["data"]) == {"synthetic"}
    assert set(found["no synthetic"]["data"]) == {"real"}
    error = {name: found[name]["figures"]["real"]["landmarks"] for name in names}
    assert error["not aligned"] > 1.5 * error["full"]
    assert error["uncentred"] > 3 * error["full"]
    first = {name: json.loads((tmp_path / name.replace(" ", "_") / "curves.jsonl").read_text().splitlines()[0])
             for name in ("full", "no landmarks")}  # fmt: skip
    points = sum(getattr(WEIGHTS, name) * first["full"][name] for name in ("landmarks", "offsets"))
    left = first["full"]["loss"] - points
    assert first["no landmarks"]["loss"] == pytest.approx(left, abs=1e-3)
    assert "landmark error, % of interocular" in capsys.readouterr().out


def test_finished_variants_are_kept_unless_settings_change(folder, tmp_path):
    ablate(folder, tmp_path, "full")
    kept = tmp_path / "full.json"
    kept.write_text(kept.read_text().replace("the recipe as it is", "from before"))
    assert ablate(folder, tmp_path, "full")["full"]["what"] == "from before"
    assert ablate(folder, tmp_path, "full", steps=2)["full"]["what"] == "the recipe as it is"


def test_correlations_are_within_people():
    from training.ablation_run import within_figures

    rng = np.random.default_rng(0)
    person = np.repeat([1, 2], 50)
    label = np.zeros((100, 52))
    jaw, blink = ARKIT52.index("jawOpen"), ARKIT52.index("eyeBlinkLeft")
    label[:, [jaw, blink]] = rng.uniform(0, 0.5, (100, 2)) + 0.5 * (person == 2)[:, None]
    guess = label * 0.5
    guess[:, blink] = 0.9 * (person == 2) + rng.normal(0, 0.1, 100)  # knows who, not when
    found = within_figures(guess, label, person)
    assert found["mouth"] == pytest.approx(1)
    assert found["mouth_slope"] == pytest.approx(0.5)
    assert abs(found["eyes"]) < 0.3
    assert "brows" not in found


def test_the_table_has_a_column_a_variant_and_gaps_where_nothing_is_known():
    results = {
        "full": {"what": "all", "figures": {"real": {"faces": 5, "landmarks": 3.14159}}},
        "other": {"what": "less", "figures": {"real": {"faces": 5}}},
    }
    lines = markdown(results).splitlines()
    assert lines[0] == "|  | full | other |"
    assert "| landmark error, % of interocular | 3.14 |  |" in lines
    assert "- other: less" in lines


def test_wrong_names_are_told(folder, tmp_path):
    with pytest.raises(BadInput, match="full, not aligned"):
        ablate(folder, tmp_path, "half")
    with pytest.raises(BadInput, match="--held"):
        Ablate(output=tmp_path).run()
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS)
