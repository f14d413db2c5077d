"""A pair of glasses on the GPU: made for an identity, carried by the skull. Frame first, lenses last, over all else."""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.glasses import Glasses, GlassesStyle
from engine.head.glasses import glasses_on
from engine.head.head_model import Head, bone_transforms, rotations
from engine.render.programs import Program, Uniform, load_program
from engine.types import Motion

_TINT: dict[GlassesStyle, float] = {"round": 0.03, "rectangular": 0.03, "classic": 0.03, "sun": 0.90}
"""The share of light that stays in a lens."""


class WornGlasses:
    """One pair on one identity."""

    def __init__(self, ctx: moderngl.Context, head: Head, glasses: Glasses, vertices: Array, joints: Array) -> None:
        """vertices: [V, 3] and joints [5, 3] of the shaped head at rest."""
        self._ctx, self._head, self._joints, self._glasses = ctx, head, joints, glasses
        mesh = glasses_on(head, vertices, joints, glasses.style)
        self._buffer = ctx.buffer(np.concatenate([mesh.vertices, mesh.normals], 1).astype(np.float32).tobytes())
        self._indices = ctx.buffer(np.ascontiguousarray(mesh.faces).tobytes())
        self._first_lens, self._count = 3 * mesh.num_frame, 3 * len(mesh.faces)
        self._frame = self._bound(load_program(ctx, "glasses"))
        self._lens = self._bound(load_program(ctx, "glasses", LENS=1))

    def _bound(self, program: Program) -> tuple[Program, moderngl.VertexArray]:
        content = [(self._buffer, "3f4 3f4", "in_position", "in_normal")]
        return program, self._ctx.vertex_array(program.gl, content, self._indices)

    def draw_frame(self, lit: dict[str, Uniform], clip_from_model: Array, motion: Motion) -> None:
        """Into the bound framebuffer. lit: uniforms of include/sh.glsl and include/surface.glsl."""
        program, array = self._frame
        self._place(program, lit, clip_from_model, motion)
        program.set(frame_rgb=self._glasses.rgb)
        program.complete()
        array.render(vertices=self._first_lens)

    def draw_lenses(self, lit: dict[str, Uniform], clip_from_model: Array, motion: Motion) -> None:
        """Over what is behind them; nothing may be drawn there afterwards."""
        program, array = self._lens
        self._place(program, lit, clip_from_model, motion)
        program.set(tint=_TINT[self._glasses.style])
        program.complete()
        self._ctx.enable(moderngl.BLEND)
        self._ctx.disable(moderngl.CULL_FACE)
        array.render(vertices=self._count - self._first_lens, first=self._first_lens)
        self._ctx.enable(moderngl.CULL_FACE)

    def release(self) -> None:
        for gl in (self._frame[1], self._lens[1], self._buffer, self._indices):
            gl.release()

    def _place(self, program: Program, lit: dict[str, Uniform], clip_from_model: Array, motion: Motion) -> None:
        skull = bone_transforms(self._head.parents, rotations(motion.poses), self._joints)[1]
        program.set(**lit, clip_from_model=np.float32(clip_from_model.T), skull=np.float32(skull.T))
