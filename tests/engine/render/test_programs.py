"""Shader programs insist on their uniforms and say where they are wrong."""

from __future__ import annotations

from importlib.resources import files

import moderngl
import pytest

from engine.errors import ShaderError
from engine.render import programs
from engine.render.programs import load_program, release_programs, source


def test_a_program_is_compiled_once_per_context_and_variant(ctx: moderngl.Context) -> None:
    plain = load_program(ctx, "skin", vertex="head", LIT=1)
    assert load_program(ctx, "skin", vertex="head", LIT=1) is plain
    assert load_program(ctx, "skin", vertex="head", LIT=1, HAIR=1) is not plain
    release_programs(ctx)


def test_setting_a_uniform_that_does_not_exist_names_those_that_do(ctx: moderngl.Context) -> None:
    with pytest.raises(ShaderError, match=r"straight has no uniform pictur\. It has: .*picture"):
        load_program(ctx, "straight", vertex="screen").set(pictur=0)


def test_drawing_with_a_uniform_never_set_names_it(ctx: moderngl.Context) -> None:
    program = load_program(ctx, "background", vertex="screen")
    program.set(picture=0)
    with pytest.raises(ShaderError, match="background was drawn without its uniform cover"):
        program.complete()


def test_an_error_in_an_include_is_told_with_file_line_and_the_drivers_words(
    ctx: moderngl.Context, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("shaders")
    (folder / "include").mkdir()
    (folder / "screen.vert").write_text(files("shaders").joinpath("screen.vert").read_text())
    (folder / "include/wrong.glsl").write_text("// fine\nfloat wrong() {\n    return undefined_name;\n}\n")
    (folder / "broken.frag").write_text(
        '#include "include/wrong.glsl"\nout vec4 out_color;\nvoid main() { out_color = vec4(wrong()); }\n'
    )
    monkeypatch.setattr(programs, "files", lambda _: folder)
    with pytest.raises(ShaderError, match=r"broken .*shaders/include/wrong\.glsl:3.*undefined_name"):
        load_program(ctx, "broken", vertex="screen")


def test_lines_after_an_include_keep_their_numbers(
    ctx: moderngl.Context, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("shaders")
    (folder / "screen.vert").write_text(files("shaders").joinpath("screen.vert").read_text())
    (folder / "three.glsl").write_text("float a;\nfloat b;\nfloat c;\n")
    (folder / "broken.frag").write_text('#include "three.glsl"\n\nvoid main() {\n    nothing();\n}\n')
    monkeypatch.setattr(programs, "files", lambda _: folder)
    with pytest.raises(ShaderError, match=r"shaders/broken\.frag:4"):
        load_program(ctx, "broken", vertex="screen")


def test_a_missing_include_names_who_wanted_it(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("shaders")
    (folder / "lonely.frag").write_text('\n#include "include/gone.glsl"\n')
    monkeypatch.setattr(programs, "files", lambda _: folder)
    with pytest.raises(ShaderError, match=r"shaders/include/gone\.glsl, included from shaders/lonely\.frag:2"):
        source("lonely.frag")
