"""What a person should know about the photo that an avatar was made of: remarks, never a refusal."""

from __future__ import annotations

from engine.tracking.portrait import Hint, judged
from engine.types import Face

REMARKS = {
    Hint.CUT_OFF: "The photo cuts off a part of the face; one that shows all of it gives a better avatar.",
    Hint.TOO_DARK: "The photo is dark; one with light on the face gives better skin.",
    Hint.BACKLIT: "The face is in the shade of a light behind it; one with light on the face gives better skin.",
    Hint.TOO_BRIGHT: "Parts of the face are burnt out; a photo in softer light gives better skin.",
    Hint.TOO_FAR: "The face is small; a closer picture gives a sharper avatar.",
    Hint.TURNED: "The face is turned away; a picture from the front gives a better avatar.",
    Hint.EYES_CLOSED: "An eye is closed in the photo; one with open eyes gives better eyes.",
}


def remarks(face: Face) -> list[str]:
    """A sentence for each thing that a better photo would not have, the most important first."""
    return [REMARKS[hint] for hint in judged([face], guided=False) if hint in REMARKS]
