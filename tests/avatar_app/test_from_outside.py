"""The first hour of a new user, from outside the process: keys and pointer in, pictures and files out."""

from __future__ import annotations

import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from outside import Outside, lacking

from avatar_app.benchmark import moving_portrait
from avatar_app.queue_store import load
from engine.assets import provisioned
from engine.check import Array
from engine.errors import AssetMissing
from engine.head.arkit import INDEX
from engine.record.take import load_take

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(lacking()), reason=lacking())]
FACE = (260, 200, 660, 600)
"""Of the screen, px: the avatar's, without the source's inset."""
ENOUGH = 60_000
"""Bytes of a take that outlasts a calibration: about 65 frames."""
CANCEL_FIRST = (882, 680)
"""Of the screen, px: ends the transfer that was lined up first."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a new user who has a photo and three videos."""
    home = tmp_path_factory.mktemp("home")
    try:
        shutil.copy(provisioned("astronaut.png"), home / "me.png")
        provisioned("face_landmarker.task")
    except AssetMissing as error:
        pytest.skip(str(error))
    moving_portrait(home / "webcam.mp4", 3.0)
    moving_portrait(home / "long.mp4", 10.0)
    moving_portrait(home / "short.mp4", 0.5)
    return home


def moved(before: Array, after: Array) -> bool:
    return bool((np.abs(before.astype(int) - after).max(2) > 8).mean() > 0.02)


def smile(take: Path) -> float:
    """At its end."""
    return float(load_take(take).expression[-5:, [INDEX["mouthSmileLeft"], INDEX["mouthSmileRight"]]].mean())


def test_from_a_photo_to_a_moving_avatar_calibration_recordings_and_transfers(home: Path) -> None:
    avatars, takes, videos = home / "data/avatar-app/avatars", home / "data/avatar-app/takes", home / "Videos/Avatar"
    with Outside(home) as app:
        app.place(app.window("^Avatar$"))
        app.until("the avatar", lambda: app.seen(FACE).std() > 20)
        default = app.seen(FACE)

        app.press("ctrl+shift+n")
        app.choose("^Choose a photo", home / "me.png")
        app.until("the new avatar", lambda: app.press("Return") or app.is_open("^me .*Avatar$"), 300.0)
        app.until("its file", lambda: (avatars / "me.avatar").exists())
        app.until("its picture", lambda: moved(default, app.seen(FACE)))
        app.until("its rest", lambda: not moved(app.seen(FACE), app.seen_later(FACE)))

        still = app.seen(FACE)
        app.press("ctrl+l")
        app.choose("^Choose a video", home / "webcam.mp4")
        app.until("motion", lambda: moved(still, app.seen(FACE)), 120.0)
        first = app.seen(FACE)
        app.until("more motion", lambda: moved(first, app.seen(FACE)))
        for number in (1, 2):
            recorded = takes / f"Take {number}.take"
            app.until("a take", lambda recorded=recorded: app.press("ctrl+r") or app.comes(recorded.exists, 15.0))
            app.until("enough of it", lambda recorded=recorded: recorded.stat().st_size > ENOUGH, 120.0)
            app.press("ctrl+r")
            app.until("its video", lambda number=number: len(list(videos.glob("me *.mp4"))) == number)
            app.press("ctrl+k")

        app.press("ctrl+t")
        app.choose("^Choose videos", home / "long.mp4", home / "short.mp4")
        part = videos / "long as me.part.mp4"
        app.until("the first transfer", lambda: part.exists() and part.stat().st_size > 5_000, 180.0)
        app.click(*CANCEL_FIRST)
        app.until("the second transfer", lambda: (videos / "short as me.mp4").exists(), 120.0)
        app.until("the queue's end", lambda: load(home / "data/avatar-app/transfers.json") == ((), ""))
        app.press("ctrl+q")
        assert app.until("the end", lambda: (app.ended(),) if app.ended() is not None else None) == (0,)
        assert app.said() == ""
    assert smile(takes / "Take 1.take") > 0.2  # she does
    assert abs(smile(takes / "Take 2.take")) < 0.1  # which is her neutral face from then on
    assert not (videos / "long as me.mp4").exists()
    for video in (part, videos / "short as me.mp4", *videos.glob("me *.mp4")):
        with av.open(str(video)) as file:
            assert sum(1 for _ in file.decode(video=0)) > 0
