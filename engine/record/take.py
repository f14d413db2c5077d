"""A take on disk: one safetensors file with JSON metadata. Motion over time, and not a single pixel.

Arrays are those of `engine.types.Take`, in its units; the metadata says which head, tracker and source they are from.
While it is being recorded, and after a crash or on a full disk, a take is a file of rows: engine.record.take_rows.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from engine.check import Array
from engine.errors import BadInput, ModelMismatch
from engine.head.arkit import ARKIT52
from engine.head.head_model import Head
from engine.record.take_rows import RowWriter, has_rows, read_rows
from engine.types import Take, Tracked
from engine.writing import whole

FORMAT_VERSION = 1
MAX_BYTES = 2**30
"""About nine hours at 30 frames per second."""

_ARRAYS = tuple(f.name for f in fields(Take) if f.type == "Array")
_MAY_BE_NAN = ("landmarks68",)


class TakeBuilder:
    """Collects what a tracker says, frame by frame."""

    def __init__(
        self,
        head_id: str,
        *,
        source_size_wh: tuple[int, int] = (0, 0),
        source_fps: float = 0.0,
        tracker: str = "",
        model_sha256: str = "",
    ) -> None:
        self._about: dict[str, Any] = {
            "head_id": head_id,
            "source_size_wh": source_size_wh,
            "source_fps": source_fps,
            "tracker": tracker,
            "model_sha256": model_sha256,
        }
        self._tracked: list[Tracked] = []

    def __len__(self) -> int:
        return len(self._tracked)

    def add(self, tracked: Tracked) -> None:
        """One more frame, later than those before."""
        self._tracked.append(tracked)

    def build(self) -> Take:
        """The take so far. BadInput while it is empty."""
        if not self._tracked:
            raise BadInput("Nothing was recorded: a take needs at least one frame.")

        def stacked(of_motion: str) -> Array:
            return np.stack([getattr(t.motion, of_motion) for t in self._tracked])

        of_motion: dict[str, Any] = {
            name: stacked(name) for name in _ARRAYS if name not in ("landmarks68", "latency_ms")
        }
        return Take(
            **of_motion,
            landmarks68=np.stack([t.landmarks68 for t in self._tracked]),
            latency_ms=np.array([t.latency_ms for t in self._tracked]),
            **self._about,
        )


class TakeFile:
    """A take that is written as it goes, playable at any moment; a context manager that ends it whatever happens."""

    def __init__(
        self,
        path: Path,
        head_id: str,
        num_expression: int,
        *,
        source_size_wh: tuple[int, int] = (0, 0),
        source_fps: float = 0.0,
        tracker: str = "",
        model_sha256: str = "",
    ) -> None:
        """A new file. BadInput where there is one, or where the place takes none."""
        about = {
            "source_size_wh": source_size_wh,
            "source_fps": source_fps,
            "tracker": tracker,
            "model_sha256": model_sha256,
        }
        self._rows = RowWriter(path, _about(head_id, num_expression, about), num_expression)
        self.add = self._rows.add

    def __enter__(self) -> TakeFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()
        if self._rows.num_frames:
            with suppress(BadInput):  # no room for the second form beside the first: that one plays as well
                save_take(load_take(self._rows.path), self._rows.path)


def save_take(take: Take, path: Path) -> None:
    """Write `take`; the file appears whole or not at all. BadInput when it cannot be written."""
    about = {name: getattr(take, name) for name in ("source_size_wh", "source_fps", "tracker", "model_sha256")}
    metadata = _about(take.head_id, take.expression.shape[1], about)
    arrays = {name: np.ascontiguousarray(getattr(take, name)) for name in _ARRAYS}
    metadata["sha256"] = _sha256(arrays)
    with whole(Path(path)) as temporary:
        temporary.write_bytes(save(arrays, {"take": json.dumps(metadata, sort_keys=True)}))


def load_take(path: Path) -> Take:
    """The take in a file written by `save_take`.

    BadInput for what is no take, is damaged or too large; ModelMismatch for a version that this app does not know.
    """
    path = Path(path)
    if not path.is_file():
        raise BadInput(f"The take {path} does not exist.")
    if path.stat().st_size > MAX_BYTES:
        raise BadInput(f"{path} is larger than any take: at most {MAX_BYTES >> 20} MB are read.")
    try:
        arrays, metadata = read_rows(path) if has_rows(path) else _read_whole(path)
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise BadInput(f"{path} is not a take, or is damaged. Record it again, or use another copy.") from error
    if not isinstance(metadata, dict) or metadata.get("format") != "take":
        raise BadInput(f"{path} is not a take.")
    if metadata.get("version") != FORMAT_VERSION:
        raise ModelMismatch(
            f"{path} has take format {metadata.get('version')}, this version of the app reads {FORMAT_VERSION}: "
            "update the app or record the take again."
        )
    if "sha256" in metadata and metadata["sha256"] != _sha256(arrays):  # early takes have none
        raise BadInput(f"{path} was altered or is damaged: its numbers are not those written. Use another copy.")
    take = _take(path, arrays, metadata)
    own = (family(take.head_id), _expression_names(take.head_id, take.expression.shape[1]))
    if (metadata.get("head_family", own[0]), metadata.get("expression_names", own[1])) != own:
        raise ModelMismatch(
            f"{path} was recorded on another kind of head than the head {take.head_id} that it names: track the video "
            "again."
        )
    return take


def _read_whole(path: Path) -> tuple[dict[str, Array], Any]:
    with safe_open(path, "numpy") as file:
        metadata = json.loads((file.metadata() or {}).get("take", "{}"))
        return {name: file.get_tensor(name) for name in _ARRAYS if name in file.keys()}, metadata  # noqa: SIM118


def _about(head_id: str, num_expression: int, source: dict[str, Any]) -> dict[str, Any]:
    """The metadata of a take, but for its digest."""
    own = {
        "format": "take",
        "version": FORMAT_VERSION,
        "head_id": head_id,
        "head_family": family(head_id),
        "expression_names": _expression_names(head_id, num_expression),
    }
    return own | source


def _sha256(arrays: dict[str, Array]) -> str:
    """Of all arrays, names, types and shapes included."""
    digest = hashlib.sha256()
    for name, array in sorted(arrays.items()):
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _take(path: Path, arrays: dict[str, Array], metadata: dict[str, Any]) -> Take:
    missing = [name for name in _ARRAYS if name not in arrays]
    if missing:
        raise BadInput(f"{path} is not a whole take: it lacks {', '.join(missing)}.")
    for name, array in arrays.items():
        if array.dtype.kind != "f" or len(array) == 0:
            raise BadInput(f"{path} is damaged: its {name} holds no numbers.")
        if name not in _MAY_BE_NAN and not np.isfinite(array).all():
            raise BadInput(f"{path} is damaged: its {name} is not finite everywhere.")
    try:
        width, height = metadata["source_size_wh"]
        return Take(
            **arrays,
            head_id=str(metadata["head_id"]),
            source_size_wh=(int(width), int(height)),
            source_fps=float(metadata["source_fps"]),
            tracker=str(metadata["tracker"]),
            model_sha256=str(metadata["model_sha256"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(f"{path} is damaged ({error}).") from error


def family(head_id: str) -> str:
    """ "open" of "open-1": codes of one family mean the same on all its heads."""
    return head_id.split("-")[0]


def check_fits(take: Take, head: Head, name: str) -> None:
    """Raise ModelMismatch unless the take called `name` can drive avatars on `head`."""
    if family(take.head_id) != family(head.id) or take.expression.shape[1] != head.num_expression:
        raise ModelMismatch(
            f"{name} was recorded on the head {take.head_id}, the avatar has {head.id}: track the video again with "
            "--avatar."
        )


def _expression_names(head_id: str, num_expression: int) -> list[str]:
    """The open family is ARKit's; FLAME's components have no names."""
    if num_expression == len(ARKIT52) and family(head_id) != "flame":
        return list(ARKIT52)
    return [f"expression_{i}" for i in range(num_expression)]
