"""Packed arrays come back as they went in, but for half precision, and take less room."""

import numpy as np

from engine.head.packing import pack_columns, pack_rows, unpack_columns, unpack_rows


def test_rows_come_back_and_repeated_ones_are_kept_once():
    array = np.random.default_rng(0).normal(size=(50, 3, 8)).astype(np.float32)
    array[20:40] = array[7]
    packed = pack_rows("basis", array)
    assert len(packed["basis.rows"]) == 30
    np.testing.assert_array_equal(unpack_rows("basis", packed), array.astype(np.float16).astype(np.float32))


def test_columns_come_back_and_still_vertices_take_no_room():
    array = np.zeros((70_000, 3, 4), np.float32)
    rng = np.random.default_rng(1)
    for column, num in enumerate((0, 1, 30, 900)):
        array[rng.choice(len(array), num, replace=False), :, column] = rng.normal(size=(num, 3))
    packed = pack_columns("units", array)
    assert sum(part.nbytes for part in packed.values()) < 11_000
    np.testing.assert_array_equal(unpack_columns("units", packed, 70_000), array.astype(np.float16).astype(np.float32))
