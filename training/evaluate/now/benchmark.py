"""The benchmark's folders as they are downloaded, and the paths in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from engine.check import Array
from engine.errors import BadInput

Part = Literal["validation", "test"]
"""The scans of the test's subjects are not given out: its predictions are sent in."""
CHALLENGES = {
    "multiview_neutral": "neutral",
    "multiview_expressions": "expressions",
    "multiview_occlusions": "occlusions",
    "selfie": "selfie",
}
"""By the names of their folders."""
NUM_LANDMARKS = 7
_INNER = "final_release_version"
_POINT = re.compile(r"<point\s[^>]*>")
_PLACE = re.compile(r"\b([xyz])\s*=\s*\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class Picture:
    """One of the benchmark's pictures."""

    subject: str
    challenge: str
    name: str  # of the file

    @property
    def stem(self) -> Path:
        """subject/challenge/name without its ending: where predictions lie in their folder."""
        return Path(self.subject, self.challenge, Path(self.name).stem)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What lies in one folder. BadInput says which piece is missing and where it should be."""

    root: Path
    part: Part = "validation"

    def pictures(self) -> list[Picture]:
        """All pictures of the list, in its order."""
        if not self.root.is_dir():
            raise BadInput(f"{self.root} is no folder: give the folder that NoW's downloads were unpacked into.")
        path = self.root / f"imagepaths{self.part}.txt"
        try:
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        except (OSError, UnicodeDecodeError):
            raise BadInput(
                f"There is no list {path}: fetch NoW's list of {self.part} pictures and put it there."
            ) from None
        found = [_picture(line, path) for line in lines]
        if not found:
            raise BadInput(f"{path} lists no pictures: fetch it again.")
        return found

    def path_of(self, picture: Picture) -> Path:
        """The picture's file."""
        path = self._folder("iphone_pictures") / picture.subject / picture.challenge / picture.name
        if not path.is_file():
            raise BadInput(f"The picture {path} is missing, which the list names: unpack NoW's pictures again.")
        return path

    @property
    def has_scans(self) -> bool:
        """Whether distances can be measured here."""
        return any((folder / "scans").is_dir() for folder in self._roots)

    def scan_of(self, subject: str) -> Path:
        """The mesh of a subject's head, mm."""
        return self._only("scans", subject, "obj")

    def landmarks_of(self, subject: str) -> Array:
        """[7, 3] mm of the scan: the eyes' corners from the subject's right to left, below the nose, the mouth's."""
        path = self._only("scans_lmks_onlypp", subject, "pp")
        places = [dict(_PLACE.findall(point)) for point in _POINT.findall(path.read_text(encoding="latin-1"))]
        try:
            found = np.array([[float(place[axis]) for axis in "xyz"] for place in places])
        except (KeyError, ValueError):
            raise BadInput(f"{path} has a point without x, y and z: fetch NoW's landmarks again.") from None
        if len(found) < NUM_LANDMARKS:
            raise BadInput(f"{path} has {len(found)} points, NoW's scans have {NUM_LANDMARKS}: fetch it again.")
        return found[:NUM_LANDMARKS]

    @property
    def _roots(self) -> tuple[Path, Path]:
        return self.root, self.root / _INNER

    def _folder(self, name: str) -> Path:
        for folder in self._roots:
            if (folder / name).is_dir():
                return folder / name
        raise BadInput(f"{self.root} has no folder {name}, nor has its {_INNER}: unpack NoW's downloads there.")

    def _only(self, kind: str, subject: str, ending: str) -> Path:
        folder = self._folder(kind) / subject
        found = sorted(folder.glob(f"*.{ending}"))
        if not found:
            raise BadInput(f"{folder} holds no .{ending} file: unpack NoW's {kind} again.")
        return found[0]


def _picture(line: str, path: Path) -> Picture:
    parts = line.strip().split("/")[-3:]
    if len(parts) < 3 or parts[1] not in CHALLENGES:
        raise BadInput(
            f"{path} has the line {line.strip()[:80]!r}, where subject/challenge/picture.jpg is expected, the "
            f"challenge one of {', '.join(CHALLENGES)}."
        )
    return Picture(*parts)
