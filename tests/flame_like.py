"""A file with all that a FLAME file has, made from the open head: 5023 vertices, 9976 triangles, 300 + 100 components.

It is another person, on another mesh whose vertices come in another order, with components that no control of ours is.
"""

import numpy as np
from flame_files import FLAME_ORIGIN, Ch, CscOld, csc, python2, with_state

from engine.head.head_model import shaped

NUM_VERTICES, NUM_FACES = 5023, 9976
PARTS = ("skin", "neck", "eye_l", "eye_r")
STRETCH = np.array([1.03, 0.96, 1.02])
CODE = np.array([0.9, -0.7, 0.6, -0.8, 0.5, 0.7, -0.5, 0.4])


def flame_like(open_head, seed=0):
    """The dictionary of arrays in a FLAME file; chumpy arrays and a sparse matrix inside."""
    random = np.random.default_rng(seed)
    faces = open_head.faces[open_head.faces_of(*PARTS)]
    used, faces = np.unique(faces, return_inverse=True)
    faces = faces.reshape(-1, 3)
    vertices, joints = shaped(open_head, CODE)
    blocks = [vertices * STRETCH, open_head.weights, open_head.posedirs.reshape(-1, 108)]
    blocks += [open_head.shape_basis.reshape(open_head.num_vertices, -1)]
    blocks += [open_head.expression_basis.reshape(open_head.num_vertices, -1)]
    widths = np.cumsum([block.shape[1] for block in blocks])[:-1]
    values, faces = _refined(np.concatenate(blocks, 1)[used], faces)
    order = random.permutation(NUM_VERTICES)
    values, faces = values[order], np.argsort(order)[faces][random.permutation(NUM_FACES)]
    template, weights, posedirs, shape, units = np.split(values, widths, axis=1)
    shapedirs = np.zeros((NUM_VERTICES, 3, 400))
    shapedirs[:, :, :100] = shape.reshape(NUM_VERTICES, 3, -1)
    units = units.reshape(NUM_VERTICES * 3, -1)
    mixed = units @ random.normal(0, 0.2, (units.shape[1], 100))  # what a component moves, several controls move
    shapedirs[:, :, 300:] = mixed.reshape(NUM_VERTICES, 3, 100)
    weights = weights / weights.sum(1, keepdims=True)
    kintree = np.array([[4294967295, 0, 1, 1, 1], [0, 1, 2, 3, 4]], np.uint32)
    return {
        "f": faces.astype(np.uint32),
        "kintree_table": kintree,
        "J_regressor": csc(CscOld, _regressor(template, joints * STRETCH)),
        "weights": _ch(weights),
        "posedirs": _ch(np.asfortranarray(posedirs.reshape(NUM_VERTICES, 3, 36))),
        "v_template": _ch(template + FLAME_ORIGIN),
        "shapedirs": _ch(shapedirs),
        "bs_style": "lbs",
        "bs_type": "lrotmin",
    }


def write_flame_like(open_head, path):
    path.write_bytes(python2(flame_like(open_head), 2))
    return path


def _ch(array):
    return with_state(Ch, x=array, _dirty_vars={"x"}, _itr=None)


def _refined(values, faces):
    """Edges halved, the longest first, until there are as many vertices as FLAME has; then triangles turned inwards."""
    while len(values) < NUM_VERTICES:
        ends = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), 1)
        edges, count = np.unique(ends, axis=0, return_counts=True)
        inner = edges[count == 2]
        length = np.linalg.norm(np.diff(values[inner, :3], axis=1)[:, 0], axis=1)
        touched, chosen = set(), []
        of_edge = {}
        for index, face in enumerate(faces.tolist()):
            for a, b in ((0, 1), (1, 2), (2, 0)):
                of_edge.setdefault(tuple(sorted((face[a], face[b]))), []).append(index)
        for edge in inner[np.argsort(-length)][: len(inner) // 8].tolist():
            both = of_edge[tuple(edge)]
            if len(values) + len(chosen) < NUM_VERTICES and touched.isdisjoint(both):
                touched.update(both)
                chosen.append((edge, both))
        faces = [list(face) for face in faces.tolist()]
        middles = []
        for (a, b), both in chosen:
            middle = len(values) + len(middles)
            middles.append((values[a] + values[b]) / 2)
            for index in both:
                face = faces[index]
                faces[index] = [middle if v == a else v for v in face]
                faces.append([middle if v == b else v for v in face])
        values, faces = np.concatenate([values, middles]), np.array(faces)
    lacking = NUM_FACES - len(faces)
    lowest = np.argsort(values[faces, 1].mean(1))[:lacking]  # where nobody looks: they have no normals
    return values, np.concatenate([faces, faces[lowest][:, ::-1]])


def _regressor(template, joints):
    """[5, V] each joint as a mixture of the vertices around it."""
    rows = np.zeros((5, len(template)))
    for row, joint in enumerate(joints):
        near = np.argsort(np.linalg.norm(template - joint, axis=1))[:200]
        system = np.concatenate([template[near].T, np.ones((1, len(near)))])
        rows[row, near] = np.linalg.lstsq(system, np.array([*joint, 1.0]), rcond=None)[0]
    return rows


__all__ = ["NUM_FACES", "NUM_VERTICES", "flame_like", "write_flame_like"]
