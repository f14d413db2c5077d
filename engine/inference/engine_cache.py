"""Built engines on disk: each fits one card, driver, package and network, and is built anew when one changes."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from engine.assets import cache_folder
from engine.inference.prepared import Precision
from engine.writing import unwritable, whole

_MAGIC = b"avatar engine 1\n"


@dataclass(frozen=True, slots=True)
class EngineKey:
    """All that an engine depends on."""

    network: str
    """The name of its file, for people and for `place`."""
    gpu: str
    capability: tuple[int, int]
    package: str
    package_version: str
    driver: str
    model_sha256: str
    precision: Precision

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:32]

    @property
    def place(self) -> str:
        """What engines share that replace each other: the network, older versions of it too, on this card."""
        return hashlib.sha256(f"{self.network}/{self.gpu}/{self.precision}".encode()).hexdigest()[:16]


def engine_folder() -> Path:
    """Where this user's engines are kept."""
    return cache_folder().parent / "engines"


def engine_path(key: EngineKey, folder: Path | None = None) -> Path:
    """Where the engine of `key` is, once it was built."""
    return (folder or engine_folder()) / f"{key.place}-{key.digest}.engine"


def load_engine(key: EngineKey, folder: Path | None = None) -> bytes | None:
    """The engine; None where there is none of exactly this key, or its file is damaged."""
    try:
        content = engine_path(key, folder).read_bytes()
    except OSError:
        return None
    if not content.startswith(_MAGIC):
        return None
    head, _, engine = content[len(_MAGIC) :].partition(b"\n")
    try:
        told = json.loads(head)
        same = told["key"] == _plain(key) and told["sha256"] == hashlib.sha256(engine).hexdigest()
    except (ValueError, KeyError, TypeError):
        return None
    return engine if same else None


def save_engine(key: EngineKey, engine: bytes, folder: Path | None = None) -> Path:
    """Write it whole or not at all, and remove what it replaces. BadInput where the place takes no files."""
    path = engine_path(key, folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    head = {"key": _plain(key), "sha256": hashlib.sha256(engine).hexdigest()}
    with whole(path) as temporary:
        temporary.write_bytes(_MAGIC + json.dumps(head).encode() + b"\n" + engine)
    for old in path.parent.glob(f"{key.place}-*.engine"):
        if old != path:
            with suppress(OSError):
                old.unlink()
    return path


def _plain(key: EngineKey) -> dict[str, object]:
    return json.loads(json.dumps(asdict(key)))  # type: ignore[no-any-return]
