"""What the window shows: plain fields and one signal. Widgets are built from it and refresh on `changed`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from avatar_app.appearance import Appearance
from avatar_app.background import Backdrop, Background
from avatar_app.library import Entry
from avatar_app.queue import Item
from avatar_app.recording import chosen_size_wh
from avatar_app.status import Status
from avatar_app.takes import TakeEntry
from avatar_app.transfer_order import Terms
from engine.avatar.manner import Manner
from engine.capture.source import CameraMode
from engine.detail import default
from engine.detail.path import DetailPath
from engine.inset import Corner
from engine.lighting import Lighting
from engine.tracking.open import TrackerKind

MAX_DETAIL_STRENGTH = 2.0
MOST_DELAY_MS = 500
"""Of the sound, either way."""
Page = Literal["", "start", "selfie"]
"""What is in front of the stage: nothing, the ways to an avatar, or the mirror for a selfie."""
Remedy = Literal["", "retry", "video", "photo", "fetch", "undo", "undo take"]
"""What the notice's button does: open the source again, choose another file, fetch what is missing, put back what was
deleted.
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for the person in front of the window."""

    text: str
    kind: Literal["error", "note"] = "error"
    remedy: Remedy = ""
    detail: str = ""
    """More about it, for those who ask."""


@dataclass(slots=True)
class Fields:
    """Everything there is to see. Values are replaced whole, never changed inside."""

    status: Status = Status()  # noqa: RUF009  (frozen)
    avatar_name: str = ""
    avatar_path: Path | None = None
    """None: the default avatar."""
    default: Entry | None = None
    """The default avatar's tile."""
    avatars: tuple[Entry, ...] = ()
    lost_reason: str = ""
    """As the notice tells it."""
    making: tuple[str, float] | None = None
    """Step and share of the avatar that is being made."""
    from_selfie: bool = False
    """Its photo is the camera's picture, not a file."""
    editing: Appearance | None = None
    """How the avatar that is being changed looks now; its file is as before."""
    offered: bool = False
    """A new avatar is shown that is neither kept nor discarded yet."""
    keeping: bool = False
    """It is being saved."""
    page: Page = ""
    detail_wanted: bool = field(default_factory=lambda: default.DETAIL_BY_DEFAULT)
    """The next avatar is made with wrinkles and pores."""
    heads: tuple[str, ...] = ()
    """Ids of the heads that were imported, the latest first."""
    head_wanted: str = ""
    """The next avatar is made on this one of them; empty: on the head that comes with the app."""
    notice: Notice | None = None
    backend: str = ""
    """Which graphics driver draws."""
    software: bool = False
    """The processor does, in place of a graphics card."""
    tracker: TrackerKind = "auto"
    """Asked for; the status says which one runs."""
    detailed: bool = False
    """The avatar has wrinkles and pores of its own."""
    detail_strength: float = 1.0
    """How deep they are shown, 0 to MAX_DETAIL_STRENGTH."""
    detail_path: DetailPath = "auto"
    manner: Manner = Manner()  # noqa: RUF009  (frozen)
    """How freely the avatar acts what is tracked."""
    responsiveness: float = 0.5
    """Of the smoothing, 0 steady to 1 responsive."""
    background: Background = Background()  # noqa: RUF009  (frozen)
    backdrop: Backdrop | None = None
    """The picture that is behind the avatar, or was."""
    recent_colours: tuple[str, ...] = ()
    """#rrggbb of backgrounds, newest first."""
    lighting: Lighting = Lighting()  # noqa: RUF009  (frozen)
    popped_out: bool = False
    """The avatar is in a window of its own."""
    on_top: bool = False
    """That window is kept above all others."""
    frameless: bool = True
    mirrored: bool = True
    camera_mode: CameraMode = CameraMode()  # noqa: RUF009  (frozen)
    preview_shown: bool = True
    source_in_picture: bool = False
    """It is seen in pictures and recordings, too; asked for anew at every start."""
    inset_corner: Corner = "bottom left"
    """Of the stage, where the source is shown."""
    video_kept: bool = True
    """The next recording writes a video, too: its motion is kept as a take either way."""
    record_size: str = ""
    """As the settings say it; see `record_size_wh`."""
    microphone: str = ""
    """The one that goes into videos; default: the system's choice, empty: none."""
    microphones: tuple[str, ...] | None = None
    """Names of those there are; None until somebody looked."""
    sound_delay_ms: int = 0
    """By which sound is moved to later times."""
    record_samples: int = 0
    """Of the recording under way, per pixel."""
    record_folder: Path = Path()
    record_free: int | None = None
    """Bytes that fit on its disk."""
    last_recording: Path | None = None
    last_take: Path | None = None
    """Its motion."""
    last_saved: Path | None = None
    """The recording, the screenshot or the export that was finished last."""
    takes: tuple[TakeEntry, ...] = ()
    exporting: tuple[str, float] | None = None
    """Name and share of the take's export that is being written."""
    transfers: tuple[Item, ...] = ()
    """The transfer queue."""
    transfers_shown: bool = False
    transfer_avatars: tuple[Path | None, ...] = ()
    """Who performs in the next ones, None being the default avatar; empty: whoever is on the stage."""
    transfer_terms: Terms = Terms()  # noqa: RUF009  (frozen)
    """What the next ones make."""
    cameras: tuple[tuple[int, str], ...] = ()
    """Index and name of what may be started now."""

    @property
    def record_size_wh(self) -> tuple[int, int]:
        """Pixels of the next recording."""
        return chosen_size_wh(self.record_size, self.software)

    @property
    def between_avatars(self) -> bool:
        """A new one is being made, offered or saved."""
        return self.making is not None or self.offered or self.keeping

    @property
    def lost(self) -> bool:
        """The source was lost, and the notice that says so was neither dismissed nor replaced."""
        told = self.notice.text if self.notice is not None else ""
        return self.status.source == "lost" and told == self.lost_reason


class AppState(QObject):
    """`state.now` is the present; `state.update(field=value, ...)` the only way to change it. GUI thread only."""

    changed = Signal()
    """Sent once per turn of the event loop, however many updates it brought."""

    def __init__(self, start: Fields | None = None) -> None:
        super().__init__()
        self.now = start if start is not None else Fields()
        self._names = frozenset(one.name for one in fields(Fields))
        self._pending = QTimer(self, interval=0, singleShot=True)
        self._pending.timeout.connect(self.changed)

    def update(self, **values: object) -> None:
        """Set fields; `changed` follows if any of them is different now."""
        unknown = values.keys() - self._names
        if unknown:
            raise AttributeError(f"the state has no field {', '.join(sorted(unknown))}")
        different = {name: value for name, value in values.items() if getattr(self.now, name) != value}
        for name, value in different.items():
            setattr(self.now, name, value)
        if different and not self._pending.isActive():
            self._pending.start()

    def tell(
        self, text: str, kind: Literal["error", "note"] = "error", *, remedy: Remedy = "", detail: str = ""
    ) -> None:
        """Show one sentence until it is dismissed or replaced."""
        self.update(notice=Notice(text, kind, remedy, detail))

    def forget_error(self) -> None:
        """Something new begins: what went wrong before is past. Notes stay."""
        if self.now.notice is not None and self.now.notice.kind == "error":
            self.update(notice=None)
