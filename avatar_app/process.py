"""Whether another process is still there."""

from __future__ import annotations

import os
import sys


def lives(process: int) -> bool:
    """Of this computer, by its number. On Windows False of any: a file that somebody writes cannot be removed there."""
    if sys.platform == "win32" or process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
