"""`avatar-app create`: an avatar from one or more portraits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import tyro

from avatar_app.console import Console
from engine.detail.default import DETAIL_BY_DEFAULT

PREVIEW_PX = 480


@dataclass(frozen=True)
class Create:
    """Make an avatar from one or more portraits of one person."""

    photos: Annotated[tuple[Path, ...], tyro.conf.Positional, tyro.conf.arg(metavar="PHOTO...")]
    """Portraits: JPEG, PNG or WebP, one face from the front."""
    output: Annotated[Path, tyro.conf.arg(aliases=("-o",), metavar="ME.avatar")]
    """The .avatar file to write."""
    name: str = ""
    """Shown in the gallery; the file's name where none is given."""
    hair: str = "auto"
    """Hairstyle: auto (what the photo shows), cap, none, bob, crop, long, short, slick or tied."""
    head: Literal["open", "flame"] = "open"
    """What the avatar is made on: the head that comes with the app, or FLAME, after avatar-app assets import-flame."""
    detail: bool = DETAIL_BY_DEFAULT
    """Wrinkles, pores and moles from the photo, too, a few seconds more. The folds are not yet the person's own."""
    preview: Path | None = None
    """Also write a picture of the avatar, from the front and from both sides."""

    def run(self, console: Console) -> dict[str, object]:
        from dataclasses import replace

        from avatar_app import options
        from engine.avatar.create import create
        from engine.avatar.store import save_avatar
        from engine.errors import BadInput, Cancelled
        from engine.head import open_head
        from engine.head.brought import flame_head

        if not self.photos:
            raise BadInput("No photo was given. Run: avatar-app create PHOTO -o ME.avatar")
        output = self.output if self.output.suffix else self.output.with_suffix(".avatar")
        options.output(output, ".avatar")
        if self.preview is not None:
            options.output(self.preview, ".png")
        head = flame_head() if self.head == "flame" else open_head()
        try:
            with console.progress("creating", 100, unit="%") as bar:

                def step(label: str, share: float) -> None:
                    bar.set_description(label)
                    bar.update(round(share * 100) - bar.n)

                creation = create(self.photos, head, progress=step, hair=self.hair, detail=self.detail)
            avatar = replace(creation.avatar, name=self.name or output.stem)
            save_avatar(avatar, output)
        except KeyboardInterrupt:
            raise Cancelled(f"Cancelled: {output} was not written.") from None
        for note in creation.notes:
            console.warn(note)
        result: dict[str, object] = {
            "avatar": str(output),
            "seconds": round(creation.seconds, 2),
            "landmark_residual": round(creation.landmark_residual, 4),
            "faces_found": creation.faces_found,
            "hair": avatar.hair.style,
            "detail": avatar.detail is not None,
            "notes": list(creation.notes),
        }
        console.say(f"{output}: made in {creation.seconds:.1f} s, residual {creation.landmark_residual:.1%}")
        if self.preview is not None:
            _write_preview(avatar, head, self.preview)
            result["preview"] = str(self.preview)
            console.say(f"{self.preview}: preview")
        return result


def _write_preview(avatar: Any, head: Any, path: Path) -> None:
    """Front and +-30 degrees, side by side."""
    import numpy as np

    from engine.record.snapshot import save_png
    from engine.render.headless import headless_renderer
    from engine.types import Motion, Orbit, Picture, View

    rest = Motion.rest(head.num_expression)
    with headless_renderer(head) as renderer:
        renderer.show(avatar)
        views = (View((PREVIEW_PX, PREVIEW_PX), Orbit(yaw=float(np.radians(yaw)), height=0.36)) for yaw in (-30, 0, 30))
        pictures = [renderer.render(rest, view).rgba for view in views]
    save_png(Picture(rgba=np.concatenate(pictures, 1)), path)
