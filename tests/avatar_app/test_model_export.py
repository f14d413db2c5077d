"""The window's export of an avatar for other programs."""

from __future__ import annotations

import json
import struct
from pathlib import Path

from avatar_app.model_export import ModelExport
from engine.avatar.default import default_avatar
from engine.avatar.store import save_avatar
from engine.head import open_head


def test_an_avatar_becomes_a_model_with_a_target_an_expression(tmp_path: Path) -> None:
    save_avatar(default_avatar(open_head()), tmp_path / "me.avatar")
    job = ModelExport(tmp_path / "me.avatar", tmp_path / "me.glb", 1.0)
    assert job.join(30.0)
    assert job.reason == ""
    data = job.path.read_bytes()
    kind, _version, size, length = struct.unpack("<4sIII", data[:16])
    assert (kind, size) == (b"glTF", len(data))
    skin = json.loads(data[20 : 20 + length])["meshes"][0]
    assert len(skin["primitives"][0]["targets"]) == 52


def test_an_avatar_that_is_gone_is_named(tmp_path: Path) -> None:
    job = ModelExport(tmp_path / "gone.avatar", tmp_path / "me.glb", 1.0)
    assert job.join(30.0)
    assert "gone.avatar" in job.reason
    assert not job.path.exists()
