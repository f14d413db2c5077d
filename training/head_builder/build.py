"""Builds the open head: MakeHuman's CC0 data in, assets/head out. The steps in order."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.head.arkit import ARKIT52, JAW_OPEN_RAD
from engine.head.head_model import Head
from engine.head.store import save_head
from training.head_builder import landmark_fit, rig, textures
from training.head_builder.assemble import Shape, assemble
from training.head_builder.atlas import unwrap_all
from training.head_builder.eyes import lids
from training.head_builder.identity import Anatomy, identities
from training.head_builder.lid_fit import Followers
from training.head_builder.lips import lips
from training.head_builder.scalp import scalp
from training.head_builder.selection import select
from training.head_builder.source import DM, Source, fetch
from training.head_builder.targets import load_targets
from training.head_builder.units import units

HEAD_ID = "open-1"
NUM_SHAPE = 100
NUM_SAMPLES = 3400
PARENTS = (-1, 0, 1, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """A head, and what solving its landmarks needs besides."""

    head: Head
    anatomy: Anatomy
    albedo: Array  # [1024, 1024, 3] uint8 sRGB
    held_out_mm: float


def build(source: Source, num_samples: int = NUM_SAMPLES, *, with_landmarks: bool = True) -> Built:
    """The open head from MakeHuman's data; the same bytes every time.

    with_landmarks=False leaves the embedding empty, for solving it anew on this very mesh.
    """
    shape, anatomy, held_out_mm = build_shape(source, num_samples)
    uv, uv_faces = unwrap_all(anatomy.selection, shape)
    albedo = textures.albedo(shape, uv, uv_faces)
    return Built(_head(shape, uv, uv_faces, with_landmarks), anatomy, albedo, held_out_mm)


def build_shape(source: Source, num_samples: int = NUM_SAMPLES) -> tuple[Shape, Anatomy, float]:
    """The head before it is unwrapped, and its error on held-out people, mm."""
    selection = select(source)
    groups = [source.vertex_group(name) for name in rig.EXTRA_JOINTS]
    wanted = np.concatenate([selection.base_ids, *groups])
    starts = np.cumsum([len(selection.base_ids), *map(len, groups)])
    joints = {
        name: np.arange(start, start + len(group))
        for name, start, group in zip(rig.EXTRA_JOINTS, starts, groups, strict=False)
    }
    targets = load_targets(source, wanted)
    base = source.base_mesh().vertices[wanted] * DM

    grids = lids(selection, "l"), lids(selection, "r")
    lashes = Followers(selection, grids[0], "l"), Followers(selection, grids[1], "r")
    anatomy = Anatomy(selection, grids, lashes, lips(selection))
    people = identities(anatomy, targets, base, num_samples, NUM_SHAPE)

    jaw = rig.jaw(selection, targets, base[joints["joint-mouth"]].mean(0))
    if abs(jaw.angle - JAW_OPEN_RAD) > 1e-4:
        raise ValueError(f"MakeHuman's jaw opens by {jaw.angle:.4f} rad, engine.head.arkit says {JAW_OPEN_RAD}")
    regressor = rig.joint_regressor(selection, people, joints)
    unit = units(anatomy, targets, people, jaw, (regressor @ people.template)[2])
    weights = rig.skinning_weights(source, selection, jaw.weights)
    shape = assemble(selection, people, jaw, unit, weights, regressor)
    return shape, anatomy, people.held_out_mm


def _head(shape: Shape, uv: Array, uv_faces: Array, with_landmarks: bool) -> Head:
    landmark_faces, landmark_weights = np.zeros(478, np.int32), np.tile([1.0, 0.0, 0.0], (478, 1))
    if with_landmarks:
        landmark_faces, landmark_weights = landmark_fit.stored(shape.faces)
    part_names = tuple(str(name) for name in np.unique(shape.parts))
    return Head(
        id=HEAD_ID,
        basis="arkit52",
        expression_names=ARKIT52,
        v_template=shape.template,
        shape_basis=shape.basis,
        expression_basis=shape.units,
        posedirs=shape.posedirs,
        J_regressor=shape.regressor,
        weights=shape.weights,
        parents=PARENTS,
        faces=shape.faces,
        uv=uv,
        uv_faces=uv_faces,
        part_names=part_names,
        parts=np.searchsorted(part_names, shape.parts),
        mirror=shape.mirror,
        landmark_faces=landmark_faces,
        landmark_weights=landmark_weights,
        scalp=scalp(shape),
    )


def write(built: Built, folder: Path) -> None:
    """open.safetensors and albedo.png."""
    folder.mkdir(parents=True, exist_ok=True)
    save_head(built.head, folder / "open.safetensors")
    textures.write_png(built.albedo, folder / "albedo.png")


def open_source(path: Path | None) -> Source:
    """The wheel or folder at `path`, or the pinned wheel fetched from the package index."""
    if path is not None:
        return Source(path)
    with tempfile.TemporaryDirectory() as folder:
        return Source(fetch(Path(folder)))  # the open zip file outlives its name
