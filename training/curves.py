"""What a training run says of itself: one JSON value a line, and the same in TensorBoard where it is installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import cv2

from engine.check import Array
from training.checkpoint import CURVES


class Curves:
    """Appends to a run's log. Without a folder nothing is written. resumed_at: drop what was logged from there on."""

    def __init__(self, folder: Path | None, resumed_at: int | None = None) -> None:
        self._folder = folder
        self._file = None
        self._board = None
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / CURVES
        kept = path.read_text().splitlines(keepends=True) if resumed_at is not None and path.exists() else []
        self._file = path.open("w")
        self._file.writelines(line for line in kept if _is_before(json.loads(line), resumed_at or 0))
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:  # an extra
            return
        self._board = SummaryWriter(str(folder / "tensorboard"), purge_step=resumed_at)

    def add(self, step: int, **values: float) -> None:
        """Scalars of one step."""
        self._write({"step": step, **{name: round(value, 6) for name, value in values.items()}})
        if self._board is not None:
            for name, value in values.items():
                self._board.add_scalar(name, value, step)

    def add_validation(self, step: int, name: str, figures: Mapping[str, Any]) -> None:
        """Figures on one kind of held-out pictures."""
        self._write({"step": step, "validation": {name: dict(figures)}})
        if self._board is not None:
            for key, value in figures.items():
                if isinstance(value, int | float):
                    self._board.add_scalar(f"{name}/{key}", value, step)

    def add_picture(self, step: int, name: str, picture: Array) -> None:
        """The latest picture of that name [H, W, 3] uint8 RGB, as a file and in TensorBoard."""
        if self._folder is not None:
            cv2.imwrite(str(self._folder / f"{name}.png"), picture[..., ::-1])
        if self._board is not None:
            self._board.add_image(name, picture, step, dataformats="HWC")

    def _write(self, line: Mapping[str, Any]) -> None:
        if self._file is not None:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()

    def __enter__(self) -> Curves:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
        if self._board is not None:
            self._board.close()


def _is_before(line: Mapping[str, Any], step: int) -> bool:
    """Whether a line was written before `step`; a validation is of the network after so many steps."""
    return bool(line["step"] <= step if "validation" in line else line["step"] < step)
