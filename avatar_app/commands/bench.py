"""`avatar-app bench`: how long every stage of the live loop takes on this machine."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

from tyro.conf import arg

from avatar_app.console import Console


@dataclass(frozen=True)
class Bench:
    """Time every stage of the live loop: a video is played as a camera, the default avatar performs it headless."""

    source: Annotated[Path | None, arg(metavar="VIDEO")] = None
    """The video with a face; without one the sample portrait, moved about, at 640x480 and 30 fps."""
    seconds: float = 10.0
    """How long to run, at most."""
    size: Annotated[int, arg(metavar="PX")] = 512
    """Side of the avatar's picture."""
    tracker: Literal["auto", "encoder", "landmarks"] = "auto"
    """What follows the face: the encoder, or MediaPipe's landmarks; auto is the encoder where it is good enough."""

    def run(self, console: Console) -> dict[str, object]:
        from avatar_app import options

        options.seconds("--seconds", self.seconds)
        side = options.size_wh(str(self.size))[0]
        from avatar_app.benchmark import decode_times, live_loop, moving_portrait

        with tempfile.TemporaryDirectory() as folder:
            source = self.source
            if source is None:
                source = Path(folder) / "portrait.mp4"
                moving_portrait(source, self.seconds + 1)
            result = live_loop(source, self.seconds, side, decode_times(source), self.tracker)
        console.say(f"{'stage':8} {'p50 ms':>8} {'p95 ms':>8} {'runs':>6}")
        for row in result.stages:
            console.say(f"{row.stage:8} {row.p50:8.1f} {row.p95:8.1f} {row.count:6}")
        console.say(
            f"{result.shown_fps:.1f} of the camera's {result.source_fps:.1f} frames a second shown at "
            f"{self.size}x{self.size}, {result.dropped} dropped; latency {result.latency_p50_ms:.0f} ms "
            f"(p95 {result.latency_p95_ms:.0f}); {result.renderer}"
        )
        if result.faces == 0:
            console.warn(f"No face was found in {source}: tracking is timed searching for one, not following it.")
        return asdict(result)
