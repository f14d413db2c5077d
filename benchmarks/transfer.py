"""Transfer of real videos: is everything kept that must be kept, and how fast is it?

    python -m benchmarks.transfer ME.avatar VIDEO...

One line a video: frames and their times, packets of sound, a face in how many, frames per second; for the whole, the
median of the rates. Times are compared as a player sees them, in seconds; sound byte for byte.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import av

from avatar_app.commands.transfer import Transfer
from avatar_app.console import Console


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("avatar", type=Path)
    parser.add_argument("videos", type=Path, nargs="+")
    parser.add_argument("--size", default="512")
    arguments = parser.parse_args()
    rates, all_kept = [], True
    with tempfile.TemporaryDirectory() as folder:
        for video in arguments.videos:
            out = Path(folder) / f"{video.stem}.mp4"
            result = Transfer(arguments.avatar, (video,), out, size=arguments.size).run(Console(json=True))
            fps = float(str(result["fps"]))
            rates.append(fps)
            times, kept_times = _times(video), _times(out)
            sound, kept_sound = _sound(video), _sound(out)
            all_kept &= times == kept_times and sound == kept_sound
            print(
                f"{video.name:28} frames {len(kept_times)}/{len(times)} times {_verdict(times == kept_times)} "
                f"sound {len(kept_sound)}/{len(sound)} {_verdict(sound == kept_sound)} {fps:5.1f} fps"
            )
    print(f"{len(rates)} videos, median {statistics.median(rates):.1f} fps")
    sys.exit(not all_kept)


def _times(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)]


def _sound(path: Path) -> list[tuple[float, bytes]]:
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return []
        return [(float(p.pts * p.time_base), bytes(p)) for p in container.demux(audio=0) if p.size]


def _verdict(equal: bool) -> str:
    return "equal" if equal else "DIFFER"


if __name__ == "__main__":
    main()
