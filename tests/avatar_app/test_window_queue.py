"""The transfer queue as a person meets it: videos dropped, one given up, one that failed, and closing meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from synthetic_video import NTSC, shown, sound_packets, write_video

from avatar_app.app import application, build_window
from avatar_app.background import Background
from avatar_app.queue_store import Line, load, queue_path, save
from avatar_app.transfer_order import Terms
from avatar_app.ui.main_window import MainWindow
from engine.assets import provisioned
from engine.clock import now
from engine.errors import AssetMissing
from engine.lighting import Lighting
from engine.types import replace

GONE = "gone.mp4 does not exist: give a camera's number or name, a video, a picture or a folder."


@pytest.fixture
def acted(tmp_path: Path) -> tuple[Path, Path]:
    """A long video that is mostly still to come when it is cancelled, and a short one with sound."""
    try:
        portrait = np.asarray(Image.open(provisioned("astronaut.png")).convert("RGB"))[:224, 60:316]
        provisioned("face_landmarker.task")
    except AssetMissing as error:
        pytest.skip(str(error))
    long, short = tmp_path / "long.mp4", tmp_path / "short.mp4"
    write_video(long, range(200), NTSC, (256, 224), images=[portrait] * 200)
    write_video(short, range(6), NTSC, (256, 224), images=[portrait] * 6, sound="aac")
    return long, short


@pytest.fixture
def window(qtbot: QtBot, display: None, tmp_path: Path) -> Iterator[MainWindow]:
    """The list from last time holds one that failed. Whatever still runs at the end is cancelled."""
    save([Line(Terms(folder=tmp_path).orders((tmp_path / "gone.mp4",))[0], GONE)], queue_path())
    application()
    made = build_window()
    qtbot.addWidget(made)
    made.state.update(record_folder=tmp_path / "results")
    made.state.update(transfer_terms=replace(made.state.now.transfer_terms, size_wh=(64, 64)))
    with qtbot.waitSignal(made.stage.view.frameSwapped, timeout=20_000):
        made.show()
    yield made
    made.queue_panel.cancel_all.click()
    made.close()


def drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, keys = QPoint(50, 50).toPointF(), Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, keys))


def asked_on_closing(window: MainWindow, answer: str) -> str:
    """Closes the window, gives an answer to the question that comes, and says what it was."""
    asked: list[str] = []

    def give() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        next(button for button in box.buttons() if button.text() == answer).click()

    QTimer.singleShot(0, give)
    window.close()
    return asked[0]


def test_two_dropped_videos_one_cancelled(
    window: MainWindow, qtbot: QtBot, acted: tuple[Path, Path], tmp_path: Path
) -> None:
    panel, (long, short) = window.queue_panel, acted
    qtbot.waitUntil(panel.isVisible)
    # What the window makes of it.
    assert panel.row(1).status.text() == "gone.mp4 does not exist: choose a camera or a video."
    assert panel.row(1).hold.toolTip() == "Try again"
    panel.clear.click()

    seen = (Lighting("studio"), 2.0, "#00b140")
    window.state.update(lighting=seen[0], detail_strength=seen[1], background=Background("colour", seen[2]))
    drop(window, long, short)
    orders = [item.order for item in window.state.now.transfers]
    assert [(order.lighting, order.detail_strength, order.behind) for order in orders] == [seen, seen]
    qtbot.waitUntil(lambda: panel.summary.text() == "0 of 2 done")
    first, second = (panel.row(item.number) for item in window.state.now.transfers)
    assert second.status.text() == "Waiting"
    qtbot.waitUntil(lambda: "of 200 frames" in first.status.text() and first.bar.value() > 0, timeout=60_000)
    assert asked_on_closing(window, "Keep working") == "2 transfers are running. Stop them?"
    assert window.isVisible()
    part, whole = (tmp_path / "results" / name for name in (
        "long as default avatar.part.mp4", "short as default avatar.mp4"
    ))  # fmt: skip
    assert [line.begun and line.begun.parts for line in load(queue_path())[0]] == [(part,), None]

    start = now()
    first.end.click()
    qtbot.waitUntil(lambda: first.status.text().startswith("Cancelled"), timeout=500)
    assert now() - start < 0.5
    qtbot.waitUntil(lambda: panel.summary.text() == "1 done · 1 cancelled", timeout=60_000)
    assert second.status.text() == "Done · 6 frames"
    assert first.status.text() == "Cancelled · the part so far is kept"
    assert 1 <= len(shown(part)[0]) < 200
    assert shown(whole)[1] == shown(short)[1]
    assert sound_packets(whole) == sound_packets(short)

    panel.hide_it.click()
    qtbot.waitUntil(lambda: not panel.isVisible())
    window.close()
    assert not window.isVisible()
    assert load(queue_path()) == ((), "")
