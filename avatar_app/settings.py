"""What the user chose, kept between runs: frozen dataclasses <-> one TOML file in the user's config folder."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from platformdirs import user_config_path

from engine.writing import whole

T = TypeVar("T")
Table = dict[str, Any]
VERSION = 2


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """The window as it was left."""

    width: int = 1240
    height: int = 900
    theme: str = "system"
    """system, dark or light."""
    language: str = "system"
    """system, or a code as "de"; what there is no translation for is English."""
    scale: int = 100
    """Per cent of the size that the system gives to texts and controls; 75 to 200."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Where faces come from."""

    camera: int = 0
    """Index of the camera used last."""
    mirrored: bool = True
    """The inset shows the source as a mirror would."""
    preview_shown: bool = True
    corner: str = "bottom left"
    """Of the stage, where the source is shown: top or bottom, left or right; anything else is bottom left."""
    camera_size: str = ""
    """As "1280x720"; empty: what the camera likes best near that."""
    camera_fps: int = 30


@dataclass(frozen=True, slots=True)
class BackgroundSettings:
    """What is behind the avatar."""

    kind: str = "plain"
    """plain, colour, picture, blur or transparent; anything else is plain."""
    colour: str = "#00b140"
    picture: str = ""
    """Path of the picture chosen last."""
    recent: str = ""
    """Colours that were chosen lately, newest first, with spaces between them."""


@dataclass(frozen=True, slots=True)
class LightSettings:
    """The avatar's light. What lies out of range counts as the nearest value in it."""

    preset: str = "photo"
    """photo, studio, soft, side, evening or night; anything else is photo."""
    turn: int = 0
    """Degrees about the avatar, -180 to 180."""
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """The section of the view, and the avatar's own window."""

    unfolded: bool = False
    """The section is open in the sidebar."""
    on_top: bool = False
    frameless: bool = True
    left: int = -100_000
    """Of the avatar's own window, px; where that is on no screen, as at first, it opens in the middle of one."""
    top: int = -100_000
    width: int = 480
    height: int = 480


@dataclass(frozen=True, slots=True)
class RecordSettings:
    """Where performances go."""

    folder: str = ""
    """Empty: the user's video folder."""
    size: str = ""
    """As "1280x720"; empty: what suits the graphics driver."""
    video: bool = True
    """Write a video; the motion is kept as a take either way."""
    microphone: str = ""
    """Name of the one that goes into videos; default: the system's choice, empty: none."""
    sound_delay_ms: int = 0
    """By how much sound is moved to later times, for what no clock tells: a camera's own delay."""
    takes_unfolded: bool = False
    """The section of the takes is open in the sidebar."""


@dataclass(frozen=True, slots=True)
class TransferSettings:
    """What the next transfers make. Anything else than what is offered counts as the first of it."""

    makes: str = "video"
    """video, take or both."""
    picture: str = "alone"
    """alone, beside or onto."""
    size: str = "512x512"


@dataclass(frozen=True, slots=True)
class DetailSettings:
    """Wrinkles and pores."""

    strength: float = 1.0
    """0 is off, 1 as deep as they are."""
    path: str = "auto"
    """auto, exact or baked; anything else is auto."""


@dataclass(frozen=True, slots=True)
class MotionSettings:
    """How the avatar moves. What lies out of range counts as the nearest value in it."""

    responsiveness: float = 0.5
    """Of the smoothing: 0 steady, 1 responsive."""
    brows: float = 1.0
    """How much of each region: 0 is still, 1 as tracked, 2 the most."""
    eyes: float = 1.0
    mouth: float = 1.0
    head: float = 1.0
    alone: str = "breathe"
    """Without a face: breathe, rest or hold; anything else is breathe."""
    unfolded: bool = False
    """The section is open in the sidebar."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that outlives the window."""

    window: WindowSettings = field(default_factory=WindowSettings)
    source: SourceSettings = field(default_factory=SourceSettings)
    record: RecordSettings = field(default_factory=RecordSettings)
    transfer: TransferSettings = field(default_factory=TransferSettings)
    detail: DetailSettings = field(default_factory=DetailSettings)
    motion: MotionSettings = field(default_factory=MotionSettings)
    background: BackgroundSettings = field(default_factory=BackgroundSettings)
    light: LightSettings = field(default_factory=LightSettings)
    view: ViewSettings = field(default_factory=ViewSettings)
    tracker: str = "auto"
    """auto, encoder or landmarks; anything else is auto."""
    avatar: str = ""
    """Path of the avatar shown last; empty: the default avatar."""
    head: str = ""
    """Id of the imported head that new avatars are made on; empty: the one that comes with the app."""
    keys_everywhere: str = ""
    """Names of actions whose keys act while another program is in front, with spaces between them."""
    keys: dict[str, str] = field(default_factory=dict)
    """Actions of the window whose keys were changed, by name, and their keys, as "Ctrl+R"; empty: none."""


