"""`avatar-app export`: an avatar for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tyro.conf import Positional, arg

from avatar_app.console import Console

if TYPE_CHECKING:
    from engine.types import Motion


@dataclass(frozen=True)
class Export:
    """Write an avatar as GLB (mesh, textures, one morph target an expression) or as OBJ."""

    avatar: Annotated[Positional[Path], arg(metavar="ME.avatar")]
    """The avatar, made by avatar-app create."""
    output: Annotated[Path, arg(aliases=["-o"], metavar="OUT.glb|OUT.obj|DIR")]
    """The file to write; a folder gets both."""
    take: Annotated[Path | None, arg(metavar="T.take")] = None
    """A performance to put into the GLB as its animation."""

    def run(self, console: Console) -> dict[str, object]:
        from avatar_app import options
        from engine.avatar.store import load_avatar
        from engine.errors import BadInput, ModelMismatch
        from engine.export.gltf import save_glb
        from engine.export.obj import save_obj
        from engine.head import open_head

        suffix = self.output.suffix.lower()
        if suffix not in (".glb", ".obj", ""):
            raise BadInput(f"{self.output} can be written as .glb or .obj, or name a folder for both.")
        if suffix == ".obj" and self.take is not None:
            raise BadInput("An .obj file holds no motion. Export the take to a .glb file.")
        avatar = load_avatar(self.avatar)
        head = open_head()
        if avatar.head_id != head.id:
            raise ModelMismatch(
                f"{self.avatar} was made for the head {avatar.head_id}, {head.id} is installed. Make it again."
            )
        if not suffix:
            self.output.mkdir(parents=True, exist_ok=True)
        else:
            options.output(self.output, ".glb", ".obj")
        base = self.output if suffix else self.output / self.avatar.stem
        written: list[Path] = []
        frames = 0
        if suffix in (".glb", ""):
            motions = _performed(self.take) if self.take is not None else []
            frames = len(motions)
            written.append(base.with_suffix(".glb"))
            save_glb(avatar, head, written[0], motions)
        if suffix in (".obj", ""):
            written += save_obj(avatar, head, base.with_suffix(".obj"))
        for path in written:
            console.say(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
        return {"files": [str(path) for path in written], "frames": frames}


def _performed(take_path: Path) -> list[Motion]:
    from engine.avatar.retarget import retarget
    from engine.head import open_head
    from engine.record.take import check_fits, load_take

    take = load_take(take_path)
    check_fits(take, open_head(), take_path.name)
    return [retarget(take.motion(index)) for index in range(len(take))]
