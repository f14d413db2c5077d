"""MediaPipe's FaceLandmarker, opened without its start-up chatter on stderr."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.assets import provisioned
from engine.check import Array

if TYPE_CHECKING:
    from mediapipe.tasks.python.vision import FaceLandmarker

TASK_FILE = "face_landmarker.task"

# Log lines below the level of an error: glog's "W0000 ...", absl's and TensorFlow Lite's greetings.
_CHATTER = re.compile(rb"^([IW]\d{4} |WARNING: (Logging before|All log)|INFO: )")


def open_landmarker(video: bool, num_faces: int) -> FaceLandmarker:
    """A landmarker that has run once, so that the first real frame is as fast and as silent as the others.

    Raises AssetMissing without the task file. The import alone takes a quarter of a second.
    """
    task_file = provisioned(TASK_FILE)
    with _no_plotting():
        from mediapipe.tasks.python import vision
        from mediapipe.tasks.python.core.base_options import BaseOptions

    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(task_file)),
        running_mode=vision.RunningMode.VIDEO if video else vision.RunningMode.IMAGE,
        num_faces=num_faces,
        output_face_blendshapes=True,
    )
    with _quiet_stderr():
        landmarker = vision.FaceLandmarker.create_from_options(options)
        blank = mediapipe_image(np.zeros((64, 64, 3), np.uint8))
        if video:
            landmarker.detect_for_video(blank, 0)
        else:
            landmarker.detect(blank)
    return landmarker


def mediapipe_image(image: Array) -> Any:
    """[H, W, 3] uint8 RGB as MediaPipe's own image type."""
    import mediapipe

    return mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(image))


@contextmanager
def _no_plotting() -> Iterator[None]:
    """MediaPipe imports Matplotlib for drawing functions that we do not use: half a second of every start."""
    stand_ins = {name: ModuleType(name) for name in ("matplotlib", "matplotlib.pyplot") if name not in sys.modules}
    if len(stand_ins) == 2:
        stand_ins["matplotlib"].pyplot = stand_ins["matplotlib.pyplot"]
        sys.modules |= stand_ins
    try:
        yield
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Hold back file descriptor 2, then pass on every line that is not chatter.

    MediaPipe's C++ side takes no log level from the environment and writes past `sys.stderr`.
    """
    if sys.stderr is not None:
        sys.stderr.flush()
    try:
        saved = os.dup(2)
    except OSError:  # a windowed program may have no stderr at all
        yield
        return
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            held.seek(0)
            for line in held:
                if not _CHATTER.match(line):
                    os.write(2, line)
