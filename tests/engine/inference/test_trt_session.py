"""The TensorRT session's own work, on stand-ins for the driver and the package: no graphics card was asked.

What TensorRT itself does is tried on cards only, see docs/gpu.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from stand_in_cuda import Driver, TensorRt

from engine.check import Array
from engine.errors import DeviceError
from engine.inference import cuda
from engine.inference.tensorrt_package import Package
from engine.inference.trt_session import TrtSession

PORTS = {
    "unwanted": ((1, 2), "OUTPUT"),
    "less": ((1, 3), "OUTPUT"),
    "sum": ((1,), "OUTPUT"),
    "b": ((1, 3), "INPUT"),
    "a": ((1, 3), "INPUT"),
}
WANTED = {"sum": (None,), "less": (None, 3)}
GIVEN = {"a": (None, 3), "b": (None, 3)}


def network(a: Array, b: Array) -> Mapping[str, Array]:
    return {"less": a - b, "sum": (a + b).sum(1), "unwanted": np.full((1, 2), np.nan)}


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    driver = Driver()
    monkeypatch.setattr(cuda, "_driver", lambda: driver)
    return driver


def package(driver: Driver, name: str = "tensorrt") -> Package:
    return Package(name, "10.13", TensorRt(driver, PORTS, network))  # type: ignore[arg-type]


def session(package: Package, **other: object) -> TrtSession:
    return TrtSession(**{"engine": b"engine", "package": package, "given": GIVEN, "outputs": WANTED, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["tensorrt", "tensorrt-rtx"])
def test_outputs_come_by_name_whatever_the_engines_order(driver: Driver, name: str) -> None:
    run = session(package(driver, name))
    a, b = np.arange(12, dtype=np.float32).reshape(4, 3), np.full((4, 3), 2, np.float32)
    total, less = run(a, b)
    np.testing.assert_array_equal(less, a - b)
    np.testing.assert_array_equal(total, (a + b).sum(1))
    again, _ = run(b[:1], b[:1])
    np.testing.assert_array_equal(again, [12])
    np.testing.assert_array_equal(total, (a + b).sum(1))  # earlier answers stay


def test_a_call_is_one_launch_of_a_recorded_graph(driver: Driver) -> None:
    run = session(package(driver))
    one = np.ones((1, 3), np.float32)
    run(one, one), run(one, one)
    assert driver.launches == 2


def test_rtx_records_its_own_graph(driver: Driver) -> None:
    found = package(driver, "tensorrt-rtx")
    session(found)(np.ones((1, 3), np.float32), np.ones((1, 3), np.float32))
    assert driver.launches == 0
    assert found.module.strategy == "whole"


def test_all_that_was_taken_is_given_back(driver: Driver) -> None:
    run = session(package(driver))
    assert driver.held == {"memory": 5, "host": 5, "graph": 1, "stream": 1, "context": 1}
    run.close()
    assert set(driver.held.values()) == {0}


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"engine": b"of another version"}, "tensorrt does not take the engine"),
        ({"outputs": {"more": (None, 3)}}, "no output named more, only unwanted, less"),
        ({"outputs": {"a": (None, 3)}}, "no output named a"),
        ({"given": {"a": (None, 4), "b": (None, 3)}}, r"input a is \(1, 3\), this app needs \(None, 4\)"),
    ],
)
def test_an_engine_that_does_not_fit_is_refused_and_nothing_stays(
    driver: Driver, other: dict[str, object], told: str
) -> None:
    with pytest.raises(DeviceError, match=told):
        session(package(driver), **other)
    assert set(driver.held.values()) == {0}


def test_an_engine_in_another_type_is_refused(driver: Driver) -> None:
    found = package(driver)
    found.module.dtype = "HALF"
    with pytest.raises(DeviceError, match="float32"):
        session(found)


def test_a_card_without_memory_says_so(driver: Driver) -> None:
    driver.memory_left = 16
    with pytest.raises(DeviceError, match="CUDA_ERROR_OUT_OF_MEMORY"):
        session(package(driver))
    assert driver.held["host"] == 0


def test_a_call_with_too_few_values_is_a_mistake(driver: Driver) -> None:
    with pytest.raises(ValueError, match="2 inputs are taken, not 1"):
        session(package(driver))(np.ones((1, 3), np.float32))
