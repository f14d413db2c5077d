"""FLAME's files, in the layouts of 2019 to 2023, written from the tiny head's numbers: nothing licensed is needed."""

import io
import pickle
import struct

import numpy as np

FLAME_ORIGIN = np.array([0.001, -0.012, 0.03])  # m; FLAME's eyes are not where ours are


def stand_in(module_name, name):
    """A class that pickles under the name of one that need not be installed."""
    return type(name, (), {"__module__": module_name, "__qualname__": name})


Ch = stand_in("chumpy.ch", "Ch")
Select = stand_in("chumpy.reordering", "Select")
CscOld, CscNew = stand_in("scipy.sparse.csc", "csc_matrix"), stand_in("scipy.sparse._csc", "csc_matrix")


def with_state(cls, **state):
    thing = cls()
    thing.__dict__.update(state)
    return thing


class Python2Pickler(pickle._Pickler):
    """Writes what Python 2 with the numpy of its time wrote: bytes and text are both its `str`."""

    dispatch = dict(pickle._Pickler.dispatch)  # noqa: RUF012  (as its base class has it)

    def save_str2(self, text):
        raw = text if isinstance(text, bytes) else text.encode("latin-1")
        if self.proto == 0:
            self.write(b"S" + repr(raw)[1:].encode("ascii") + b"\n")
        else:
            self.write(b"T" + struct.pack("<i", len(raw)) + raw)
        self.memoize(text)

    def save_global(self, obj, name=None):
        path = obj.__module__.replace("numpy._core", "numpy.core").replace("builtins", "__builtin__")
        self.write(f"c{path.replace('copyreg', 'copy_reg')}\n{obj.__qualname__}\n".encode())
        self.memoize(obj)

    dispatch[bytes] = dispatch[str] = save_str2
    dispatch[type] = save_global
    dispatch[type(len)] = save_global
    dispatch[type(stand_in)] = save_global


def python2(content, protocol):
    file = io.BytesIO()
    Python2Pickler(file, protocol).dump(content)
    return file.getvalue()


def csc(cls, dense):
    rows, columns = np.nonzero(dense.T)[::-1]
    starts = np.searchsorted(columns, np.arange(dense.shape[1] + 1)).astype(np.int32)
    return with_state(
        cls, _shape=dense.shape, format="csc", maxprint=50, data=dense[rows, columns],
        indices=rows.astype(np.int32), indptr=starts,
    )  # fmt: skip


def flame_content(head, *, chumpy, csc_class):
    """The dictionary in a FLAME file, with the tiny head's numbers in it."""
    shapedirs = np.zeros((head.num_vertices, 3, 400))
    shapedirs[:, :, : head.num_shape] = head.shape_basis
    shapedirs[:, :, 300 : 300 + head.num_expression] = head.expression_basis
    kintree = np.array([[4294967295, 0, 1, 1, 1], [0, 1, 2, 3, 4]], np.uint32)

    def maybe(array):
        return with_state(Ch, x=array, _dirty_vars={"x"}, _itr=None) if chumpy else array

    return {
        "f": head.faces.astype(np.uint32),
        "kintree_table": kintree if chumpy else kintree.astype(np.int64),
        "J_regressor": csc(csc_class, head.J_regressor.astype(np.float64)),
        "weights": maybe(head.weights.astype(np.float64)),
        "posedirs": maybe(np.asfortranarray(head.posedirs.astype(np.float64))),
        "v_template": maybe(head.v_template + FLAME_ORIGIN),
        "shapedirs": maybe(shapedirs),
        "bs_style": "lbs",
        "bs_type": "lrotmin",
    }


LAYOUTS = {
    "2019": lambda head: python2(flame_content(head, chumpy=True, csc_class=CscOld), 2),
    "2020": lambda head: python2(flame_content(head, chumpy=False, csc_class=CscOld), 2),
    "2023": lambda head: python2(flame_content(head, chumpy=False, csc_class=CscNew), 2),
    "text": lambda head: python2(flame_content(head, chumpy=True, csc_class=CscOld), 0),
    "dense": lambda head: pickle.dumps(
        {**flame_content(head, chumpy=False, csc_class=CscNew), "J_regressor": head.J_regressor}, 2
    ),
    "python3": lambda head: pickle.dumps(
        {**flame_content(head, chumpy=False, csc_class=CscNew), "J_regressor": head.J_regressor}, 5
    ),
}
