"""The window as people wait for it and live with it: start, pauses of the GUI, memory, threads, objects on the GPU.

    python benchmarks/window.py [--video clip.mp4] [--photo face.jpg] [--live 20] [--minutes 0] [--switches 50]

Without a video, a moving portrait is made and played. It starts the window twice and reports the second start. A pause
is the time between two turns of the event loop beyond the timer's own; "busy" is what of it this thread was computing:
on a machine that others use, the rest is their doing, and so is what a start takes beyond its "cpu", which counts all
threads. Memory: when live, after live use, after making, and at the end. Settings
and library are of its own. Needs a display.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from avatar_app.ui.main_window import MainWindow

TICK_MS = 5
GIVE_UP_S = 180.0
NUM_NAMES = 8192
"""OpenGL gives small numbers to its objects."""
BARS = {
    "window_s": 2.0,
    "live_s": 4.0,
    "live_pause_ms": 50.0,
    "making_pause_ms": 200.0,
    "everything_pause_ms": 200.0,
    "growth_mb": 20.0,
}


@dataclass(slots=True)
class Pauses:
    """Of one phase, ms: as they were, and what of them this thread was computing."""

    wall: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def told(self) -> dict[str, float]:
        wall, busy = (np.array(one or [0.0]) for one in (self.wall, self.busy))
        return {
            "max": round(float(wall.max()), 1),
            "p99": round(float(np.percentile(wall, 99)), 1),
            "busy_max": round(float(busy.max()), 1),
            "busy_p99": round(float(np.percentile(busy, 99)), 1),
            "turns": len(wall),
        }


def watched(*who: Any) -> Any:
    """A session that notes when the first picture of a tracked face was out."""
    from avatar_app.session import Session

    class Watched(Session):
        live_at = 0.0

        def shown(self, live: Any) -> None:
            super().shown(live)
            if not self.live_at and live.tracked.motion.confidence > 0:
                self.live_at = time.perf_counter()

    return Watched(*who)


class Bench:
    """One window from its start to its end. Every step waits by turning Qt's event loop."""

    def __init__(self, options: argparse.Namespace) -> None:
        from PySide6.QtCore import Qt, QTimer

        from avatar_app.app import application, build_window

        self.options, self.found = options, {}
        self.app = application()
        self.window: MainWindow = build_window(make_session=self._session)
        self.pauses = Pauses()
        self._before = time.perf_counter(), time.thread_time()
        self._tick = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._turned)

    def _session(self, *who: Any) -> Any:
        self.session = watched(*who)
        return self.session

    def run(self) -> dict[str, object]:
        began, found, window = self.options.began, self.found, self.window
        drawn: list[float] = []
        window.stage.view.frameSwapped.connect(lambda: drawn or drawn.append(time.perf_counter()))
        window.show()
        self.until(lambda: drawn)
        found["window_s"], found["window_cpu_s"] = round(drawn[0] - began, 2), round(time.process_time(), 2)
        window.commands.start_source(self.options.video, looped=True)
        self.until(lambda: self.session.live_at)
        found["live_s"], found["live_cpu_s"] = round(self.session.live_at - began, 2), round(time.process_time(), 2)
        if self.options.seconds_only:
            return self.closed()
        self.turn(3.0)  # the window is there; what is measured from here on is life in it
        resident = [resident_mb()]
        found["live"] = self.phase("live_pause_ms", lambda: self.turn(self.options.live))
        found["timings"] = {
            one.stage: [round(one.p50, 1), round(one.p95, 1)] for one in self.session.timer.summary(self.options.live)
        }
        status = window.state.now.status
        found["status"] = {
            "fps": round(status.shown_fps, 1),
            "latency_ms": status.latency_ms and round(status.latency_ms),
        }
        resident.append(resident_mb())
        found["making"] = self.phase("making_pause_ms", self.make)
        found["everything"] = self.phase("everything_pause_ms", self.everything)
        resident.append(resident_mb())
        found["gpu_objects"] = self.switch()
        if self.options.minutes > 0:
            self.turn(60.0)
            start = resident_mb()
            self.turn(60.0 * self.options.minutes)
            found["minutes"], found["growth_mb"] = self.options.minutes, round(resident_mb() - start, 1)
        found["resident_mb"] = [round(one) for one in (*resident, resident_mb())]
        return self.closed()

    def make(self) -> None:
        """An avatar of a photo while the source plays, kept."""
        self.window.commands.make_avatar(self.options.photo)
        self.until(lambda: self.window.state.now.offered or self.window.state.now.notice)
        if not self.window.state.now.offered:
            raise SystemExit(f"no avatar was made: {self.window.state.now.notice}")
        self.window.commands.keep_avatar()
        self.until(lambda: not self.window.state.now.between_avatars)

    def everything(self) -> None:
        """Another one, while recording and while a video is transferred."""
        commands = self.window.commands
        commands.start_recording()
        self.turn(0.3)  # nobody clicks on three things within one turn of the event loop
        commands.transfer([self.options.video])
        self.turn(0.3)
        self.make()
        self.turn(2.0)
        commands.stop_recording()
        for item in self.window.state.now.transfers:
            commands.transfers.cancel(item.number)

    def switch(self) -> dict[str, list[int]]:
        """Counts on the GPU before and after showing avatars in turn, without a source."""
        commands = self.window.commands
        commands.stop_source()
        self.turn(1.0)
        paths = [entry.path for entry in self.window.state.now.avatars][:2]
        for path in (*paths, *paths):
            commands.open_avatar(path)
            self.turn(0.3)
        before = self.gpu_objects()
        for index in range(self.options.switches):
            commands.open_avatar(paths[index % len(paths)])
            self.turn(0.15)
        after = self.gpu_objects()
        commands.start_source(self.options.video, looped=True)
        return {kind: [before[kind], after[kind]] for kind in before}

    def gpu_objects(self) -> dict[str, int]:
        """Of the view's context, by kind."""
        from PySide6.QtGui import QOpenGLContext, QOpenGLExtraFunctions

        view = self.window.stage.view
        view.makeCurrent()
        gl = QOpenGLExtraFunctions(QOpenGLContext.currentContext())
        gl.initializeOpenGLFunctions()
        kinds = {
            "textures": gl.glIsTexture,
            "buffers": gl.glIsBuffer,
            "framebuffers": gl.glIsFramebuffer,
            "renderbuffers": gl.glIsRenderbuffer,
            "vertex arrays": gl.glIsVertexArray,
            "programs": gl.glIsProgram,
        }
        counts = {kind: sum(bool(known(name)) for name in range(1, NUM_NAMES)) for kind, known in kinds.items()}
        view.doneCurrent()
        return counts

    def phase(self, name: str, act: object) -> dict[str, float]:
        """The pauses of the event loop during `act`."""
        self.pauses = Pauses()
        self._before = time.perf_counter(), time.thread_time()
        self._tick.start()
        act()
        self._tick.stop()
        told = self.pauses.told()
        self.found[name] = told["max"]
        return told

    def until(self, done: object) -> None:
        limit = time.perf_counter() + GIVE_UP_S
        while not done():
            self._wait()
            if time.perf_counter() > limit:
                raise SystemExit(f"nothing came within {GIVE_UP_S:g} s: {self.window.state.now.notice}")

    def turn(self, seconds: float) -> None:
        limit = time.perf_counter() + seconds
        while time.perf_counter() < limit:
            self._wait()

    def closed(self) -> dict[str, object]:
        self.window.close()
        self.found["threads_left"] = [one.name for one in threading.enumerate() if one is not threading.main_thread()]
        return self.found

    def _wait(self) -> None:
        from PySide6.QtCore import QEventLoop

        self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _turned(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.pauses.wall.append(max(0.0, 1e3 * (now[0] - self._before[0]) - TICK_MS))
        self.pauses.busy.append(1e3 * (now[1] - self._before[1]))
        self._before = now


def resident_mb() -> float:
    """Memory of this process that is in RAM."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise SystemExit("memory is read from /proc, which is not here")


def main() -> None:
    """Prints what was found, and what of it is beyond its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--video", type=Path)
    parser.add_argument("--photo", type=Path)
    parser.add_argument("--live", type=float, default=20.0, help="seconds of live use")
    parser.add_argument("--minutes", type=float, default=0.0, help="of live use after the first, for memory")
    parser.add_argument("--switches", type=int, default=50)
    parser.add_argument("--began", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--seconds-only", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.began is not None:
        print(json.dumps(Bench(options).run()), flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        _parent(options, Path(folder))


def _parent(options: argparse.Namespace, folder: Path) -> None:
    from avatar_app.benchmark import moving_portrait
    from engine.assets import provisioned

    video = options.video or folder / "moving.mp4"
    if options.video is None:
        moving_portrait(video, 10.0)
    homes = {"AVATAR_SETTINGS": "config", "XDG_DATA_HOME": "data", "XDG_VIDEOS_DIR": "videos", "HOME": "home"}
    environment = os.environ | {name: str(folder / place) for name, place in homes.items()}
    environment["XDG_CACHE_HOME"] = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    (folder / "home").mkdir()
    call = [
        sys.executable,
        __file__,
        "--video",
        str(video),
        "--photo",
        str(options.photo or provisioned("astronaut.png")),
    ]
    call += ["--live", str(options.live), "--minutes", str(options.minutes), "--switches", str(options.switches)]
    for last in (False, True):
        load = os.getloadavg()[0]
        once = [] if last else ["--seconds-only"]
        ended = subprocess.run(
            [*call, *once, "--began", str(time.perf_counter())], env=environment, stdout=subprocess.PIPE, check=True
        )
        found = json.loads(ended.stdout.splitlines()[-1])
        print(f"{'second' if last else 'first'} start, load {load:.1f} on {os.cpu_count()} cores")
        for name, value in found.items():
            beyond = " BEYOND" if name in BARS and value > BARS[name] else ""
            print(f"  {name}: {value}{f' (bar {BARS[name]:g})' if name in BARS else ''}{beyond}")


if __name__ == "__main__":
    main()
