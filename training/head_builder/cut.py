"""The skin as a disc: cut open at the back, holes of eyes and mouth closed, ready to be flattened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.check import Array


@dataclass(frozen=True, slots=True, eq=False)
class Disc:
    """A surface with one boundary. The last `num_fill` triangles close holes and carry no texture."""

    vertices: Array  # [n, 3]
    faces: Array  # [m, 3]
    boundary: Array  # [b] loop, counter-clockwise
    num_fill: int
    source: Array  # [n] vertex of the head that each one is, -1 for the middles of holes


def boundary_loops(faces: Array) -> list[Array]:
    """Boundary loops, the longest first."""
    directed = {(int(a), int(b)) for face in faces for a, b in zip(face, np.roll(face, -1), strict=True)}
    following = {a: b for a, b in sorted(directed) if (b, a) not in directed}
    loops = []
    while following:
        start, at = next(iter(following.items()))
        loop = [start]
        del following[start]
        while at != start:
            loop.append(at)
            at = following.pop(at)
        loops.append(np.array(loop))
    return sorted(loops, key=len, reverse=True)


def back_seam(template: Array, quads: Array, middle: Array) -> list[int]:
    """Vertices of the middle plane from behind the crown down to the end of the neck.

    quads: of skin and neck  middle: [V] bool, vertices of the symmetry plane.
    """
    neighbours: dict[int, set[int]] = {}
    for quad in quads.tolist():
        for k in range(4):
            neighbours.setdefault(quad[k], set()).update((quad[k - 1], quad[(k + 1) % 4]))
    on_plane = [v for v in np.unique(quads).tolist() if middle[v]]
    crown = max(on_plane, key=lambda v: template[v, 1])
    # Of the crown's two neighbours on the plane the one farther back leads down the back of the head.
    path = [crown, min((v for v in neighbours[crown] if middle[v]), key=lambda v: template[v, 2])]
    while True:
        onward = [v for v in neighbours[path[-1]] if middle[v] and v not in path]
        if not onward:
            break
        path.append(min(onward, key=lambda v: template[v, 2]))
    start = next(i for i, v in enumerate(path) if template[v, 1] < 0.118 and template[v, 2] < -0.03)
    return path[start:]


def cut_open(template: Array, faces: Array, seam: list[int]) -> Disc:
    """Cut `faces` [m, 3] along the seam (its first vertex stays whole) and close the inner holes by fans."""
    doubled = {v: len(template) + i for i, v in enumerate(seam[1:])}
    right = template[faces, 0].mean(1) < 0
    cut = faces.copy()
    for vertex, copy in doubled.items():
        cut[right] = np.where(cut[right] == vertex, copy, cut[right])
    everywhere = np.concatenate([np.arange(len(template)), np.array(seam[1:], int)])
    used = np.unique(cut)
    local = np.full(len(everywhere), -1)
    local[used] = np.arange(len(used))
    faces, source = local[cut], everywhere[used]
    vertices = template[source]
    outline, *holes = boundary_loops(faces)
    for hole in holes:
        centre = len(vertices)
        vertices = np.concatenate([vertices, vertices[hole].mean(0)[None]])
        source = np.append(source, -1)
        fan = np.stack([np.roll(hole, -1), hole, np.full(len(hole), centre)], 1)
        faces = np.concatenate([faces, fan])
    return Disc(vertices, faces, outline, sum(map(len, holes)), source)
