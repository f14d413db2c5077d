"""What may be used unasked is what was measured and holds."""

from __future__ import annotations

import json

import pytest

from engine.errors import BadInput
from training.evaluate.figure import Figure, Report, at_most
from training.evaluate.verdict import NEEDED, holds, write_verdict

GOOD = tuple(Figure(group, "error", 1.0, at_most(2)) for group in NEEDED)


def report(*figures: Figure) -> Report:
    return Report("encoder", "live.onnx abc123", figures)


def test_all_bars_must_be_held() -> None:
    assert holds(report(*GOOD))
    assert not holds(report(*GOOD, Figure(NEEDED[0], "lag", 3.0, at_most(2))))
    assert not holds(report(*GOOD, Figure(NEEDED[0], "lag", float("nan"), at_most(2))))


def test_what_was_not_measured_does_not_hold() -> None:
    assert not holds(report(*GOOD[1:]))


def test_who_it_is_does_not_matter_to_a_tracker() -> None:
    assert holds(report(*GOOD, Figure("identity", "nearer", 3.0, at_most(2))))


def test_the_card_says_what_is_missed(tmp_path) -> None:
    card = tmp_path / "live.json"
    card.write_text(json.dumps({"sha256": "abc123", "seed": 7}))
    write_verdict(card, report(*GOOD, Figure("speed", "cost", 3.0, at_most(2))))
    content = json.loads(card.read_text())
    assert content["holds"] is False
    assert content["missed"] == ["speed: cost"]
    assert content["metrics"]["speed: cost"] == 3.0
    assert content["seed"] == 7


def test_other_weights_have_another_card(tmp_path) -> None:
    card = tmp_path / "live.json"
    card.write_text(json.dumps({"sha256": "ffff"}))
    with pytest.raises(BadInput, match="other weights"):
        write_verdict(card, report(*GOOD))
    assert json.loads(card.read_text()) == {"sha256": "ffff"}
