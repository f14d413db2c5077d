"""Every page and state of the window as a picture, to be looked at: light and dark, in any language and size.

    python benchmarks/pages.py OUT [--language de] [--scale 2] [--size 1180x760] [--only queue,settings]

Settings and library are of its own: the sample avatar, avatars of the sample portrait, and a video of it that plays as
a camera. The window is grabbed as Qt draws it, so what the window system adds is missing. Needs a display.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from avatar_app.ui.main_window import MainWindow

LONG_NAME = "A name as long as nobody would type it, but a camera may write it into its files"
THEMES = ("light", "dark")


class Tour:
    """One window from page to page. Every page is grabbed in both themes."""

    def __init__(self, options: argparse.Namespace) -> None:
        from avatar_app.app import application, build_window

        self.options = options
        self.app = application()
        self.window: MainWindow = build_window()
        self.window.resize(*options.size)
        self.state, self.commands = self.window.state, self.window.commands

    def run(self) -> None:
        self.window.show()
        self.turn(1.5)
        pages: dict[str, Callable[[], None]] = {
            name.removeprefix("page_"): getattr(self, name) for name in vars(Tour) if name.startswith("page_")
        }
        try:
            for name, page in pages.items():
                if not self.options.only or name in self.options.only or name in ("library", "live"):
                    page()
        finally:
            self.window.close()

    # The pages, in the order in which a person would see them

    def page_start(self) -> None:
        self.grab("start")
        self.state.update(page="")
        self.grab("welcome")

    def page_veil(self) -> None:
        for name, files in {"veil": ("me.jpg", "clip.mp4"), "veil-refused": ("notes.txt",)}.items():
            self.window.veil.offer([Path(file) for file in files])
            self.grab(name)
        self.window.veil.hide()

    def page_selfie(self) -> None:
        self.commands.start_source(self.options.video, looped=True)
        self.until(lambda: self.state.now.status.confidence > 0)
        self.commands.take_selfie()
        self.turn(0.3)
        self.grab("selfie-looking")
        self.until(lambda: self.window.stage.selfie._selfie.ready)
        self.turn(1.0)
        self.grab("selfie-hint")
        self.window.stage.selfie.shoot.click()
        self.turn(0.6)
        self.grab("selfie-count")
        self.window.stage.selfie.cancel.click()
        self.commands.stop_source()

    def page_making(self) -> None:
        self.commands.make_avatar(self.options.photo)
        self.until(lambda: self.state.now.making and self.state.now.making[1] > 0.2)
        self.grab("making", THEMES[:1])
        self.until(lambda: self.state.now.offered)
        self.turn(0.4)
        self.grab("offer")
        self.commands.keep_avatar()
        self.until(lambda: not self.state.now.between_avatars)

    def page_library(self) -> None:
        for name in ("Anna", "Ben with the red hair", LONG_NAME):
            shutil.copy(self.options.avatar, self.data / f"{name}.avatar")
        self.commands.refresh_library()
        self.commands.open_avatar(self.data / "Anna.avatar")
        self.turn(0.5)

    def page_live(self) -> None:
        self.commands.start_source(self.options.video, looped=True)
        self.until(lambda: self.state.now.status.confidence > 0)
        self.turn(1.0)
        self.grab("live")

    def page_times(self) -> None:
        self.window.times.toggle()
        self.turn(1.0)
        self.grab("times")
        self.window.times.toggle()

    def page_calibration(self) -> None:
        self.commands.calibrate()
        self.turn(0.6)
        self.grab("calibration", THEMES[:1])
        self.turn(2.5)

    def page_recording(self) -> None:
        self.commands.start_recording()
        self.turn(3.0)
        self.grab("recording")
        self.commands.stop_recording()
        self.until(lambda: self.state.now.takes)
        self.turn(0.5)
        self.grab("recorded")

    def page_panels(self) -> None:
        """The whole sidebar with everything unfolded, as tall as it is."""
        panels = (self.window.motion_panel, self.window.look_panel, self.window.take_panel)
        for panel in panels:
            panel.fold.setChecked(True)
        self.turn(0.5)
        self.grab("unfolded")
        sidebar = panels[0].parentWidget()
        self.grab("sidebar", what=sidebar)
        for panel in panels:
            panel.fold.setChecked(False)

    def page_edit(self) -> None:
        self.commands.edit_avatar(self.data / "Anna.avatar")
        self.grab("edit")
        self.commands.cancel_avatar_changes()

    def page_menus(self) -> None:
        for action in self.window.menuBar().actions():
            self.grab(f"menu-{action.text().replace('&', '')}", THEMES[:1], what=action.menu())

    def page_replay(self) -> None:
        if not self.state.now.takes:
            self.page_recording()
        self.window.take_panel.fold.setChecked(True)
        self.commands.play_take(self.state.now.takes[0].path)
        self.until(lambda: self.state.now.status.replaying)
        self.turn(0.8)
        self.grab("replay")
        self.commands.back_to_live()
        self.window.take_panel.fold.setChecked(False)

    def page_queue(self) -> None:
        self.state.update(transfers_shown=True)
        self.turn(0.3)
        self.grab("queue-empty")
        queue = self.commands.transfers.queue
        queue._items = {item.number: item for item in queue_items(self.data)}  # no queue is in all states at once
        self.turn(0.5)
        self.grab("queue")
        queue._items = {}
        self.state.update(transfers_shown=False)

    def page_notices(self) -> None:
        self.commands.start_source(self.data / "gone.mp4")
        self.until(lambda: self.state.now.lost)
        self.grab("lost")
        self.commands.delete_avatar(self.data / "Ben with the red hair.avatar")
        self.turn(0.5)
        self.grab("undo")
        self.state.update(notice=None)

    def page_settings(self) -> None:
        from PySide6.QtGui import QAction

        self.window.findChild(QAction, "settings").trigger()
        self.turn(0.5)
        self.grab("settings", what=self.window.preferences.dialog)
        self.window.preferences.dialog.accept()
        self.turn(0.3)

    def page_pop_out(self) -> None:
        self.state.update(popped_out=True)
        self.turn(1.0)
        self.window.pop_out.bar.appear()
        self.grab("popped-out", what=self.window.pop_out)
        self.grab("away")
        self.state.update(popped_out=False)
        self.turn(0.5)

    # How

    @property
    def data(self) -> Path:
        from avatar_app import library

        folder = library.folder()
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def grab(self, name: str, themes: tuple[str, ...] = THEMES, *, what: QWidget | None = None) -> None:
        """One picture a theme."""
        for theme in themes:
            self.window.set_theme(theme)
            self.turn(0.3)
            picture = (what or self.window).grab()
            picture.save(str(self.options.out / f"{name}-{theme}.png"))

    def until(self, done: Callable[[], Any]) -> None:
        limit = time.perf_counter() + 120.0
        while not done():
            self.turn(0.05)
            if time.perf_counter() > limit:
                raise SystemExit(f"nothing came within two minutes: {self.state.now.notice}")

    def turn(self, seconds: float) -> None:
        limit = time.perf_counter() + seconds
        while time.perf_counter() < limit:
            self.app.processEvents()
            time.sleep(0.005)


def queue_items(folder: Path) -> tuple[Any, ...]:
    """One in each state."""
    from avatar_app.queue import Item
    from avatar_app.transfer_order import Order, Terms
    from avatar_app.transfer_run import Progress

    def order(name: str, avatar: str = "Anna") -> Order:
        terms = Terms(avatars=((folder / f"{avatar}.avatar", avatar),), folder=Path("/videos/Avatar"))
        return terms.orders((Path("/videos") / name,))[0]

    failed = "/videos/holiday.mp4 is cut off or is no video. Copy or record it again."
    result = (Path("/videos/Avatar/interview.mp4"),)
    return (
        Item(1, order("interview.mp4"), "done", Progress(300, 300), files=result),
        Item(2, order("talk.mp4"), "running", Progress(124, 300, 41.0)),
        Item(3, order("holiday.mp4", LONG_NAME), "failed", sentence=failed),
        Item(4, order("dance.mov"), "paused", Progress(20, 450, 90.0)),
        Item(5, order(f"{LONG_NAME}.mp4"), "waiting"),
        Item(6, order("song.mp4"), "cancelled", files=(Path("/videos/Avatar/song.part.mp4"),)),
    )


def main() -> None:
    """Makes what the pages need, then starts itself with a home of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--scale", default="1")
    parser.add_argument("--size", default="1180x760")
    parser.add_argument("--only", default="", help="names of pages, with commas between")
    parser.add_argument("--video", type=Path, help="plays as a camera")
    parser.add_argument("--photo", type=Path)
    parser.add_argument("--avatar", type=Path)
    parser.add_argument("--in-home", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.in_home:
        options.size = tuple(int(side) for side in options.size.split("x"))
        options.only = tuple(filter(None, options.only.split(",")))
        Tour(options).run()
        return
    with tempfile.TemporaryDirectory() as folder:
        _in_home(options, Path(folder))


def _in_home(options: argparse.Namespace, home: Path) -> None:
    from avatar_app.benchmark import moving_portrait
    from avatar_app.settings import Settings, WindowSettings, save_settings
    from engine.assets import provisioned

    photo = options.photo or provisioned("astronaut.png")
    video, avatar = options.video or home / "moving.mp4", options.avatar or home / "sample.avatar"
    if options.video is None:
        moving_portrait(video, 10.0)
    if options.avatar is None:
        subprocess.run([Path(sys.executable).with_name("avatar-app"), "create", photo, "-o", avatar], check=True)
    width, height = (int(side) for side in options.size.split("x"))
    window = WindowSettings(language=options.language, width=width, height=height)
    save_settings(Settings(window=window), home / "config" / "settings.toml")
    homes = {"AVATAR_SETTINGS": "config", "XDG_DATA_HOME": "data", "XDG_VIDEOS_DIR": "videos", "HOME": "home"}
    environment = os.environ | {name: str(home / place) for name, place in homes.items()}
    environment |= {"QT_SCALE_FACTOR": options.scale}
    environment["XDG_CACHE_HOME"] = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    (home / "home").mkdir()
    call = [sys.executable, __file__, options.out, "--language", options.language, "--size", options.size, "--in-home"]
    call += ["--only", options.only, "--video", video, "--photo", photo, "--avatar", avatar]
    subprocess.run(list(map(str, call)), env=environment, check=True)


if __name__ == "__main__":
    main()
