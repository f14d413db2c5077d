"""Pictures of people's skin with the detail that made them, on disk: what E_d and F_d are trained on.

A file holds several pictures of each of its people, because codes are exchanged between pictures of one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from engine import check
from engine.check import Array
from engine.detail.window import DISPLACEMENT_SIZE
from engine.errors import BadInput
from engine.writing import whole
from training.data.columns import Columns, finite_arrays
from training.data.mapped import files_in
from training.data.wrinkles.traits import NUM_TRAITS

FORMAT, VERSION = "avatar-detail-pairs", "2"
_S = DISPLACEMENT_SIZE
_LAYOUT: dict[str, tuple[tuple[int, ...], type[np.generic]]] = {
    "texture": ((_S, _S, 4), np.uint8),
    "displacement": ((_S, _S), np.float16),
    "expression": ((52,), np.float32),
    "seen_expression": ((52,), np.float32),
    "light": ((9, 3), np.float32),
    "traits": ((2, NUM_TRAITS), np.float32),
    "person": ((), np.int64),
}


@dataclass(frozen=True, slots=True, eq=False)
class Pictures(Columns):
    """N pictures of skin over the detail window."""

    texture: Array  # [N, 256, 256, 4] uint8: sRGB as the photo shows it, and how well it is seen
    displacement: Array  # [N, 256, 256] float16 mm along the normal; zero where it is not known (photographs)
    expression: Array  # [N, 52] what the face does
    seen_expression: Array  # [N, 52] what an encoder says it does
    light: Array  # [N, 9, 3] SH in the frame of the head, linear
    traits: Array  # [N, 2, 128] micrometres: the person's and their mirror image's; zero where not known
    person: Array  # [N] int64

    def __post_init__(self) -> None:
        for name, (shape, dtype) in _LAYOUT.items():
            array = np.asarray(getattr(self, name), dtype)
            check.shape(f"Pictures.{name}", array, (len(self.person), *shape))
            object.__setattr__(self, name, array)


def write_pictures(path: Path, pictures: Pictures, metadata: Mapping[str, str]) -> None:
    """metadata: "kind" (synthetic or real), "head" (its id) and whatever else the card should say."""
    arrays = finite_arrays(pictures, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as temporary:
        save_file(arrays, temporary, {**metadata, "format": FORMAT, "version": VERSION})


class PictureFile:
    """A file of pictures, read row by row. Another process opens it anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with safe_open(path, "np") as file:
                self.metadata = dict(file.metadata() or {})
                if self.metadata.get("format") != FORMAT or self.metadata.get("version") != VERSION:
                    raise BadInput(f"{path} holds no detail pictures of format {FORMAT} {VERSION}. Make it anew.")
                self.person = file.get_tensor("person")
        except (OSError, SafetensorError) as error:
            raise BadInput(f"{path} cannot be read as detail pictures. Make it anew.") from error

    @property
    def is_real(self) -> bool:
        return self.metadata["kind"] == "real"

    def __len__(self) -> int:
        return len(self.person)

    def rows(self, rows: Iterable[int]) -> Pictures:
        """Some of the pictures, copied."""
        with safe_open(self.path, "np") as file:
            slices = {name: file.get_slice(name) for name in _LAYOUT}
            rows = list(rows)
            return Pictures(*(np.concatenate([slices[name][i : i + 1] for i in rows]) for name in _LAYOUT))


def open_pictures(paths: Iterable[Path]) -> list[PictureFile]:
    """The files in `paths`: files, and folders for all that lie in them, by name."""
    remedy = "Make some with: python -m training detail-pairs"
    return [PictureFile(path) for path in files_in(paths, "detail pictures", remedy)]
