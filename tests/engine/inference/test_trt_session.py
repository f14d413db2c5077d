"""The TensorRT session's own work, on stand-ins for the driver and the package: no graphics card was asked.

What TensorRT itself does is tried on cards only, see docs/gpu.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from stand_in_cuda import CUresult, Driver, TensorRt

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
    assert {name: count for name, count in driver.held.items() if count} == {
        "memory": 5, "host": 5, "graph": 1, "stream": 1, "context": 1,
    }  # fmt: skip
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


@pytest.mark.parametrize("name", ["tensorrt", "tensorrt-rtx"])
def test_an_output_is_left_in_a_buffer_of_opengl_and_nobody_waits(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    seen: dict[int, Array] = {}
    driver = Driver(lambda buffer, content: seen.update({buffer: np.frombuffer(content, np.float32)[:3]}))
    monkeypatch.setattr(cuda, "_driver", lambda: driver)
    run = session(package(driver, name))
    leave = run.share("less", buffer=42)
    waits = driver.waits
    a, b = np.arange(3, dtype=np.float32)[None], np.ones((1, 3), np.float32)
    leave(a, b)
    assert driver.waits == waits
    np.testing.assert_array_equal(seen[42], (a - b)[0])
    leave(b, a)
    np.testing.assert_array_equal(seen[42], (b - a)[0])
    np.testing.assert_array_equal(run(a, b)[1], a - b)  # and as an array in between
    assert driver.calls == ["register", "map", "unmap", "map", "unmap"]
    leave.release()
    run.close()
    assert driver.calls[-1] == "unregister"
    assert set(driver.held.values()) == {0}


def test_pinned_memory_is_not_written_while_the_card_reads_it(driver: Driver) -> None:
    run = session(package(driver))
    leave, one = run.share("less", buffer=1), np.ones((1, 3), np.float32)
    leave(one, one)
    waits = driver.waits
    leave(one, one)
    assert driver.waits == waits + 1  # for the first, before its input is overwritten


@pytest.mark.parametrize(
    ("drawing", "sharing", "told"),
    [
        ((CUresult.CUDA_ERROR_NO_DEVICE, []), CUresult.CUDA_SUCCESS, "not drawn by a card that CUDA knows"),
        ((CUresult.CUDA_SUCCESS, [1]), CUresult.CUDA_SUCCESS, "drawn by another graphics card"),
        ((CUresult.CUDA_SUCCESS, [0]), CUresult.CUDA_ERROR_NOT_SUPPORTED, "does not share OpenGL's buffers"),
    ],
)
def test_cards_that_cannot_share_say_so(
    driver: Driver, drawing: tuple[CUresult, list[int]], sharing: CUresult, told: str
) -> None:
    driver.drawing, driver.sharing = drawing, sharing
    with pytest.raises(DeviceError, match=told):
        session(package(driver)).share("less", buffer=1)
    assert driver.held["shared"] == 0


def test_the_cards_own_clock_times_one_launch(driver: Driver) -> None:
    one = np.ones((1, 3), np.float32)
    assert session(package(driver)).card_ms(one, one) == 1.5
    assert driver.held["event"] == 0
