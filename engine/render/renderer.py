"""A renderer: one context, one head; shows one avatar at a time."""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.detail.baked import MovingDetail
from engine.errors import ModelMismatch
from engine.head.head_model import Head, rotations, shaped, vertex_normals
from engine.lighting import lit
from engine.render import surface
from engine.render.camera import clip_from_model, cover, pixels_per_metre
from engine.render.deform import Deformer
from engine.render.detail import DetailMaps
from engine.render.glasses import WornGlasses
from engine.render.hair import WornStyle, style_of
from engine.render.passes import DETAILED_LOOKS, Appearance, HeadPasses, Sight
from engine.render.programs import load_program
from engine.render.targets import Target
from engine.render.textures import LastPicture, albedo_texture, read_rgba
from engine.types import Avatar, Inset, Motion, Picture, View

_MAX_TARGETS = 3
UNDER_STYLE_M = 0.0005
"""Thickness of the hair that lies close to the scalp below a style's strands."""


class Renderer:
    """Draws an avatar in motion into a framebuffer of its own. All calls on the thread where `ctx` is current."""

    def __init__(self, ctx: moderngl.Context, head: Head) -> None:
        self._ctx = ctx
        self._head = head
        self.deformer = Deformer(ctx, head)
        self._passes = HeadPasses(ctx, head)
        self._hair_lift = surface.hair_lift(head)
        self._targets: dict[tuple[tuple[int, int], int], Target] = {}
        self._background = load_program(ctx, "background", vertex="screen")
        self._straight = load_program(ctx, "straight", vertex="screen")
        self._background_screen = ctx.vertex_array(self._background.gl, [])
        self._straight_screen = ctx.vertex_array(self._straight.gl, [])
        self._picture = LastPicture(ctx)
        self._inset = LastPicture(ctx)
        self._avatar: Avatar | None = None
        self._who: Appearance | None = None
        self._middle = np.zeros(3)

    def show(self, avatar: Avatar, moving: MovingDetail | None = None) -> None:
        """Make `avatar` the one that is drawn. ModelMismatch when it was made for another head.

        moving: draws its wrinkles in place of its baked maps, see `engine.detail.path`.
        """
        if avatar.head_id != self._head.id:
            raise ModelMismatch(
                f"{avatar.name} was made for the head {avatar.head_id}, and {self._head.id} is loaded. "
                "Make the avatar again from its photo."
            )
        vertices, joints = shaped(self._head, avatar.shape)
        self._middle = middle(self._head, vertices)
        bald = avatar.hair.thickness <= 0 or avatar.hair.style == "none"
        style, worn = style_of(avatar.hair, self._head), avatar.glasses
        bare = vertices
        if not bald:
            lift = (avatar.hair.thickness if style is None else UNDER_STYLE_M) * self._hair_lift
            vertices = vertices + lift[:, None] * vertex_normals(vertices, self._head.faces)
        self.deformer.rest(vertices, joints)
        if self._who is not None:
            self._who.release()
        self._who = Appearance(
            albedo=albedo_texture(self._ctx, avatar.albedo),
            iris_rgb=avatar.iris_rgb,
            hair_rgb=None if bald else avatar.hair.rgb,
            style=None if style is None else WornStyle(self._ctx, self._head, style, bare, joints),
            detail=None if avatar.detail is None else DetailMaps(self._ctx, self._head, avatar.detail, moving),
            glasses=worn and WornGlasses(self._ctx, self._head, worn, bare, joints),
        )
        self._avatar = avatar

    def draw(self, motion: Motion, view: View, displacement: Array | None = None) -> moderngl.Framebuffer:
        """Our framebuffer with the picture in it: bottom row first, premultiplied alpha. Valid until the next call.

        displacement: [256, 256] m of this motion; without it `moving` is asked, or else the avatar's baked maps.
        """
        if self._avatar is None or self._who is None:
            raise RuntimeError("Renderer.show must come before draw")
        self.deformer.deform(motion)
        matrix, eye = clip_from_model(view, motion, self._middle)
        strength = view.detail_strength if view.look in DETAILED_LOOKS else 0.0
        if strength and self._who.detail is not None:
            pixels = pixels_per_metre(matrix, view.size_wh, self._middle)
            self._who.detail.follow(self.deformer, motion, displacement, pixels)
        target = self._target(view)
        target.drawn.use()
        self._draw_background(target.drawn, view)
        root, neck, _, *eyes = rotations(motion.poses)
        skull = root @ neck
        sight = Sight(
            clip_from_model=matrix,
            eye_position=eye,
            lit=lit(view.lighting, self._avatar.light if view.light is None else view.light),
            head_up=skull[:, 1],
            gaze=np.stack([(skull @ turn)[:, 2] for turn in eyes]),
            look=view.look,
            motion=motion,
            detail_strength=strength,
        )
        self._passes.draw(sight, self._who, self.deformer)
        if view.inset is not None:
            self._draw_inset(target.drawn, view.inset)
        return target.resolve()

    def render(self, motion: Motion, view: View, displacement: Array | None = None) -> Picture:
        """The picture of one moment; displacement as in `draw`."""
        framebuffer = self.draw(motion, view, displacement)
        if not isinstance(view.background, np.ndarray) and view.background[3] < 1:
            framebuffer = self._straightened(framebuffer, self._target(view).straight)
        return Picture(rgba=read_rgba(framebuffer), time=motion.time)

    def release(self) -> None:
        """Free everything on the GPU except the context's programs."""
        for target in self._targets.values():
            target.release()
        self._targets.clear()
        self.deformer.release()
        self._passes.release()
        self._background_screen.release()
        self._straight_screen.release()
        if self._who is not None:
            self._who.release()
        self._picture.release()
        self._inset.release()

    def _target(self, view: View) -> Target:
        key = (view.size_wh, view.samples)
        if key not in self._targets:
            while len(self._targets) >= _MAX_TARGETS:
                self._targets.pop(next(iter(self._targets))).release()
            self._targets[key] = Target(self._ctx, view.size_wh, view.samples)
        return self._targets[key]

    def _draw_background(self, framebuffer: moderngl.Framebuffer, view: View) -> None:
        if not isinstance(view.background, np.ndarray):
            *rgb, alpha = view.background
            framebuffer.clear(*(alpha * channel for channel in rgb), alpha)
            return
        framebuffer.clear()
        self._picture.texture(view.background).use(0)
        height, width = view.background.shape[:2]
        self._ctx.enable_only(moderngl.NOTHING)
        self._background.set(picture=0, cover=cover((width, height), view.size_wh))
        self._background.complete()
        self._background_screen.render(moderngl.TRIANGLES, vertices=3)

    def _draw_inset(self, framebuffer: moderngl.Framebuffer, inset: Inset) -> None:
        self._inset.texture(inset.image).use(0)
        self._ctx.enable_only(moderngl.NOTHING)
        whole, framebuffer.viewport = framebuffer.viewport, inset.place(framebuffer.size)
        self._background.set(picture=0, cover=(1.0, 1.0))
        self._background.complete()
        self._background_screen.render(moderngl.TRIANGLES, vertices=3)
        framebuffer.viewport = whole

    def _straightened(self, drawn: moderngl.Framebuffer, into: moderngl.Framebuffer) -> moderngl.Framebuffer:
        drawn.color_attachments[0].use(0)
        self._ctx.enable_only(moderngl.NOTHING)
        into.use()
        self._straight.set(picture=0)
        self._straight.complete()
        self._straight_screen.render(moderngl.TRIANGLES, vertices=3)
        return into


def middle(head: Head, vertices: Array) -> Array:
    """[3] what an Orbit camera looks at: between crown and chin, a little lower so that the neck is in the picture."""
    height = vertices[head.skin_vertices, 1]
    return np.array([0.0, (height.min() + height.max()) / 2 - 0.02, 0.0])
