"""Draws a deformed head: one pass per material, shaded or as data."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np

from engine.check import Array
from engine.head.head_model import Head
from engine.light import shading
from engine.render import surface
from engine.render.deform import Deformer, texel
from engine.render.hair import WornStyle
from engine.render.mesh import MATERIALS, DrawnMesh, Mesh, materials
from engine.render.occlusion import open_to_light
from engine.render.programs import Program, Uniform, load_program
from engine.render.textures import strand_texture
from engine.types import Look, Motion

_KEY = np.array([0.42, 0.55, 0.72])
KEY_DIRECTION = (_KEY / np.linalg.norm(_KEY)).astype(np.float32)
"""Where the key light comes from, model frame: above the avatar's left."""
_DATA_LOOKS = {Look.SHAPE: 0, Look.ALBEDO: 1, Look.NORMAL: 2, Look.UV: 3}
"""#define LOOK of look.frag."""
_POSITIONS, _NORMALS, _ALBEDO, _STRANDS = range(4)
"""Texture units."""


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """Who, on the GPU."""

    albedo: moderngl.Texture
    iris_rgb: Array  # [3] linear
    hair_rgb: Array | None  # [3] linear; None is bald
    style: WornStyle | None = None
    """The mesh of strands over the scalp."""

    def release(self) -> None:
        self.albedo.release()
        if self.style is not None:
            self.style.release()


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """From where and in what light one picture is seen."""

    clip_from_model: Array  # [4, 4]
    eye_position: Array  # [3] model frame, m
    light: Array  # [9, 3] SH
    head_up: Array  # [3] model frame
    gaze: Array  # [2, 3] left and right, model frame
    look: Look
    motion: Motion


class HeadPasses:
    """The programs and buffers that draw one head."""

    def __init__(self, ctx: moderngl.Context, head: Head) -> None:
        self._ctx = ctx
        self._strands = strand_texture(ctx)
        fade = surface.fade(head)
        material = materials(head, fade)
        self._meshes = {name: Mesh.of(head, material == index) for index, name in enumerate(MATERIALS)}
        self._values = _per_vertex(head, fade, surface.sky(head, open_to_light(ctx, head)))
        self._lids = _lid_texels(head)
        self._crown = _crown(head)
        self._drawn: dict[tuple[str, str], DrawnMesh] = {}

    def draw(self, sight: Sight, who: Appearance, deformer: Deformer) -> None:
        """Into the bound framebuffer, over what is there."""
        deformer.positions.use(_POSITIONS)
        deformer.normals.use(_NORMALS)
        who.albedo.use(_ALBEDO)
        self._strands.use(_STRANDS)
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA  # shaders premultiply
        if sight.look is Look.SHADED:
            self._draw_shaded(sight, who)
        else:
            self._draw_data(sight, _DATA_LOOKS[sight.look])

    def release(self) -> None:
        for mesh in self._drawn.values():
            mesh.release()
        self._strands.release()

    def _draw_shaded(self, sight: Sight, who: Appearance) -> None:
        lit = _lit(sight)
        if who.style is not None and who.hair_rgb is not None:  # first: what it covers is then never shaded
            who.style.draw(lit, sight.clip_from_model, sight.motion, who.hair_rgb, self._crown)
        skin = load_program(self._ctx, "skin", vertex="head", LIT=1)
        skin.set(**lit, albedo=_ALBEDO)
        self._render(skin, "skin", sight)
        hair = skin
        if who.hair_rgb is not None:
            hair = load_program(self._ctx, "skin", vertex="head", LIT=1, HAIR=1)
            hair.set(**lit, albedo=_ALBEDO, strands=_STRANDS, hair_rgb=who.hair_rgb, crown=self._crown)
        self._render(hair, "hair", sight)
        eye = load_program(self._ctx, "eye")
        eye.set(**lit, strands=_STRANDS, iris_rgb=who.iris_rgb, lids=self._lids)
        eye.set(head_up=np.float32(sight.head_up), gaze=np.float32(sight.gaze))
        self._render(eye, "eye", sight)
        mouth = load_program(self._ctx, "mouth", vertex="head", LIT=1)
        mouth.set(**lit, albedo=_ALBEDO)
        self._ctx.disable(moderngl.CULL_FACE)  # rows of teeth and lashes are seen from both sides
        self._render(mouth, "mouth", sight)
        self._ctx.enable(moderngl.BLEND)
        lash = load_program(self._ctx, "lash")
        lash.set(strands=_STRANDS)
        self._render(lash, "lash", sight)
        self._ctx.enable(moderngl.CULL_FACE)
        neck = load_program(self._ctx, "skin", vertex="head", LIT=1, FADE=1)
        neck.set(**lit, albedo=_ALBEDO)
        self._render(neck, "neck", sight)

    def _draw_data(self, sight: Sight, look: int) -> None:
        variant = {"LOOK": look} | ({"LIT": 1} if sight.look is Look.SHAPE else {})
        values: dict[str, Uniform] = {}
        if sight.look is Look.SHAPE:
            values = _lit(sight)
        elif sight.look is Look.ALBEDO:
            values = {"albedo": _ALBEDO}
        program = load_program(self._ctx, "look", vertex="head", **variant)
        program.set(**values)
        for material in ("skin", "hair", "eye", "mouth"):
            self._render(program, material, sight)
        self._ctx.enable(moderngl.BLEND)
        faded = load_program(self._ctx, "look", vertex="head", FADE=1, **variant)
        faded.set(**values)
        self._render(faded, "neck", sight)

    def _render(self, program: Program, material: str, sight: Sight) -> None:
        mesh = self._meshes[material]
        if not len(mesh.faces):
            return
        key = (program.name, material)
        if key not in self._drawn:
            self._drawn[key] = DrawnMesh(self._ctx, program.gl, mesh, self._values)
        program.set(positions=_POSITIONS, clip_from_model=np.float32(sight.clip_from_model.T))
        if "normals" in program.gl:
            program.set(normals=_NORMALS)
        program.complete()
        self._drawn[key].draw()


