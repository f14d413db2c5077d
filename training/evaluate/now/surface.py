"""Triangles and the seven landmarks on them, from and to files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.errors import BadInput
from engine.writing import whole
from training.evaluate.now.benchmark import NUM_LANDMARKS, Picture


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A mesh of triangles, in any unit and place."""

    vertices: Array  # [V, 3]
    faces: Array  # [F, 3]


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What a method says of one picture."""

    surface: Surface
    landmarks: Array  # [7, 3] as Benchmark.landmarks_of, on the surface


def read_surface(path: Path) -> Surface:
    """An .obj or .ply of triangles. BadInput where it is neither."""
    import igl

    try:
        vertices, faces = igl.read_triangle_mesh(str(path))
    except (RuntimeError, ValueError) as error:
        raise BadInput(f"{path} cannot be read as a mesh of triangles: write it as .obj or .ply.") from error
    if not len(faces) or faces.shape[1] != 3 or vertices.shape[1] != 3 or not np.isfinite(vertices).all():
        raise BadInput(f"{path} is no mesh of triangles with finite corners.")
    if faces.min() < 0 or faces.max() >= len(vertices):
        raise BadInput(f"{path} has triangles of corners that are not there: it is damaged.")
    return Surface(vertices, faces.astype(np.int64))


def find_prediction(folder: Path, picture: Picture) -> tuple[Path, Path]:
    """The files of a prediction in the layout that is sent in: the mesh, and the landmarks beside it."""
    stem = folder / picture.stem
    mesh = _first(stem, (".obj", ".ply"))
    landmarks = _first(stem, (".npy", ".txt"))
    if mesh is None or landmarks is None:
        raise BadInput(
            f"There is no prediction of {picture.stem}: NoW wants {stem}.obj or .ply, and its seven landmarks beside "
            "it as .npy or .txt."
        )
    return mesh, landmarks


def read_landmarks(path: Path) -> Array:
    """[7, 3] of a prediction. BadInput for anything but seven points."""
    try:
        points = np.load(path) if path.suffix == ".npy" else np.loadtxt(path, ndmin=2)
        points = np.asarray(points, np.float64)
    except (ValueError, OSError, EOFError, TypeError) as error:
        raise BadInput(f"{path} holds no numbers: it should be {NUM_LANDMARKS} points x y z.") from error
    if points.shape != (NUM_LANDMARKS, 3) or not np.isfinite(points).all():
        shape = "x".join(map(str, points.shape))
        raise BadInput(f"{path} holds {shape} numbers, NoW wants {NUM_LANDMARKS}x3.")
    return points


def write_prediction(folder: Path, picture: Picture, prediction: Prediction) -> None:
    """As `find_prediction` finds it; the mesh comes last."""
    stem = folder / picture.stem
    stem.parent.mkdir(parents=True, exist_ok=True)
    surface = prediction.surface
    lines = [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in surface.vertices.tolist()]
    lines += [f"f {a} {b} {c}" for a, b, c in (surface.faces + 1).tolist()]
    with whole(stem.with_name(f"{stem.name}.npy")) as temporary, temporary.open("wb") as file:
        np.save(file, prediction.landmarks.astype(np.float32))
    with whole(stem.with_name(f"{stem.name}.obj")) as temporary:
        temporary.write_text("\n".join(lines) + "\n", encoding="ascii")


def _first(stem: Path, endings: tuple[str, ...]) -> Path | None:
    paths = (stem.with_name(stem.name + ending) for ending in endings)
    return next((path for path in paths if path.is_file()), None)
