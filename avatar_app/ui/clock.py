"""Times and sizes as people read them."""

from __future__ import annotations

from avatar_app.ui.text import tr


def clock(seconds: float) -> str:
    """0:07, 12:34, 1:02:03."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def size(num_bytes: int) -> str:
    """870 kB, 12.3 MB, 9.7 GB, 250 GB: of a thousand each, as disks are sold."""
    for unit, scale in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if num_bytes >= scale:
            value = num_bytes / scale
            return f"{decimal(value)} {unit}" if value < 100 else f"{value:.0f} {unit}"
    return f"{num_bytes / 1e3:.0f} kB"


def decimal(value: float) -> str:
    """ "0.5", with the comma of languages that have one."""
    return f"{value:.1f}".replace(".", tr("."))


def percent(share: float) -> str:
    """ "50%" of 0.5."""
    return tr("{number}%", number=round(100 * share))
