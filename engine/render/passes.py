"""Draws a deformed head: one pass per material, shaded or as data."""

from __future__ import annotations

from dataclasses import dataclass, replace

import moderngl
import numpy as np

from engine.check import Array
from engine.detail.mask import detail_mask
from engine.head.head_model import Head
from engine.lighting import Lit
from engine.render import surface
from engine.render.deform import Deformer, texel
from engine.render.detail import DetailMaps
from engine.render.glasses import WornGlasses
from engine.render.hair import WornStyle
from engine.render.mesh import MATERIALS, DrawnMesh, Mesh, materials
from engine.render.occlusion import open_to_light
from engine.render.programs import Program, Uniform, load_program
from engine.render.textures import strand_texture
from engine.types import Look, Motion

_DATA_LOOKS = {Look.SHAPE: 0, Look.DETAIL: 0, Look.ALBEDO: 1, Look.NORMAL: 2, Look.UV: 3, Look.DISPLACEMENT: 4}
"""#define LOOK of look.frag."""
DETAILED_LOOKS = (Look.SHADED, Look.DETAIL, Look.NORMAL, Look.DISPLACEMENT)
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
    detail: DetailMaps | None = None
    glasses: WornGlasses | None = None

    def release(self) -> None:
        for gl in (self.albedo, self.style, self.detail, self.glasses):
            if gl is not None:
                gl.release()


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """From where and in what light one picture is seen."""

    clip_from_model: Array  # [4, 4]
    eye_position: Array  # [3] model frame, m
    lit: Lit
    head_up: Array  # [3] model frame
    gaze: Array  # [2, 3] left and right, model frame
    look: Look
    motion: Motion
    detail_strength: float = 0.0
    """0: the mesh as it is."""


@dataclass(frozen=True, slots=True, eq=False)
class _Skin:
    """The program that draws skin: shaders/head.vert and a fragment shader."""

    shader: str
    variant: dict[str, int]
    values: dict[str, Uniform]
    detail: tuple[dict[str, int], dict[str, Uniform]] | None
    """What its variant with detail has beside these; None where no detail is to be seen."""


class HeadPasses:
    """The programs and buffers that draw one head."""

    def __init__(self, ctx: moderngl.Context, head: Head) -> None:
        self._ctx = ctx
        self._strands = strand_texture(ctx)
        self._head = head
        fade, shown = surface.fade(head), detail_mask(head)
        self._material = materials(head, fade)
        self._detailed = (shown[head.faces] > 0).any(1)
        self._values = _per_vertex(head, fade, surface.sky(head, open_to_light(ctx, head)), shown)
        self._meshes: dict[str, Mesh] = {}
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
            self._draw_data(sight, who, _DATA_LOOKS[sight.look])

    def release(self) -> None:
        for mesh in self._drawn.values():
            mesh.release()
        self._strands.release()

    def _draw_shaded(self, sight: Sight, who: Appearance) -> None:
        lit = _lit(sight)
        if who.style is not None and who.hair_rgb is not None:  # first: what it covers is then never shaded
            who.style.draw(lit, sight.clip_from_model, sight.motion, who.hair_rgb, self._crown)
        if who.glasses is not None:
            who.glasses.draw_frame(lit, sight.clip_from_model, sight.motion)
        skin = _Skin("skin", {"LIT": 1}, {**lit, "albedo": _ALBEDO}, _detail(sight, who))
        self._render_skin(skin, "skin", sight)
        if who.hair_rgb is not None:
            hair = {"strands": _STRANDS, "hair_rgb": who.hair_rgb, "crown": self._crown}
            skin = replace(skin, variant={"LIT": 1, "HAIR": 1}, values=skin.values | hair)
        self._render_skin(skin, "hair", sight)
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
        lash.set(strands=_STRANDS, lids=self._lids, head_up=np.float32(sight.head_up))
        self._render(lash, "lash", sight)
        self._ctx.enable(moderngl.CULL_FACE)
        neck = load_program(self._ctx, "skin", vertex="head", LIT=1, FADE=1)
        neck.set(**lit, albedo=_ALBEDO)
        self._render(neck, "neck", sight)
        if who.glasses is not None:  # last: all that is behind a lens is there by now
            who.glasses.draw_lenses(lit, sight.clip_from_model, sight.motion)

    def _draw_data(self, sight: Sight, who: Appearance, look: int) -> None:
        variant = {"LOOK": look} | ({"LIT": 1} if look == _DATA_LOOKS[Look.SHAPE] else {})
        values: dict[str, Uniform] = {}
        if look == _DATA_LOOKS[Look.SHAPE]:
            values = _lit(sight)
        elif sight.look is Look.ALBEDO:
            values = {"albedo": _ALBEDO}
        skin = _Skin("look", variant, values, _detail(sight, who))
        for material in ("skin", "hair"):
            self._render_skin(skin, material, sight)
        program = load_program(self._ctx, "look", vertex="head", **variant)
        program.set(**values)
        for material in ("eye", "mouth"):
            self._render(program, material, sight)
        self._ctx.enable(moderngl.BLEND)
        faded = load_program(self._ctx, "look", vertex="head", FADE=1, **variant)
        faded.set(**values)
        self._render(faded, "neck", sight)

    def _render_skin(self, skin: _Skin, material: str, sight: Sight) -> None:
        """Skin's triangles; where there is detail, those that show it with a program of their own."""
        program = load_program(self._ctx, skin.shader, vertex="head", **skin.variant)
        program.set(**skin.values)
        if skin.detail is None:
            self._render(program, material, sight)
            return
        self._render(program, f"{material} smooth", sight)
        variant, values = skin.detail
        program = load_program(self._ctx, skin.shader, vertex="head", **skin.variant, **variant)
        program.set(**skin.values, **values)
        self._render(program, f"{material} detailed", sight)

    def _render(self, program: Program, material: str, sight: Sight) -> None:
        if material not in self._meshes:
            self._meshes[material] = Mesh.of(self._head, self._triangles(material))
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

    def _triangles(self, material: str) -> Array:
        """[F] bool: of "skin", or of "skin smooth" or "skin detailed", which are its two parts."""
        name, _, part = material.partition(" ")
        mine = self._material == MATERIALS.index(name)
        return mine & (self._detailed == (part == "detailed")) if part else mine


def _detail(sight: Sight, who: Appearance) -> tuple[dict[str, int], dict[str, Uniform]] | None:
    """Variant and uniforms that add detail, its textures bound; None where no detail is to be seen."""
    if who.detail is None or not sight.detail_strength:
        return None
    return who.detail.variant, who.detail.use(sight.detail_strength)


def _lit(sight: Sight) -> dict[str, Uniform]:
    """Uniforms of include/sh.glsl and include/surface.glsl."""
    return {
        "light": sight.lit.light,
        "eye_position": np.float32(sight.eye_position),
        "key_direction": sight.lit.key_direction,
        "key_light": sight.lit.key_light,
    }


def _per_vertex(head: Head, fade: Array, sky: Array, shown: Array) -> dict[str, Array]:
    """[V, C] each: the float attributes of head.vert, eye.vert and lash.vert; a program takes those it has."""
    eyes = head.J_regressor[3:5] @ head.v_template
    eye = np.argmin(np.linalg.norm(head.v_template[:, None] - eyes, axis=2), axis=1)
    return {
        "in_surface": np.stack([head.scalp, fade, surface.inside(head), sky], 1),
        "in_rest": head.v_template,
        "in_offset": np.concatenate([head.v_template - eyes[eye], eye[:, None]], 1),
        "in_lash": surface.lash(head),
        "in_shown": shown[:, None],
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