def settings_path() -> Path:
    """The settings file of this user; it need not exist."""
    folder = os.environ.get("AVATAR_SETTINGS")  # tests, on systems without XDG_CONFIG_HOME
    return (Path(folder) if folder else user_config_path("avatar-app", appauthor=False)) / "settings.toml"


def load_settings(path: Path) -> tuple[Settings, str | None]:
    """The settings in `path`, and one sentence where they could not be used as they are.

    A missing file gives the defaults without a word, one of an older app is migrated. An unreadable one gives the
    defaults and is put aside as `settings.toml.broken`, so that saving does not destroy what somebody may repair.
    """
    try:
        return _from_table(Settings, _migrated(tomllib.loads(path.read_text(encoding="utf-8")))), None
    except FileNotFoundError:
        return Settings(), None
    except (ValueError, OSError) as error:
        kept = path.with_name(path.name + ".broken")
        note = f"The settings could not be read ({error}); the defaults are used and the old file is kept as {kept}."
        try:
            os.replace(path, kept)
        except OSError:
            note = f"The settings in {path} could not be read ({error}); the defaults are used."
        return Settings(), note


def kept_scale(path: Path) -> int:
    """Per cent of the window's texts and controls, needed before there is anybody to tell what is wrong with `path`."""
    try:
        scale = tomllib.loads(path.read_text(encoding="utf-8"))["window"]["scale"]
    except (ValueError, OSError, LookupError, TypeError):
        return 100
    return min(max(scale, 75), 200) if isinstance(scale, int) else 100


def _migrated(table: Table) -> Table:
    """What an older app wrote, as this one would have."""
    version = table.pop("version", None)
    while isinstance(version, int) and version in MIGRATIONS:
        table, version = MIGRATIONS[version](table), version + 1
    if version != VERSION:
        raise ValueError(f"it has settings version {version}, this app writes {VERSION}")
    return table


def _from_1(table: Table) -> Table:
    """Version 1 knew neither languages, sizes of the window's texts nor keys: all are as at first."""
    return {name: value for name, value in table.items() if name != "keys"}


MIGRATIONS: dict[int, Callable[[Table], Table]] = {1: _from_1}
"""Each makes a table of the next version."""


def save_settings(settings: Settings, path: Path) -> None:
    """Write `settings`; the file appears whole or not at all."""
    table = asdict(settings)
    lines = [f"version = {VERSION}"]
    lines += [f"{name} = {_toml(value)}" for name, value in table.items() if not isinstance(value, dict)]
    for section, entries in table.items():
        if isinstance(entries, dict):
            lines += ["", f"[{section}]", *(f"{name} = {_toml(value)}" for name, value in entries.items())]
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as temporary:
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(value: bool | int | float | str) -> str:
    # TOML's basic strings are JSON's, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _from_table(kind: type[T], table: Mapping[str, Any], where: str = "") -> T:
    """A `kind` from a TOML table: missing keys keep their default, unknown ones are ignored, a wrong type raises."""
    default = kind()
    chosen: dict[str, Any] = {}
    for entry in fields(kind):  # type: ignore[arg-type]
        if entry.name not in table:
            continue
        value, like = table[entry.name], getattr(default, entry.name)
        if is_dataclass(like) and isinstance(value, dict):
            value = _from_table(type(like), value, f"{entry.name}.")
        elif type(value) is not type(like) or (isinstance(value, dict) and set(map(type, value.values())) - {str}):
            raise ValueError(f"{where}{entry.name} must be {type(like).__name__}, not {type(value).__name__}")
        chosen[entry.name] = value
    return kind(**chosen)
