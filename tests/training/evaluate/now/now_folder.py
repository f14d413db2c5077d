"""A NoW benchmark of its own making: scans of known heads, in another topology, elsewhere and in millimetres."""

import numpy as np

from engine.head.head_model import rotations, shaped
from engine.head.landmarks import embed
from training.evaluate.now.predict import SEVEN


def scanned(head, shape, random, *, noise_mm=0.0, density=4000):
    """Points strewn over the head's skin, joined anew where they lie on the same triangle; noise along its normal.

    Returns vertices [N, 3] and triangles [M, 3] of the scan, its landmarks [7, 3], m, and the noise of each point, m.
    """
    vertices, _ = shaped(head, shape)
    faces = head.faces[head.faces_of("skin", "neck", "eye_l", "eye_r")]
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    normal = np.cross(b - a, c - a)
    area = np.linalg.norm(normal, axis=1)
    area = np.where(((a + b + c) / 3)[:, 2] > np.quantile(vertices[:, 2], 0.3), area, 0.0)  # the front is scanned
    chosen = random.choice(len(faces), density, p=area / area.sum())
    u, v = random.random((2, density))
    u, v = np.where(u + v > 1, 1 - u, u), np.where(u + v > 1, 1 - v, v)
    at = a[chosen] + u[:, None] * (b - a)[chosen] + v[:, None] * (c - a)[chosen]
    off = random.normal(0, noise_mm / 1e3, density)
    points = at + off[:, None] * normal[chosen] / area[chosen, None]
    order = np.argsort(chosen, kind="stable")
    triangles = np.stack([order[:-2], order[1:-1], order[2:]], 1)
    return points, triangles, embed(head, vertices)[SEVEN], off


def elsewhere(random):
    """A similarity of the reader's own: metres to the scanner's millimetres, turned and moved."""
    turn = rotations(random.normal(0, 1.0, 3))
    shift = random.normal(0, 300, 3)
    return lambda points: 1000 * points @ turn.T + shift


def write_scan(root, subject, points, triangles, marks):
    """scans/SUBJECT/*.obj and scans_lmks_onlypp/SUBJECT/*.pp, as the benchmark has them."""
    (root / "scans" / subject).mkdir(parents=True)
    lines = [f"v {x:.7f} {y:.7f} {z:.7f}" for x, y, z in points]
    lines += [f"f {a} {b} {c}" for a, b, c in triangles + 1]
    (root / "scans" / subject / "scan.obj").write_text("\n".join(lines))
    (root / "scans_lmks_onlypp" / subject).mkdir(parents=True)
    told = [f' <point x="{x:.6f}" y="{y:.6f}" z="{z:.6f}" active="1" name="{i}"/>' for i, (x, y, z) in enumerate(marks)]
    head = ["<!DOCTYPE PickedPoints>", "<PickedPoints>", " <DocumentData>", '  <User name="x"/>', " </DocumentData>"]
    (root / "scans_lmks_onlypp" / subject / "scan_picked_points.pp").write_text(
        "\n".join([*head, *told, "</PickedPoints>"])
    )
