"""Training samples on disk: shards of aligned face pictures with everything that is known of each.

A shard is one safetensors file that is mapped into memory, so that a training reads of it only what a batch needs and
several processes share one copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from engine import check
from engine.avatar.tex_space import NUM_TEX
from engine.check import Array
from engine.errors import BadInput
from engine.writing import whole
from training.data.columns import Columns, finite_arrays
from training.data.mapped import files_in, mapped, read_header, settle_header

FORMAT, VERSION, READABLE = "avatar-samples", "2", ("1", "2")
KINDS = ("synthetic", "real")
SIZE = 144
"""Side of the stored picture, px: the live network's crop in its middle, and a margin for jitter around it."""


def _array(*shape: int, dtype: type[np.generic] = np.float32) -> dict[str, object]:
    return {"shape": shape, "dtype": dtype}


_LAYOUT: dict[str, dict[str, object]] = {
    "picture": _array(SIZE, SIZE, 3, dtype=np.uint8),
    "landmarks": _array(478, 2),
    "controls": _array(52),
    "orient": _array(3),
    "shape": _array(100),
    "light": _array(9, 3),
    "person": _array(dtype=np.int64),
    "confidence": _array(),
    "trust": _array(3),
    "tex": _array(NUM_TEX),
}


def _no_tex(num: int) -> Array:
    return np.zeros((num, NUM_TEX), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Samples(Columns):
    """N aligned faces. Checked on construction; arrays of the right type are kept as they are, memory-mapped or not."""

    picture: Array  # [N, 144, 144, 3] uint8 sRGB: the live crop's centre and roll, its side x 144/112
    landmarks: Array  # [N, 478, 2] px of that picture from its edge, MediaPipe's order
    controls: Array  # [N, 52] ARKit weights in [0, 1]
    orient: Array  # [N, 3] rad: the head's rotation in the frame of that picture (+y up, +z to the camera)
    shape: Array  # [N, 100]
    light: Array  # [N, 9, 3] SH, linear
    person: Array  # [N] int64: same number, same person
    confidence: Array  # [N] 1 a clear face ... 0 none, or hidden
    trust: Array  # [N, 3] in [0, 1]: how far controls, orient and shape are to be believed
    tex: Array = field(default_factory=lambda: _no_tex(0))  # [N, NUM_TEX] see engine.avatar.tex_space; 0 if not known

    def __post_init__(self) -> None:
        if len(self.tex) == 0:
            object.__setattr__(self, "tex", _no_tex(len(self.person)))
        for name, layout in _LAYOUT.items():
            array = np.asarray(getattr(self, name), layout["dtype"])  # type: ignore[arg-type]
            check.shape(f"Samples.{name}", array, (len(self.person), *layout["shape"]))  # type: ignore[misc]
            object.__setattr__(self, name, array)


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """A file of samples, mapped into memory."""

    path: Path
    samples: Samples
    metadata: Mapping[str, str]

    @property
    def is_real(self) -> bool:
        return self.metadata["kind"] == "real"

    def __len__(self) -> int:
        return len(self.samples)

    def __reduce__(self) -> tuple[Callable[[Path], Shard], tuple[Path]]:
        """Another process maps the file anew; nothing of it is sent."""
        return _open, (self.path,)


def write_shard(path: Path, samples: Samples, metadata: Mapping[str, str]) -> None:
    """Write `samples`; the file appears whole or not at all.

    metadata: strings, with "kind" (one of KINDS), "seed" and "head" (the head's id) among them. Non-finite values
    are refused: one would end a training.
    """
    missing = [name for name in ("kind", "seed", "head") if name not in metadata]
    if missing:
        raise ValueError(f"the metadata of {path} lack {' and '.join(missing)}")
    if metadata["kind"] not in KINDS:
        raise ValueError(f"the kind of {path} must be one of {', '.join(KINDS)}, got {metadata['kind']!r}")
    arrays = finite_arrays(samples, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as temporary:
        save_file(arrays, temporary, {**metadata, "format": FORMAT, "version": VERSION})
        settle_header(temporary)


def open_shards(paths: Iterable[Path]) -> list[Shard]:
    """The shards in `paths`: files, and folders for all that lie in them, by name.

    BadInput where a path holds no shard, or one of another format.
    """
    remedy = "Make some with: python -m training synthesize"
    return [_open(path) for path in files_in(paths, "samples", remedy)]


def _open(path: Path) -> Shard:
    try:
        header, metadata, start = read_header(path)
    except (OSError, ValueError, AttributeError) as error:
        raise BadInput(f"{path} cannot be read as samples. Make it anew.") from error
    version = metadata.get("version")
    if metadata.get("format") != FORMAT or version not in READABLE or metadata.get("kind") not in KINDS:
        raise BadInput(f"{path} holds no samples of format {FORMAT} {VERSION}. Make it anew.")
    named = [name for name in _LAYOUT if name != "tex" or version != "1"]
    try:
        arrays = {name: mapped(path, start, header[name], _LAYOUT[name]["dtype"]) for name in named}
        return Shard(path, Samples(**arrays), metadata)
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(f"{path} is cut off or damaged. Make it anew.") from error
