"""FLAME's files, in the layouts of 2019 to 2023, built here from the tiny head; and files that mean harm."""

import io
import pickle
import pickletools
import struct

import numpy as np
import pytest

from engine.errors import AssetMissing, AvatarError, BadInput, ModelMismatch
from engine.head import convert_flame as module
from engine.head.convert_flame import convert_flame
from engine.head.head_model import pose, shaped
from engine.head.inert_pickle import MAX_OPCODES
from engine.head.landmarks import IBUG68, LEFT_IRIS, LIPS, OVAL, RIGHT_IRIS, embed
from engine.head.pickled_arrays import read_arrays
from engine.head.store import load_head, save_head
from engine.types import Motion

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


@pytest.fixture
def embedding(tiny_head, tmp_path):
    """105 points, given exactly, as FLAME's authors give them."""
    path = tmp_path / "mediapipe_landmark_embedding.npz"
    known = np.concatenate([LIPS, np.setdiff1d(np.arange(468), LIPS)[::7][:65]])
    np.savez(
        path, lmk_face_idx=tiny_head.landmark_faces[known], lmk_b_coords=tiny_head.landmark_weights[known],
        landmark_indices=known,
    )  # fmt: skip
    return path


@pytest.fixture
def write(tmp_path):
    def write(data):
        path = tmp_path / "generic_model.pkl"
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_head(tiny_head, embedding, write, layout):
    head = convert_flame(write(LAYOUTS[layout](tiny_head)), embedding, like=tiny_head)
    assert head.basis == "flame_pca"
    assert head.id.startswith("flame-")
    assert (head.num_shape, head.num_expression) == (300, 100)
    assert head.parents == (-1, 0, 1, 1, 1)
    random = np.random.default_rng(0)
    shape, expression = np.zeros(300), np.zeros(100)
    shape[:10], expression[:52] = random.normal(0, 1, 10), random.random(52)
    poses = {
        name: random.normal(0, 0.3, 3) for name in ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")
    }
    np.testing.assert_allclose(
        pose(head, shape, Motion(expression=expression, **poses)),
        pose(tiny_head, shape[:10], Motion(expression=expression[:52], **poses)),
        atol=1e-6,
    )
    np.testing.assert_array_equal(head.faces, tiny_head.faces)


def test_the_eyes_come_to_where_ours_are(tiny_head, embedding, write):
    head = convert_flame(write(LAYOUTS["2019"](tiny_head)), embedding, like=tiny_head)
    np.testing.assert_allclose(shaped(head, np.zeros(0))[1][3:].mean(0), [0, 0.025, 0.040], atol=1e-6)


def test_given_landmarks_are_kept_and_the_others_follow(tiny_head, embedding, write):
    head = convert_flame(write(LAYOUTS["2020"](tiny_head)), embedding, like=tiny_head)
    with np.load(embedding) as file:
        known = file["landmark_indices"]
    np.testing.assert_array_equal(head.landmark_faces[known], tiny_head.landmark_faces[known])
    off = np.linalg.norm(embed(head, head.v_template) - embed(tiny_head, tiny_head.v_template), axis=1)
    assert off[known].max() < 1e-6
    assert off.max() < 0.002  # m


def test_landmarks_carried_over_from_a_different_head_make_a_face(tiny_head, open_head, embedding, write):
    """The shipped head is much finer and shaped otherwise; its points still find their places."""
    known = np.unique(np.concatenate([LIPS, IBUG68, OVAL]))
    np.savez(
        embedding, lmk_face_idx=tiny_head.landmark_faces[known], lmk_b_coords=tiny_head.landmark_weights[known],
        landmark_indices=known,
    )  # fmt: skip
    head = convert_flame(write(LAYOUTS["2023"](tiny_head)), embedding, like=open_head)
    points, truth = embed(head, head.v_template), embed(tiny_head, tiny_head.v_template)
    irises = [LEFT_IRIS, RIGHT_IRIS]
    assert np.linalg.norm(points[irises] - truth[irises], axis=1).max() < 0.002  # m
    for lid, iris, side in ((386, LEFT_IRIS, 1), (374, LEFT_IRIS, -1), (159, RIGHT_IRIS, 1), (145, RIGHT_IRIS, -1)):
        above = (points[lid] - points[iris]) * [1, side, 0]
        assert abs(above[0]) < 0.004
        assert 0.001 < above[1] < 0.012
    cheek_left, cheek_right = points[[425, 205]]
    assert points[61, 0] > cheek_right[0]
    assert points[291, 0] < cheek_left[0]
    assert points[17, 1] < cheek_left[1] < points[374, 1]


def test_parts_and_texture_coordinates_made_on_the_spot(tiny_head, embedding, write):
    head = convert_flame(write(LAYOUTS["2023"](tiny_head)), embedding, like=tiny_head)
    for name in ("eye_l", "eye_r"):
        np.testing.assert_array_equal(head.vertices_of(name), tiny_head.vertices_of(name))
    assert head.uv.min() >= 0
    assert head.uv.max() <= 1
    corners = head.uv[head.uv_faces]
    assert np.ptp(corners, axis=1).max() < 0.6  # no triangle runs around the back


