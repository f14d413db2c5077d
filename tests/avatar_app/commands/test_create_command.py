"""`avatar-app create`: Ctrl-C leaves nothing, and detail follows the one default."""

from __future__ import annotations

import importlib
import json
import signal
from pathlib import Path

import pytest

from avatar_app.__main__ import run
from avatar_app.commands import create as command
from engine.assets import provisioned
from engine.detail import default
from engine.errors import AssetMissing


@pytest.fixture
def portrait() -> Path:
    try:
        provisioned("face_landmarker.task")
        return provisioned("astronaut.png")
    except AssetMissing as error:
        pytest.skip(str(error))


def test_ctrl_c_is_one_sentence_and_leaves_no_file(
    portrait: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("engine.avatar.create.build_texture", lambda *_, **__: signal.raise_signal(signal.SIGINT))
    out = tmp_path / "me.avatar"
    assert run(["create", str(portrait), "-o", str(out), "--json"]) == 130
    said = capsys.readouterr()
    assert json.loads(said.out) == {"error": f"Cancelled: {out} was not written."}
    assert said.err.splitlines()[-1] == f"Cancelled: {out} was not written."
    assert list(tmp_path.glob("me*")) == []


@pytest.mark.parametrize(("by_default", "option"), [(False, "--detail"), (True, "--no-detail")])
def test_the_option_is_the_opposite_of_the_default(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], by_default: bool, option: str
) -> None:
    monkeypatch.setattr(default, "DETAIL_BY_DEFAULT", by_default)
    importlib.reload(command)
    try:
        assert run(["create", "--help"]) == 0
    finally:
        monkeypatch.undo()
        importlib.reload(command)
    assert option in capsys.readouterr().out.split()