def _lit(sight: Sight) -> dict[str, Uniform]:
    """Uniforms of include/sh.glsl and include/surface.glsl."""
    key = np.maximum(shading(KEY_DIRECTION, sight.light), 0.15)  # it belongs to the same room as the soft light
    return {
        "light": np.float32(sight.light),
        "eye_position": np.float32(sight.eye_position),
        "key_direction": KEY_DIRECTION,
        "key_light": np.float32(key),
    }


def _per_vertex(head: Head, fade: Array, sky: Array) -> dict[str, Array]:
    """[V, C] each: the float attributes of head.vert, eye.vert and lash.vert; a program takes those it has."""
    eyes = head.J_regressor[3:5] @ head.v_template
    eye = np.argmin(np.linalg.norm(head.v_template[:, None] - eyes, axis=2), axis=1)
    return {
        "in_surface": np.stack([head.scalp, fade, surface.inside(head), sky], 1),
        "in_rest": head.v_template,
        "in_offset": np.concatenate([head.v_template - eyes[eye], eye[:, None]], 1),
        "in_lash": surface.lash(head),
    }


def _lid_texels(head: Head) -> Array:
    """[6, 2] int32: inner corner, outer corner, upper lid of the left eye, then of the right."""
    landmarks = np.array([362, 263, 386, 133, 33, 159])
    corner = np.argmax(head.landmark_weights[landmarks], axis=1)
    return texel(head.faces[head.landmark_faces[landmarks], corner])


def _crown(head: Head) -> Array:
    """[3] where the strands of hair start, model frame at rest."""
    highest = head.v_template[np.argmax(head.v_template[:, 1])]
    return np.float32([0.0, highest[1] + 0.005, highest[2] - 0.03])