def test_an_obj_gives_its_texture_coordinates(tiny_head, embedding, write, tmp_path):
    obj = tmp_path / "head_template.obj"
    lines = [f"v {x} {y} {z}" for x, y, z in tiny_head.v_template]
    lines += [f"vt {u} {v}" for u, v in tiny_head.uv]
    corners = np.stack([tiny_head.faces, tiny_head.uv_faces], 2) + 1
    lines += ["f " + " ".join(f"{v}/{t}" for v, t in face) for face in corners]
    obj.write_text("\n".join(lines))
    model = write(LAYOUTS["2020"](tiny_head))
    head = convert_flame(model, embedding, like=tiny_head, template=obj)
    np.testing.assert_allclose(head.uv, tiny_head.uv, atol=1e-6)
    np.testing.assert_array_equal(head.uv_faces, tiny_head.uv_faces)
    obj.write_text("\n".join(lines[:-1]))
    with pytest.raises(ModelMismatch, match=r"head_template\.obj has other triangles"):
        convert_flame(model, embedding, like=tiny_head, template=obj)


def test_masks_tell_the_neck(tiny_head, embedding, write, tmp_path):
    masks = tmp_path / "FLAME_masks.pkl"
    masks.write_bytes(python2({"neck": tiny_head.vertices_of("neck"), "face": np.arange(5)}, 2))
    head = convert_flame(write(LAYOUTS["2020"](tiny_head)), embedding, like=tiny_head, masks=masks)
    assert set(tiny_head.faces_of("neck")) <= set(head.faces_of("neck"))
    assert len(head.faces_of("skin")) > 100


def test_an_imported_head_can_be_stored(tiny_head, embedding, write, tmp_path):
    head = convert_flame(write(LAYOUTS["2023"](tiny_head)), embedding, like=tiny_head)
    save_head(head, tmp_path / "flame.safetensors")
    again = load_head(tmp_path / "flame.safetensors")
    assert (again.id, again.basis) == (head.id, "flame_pca")
    np.testing.assert_array_equal(again.v_template, head.v_template)


def test_chumpy_selections_are_worked_out():
    array = np.arange(24.0)
    content = {
        "picked": with_state(
            Select, a=with_state(Ch, x=array), idxs=np.array([3, 1, 2, 0]), preferred_shape=(2, 2), _itr=None
        )
    }
    np.testing.assert_array_equal(read_arrays(python2(content, 2), "file")["picked"], [[3, 1], [2, 0]])


@pytest.mark.parametrize("dtype", ["<f4", ">f8", "<i4", "<u2", "|b1", "|u1"])
def test_numbers_of_every_kind_are_read(dtype):
    array = np.arange(6).reshape(2, 3).astype(dtype)
    np.testing.assert_array_equal(read_arrays(python2({"a": array}, 2), "file")["a"], array, strict=True)


class Calls:
    """Pickles as a call."""

    def __init__(self, callee, *args):
        self.callee, self.args = callee, args

    def __reduce__(self):
        return self.callee, self.args


def call(path, *args):
    """Protocol 0 that calls module.name with text arguments, as an attacker would write it."""
    module_name, name = path.rsplit(".", 1)
    return (
        f"(dS'v_template'\nc{module_name}\n{name}\n(".encode()
        + b"".join(b"S" + repr(arg).encode() + b"\n" for arg in args)
        + b"tRs."
    )


def harmful(target):
    touch = f"touch {target}"
    code = f"open({str(target)!r}, 'w')"
    text = len(touch)
    objects = np.array([Calls(exec, code), None], dtype=object)
    return {
        "system": call("os.system", touch),
        "posix": call("posix.system", touch),
        "eval": call("builtins.eval", code),
        "eval in Python 2": call("__builtin__.eval", code),
        "numpy's own exec": call("numpy.testing._private.utils.runstring", code, "x"),
        "numpy's loader": call("numpy.load", str(target)),
        "getattr": call("builtins.getattr", "x", "y"),
        "an attribute of a known class": call("chumpy.ch.Ch.__init__.__globals__", "x"),
        "a known module's other function": call("numpy.core.multiarray.fromfile", str(target)),
        "protocol 4": pickle.dumps({"v_template": Calls(exec, code)}, 4),
        "inside an object array": pickle.dumps({"v_template": objects}, 2),
        "inst": f"(S'{touch}'\nios\nsystem\n.".encode(),
        "obj": b"(cos\nsystem\nU" + bytes([text]) + touch.encode() + b"o.",
        "a persistent id": b"Pos.system\n.",
        "an extension": b"\x80\x02\x82\x01.",
        "a call of a made thing": b"cnumpy\ndtype\n)R)R.",
        "a state for a class": b"cnumpy\ndtype\n}b.",
        "a list of a class": b"cnumpy\ndtype\n.",
    }


