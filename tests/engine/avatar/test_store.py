"""The .avatar file: what is saved comes back, and what was tampered with does not."""

from __future__ import annotations

import contextlib
import io
import json
import resource
import zipfile
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from engine.avatar.store import load_avatar, save_avatar
from engine.errors import BadInput, ModelMismatch
from engine.glasses import Glasses
from engine.types import Avatar, Hair


@pytest.fixture
def avatar() -> Avatar:
    rng = np.random.default_rng(0)
    return Avatar(
        name="Zoë",
        head_id="open-test",
        shape=rng.normal(size=20),
        albedo=rng.integers(0, 256, (64, 64, 3), np.uint8),
        light=rng.normal(size=(9, 3)),
        iris_rgb=np.array([0.1, 0.2, 0.3]),
        hair=Hair(rgb=np.array([0.3, 0.2, 0.1]), thickness=0.011),
        neutral_expression=rng.random(52),
    )


@pytest.fixture
def saved(avatar: Avatar, tmp_path: Path) -> Path:
    path = tmp_path / "me.avatar"
    save_avatar(avatar, path)
    return path


def _rewrite(path: Path, **replaced: bytes) -> None:
    """The archive with some members' bytes exchanged; names as in index_json."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members |= {name.replace("_", "."): data for name, data in replaced.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, data)


def _index(path: Path) -> dict[str, object]:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("index.json"))


def test_comes_back_bit_equal(avatar: Avatar, saved: Path) -> None:
    loaded = load_avatar(saved)
    for field in fields(Avatar):
        if field.name == "hair":
            continue
        np.testing.assert_array_equal(getattr(loaded, field.name), getattr(avatar, field.name), field.name)
    np.testing.assert_array_equal(loaded.hair.rgb, avatar.hair.rgb)
    assert loaded.hair.thickness == avatar.hair.thickness


def test_equal_avatars_give_equal_bytes(avatar: Avatar, saved: Path, tmp_path: Path) -> None:
    save_avatar(load_avatar(saved), tmp_path / "again.avatar")
    assert (tmp_path / "again.avatar").read_bytes() == saved.read_bytes()


@pytest.mark.parametrize("member", ["albedo.png", "codes.safetensors"])
def test_one_altered_byte_is_refused_by_name(saved: Path, member: str) -> None:
    with zipfile.ZipFile(saved) as archive:
        data = bytearray(archive.read(member))
    data[-1] ^= 1
    _rewrite(saved, **{member.replace(".", "_"): bytes(data)})
    with pytest.raises(BadInput, match=member):
        load_avatar(saved)


def test_every_flipped_bit_of_the_file_is_a_refusal_or_harmless(saved: Path) -> None:
    whole = saved.read_bytes()
    for place in range(0, len(whole), 97):
        damaged = bytearray(whole)
        damaged[place] ^= 0x10
        saved.write_bytes(damaged)
        with contextlib.suppress(BadInput):
            load_avatar(saved)


def test_newer_format_names_the_version_that_reads_it(saved: Path) -> None:
    _rewrite(saved, index_json=json.dumps(_index(saved) | {"version": 99}).encode())
    with pytest.raises(ModelMismatch, match="format 99"):
        load_avatar(saved)


def test_zip_bomb_is_refused_without_unpacking_it(saved: Path) -> None:
    bomb = bytes(200 << 20)
    index = _index(saved)
    index["members"]["albedo.png"]["size"] = len(bomb)
    _rewrite(saved, index_json=json.dumps(index).encode(), albedo_png=bomb)
    del bomb
    assert saved.stat().st_size < 1 << 20
    with pytest.raises(BadInput):
        load_avatar(saved)


def test_member_longer_than_announced_is_refused(saved: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        data = archive.read("albedo.png")
    _rewrite(saved, albedo_png=data + bytes(10_000))
    with pytest.raises(BadInput):
        load_avatar(saved)


def test_too_many_members_are_refused(saved: Path) -> None:
    with zipfile.ZipFile(saved, "a") as archive:
        for number in range(50):
            archive.writestr(f"extra{number}", b"")
    with pytest.raises(BadInput, match="more parts"):
        load_avatar(saved)


def test_nan_in_a_code_is_refused(avatar: Avatar, tmp_path: Path) -> None:
    save_avatar(replace(avatar, shape=np.full(20, np.nan)), tmp_path / "nan.avatar")
    with pytest.raises(BadInput):
        load_avatar(tmp_path / "nan.avatar")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 truncated"])
def test_other_files_are_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "me.avatar"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"me\.avatar is not an avatar"):
        load_avatar(path)


def test_foreign_zip_is_one_sentence(tmp_path: Path) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("hello.txt", "hello")
    path = tmp_path / "me.avatar"
    path.write_bytes(memory.getvalue())
    with pytest.raises(BadInput):
        load_avatar(path)


def test_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="avatar-app create"):
        load_avatar(tmp_path / "gone.avatar")


def test_full_disk_leaves_the_old_file(avatar: Avatar, saved: Path) -> None:
    import signal

    before = saved.read_bytes()
    larger = replace(avatar, albedo=np.random.default_rng(1).integers(0, 256, (512, 512, 3), np.uint8))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(BadInput, match="the disk is full"):
            save_avatar(larger, saved)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == ["me.avatar"]


def test_hairstyle_comes_back(avatar: Avatar, tmp_path: Path) -> None:
    path = tmp_path / "long.avatar"
    save_avatar(replace(avatar, hair=replace(avatar.hair, style="long")), path)
    assert load_avatar(path).hair.style == "long"


def test_glasses_come_back_and_no_glasses_stay_none(avatar: Avatar, tmp_path: Path) -> None:
    path = tmp_path / "me.avatar"
    save_avatar(replace(avatar, glasses=Glasses("round", np.array([0.1, 0.2, 0.3], np.float32))), path)
    worn = load_avatar(path).glasses
    assert worn is not None
    assert worn.style == "round"
    np.testing.assert_allclose(worn.rgb, [0.1, 0.2, 0.3], atol=1e-7)
    save_avatar(replace(avatar, glasses=None), path)
    assert load_avatar(path).glasses is None


def test_glasses_of_a_newer_app_are_one_sentence(saved: Path) -> None:
    worn = {"glasses": {"style": "monocle", "rgb": [0, 0, 0]}}
    _rewrite(saved, index_json=json.dumps(_index(saved) | worn).encode())
    with pytest.raises(ModelMismatch, match="newer"):
        load_avatar(saved)


def test_a_file_from_before_there_were_styles_wears_the_cap(saved: Path) -> None:
    index = _index(saved)
    del index["hair_style"]
    _rewrite(saved, index_json=json.dumps(index).encode())
    assert load_avatar(saved).hair.style == "cap"


def test_a_style_of_a_newer_app_is_one_sentence(saved: Path) -> None:
    _rewrite(saved, index_json=json.dumps(_index(saved) | {"hair_style": "mohawk"}).encode())
    with pytest.raises(ModelMismatch, match="mohawk") as caught:
        load_avatar(saved)
    assert "\n" not in str(caught.value)
