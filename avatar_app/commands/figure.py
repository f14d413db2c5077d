"""`avatar-app figure`: the DECA paper's first figure, of your own photos."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import radians
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tyro.conf import Positional, UseAppendAction, arg

from avatar_app.console import Console
from engine.errors import BadInput

if TYPE_CHECKING:
    from avatar_app.plate import Row
    from avatar_app.source_expression import SourceExpression
    from engine.check import Array
    from engine.head.head_model import Head
    from engine.render.renderer import Renderer
    from engine.types import Avatar, Motion

MOST_COLUMNS = 12
_FEW = 6
"""Columns that the expressions of one's own choice fill at most."""
_YAWS = (-30.0, 0.0, 30.0)


@dataclass(frozen=True)
class Figure:
    """Draw a plate: each photo, its shape without and with detail, and both again with other expressions."""

    photos: Annotated[Positional[tuple[Path, ...]], arg(metavar="PHOTO...")]
    """Portraits of one person each."""
    output: Annotated[Path, arg(aliases=["-o"], metavar="FIGURE.png")]
    """The PNG to write, 1600 pixels wide."""
    expression: Annotated[UseAppendAction[tuple[str, ...]], arg(metavar="SOURCE")] = ()
    """Whose expression is transferred: a photo, a .take (its strongest moment), or weights as in
    jawOpen=0.5,mouthSmileLeft=1. May be given several times. Default: brows raised, smile, frown."""
    yaw: float = 30.0
    """Degrees by which the reposed heads are turned."""

    def run(self, console: Console) -> dict[str, object]:
        from avatar_app import options
        from avatar_app.plate import write_plate
        from avatar_app.source_expression import DEFAULTS, named, read
        from engine.avatar.create import create
        from engine.clock import now
        from engine.head import open_head
        from engine.render.headless import headless_renderer

        options.output(self.output, ".png")
        if not self.photos:
            raise BadInput("No photo was given. Run: avatar-app figure PHOTO -o figure.png")
        given = self.expression or DEFAULTS[: max(1, _FEW // len(self.photos))]
        columns = len(self.photos) * len(given)
        if columns > MOST_COLUMNS:
            raise BadInput(
                f"{len(self.photos)} photos with {len(given)} expressions make {columns} columns, "
                f"{MOST_COLUMNS} fit: give fewer."
            )
        start, head = now(), open_head()
        sources = [read(one, head) if self.expression else named(one) for one in given]
        avatars = []
        for photo in self.photos:
            console.say(f"Making the avatar of {photo} ...")
            creation = create([photo], head, detail=True)
            avatars.append(creation.avatar)
            for note in creation.notes:
                console.warn(note)
        with headless_renderer(head) as renderer:
            rows = self._rows(renderer, head, avatars, sources)
        write_plate(rows, columns, self.output)
        seconds = now() - start
        console.say(f"{self.output}: {len(self.photos)} x {len(given)} columns, {seconds:.1f} s")
        return {"output": str(self.output), "columns": columns, "seconds": seconds}

    def _rows(
        self, renderer: Renderer, head: Head, avatars: list[Avatar], sources: list[SourceExpression]
    ) -> list[Row]:
        from avatar_app.clay import studio
        from avatar_app.plate import Row, cell
        from avatar_app.source_expression import cropped, posed
        from engine.avatar.default import default_avatar
        from engine.types import Look, Orbit, View

        side = cell(len(avatars) * len(sources))

        def drawn(motion: Motion, yaw: float, look: Look) -> Array:
            view = View((side, side), Orbit(yaw=radians(yaw), height=0.27), background=(1.0, 1.0, 1.0, 1.0), look=look)
            view = view if look is Look.SHADED else replace(view, light=studio())
            return renderer.render(motion, view).rgba

        renderer.show(default_avatar(head))
        shown = [source.picture if source.picture is not None else drawn(source.motion, 0, Look.SHADED)
                 for source in sources]  # fmt: skip
        rows = [Row(label) for label in ("input", "coarse shape", "detail shape", "source expression",
                                         "reposed coarse", "reposed detail")]  # fmt: skip
        photo, coarse, fine, source_row, reposed, detailed = rows
        photo.pictures = [cropped(path) for path in self.photos]
        yaws = _YAWS if len(sources) == len(_YAWS) else (0.0,) * len(sources)
        for avatar in avatars:
            renderer.show(avatar)
            own = posed(avatar.neutral_expression)
            views = yaws if len(set(yaws)) > 1 else yaws[:1]
            coarse.pictures += [drawn(own, yaw, Look.SHAPE) for yaw in views]
            fine.pictures += [drawn(own, yaw, Look.DETAIL) for yaw in views]
            source_row.pictures += shown
            source_row.captions += [source.name for source in sources]
            reposed.pictures += [drawn(source.motion, self.yaw, Look.SHAPE) for source in sources]
            detailed.pictures += [drawn(source.motion, self.yaw, Look.DETAIL) for source in sources]
        return rows