@pytest.mark.parametrize("attack", list(harmful("target")))
def test_a_harmful_file_is_refused_and_nothing_happens(tiny_head, embedding, write, tmp_path, attack):
    target = tmp_path / "harmed"
    with pytest.raises(ModelMismatch) as refused:
        convert_flame(write(harmful(target)[attack]), embedding, like=tiny_head)
    assert not target.exists()
    message = str(refused.value)
    assert message.startswith("generic_model.pkl")
    assert "\n" not in message
    assert message.endswith(".")


def damaged(good):
    return {
        "empty": b"",
        "text": b"this is no pickle",
        "half": good[: len(good) // 2],
        "without its end": good[:-1],
        "a number": pickle.dumps(3),
        "no arrays": pickle.dumps({"f": "none"}),
        "a memo of eight billion places": b"\x80\x02Nr\xff\xff\xff\xff.",
        "bytes that are not there": b"\x80\x04\x8e" + struct.pack("<Q", 2**62) + b"x.",
        "an array larger than its bytes": good.replace(b"K\xfcK\x03", b"K\xfdK\x03"),
        "a flood": b"N" * (MAX_OPCODES + 10) + b".",
        "popping nothing": b"000.",
        "a mark that is not there": b"t.",
    }


@pytest.mark.parametrize("damage", list(damaged(b"")))
def test_a_damaged_file_is_refused(tiny_head, embedding, write, damage):
    good = LAYOUTS["2020"](tiny_head)
    with pytest.raises(ModelMismatch, match=r"generic_model\.pkl"):
        convert_flame(write(damaged(good)[damage]), embedding, like=tiny_head)


def test_nested_selections_end_in_a_sentence():
    """Ten thousand chumpy objects inside one another."""
    inner = b"cchumpy.ch\nCh\n)\x81}U\x01x" * 10_000 + b"N" + b"sb" * 10_000
    with pytest.raises(ModelMismatch, match="damaged array 'a'"):
        read_arrays(b"\x80\x02}U\x01a" + inner + b"s.", "file")


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("v_template", None, "has no v_template"),
        ("weights", np.zeros((3, 5)), "has a weights of"),
        ("posedirs", np.full((252, 3, 36), np.nan), "has a posedirs of"),
        ("kintree_table", np.array([[-1, 0, 1, 2, 3], [0, 1, 2, 3, 4]]), "has joints"),
        ("f", np.array([[0, 1, 252]]), "triangles without vertices"),
        ("shapedirs", np.zeros((252, 3, 150)), "has 150 components"),
    ],
)
def test_another_model_is_refused_by_name(tiny_head, embedding, write, key, value, complaint):
    content = flame_content(tiny_head, chumpy=False, csc_class=CscNew)
    content[key] = value
    with pytest.raises(ModelMismatch, match=rf"generic_model\.pkl .*{complaint}|generic_model\.pkl {complaint}"):
        convert_flame(write(python2(content, 2)), embedding, like=tiny_head)


def test_missing_files_are_named(tiny_head, embedding, write, tmp_path):
    with pytest.raises(AssetMissing, match=r"no file .*absent\.pkl"):
        convert_flame(tmp_path / "absent.pkl", embedding, like=tiny_head)
    model = write(LAYOUTS["2023"](tiny_head))
    with pytest.raises(AssetMissing, match=r"absent\.npz"):
        convert_flame(model, tmp_path / "absent.npz", like=tiny_head)


def test_an_embedding_of_another_model_is_refused(tiny_head, embedding, write, tmp_path):
    model = write(LAYOUTS["2023"](tiny_head))
    embedding.write_bytes(b"PK nonsense")
    with pytest.raises(AvatarError, match=r"mediapipe_landmark_embedding\.npz"):
        convert_flame(model, embedding, like=tiny_head)
    other = tmp_path / "other.npz"
    np.savez(other, lmk_face_idx=np.full(105, 9999), lmk_b_coords=np.ones((105, 3)), landmark_indices=np.arange(105))
    with pytest.raises(ModelMismatch, match="does not belong to this model"):
        convert_flame(model, other, like=tiny_head)
    pickled = tmp_path / "pickled.npz"
    np.savez(pickled, lmk_face_idx=np.array([Calls(print, "harm")], object))
    with pytest.raises(ModelMismatch, match="not a MediaPipe landmark embedding"):
        convert_flame(model, pickled, like=tiny_head)


def test_a_huge_file_is_not_even_read(tiny_head, embedding, write, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    with pytest.raises(BadInput, match=r"generic_model\.pkl has"):
        convert_flame(write(LAYOUTS["2023"](tiny_head)), embedding, like=tiny_head)


def test_python2_files_look_like_python2(tiny_head):
    """The generator itself: FLAME's own files hold these names and no Python 3 ones."""
    names = {arg for op, arg, _ in pickletools.genops(LAYOUTS["2019"](tiny_head)) if op.name == "GLOBAL"}
    assert names == {
        "numpy.core.multiarray _reconstruct", "numpy ndarray", "numpy dtype", "chumpy.ch Ch", "__builtin__ set",
        "scipy.sparse.csc csc_matrix",
    }  # fmt: skip
