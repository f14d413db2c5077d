"""Pickles that mean harm, or are damaged, end in one sentence; nothing they ask for is done."""

import pickle
import pickletools
import struct

import numpy as np
import pytest
from flame_files import LAYOUTS, Ch, Select, python2, with_state

from engine.errors import ModelMismatch
from engine.head.inert_pickle import MAX_OPCODES
from engine.head.pickled_arrays import read_arrays


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


# These name nothing, or nothing bad; the grammar itself is abused.
STRUCTURAL = {
    "inst", "a persistent id", "an extension", "a call of a made thing", "a state for a class", "a list of a class"
}  # fmt: skip


@pytest.mark.parametrize("attack", list(harmful("target")))
def test_a_harmful_file_is_refused_and_nothing_happens(tmp_path, attack):
    target = tmp_path / "harmed"
    with pytest.raises(ModelMismatch) as refused:
        read_arrays(harmful(target)[attack], "generic_model.pkl")
    assert not target.exists()
    message = str(refused.value)
    assert message.startswith("generic_model.pkl")
    culprits = ("os.system", "posix.", "eval", "exec", "runstring", "numpy.load", "getattr", "__globals__", "fromfile")
    if attack not in STRUCTURAL:
        assert "which no model file needs" in message
        assert any(culprit in message for culprit in culprits)
    assert "\n" not in message
    assert message.endswith(".")


def damaged(good):
    return {
        "empty": b"",
        "text": b"this is no pickle",
        "half": good[: len(good) // 2],
        "without its end": good[:-1],
        "a number": pickle.dumps(3),
        "a memo of eight billion places": b"\x80\x02Nr\xff\xff\xff\xff.",
        "bytes that are not there": b"\x80\x04\x8e" + struct.pack("<Q", 2**62) + b"x.",
        "an array larger than its bytes": good.replace(b"K\xfcK\x03", b"K\xfdK\x03"),
        "a flood": b"N" * (MAX_OPCODES + 10) + b".",
        "popping nothing": b"000.",
        "a mark that is not there": b"t.",
    }


@pytest.mark.parametrize("damage", list(damaged(b"")))
def test_a_damaged_file_is_refused(tiny_head, damage):
    good = LAYOUTS["2020"](tiny_head)
    with pytest.raises(ModelMismatch, match=r"generic_model\.pkl"):
        read_arrays(damaged(good)[damage], "generic_model.pkl")


def test_nested_selections_end_in_a_sentence():
    """Ten thousand chumpy objects inside one another."""
    inner = b"cchumpy.ch\nCh\n)\x81}U\x01x" * 10_000 + b"N" + b"sb" * 10_000
    with pytest.raises(ModelMismatch, match="damaged array 'a'"):
        read_arrays(b"\x80\x02}U\x01a" + inner + b"s.", "file")


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


def test_python2_files_look_like_python2(tiny_head):
    """The generator itself: FLAME's own files hold these names and no Python 3 ones."""
    names = {arg for op, arg, _ in pickletools.genops(LAYOUTS["2019"](tiny_head)) if op.name == "GLOBAL"}
    assert names == {
        "numpy.core.multiarray _reconstruct", "numpy ndarray", "numpy dtype", "chumpy.ch Ch", "__builtin__ set",
        "scipy.sparse.csc csc_matrix",
    }  # fmt: skip
