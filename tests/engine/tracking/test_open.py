"""Which tracker is taken."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine import assets
from engine.errors import AssetMissing, ModelMismatch
from engine.head.head_model import Head
from engine.tracking import open as opening
from engine.tracking.live_network import FILE
from engine.tracking.open import open_tracker


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped files with an encoder of which only the card is asked."""
    monkeypatch.setattr(assets, "_shipped_folder", lambda: tmp_path)
    monkeypatch.setattr("engine.tracking.encoder.EncoderTracker", lambda head, **_: "encoder")
    monkeypatch.setattr("engine.tracking.track.Tracker", lambda head, **_: "landmarks")
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).touch()
    return tmp_path / FILE


@pytest.mark.parametrize(
    ("card", "chosen"),
    [({"holds": True}, "encoder"), ({"holds": False}, "landmarks"), ({}, "landmarks"), (None, "landmarks")],
)
def test_auto_is_the_encoder_where_its_card_says_that_it_holds(open_head, installed, card, chosen) -> None:
    if card is not None:
        installed.with_suffix(".json").write_text(json.dumps({"sha256": "0", **card}))
    assert open_tracker("auto", open_head) == chosen
    assert open_tracker("encoder", open_head) == "encoder"
    assert open_tracker("landmarks", open_head) == "landmarks"


def test_auto_is_landmarks_without_the_network_or_on_another_head(open_head: Head, installed: Path) -> None:
    installed.with_suffix(".json").write_text('{"sha256": "0", "holds": true}')
    assert open_tracker("auto", replace(open_head, basis="flame_pca")) == "landmarks"
    installed.unlink()
    assert open_tracker("auto", open_head) == "landmarks"


def test_an_encoder_that_is_not_installed_is_named(open_head: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.tracking.live_network.FILE", "models/absent.onnx")
    with pytest.raises(AssetMissing, match=r"assets/models/absent\.onnx is missing"):
        open_tracker("encoder", open_head)


def test_a_head_of_another_vocabulary_cannot_be_encoded(open_head: Head) -> None:
    with pytest.raises(ModelMismatch, match="track landmarks"):
        opening.open_tracker("encoder", replace(open_head, basis="flame_pca"))


def test_the_landmark_tracker_names_its_network(open_head: Head) -> None:
    with open_tracker("landmarks", open_head) as tracker:
        assert tracker.name == "landmarks"
        assert tracker.model_sha256 == assets.find("face_landmarker.task").sha256
