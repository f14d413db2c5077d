"""What a frame tracked by the encoder costs, beside MediaPipe: python benchmarks/encoder.py [VIDEO...].

Both see the same frames in the same process on one thread, run about. A tracked frame is all of it: the crop, the
network, the decoding of its code, and the detector's look every few seconds. Costs are the whole process's CPU time, so
other programs do not count and other threads do. Nothing is written.
"""

# ruff: noqa: E402  (threads are set before numpy is imported)

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import itertools
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from engine.capture.source import open_source
from engine.clock import StageTimer
from engine.head import open_head
from engine.tracking.align import LIVE_SIZE
from engine.tracking.encoder import EncoderTracker
from engine.tracking.landmarker import mediapipe_image, open_landmarker
from engine.tracking.live_network import LiveNetwork
from engine.types import Frame

RUNS = 5
FRAMES = 250
"""A run; the video is shown again and again as one stream. So many hold a look of the detector each."""
NETWORK_FRAMES = 200


def costs(step: Callable[[Frame], object], frames: Sequence[Frame]) -> tuple[float, float]:
    """CPU and wall milliseconds a frame, means over the run."""
    cpu, wall = time.process_time(), time.perf_counter()
    for frame in frames:
        step(frame)
    return (time.process_time() - cpu) * 1e3 / len(frames), (time.perf_counter() - wall) * 1e3 / len(frames)


def compare(network: LiveNetwork, video: Path, refine: bool) -> float:
    """Prints one video's row; the ratio of CPU times."""
    source = open_source(video)
    frames = list(itertools.islice(iter(source.read, None), FRAMES))
    source.close()
    landmarker = open_landmarker(video=True, num_faces=1)
    pause = float(np.median(np.diff([frame.time for frame in frames])))
    timer, seen, rows = StageTimer(), [], []
    with EncoderTracker(open_head(), network=network, refine=refine, timer=timer) as tracker:
        for run in range(RUNS + 1):
            numbers = range(run * FRAMES, (run + 1) * FRAMES)
            stream = [Frame(frames[i % len(frames)].image, i, i * pause) for i in numbers]
            theirs = costs(
                lambda f: landmarker.detect_for_video(mediapipe_image(f.image), round(f.time * 1000) + 1), stream
            )
            ours = costs(lambda f: seen.append(tracker.track(f).motion.confidence > 0), stream)
            rows.append((*theirs, *ours))
    landmarker.close()
    their_cpu, their_wall, cpu, wall = np.median(rows[1:], axis=0)  # the first run warms up and learns the identity
    stages = ", ".join(f"{one.stage} {one.p50:.2f}" for one in timer.summary())
    print(
        f"{video.stem:14} {their_cpu:9.2f} {their_wall:9.2f} {cpu:9.2f} {wall:9.2f} {cpu / their_cpu:7.3f} "
        f"{np.mean(seen):6.0%}  {stages}",
        flush=True,
    )
    return float(cpu / their_cpu)


def alone(network: LiveNetwork) -> None:
    """Prints what the network costs by itself, and how many squares it sees in a second."""
    square = np.random.default_rng(0).integers(0, 255, (LIVE_SIZE, LIVE_SIZE, 3), np.uint8)
    for _ in range(20):
        network.see(square)
    runs = []
    for _ in range(RUNS):
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(NETWORK_FRAMES):
            network.see(square)
        runs.append(((time.process_time() - cpu), (time.perf_counter() - wall)))
    cpu, wall = np.median(runs, axis=0) / NETWORK_FRAMES
    print(f"network alone: {cpu * 1e3:.2f} ms of CPU, {wall * 1e3:.2f} ms, {1 / wall:.0f} frames a second on one core")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("videos", nargs="*", type=Path, help="default: talk_1 and drive_d0 of AVATAR_TEST_DATA")
    parser.add_argument("--model", type=Path, default=Path("assets/models/live.onnx"))
    parser.add_argument("--plain", action="store_true", help="leave the expression as the network has it")
    given = parser.parse_args()
    folder = os.environ.get("AVATAR_TEST_DATA")
    if not given.videos and folder is None:
        parser.error("name videos or set AVATAR_TEST_DATA")
    cv2.setNumThreads(1)
    network = LiveNetwork(given.model)
    alone(network)
    print(f"{'':14} {'MediaPipe, ms a frame':>19} {'encoder, ms a frame':>19}")
    print(
        f"{'video':14} {'CPU':>9} {'wall':>9} {'CPU':>9} {'wall':>9} {'ratio':>7} {'faces':>6}  medians of stages, ms"
    )
    videos = given.videos or [Path(folder or "", "videos", f"{name}.mp4") for name in ("talk_1", "drive_d0")]
    ratios = [compare(network, video, not given.plain) for video in videos]
    print(f"CPU of a tracked frame, share of MediaPipe's, median: {np.median(ratios):.3f}")


if __name__ == "__main__":
    main()
