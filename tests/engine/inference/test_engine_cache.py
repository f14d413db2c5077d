"""Engines kept on disk: given back for exactly the key they were built for, and never when damaged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import BadInput
from engine.inference.engine_cache import EngineKey, engine_path, load_engine, save_engine

KEY = EngineKey(
    network="live",
    gpu="NVIDIA GeForce RTX 3060",
    capability=(8, 6),
    package="tensorrt-rtx",
    package_version="1.7.1.116",
    driver="580.95.05",
    model_sha256="a3f7ff5f5fc412905e5e83b7b2db953f2e99b158e2f3b3ee53fa858eaacbafb2",
    precision="float16",
)
ENGINE = bytes(range(256)) * 9 + b"\n{}\n"
CHANGES = {
    "network": "other",
    "gpu": "NVIDIA GeForce RTX 4090",
    "capability": (8, 9),
    "package": "tensorrt",
    "package_version": "1.8.0.2",
    "driver": "581.29",
    "model_sha256": "0" * 64,
    "precision": "float32",
}


def test_an_engine_comes_back_as_it_was_built(tmp_path: Path) -> None:
    assert load_engine(KEY, tmp_path) is None
    save_engine(KEY, ENGINE, tmp_path / "made when needed")
    assert load_engine(KEY, tmp_path / "made when needed") == ENGINE


@pytest.mark.parametrize("field", CHANGES)
def test_whatever_it_depends_on_asks_for_another(field: str, tmp_path: Path) -> None:
    save_engine(KEY, ENGINE, tmp_path)
    changed = replace(KEY, **{field: CHANGES[field]})  # type: ignore[arg-type]
    assert load_engine(changed, tmp_path) is None
    # Neither does a file that was moved to where another is looked for.
    engine_path(KEY, tmp_path).rename(engine_path(changed, tmp_path))
    assert load_engine(changed, tmp_path) is None


@pytest.mark.parametrize("fault", ["cut short", "one bit", "empty", "another format", "head"])
def test_a_damaged_file_counts_as_none(fault: str, tmp_path: Path) -> None:
    path = save_engine(KEY, ENGINE, tmp_path)
    content = path.read_bytes()
    flipped = bytearray(content)
    flipped[-9] ^= 1
    damaged = {
        "cut short": content[:-1],
        "one bit": bytes(flipped),
        "empty": b"",
        "another format": b"avatar engine 9\n" + content.split(b"\n", 1)[1],
        "head": content.replace(b'{"key"', b'["key"'),
    }
    path.write_bytes(damaged[fault])
    assert load_engine(KEY, tmp_path) is None
    save_engine(KEY, ENGINE, tmp_path)
    assert load_engine(KEY, tmp_path) == ENGINE


@pytest.mark.parametrize("change", [{"driver": "590.10"}, {"model_sha256": "1" * 64}, {"package_version": "1.8"}])
def test_the_newer_replaces_the_old_engine_and_other_networks_keep_theirs(
    change: dict[str, str], tmp_path: Path
) -> None:
    newer, other = replace(KEY, **change), replace(KEY, network="detail_decoder", model_sha256="2" * 64)  # type: ignore[arg-type]
    for key in (KEY, other, newer):
        save_engine(key, ENGINE, tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([engine_path(other, tmp_path), engine_path(newer, tmp_path)])
    assert load_engine(KEY, tmp_path) is None


def test_a_place_that_takes_no_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(BadInput, match="cannot be written"):
        save_engine(KEY, ENGINE, tmp_path / "file")
