"""`avatar-app export`: an avatar for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tyro.conf import Positional, arg

from avatar_app.console import Console
from engine.detail.path import DetailPath
from engine.errors import BadInput

if TYPE_CHECKING:
    from engine.export.carving import Carving
    from engine.head.head_model import Head
    from engine.types import Avatar, Motion, Take


@dataclass(frozen=True)
class Export:
    """Write an avatar as GLB (mesh, textures, one morph target an expression), as OBJ or as FLAME's parameters."""

    avatar: Annotated[Positional[Path], arg(metavar="ME.avatar")]
    """The avatar, made by avatar-app create."""
    output: Annotated[Path, arg(aliases=["-o"], metavar="OUT.glb|OUT.obj|OUT.npz|DIR")]
    """The file to write; a folder gets a GLB and an OBJ. An .npz has the numbers that FLAME makes the avatar of: shape,
    and expression and poses over time. It takes an avatar that was made on FLAME."""
    take: Annotated[Path | None, arg(metavar="T.take")] = None
    """A performance: the GLB's animation; with --frame, what the avatar shows."""
    frame: int | None = None
    """Which frame of the take the avatar shows, from 0, looking straight ahead: an OBJ in that shape, a GLB with its
    morph targets set."""
    expression: str = ""
    """What the avatar shows, in place of a take's frame: weights as in jawOpen=0.5,mouthSmileLeft=1. The names are
    in: avatar-app render --help"""
    displacement: bool = False
    """Also write NAME_skin_displacement.png, 16 bits, of an avatar that has detail, and a .txt with its scale."""
    detailed: bool = False
    """Put wrinkles and pores into the mesh itself, in triangles of a millimetre, in place of the normal map."""
    detail: Annotated[float, arg(metavar="STRENGTH")] = 1.0
    """How deep wrinkles and pores are, of an avatar that has them: 0 leaves them out, 2 is twice as deep."""
    detail_path: DetailPath = "auto"
    """How wrinkles come: exact, from their network, or baked, without it; see avatar-app render."""

    def run(self, console: Console) -> dict[str, object]:
        from engine.avatar.performance import Performance
        from engine.avatar.store import load_avatar
        from engine.export.displacement import save_displacement
        from engine.export.gltf import save_glb
        from engine.export.obj import save_obj
        from engine.head import head_of

        suffix = self.output.suffix.lower()
        self._check(suffix)
        avatar = load_avatar(self.avatar)
        head = head_of(avatar.head_id, str(self.avatar))
        take = self._take(head)
        motion = self._shown(take, head)
        if suffix == ".npz":
            return self._flame(avatar, head, take, motion, console)
        carving = self._carving(avatar, head, motion)
        if not suffix:
            self.output.mkdir(parents=True, exist_ok=True)
        base = self.output if suffix else self.output / self.avatar.stem
        written: list[Path] = []
        frames = 0
        if suffix in (".glb", ""):
            motions = [] if take is None or self.frame is not None else list(Performance(take, head))
            frames = len(motions)
            written.append(base.with_suffix(".glb"))
            opening = None if motion is None else motion.expression
            save_glb(avatar, head, written[0], motions, opening, carving, self.detailed)
        if suffix in (".obj", ""):
            written += save_obj(avatar, head, base.with_suffix(".obj"), motion, carving, self.detailed)
        if self.displacement and carving is not None:
            written += save_displacement(avatar, head, base, carving)
        for path in written:
            console.say(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
        return {"files": [str(path) for path in written], "frames": frames}

    def _flame(
        self, avatar: Avatar, head: Head, take: Take | None, motion: Motion | None, console: Console
    ) -> dict[str, object]:
        from engine.avatar.performance import Performance
        from engine.export.flame import save_flame
        from engine.types import Motion

        motions = [motion or Motion.rest(head.num_expression)]
        if take is not None and self.frame is None:
            motions = list(Performance(take, head))
        save_flame(avatar, head, self.output, motions)
        console.say(f"{self.output}: FLAME's parameters of {len(motions)} moments")
        return {"files": [str(self.output)], "frames": len(motions)}

    def _check(self, suffix: str) -> None:
        from avatar_app import options

        if suffix not in (".glb", ".obj", ".npz", ""):
            raise BadInput(f"{self.output} can be written as .glb, .obj or .npz, or name a folder for the first two.")
        if suffix == ".npz" and (self.displacement or self.detailed):
            raise BadInput("An .npz file has FLAME's numbers and no wrinkles: export them to a .glb or .obj file.")
        if self.frame is not None and self.take is None:
            raise BadInput("--frame picks one frame of a take: give --take T.take as well.")
        if self.expression and self.take is not None:
            raise BadInput("Give a take or --expression, not both: the take has its own expressions.")
        if suffix == ".obj" and self.take is not None and self.frame is None:
            raise BadInput("An .obj file holds no motion. Export the take to a .glb file, or pick a --frame of it.")
        if suffix:
            options.output(self.output, ".glb", ".obj", ".npz")

    def _take(self, head: Head) -> Take | None:
        from engine.adopt.fitting import fitting
        from engine.record.take import load_take

        if self.take is None:
            return None
        take = fitting(load_take(self.take), head, self.take.name)
        if self.frame is not None and not 0 <= self.frame < len(take):
            raise BadInput(f"{self.take} has the frames 0 to {len(take) - 1}; {self.frame} is not among them.")
        return take

    def _shown(self, take: Take | None, head: Head) -> Motion | None:
        """The expression that the avatar was asked to show."""
        from avatar_app import options
        from avatar_app.source_expression import posed
        from engine.avatar.performance import Performance

        if take is not None and self.frame is not None:
            return posed(Performance(take, head).motion(self.frame).expression)
        return posed(options.expression(self.expression)) if self.expression else None

    def _carving(self, avatar: Avatar, head: Head, motion: Motion | None) -> Carving | None:
        from avatar_app import options
        from engine.detail.path import moving_detail
        from engine.export.carving import carving_of
        from engine.types import Motion

        strength = options.detail_strength(self.detail)
        if self.displacement or self.detailed:
            if avatar.detail is None:
                raise BadInput(f"{self.avatar} has no detail to export. Make it again with: avatar-app create --detail")
            if strength == 0:
                raise BadInput("--detail 0 leaves nothing for --displacement or --detailed: give more than 0.")
        rest = Motion.rest(head.num_expression)
        return carving_of(avatar, motion or rest, moving_detail(avatar, self.detail_path), strength)
