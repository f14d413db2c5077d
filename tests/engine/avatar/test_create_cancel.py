"""Creation ends early when it is asked to, and gives detail where nobody says only if that is the default."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest

from engine.assets import provisioned, shipped
from engine.avatar.create import create
from engine.cancel import Cancel
from engine.detail import default, networks
from engine.errors import AssetMissing, Cancelled
from engine.head import open_head


@pytest.fixture(scope="module")
def portrait() -> Path:
    try:
        provisioned("face_landmarker.task")
        shipped(networks.ENCODER), shipped(networks.DECODER)
        return provisioned("astronaut.png")
    except AssetMissing as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("during", ["fitting the shape", "learning the wrinkles"])
def test_cancelled_from_another_thread_it_goes_no_step_farther(portrait: Path, during: str) -> None:
    cancel, seen = Cancel(), []

    def progress(label: str, share: float) -> None:
        seen.append(label)
        if label == during:
            other = threading.Thread(target=cancel.ask)
            other.start()
            other.join()

    with pytest.raises(Cancelled):
        create([portrait], open_head(), progress=progress, cancel=cancel, detail=True)
    assert seen.count(during) == 1
    assert seen[-1] == during


def test_cancelled_before_it_begins_it_does_not_even_look(portrait: Path) -> None:
    cancel, seen = Cancel(), []
    cancel.ask()
    with pytest.raises(Cancelled):
        create([portrait], open_head(), progress=lambda label, share: seen.append(label), cancel=cancel)
    assert seen == []


@pytest.mark.parametrize(
    ("by_default", "said", "wanted"), [(True, None, True), (False, None, False), (True, False, False)]
)
def test_detail_is_what_was_said_or_else_the_default(
    portrait: Path, monkeypatch: pytest.MonkeyPatch, by_default: bool, said: bool | None, wanted: bool
) -> None:
    monkeypatch.setattr(default, "DETAIL_BY_DEFAULT", by_default)
    cancel, seen = Cancel(), []

    def progress(label: str, share: float) -> None:
        seen.append(label)
        if label == "reading the skin":
            cancel.ask()

    with contextlib.suppress(Cancelled):
        create([portrait], open_head(), progress=progress, cancel=cancel, detail=said)
    assert ("reading the skin" in seen) == wanted
