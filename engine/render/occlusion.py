"""How much of the sky each vertex of a head at rest sees: what gives folds, ears and the neck their soft shade."""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.head.head_model import Head, vertex_normals
from engine.render.programs import load_program

_DIRECTIONS = 48
_MAP_SIZE = 160
_BIAS_M = 0.0025
_HEADS = 3
"""So many are remembered: they are large."""
_measured_of: dict[Head, Array] = {}


def open_to_light(ctx: moderngl.Context, head: Head) -> Array:
    """[V] in [0, 1], cosine-weighted share of directions from which a vertex is seen; a shadow map for each.

    The head's own open ends count as open: nothing shades what lies below the neck. Measured once a head: windows,
    exports and thumbnails, each with a context of its own, wait for it no second time.
    """
    known = _measured_of.get(head)
    if known is None:
        known = _measured(ctx, head)
        known.flags.writeable = False
        if len(_measured_of) >= _HEADS:
            _measured_of.clear()
        _measured_of[head] = known
    return known


def _measured(ctx: moderngl.Context, head: Head) -> Array:
    vertices = head.v_template.astype(np.float64)
    middle = (vertices.min(0) + vertices.max(0)) / 2
    radius = float(np.linalg.norm(vertices - middle, axis=1).max()) * 1.01
    normals = vertex_normals(vertices, head.faces)
    casting = ~np.isin(head.parts, [i for i, name in enumerate(head.part_names) if name.startswith("lash")])
    program = load_program(ctx, "depth")
    buffer = ctx.buffer(np.float32(vertices).tobytes())
    array = ctx.vertex_array(program.gl, [(buffer, "3f4", "in_position")], ctx.buffer(head.faces[casting].tobytes()))
    depth = ctx.depth_texture((_MAP_SIZE, _MAP_SIZE))
    framebuffer = ctx.framebuffer(depth_attachment=depth)
    bound = ctx.detect_framebuffer()
    framebuffer.use()
    ctx.enable_only(moderngl.DEPTH_TEST)
    seen, total = np.zeros(len(vertices)), np.full(len(vertices), 1e-6)
    for towards in _sphere(_DIRECTIONS):
        side = np.cross(towards, [0.0, 1.0, 0.0] if abs(towards[1]) < 0.9 else [1.0, 0.0, 0.0])
        side /= np.linalg.norm(side)
        axes = np.stack([side, np.cross(side, towards), -towards]) / radius
        matrix = np.eye(4)
        matrix[:3, :3], matrix[:3, 3] = axes, -axes @ middle
        program.set(clip_from_model=np.float32(matrix.T))
        framebuffer.clear(depth=1.0)
        program.complete()
        array.render()
        nearest = np.frombuffer(depth.read(alignment=4), np.float32).reshape(_MAP_SIZE, _MAP_SIZE)
        ndc = (vertices + _BIAS_M * normals) @ axes.T - axes @ middle
        column, row = ((ndc[:, :2] + 1) / 2 * _MAP_SIZE).astype(int).clip(0, _MAP_SIZE - 1).T
        visible = (ndc[:, 2] + 1) / 2 <= nearest[row, column] + _BIAS_M / radius
        cosine = np.maximum(normals @ towards, 0)
        seen += cosine * visible
        total += cosine
    bound.use()  # what is released must not stay bound: the next framebuffer that is made would bind it again
    for gl in (array, buffer, framebuffer, depth):
        gl.release()
    return np.clip(seen / total, 0, 1)


def _sphere(count: int) -> Array:
    """[count, 3] unit vectors spread evenly (Fibonacci)."""
    index = np.arange(count) + 0.5
    y = 1 - 2 * index / count
    turn = np.pi * (1 + 5**0.5) * index
    around = np.sqrt(1 - y * y)
    return np.stack([around * np.cos(turn), y, around * np.sin(turn)], 1)
