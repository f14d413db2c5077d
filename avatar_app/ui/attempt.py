"""Doing something that may fail: its reason becomes one sentence in the window, never an exception."""

from __future__ import annotations

from collections.abc import Callable

from avatar_app.stage import sentence
from avatar_app.state import AppState
from engine.errors import AvatarError


def attempt(state: AppState, action: Callable[[], object]) -> bool:
    """Do it, and say whether it was done; what a person can do something about is told in the notice."""
    try:
        action()
    except (AvatarError, OSError) as error:
        state.tell(sentence(error))
        return False
    return True
