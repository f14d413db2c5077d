"""`avatar-app assets import-flame`: a FLAME download becomes a head that avatars can be made on."""

from __future__ import annotations

from pathlib import Path

from avatar_app.console import Console
from engine.errors import BadInput

WITHOUT_PATH = "Say where FLAME is: avatar-app assets import-flame PATH"


def import_flame(
    path: Path | None, landmarks: Path | None, masks: Path | None, texture_space: Path | None, console: Console
) -> dict[str, object]:
    """Read what is at `path`, make the head, keep it in the user's folder of heads."""
    from engine.adopt.bring import bring
    from engine.adopt.flame_files import WANTED
    from engine.clock import now

    if path is None:
        raise BadInput(f"{WITHOUT_PATH}. {WANTED}")
    started = now()
    zips = [one for one in (landmarks, masks, texture_space) if one is not None and _itself(one) is None]
    brought = bring(
        path,
        *zips,
        landmarks=_itself(landmarks),
        masks=_itself(masks),
        texture_space=_itself(texture_space),
        progress=console.say,
    )
    made = brought.adopted
    points = "from its file" if made.num_found is None else f"{made.num_found} found in pictures of it"
    seconds = now() - started
    console.say(
        f"{brought.path}: {made.flame.num_vertices} vertices, landmarks {points}, {seconds:.0f} s.\n"
        "Make an avatar on it: avatar-app create PHOTO -o ME.avatar --head flame"
    )
    return {
        "head": made.head.id,
        "path": str(brought.path),
        "vertices": made.flame.num_vertices,
        "landmarks_found": made.num_found,
        "expression_residual": round(float(made.expressions.residual.mean()), 3),
        "seconds": round(seconds, 1),
    }


def _itself(path: Path | None) -> Path | None:
    """A file that is meant whatever its name; None for a zip, whose members have theirs."""
    return None if path is None or path.suffix.lower() == ".zip" else path
