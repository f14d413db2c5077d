"""A hairstyle's mesh on the GPU: baked for an identity, carried by the neck's bone, its edges resolved by samples."""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.head import open_head
from engine.head.brought import PREFIX
from engine.head.hair_rebound import style_on
from engine.head.hair_style import HairStyle, shipped_style, worn
from engine.head.head_model import Head, bone_transforms, rotations, vertex_normals
from engine.render.programs import Program, Uniform, load_program
from engine.render.textures import strands_texture
from engine.types import HAIR_MESHES, Hair, Motion

_ALPHA_TO_COVERAGE = 0x809E
_ALPHA_TO_ONE = 0x809F
"""OpenGL's SAMPLE_ALPHA_TO_COVERAGE and its companion: strands cover samples, so nothing has to be sorted."""

_UNIT = 4
"""Texture unit; the head's passes keep theirs below."""


class WornStyle:
    """One style on one identity. `draw` between two calls may move it with another motion."""

    def __init__(self, ctx: moderngl.Context, head: Head, style: HairStyle, vertices: Array, joints: Array) -> None:
        """vertices: [V, 3] and joints [5, 3] of the shaped head at rest."""
        self._ctx = ctx
        self._head = head
        self._joints = joints
        self._texture = strands_texture(ctx, style.strands)
        placed = worn(style, head, vertices, vertex_normals(vertices, head.faces))
        table = np.concatenate([placed, style.normals, style.uv], 1).astype(np.float32)
        self._buffer = ctx.buffer(table.tobytes())
        self._indices = ctx.buffer(style.faces.tobytes())
        self._ends_y = style.ends_y
        self._closed, self._open = 3 * style.num_closed, 3 * (len(style.faces) - style.num_closed)
        self._soft = self._bound(load_program(ctx, "strands"))
        self._hard = self._bound(load_program(ctx, "strands", HARD=1))

    def _bound(self, program: Program) -> tuple[Program, moderngl.VertexArray]:
        content = [(self._buffer, "3f4 3f4 2f4", "in_position", "in_normal", "in_uv")]
        return program, self._ctx.vertex_array(program.gl, content, self._indices)

    def draw(self, lit: dict[str, Uniform], clip_from_model: Array, motion: Motion, rgb: Array, crown: Array) -> None:
        """Into the bound framebuffer. lit: uniforms of include/sh.glsl and include/surface.glsl."""
        program, array = self._soft if self._ctx.fbo.samples > 1 else self._hard
        bust, skull = bone_transforms(self._head.parents, rotations(motion.poses), self._joints)[:2]
        self._texture.use(_UNIT)
        program.set(
            **lit, strands=_UNIT, clip_from_model=np.float32(clip_from_model.T), skull=np.float32(skull.T),
            bust=np.float32(bust.T), hair_rgb=rgb, crown=crown, ends_y=self._ends_y,
        )  # fmt: skip
        program.complete()
        self._ctx.enable_direct(_ALPHA_TO_COVERAGE)
        self._ctx.enable_direct(_ALPHA_TO_ONE)
        if self._closed:
            array.render(vertices=self._closed)
        if self._open:
            self._ctx.disable(moderngl.CULL_FACE)
            array.render(vertices=self._open, first=self._closed)
            self._ctx.enable(moderngl.CULL_FACE)
        self._ctx.disable_direct(_ALPHA_TO_COVERAGE)
        self._ctx.disable_direct(_ALPHA_TO_ONE)

    def release(self) -> None:
        for gl in (self._soft[1], self._hard[1], self._buffer, self._indices, self._texture):
            gl.release()


def style_of(hair: Hair, head: Head) -> HairStyle | None:
    """The mesh that `hair` asks for; None where it is a cap, none, or made for another head."""
    if hair.style not in HAIR_MESHES or hair.thickness <= 0:
        return None
    style = shipped_style(hair.style)
    if head.id.startswith(PREFIX):
        return style_on(hair.style, head, open_head())
    return style if style.head_id == head.id else None
