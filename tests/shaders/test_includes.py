"""The formulas in include/*.glsl are the ones in engine/light.py: a test shader writes their results to floats."""

from __future__ import annotations

import moderngl
import numpy as np

from engine.check import Array
from engine.light import constant_light, shading, srgb_from_linear
from engine.render.programs import source


def _run(ctx: moderngl.Context, include: str, expression: str, values: Array, light: Array | None = None) -> Array:
    """expression of `x`, a vec3, for each of values [n, 3] -> [n, 3]."""
    body = "\n".join(source(f"include/{include}.glsl")[0].splitlines()[1:])
    program = ctx.program(
        vertex_shader=source("screen.vert")[0],
        fragment_shader=f"""#version 330 core
            {body}
            uniform sampler2D values;
            out vec3 out_value;
            void main() {{
                vec3 x = texelFetch(values, ivec2(gl_FragCoord.xy), 0).xyz;
                out_value = {expression};
            }}""",
    )
    if light is not None:
        program["light"].write(np.float32(light).tobytes())
    texture = ctx.texture((len(values), 1), 3, np.float32(values).tobytes(), dtype="f4")
    result = ctx.texture((len(values), 1), 4, dtype="f4")
    ctx.framebuffer([result]).use()
    texture.use(0)
    ctx.vertex_array(program, []).render(moderngl.TRIANGLES, vertices=3)
    return np.frombuffer(result.read(), np.float32).reshape(-1, 4)[:, :3]


def _normals(count: int = 256) -> Array:
    normals = np.random.default_rng(0).normal(size=(count, 3))
    return normals / np.linalg.norm(normals, axis=1, keepdims=True)


def test_sh_glsl_is_the_twin_of_light_py(ctx: moderngl.Context) -> None:
    normals, light = _normals(), np.random.default_rng(1).normal(size=(9, 3))
    np.testing.assert_allclose(_run(ctx, "sh", "sh_shading(x)", normals, light), shading(normals, light), atol=2e-5)


def test_constant_light_is_constant(ctx: moderngl.Context) -> None:
    np.testing.assert_allclose(_run(ctx, "sh", "sh_shading(x)", _normals(), constant_light(0.7)), 0.7, atol=1e-6)


def test_srgb_of_the_shader_is_within_a_tenth_of_a_byte(ctx: moderngl.Context) -> None:
    grey = np.repeat(np.linspace(0, 1, 4096)[:, None], 3, 1)
    np.testing.assert_allclose(
        255 * _run(ctx, "tone", "srgb_from_linear(x)", grey), 255 * srgb_from_linear(grey), atol=0.1
    )


def test_shoulder_leaves_midtones_alone_and_never_reaches_white(ctx: moderngl.Context) -> None:
    level = np.repeat(np.linspace(0, 8, 512)[:, None], 3, 1)
    out = _run(ctx, "tone", "shoulder(x)", level)
    np.testing.assert_allclose(out[level <= 0.7], level[level <= 0.7], atol=1e-6)
    assert (np.diff(out[:, 0]) > 0).all()
    assert out.max() < 1.0
