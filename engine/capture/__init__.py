"""Where frames come from: cameras, video files, pictures. `open_source` opens any of them."""

from engine.capture.source import Source, open_source

__all__ = ["Source", "open_source"]
