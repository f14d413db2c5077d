"""The process that makes an avatar: how it fails, how it is given up, and that it never outlives the window."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from avatar_app import making
from avatar_app.making import Making
from engine.errors import BadInput, Cancelled
from engine.head import open_head

Until = Callable[[Callable[[], object]], object]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return tmp_path / "anna.jpg"


def test_what_is_wrong_with_a_photo_is_told_as_the_engine_says_it(photo: Path) -> None:
    made = Making(photo, open_head().id, detail=True)
    assert made.join(60.0)
    assert made.reason == f"{photo} does not exist. Check the path of the photo."
    assert isinstance(made.cause, BadInput)
    assert made.made is None


def test_one_that_breaks_off_is_told_in_a_sentence(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "WORKER", "avatar_app.there_is_no_such_worker")
    made = Making(photo, open_head().id, detail=True)
    assert made.join(60.0)
    assert made.reason == (
        "Making an avatar of anna.jpg broke off (exit code 1). Try it again, or choose another photo."
    )


def test_given_up_it_has_ended_before_anyone_notices(photo: Path, until: Until) -> None:
    made = Making(photo, open_head().id, detail=True)
    until(lambda: made.share > 0)
    made.cancel()
    assert made.join(0.5)
    assert isinstance(made.cause, Cancelled)
    at_once = Making(photo, open_head().id, detail=True)
    at_once.cancel()
    assert at_once.join(2.0)
    assert isinstance(at_once.cause, Cancelled)


def test_a_worker_at_whatever_it_is_ends_with_the_window() -> None:
    never_done = (
        "import threading; from avatar_app.worker import Worker, until_the_window_goes as gone\n"
        "worker = Worker(0); worker.listen(gone); worker.tell({'heard': worker.order}); threading.Event().wait()"
    )
    with subprocess.Popen([sys.executable, "-c", never_done], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        worker.stdin.write(json.dumps("an order").encode() + b"\n")
        worker.stdin.flush()
        assert json.loads(worker.stdout.readline()) == {"heard": "an order"}
        assert worker.poll() is None
        worker.stdin.close()
        assert worker.wait(10.0) == 0
