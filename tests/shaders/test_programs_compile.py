"""Every program and variant compiles, and no shader file is left over."""

from __future__ import annotations

from importlib.resources import files

import moderngl
import pytest

from engine.render.programs import load_program, source

VARIANTS: list[tuple[str, str, dict[str, int]]] = [
    ("deform", "screen", {"COLUMNS": 128, "NUM_COLUMNS": 60, "MAX_PAIRS": 30}),
    ("normal", "screen", {"COLUMNS": 128, "VALENCE": 9}),
    ("unfold", "screen", {"COLUMNS": 128, "VALENCE": 9}),
    ("relief", "screen", {"SIZE": 256, "REACH": 2}),
    ("depth", "depth", {}),
    ("background", "screen", {}),
    ("straight", "screen", {}),
    ("present", "screen", {}),
    ("skin", "head", {"LIT": 1}),
    ("skin", "head", {"LIT": 1, "HAIR": 1}),
    ("skin", "head", {"LIT": 1, "FADE": 1}),
    ("mouth", "head", {"LIT": 1}),
    ("eye", "eye", {}),
    ("lash", "lash", {}),
    ("strands", "strands", {}),
    ("strands", "strands", {"HARD": 1}),
    ("glasses", "glasses", {}),
    ("glasses", "glasses", {"LENS": 1}),
    *(("skin", "head", {"LIT": 1, "DETAIL": detail}) for detail in (1, 2)),
    *(("skin", "head", {"LIT": 1, "HAIR": 1, "DETAIL": detail}) for detail in (1, 2)),
    *(("look", "head", {"LOOK": look} | ({} if look else {"LIT": 1})) for look in range(5)),
    *(("look", "head", {"LOOK": look, "FADE": 1} | ({} if look else {"LIT": 1})) for look in range(5)),
    *(("look", "head", {"LOOK": 0, "LIT": 1, "DETAIL": detail}) for detail in (1, 2)),
    *(("look", "head", {"LOOK": look, "DETAIL": detail}) for look in (2, 4) for detail in (1, 2)),
]


@pytest.mark.parametrize(("fragment", "vertex", "defines"), VARIANTS)
def test_compiles(ctx: moderngl.Context, fragment: str, vertex: str, defines: dict[str, int]) -> None:
    assert load_program(ctx, fragment, vertex=vertex, **defines).gl.glo > 0


def test_every_shader_file_is_compiled_by_these_tests() -> None:
    used = {file for fragment, vertex, _ in VARIANTS for file in (f"{fragment}.frag", f"{vertex}.vert")}
    used |= {place.removeprefix("shaders/").split(":")[0] for file in list(used) for place in source(file)[1][1:]}
    package = files("shaders")
    there = {entry.name for entry in package.iterdir() if entry.name.endswith((".vert", ".frag"))}
    there |= {
        f"include/{entry.name}" for entry in package.joinpath("include").iterdir() if entry.name.endswith(".glsl")
    }
    assert there == used


def test_no_shader_file_is_longer_than_a_hundred_lines() -> None:
    for file in sorted({f"{v[0]}.frag" for v in VARIANTS} | {f"{v[1]}.vert" for v in VARIANTS}):
        assert len(files("shaders").joinpath(file).read_text().splitlines()) <= 100, file
