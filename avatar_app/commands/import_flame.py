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
    from engine.adopt.adopt import adopt_flame
    from engine.adopt.flame_files import WANTED, flame_files
    from engine.adopt.map_store import map_path, save_map
    from engine.clock import now
    from engine.errors import ModelMismatch
    from engine.head import open_head
    from engine.head.brought import head_path
    from engine.head.store import save_head
    from engine.writing import make_folder

    if path is None:
        raise BadInput(f"{WITHOUT_PATH}. {WANTED}")
    started = now()
    zips = [one for one in (landmarks, masks, texture_space) if one is not None and _itself(one) is None]
    with flame_files(path, *zips) as files:
        console.say(f"{files.model.name}: reading")
        try:
            made = adopt_flame(
                files.model,
                open_head(),
                landmarks=_itself(landmarks) or files.landmarks,
                masks=_itself(masks) or files.masks,
                texture_space=_itself(texture_space) or files.texture_space,
                progress=console.say,
            )
        except ModelMismatch as error:
            raise ModelMismatch(f"{error} {WANTED}") from error
    target = head_path(made.head.id)
    make_folder(target)
    save_map(made.expressions, map_path(made.flame.id))
    save_head(made.flame, head_path(made.flame.id))
    save_head(made.head, target)
    points = "from its file" if made.num_found is None else f"{made.num_found} found in pictures of it"
    seconds = now() - started
    console.say(
        f"{target}: {made.flame.num_vertices} vertices, landmarks {points}, {seconds:.0f} s.\n"
        "Make an avatar on it: avatar-app create PHOTO -o ME.avatar --head flame"
    )
    return {
        "head": made.head.id,
        "path": str(target),
        "vertices": made.flame.num_vertices,
        "landmarks_found": made.num_found,
        "expression_residual": round(float(made.expressions.residual.mean()), 3),
        "seconds": round(seconds, 1),
    }


def _itself(path: Path | None) -> Path | None:
    """A file that is meant whatever its name; None for a zip, whose members have theirs."""
    return None if path is None or path.suffix.lower() == ".zip" else path
