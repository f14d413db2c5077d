"""Shader programs from the `shaders` package: includes, variants, one cache per context, checked uniforms."""

from __future__ import annotations

import re
from importlib.resources import files

import moderngl
import numpy as np

from engine.check import Array
from engine.errors import ShaderError

_INCLUDE = re.compile(r'^\s*#include\s+"([^"]+)"\s*$')
# Mesa: "0:12(5): error: ...", NVIDIA: "0(12) : error C1008: ...", AMD and Apple: "ERROR: 0:12: ..."
_PLACE = re.compile(r"\b0(?::(\d+)(?:\(\d+\))?|\((\d+)\))")

# np.float32(array) is an array, but to a type checker it is a number.
Uniform = float | int | tuple[float, ...] | Array | np.float32


class Program:
    """A linked program that insists on its uniforms: every one it has is set, and every one set exists."""

    def __init__(self, name: str, gl: moderngl.Program) -> None:
        self.name = name
        self.gl = gl
        self._missing = {key for key in gl if isinstance(gl[key], moderngl.Uniform)}

    def set(self, **uniforms: Uniform) -> None:
        """Set uniforms by name; arrays are written as they lie (GLSL matrices: column-major, so pass transposes)."""
        for key, value in uniforms.items():
            member = self.gl.get(key, None)
            if not isinstance(member, moderngl.Uniform):
                raise ShaderError(f"Shader {self.name} has no uniform {key}. It has: {', '.join(sorted(self.gl))}.")
            if isinstance(value, np.ndarray):
                member.write(value.tobytes())
            else:
                member.value = value
            self._missing.discard(key)

    def complete(self) -> moderngl.Program:
        """The program, ready to draw. ShaderError when a uniform was never set."""
        if self._missing:
            raise ShaderError(f"Shader {self.name} was drawn without its uniform {', '.join(sorted(self._missing))}.")
        return self.gl


def load_program(ctx: moderngl.Context, name: str, *, vertex: str | None = None, **defines: int) -> Program:
    """Program of shaders/`name`.frag and shaders/`vertex`.vert (default `name`), compiled once per context.

    `defines` become #define lines in both stages. ShaderError with file, line and the driver's words.
    """
    vertex = vertex or name
    cache: dict[tuple[object, ...], Program] = _cache(ctx)
    key = (name, vertex, *sorted(defines.items()))
    if key not in cache:
        label = name + "".join(f" {define}={value}" for define, value in sorted(defines.items()))
        vertex_text, vertex_places = source(f"{vertex}.vert", defines)
        fragment_text, fragment_places = source(f"{name}.frag", defines)
        try:
            gl = ctx.program(vertex_shader=vertex_text, fragment_shader=fragment_text)
        except moderngl.Error as error:
            message = str(error)
            places = vertex_places if "vertex_shader" in message else fragment_places
            raise ShaderError(f"Shader {label} does not compile: {_explained(message, places)}") from error
        cache[key] = Program(label, gl)
    return cache[key]


def release_programs(ctx: moderngl.Context) -> None:
    """Free every program of this context."""
    cache = _cache(ctx)
    for program in cache.values():
        program.gl.release()
    cache.clear()


def source(file: str, defines: dict[str, int] | None = None) -> tuple[str, list[str]]:
    """GLSL text of shaders/`file` with its includes, and for each of its lines the file and line it came from.

    Our own table, because drivers disagree about the source numbers of #line (Mesa forgets them in expressions).
    """
    lines = ["#version 330 core", *(f"#define {name} {value}" for name, value in sorted((defines or {}).items()))]
    places = [f"#define {number}" for number in range(len(lines))]
    _append(file, lines, places, included_from="")
    return "\n".join(lines) + "\n", places


def _append(file: str, lines: list[str], places: list[str], included_from: str) -> None:
    path = files("shaders").joinpath(file)
    if not path.is_file():
        by = f", included from {included_from}," if included_from else ""
        raise ShaderError(f"The shader file shaders/{file}{by} is missing. Reinstall the application to get it back.")
    if f"shaders/{file}:1" in places:  # like #pragma once
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"shaders/{file}:{number}"
        include = _INCLUDE.match(line)
        lines.append("" if include else line)
        places.append(place)
        if include:
            _append(include[1], lines, places, included_from=place)


def _explained(message: str, places: list[str]) -> str:
    """The driver's complaints with the places in our files."""

    def name(place: re.Match[str]) -> str:
        number = int(place[1] or place[2])
        return places[number - 1] if 0 < number <= len(places) else place[0]

    complaints = [line for line in message.splitlines() if "error" in line.lower() and _PLACE.search(line)]
    return " | ".join(_PLACE.sub(name, line, count=1).strip() for line in complaints or [message.strip()])


def _cache(ctx: moderngl.Context) -> dict[tuple[object, ...], Program]:
    if ctx.extra is None:
        ctx.extra = {}
    return ctx.extra.setdefault("programs", {})
