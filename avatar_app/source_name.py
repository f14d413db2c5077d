"""What a source is, going by the words it was asked for with, and how it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.capture.source import CameraMode, Source


def source_label(spec: str) -> str:
    """What people call a source: "Camera 0", or a file's name."""
    return f"Camera {spec}" if spec.isdigit() else Path(spec).name


def is_camera(spec: str) -> bool:
    """Not the name of a file."""
    return not Path(spec).exists()


def open_realtime(spec: str, looped: bool, camera: CameraMode | None = None) -> Source:
    """Play it as a camera does; `looped`: a file again and again; camera: what one is asked for."""
    from engine.capture.source import open_source

    return open_source(spec, realtime=True, loop=looped, camera=camera)
