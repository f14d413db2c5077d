"""Which part of an installation is absent is said by name: the bindings, the driver, TensorRT, its libraries, its age.

Stand-ins are files that Python imports as it would import the real packages.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import DeviceError
from engine.inference import tensorrt_package
from engine.inference.cuda import find_gpu
from engine.inference.tensorrt_package import choose, installed, load

RTX = "__version__ = '1.7.1.116'\nclass ComputeCapability:\n    SM75 = SM86 = SM89 = SM120 = 1\n"
PLAIN = "__version__ = '10.13.2'\n"
RESULTS = "class CUresult:\n    CUDA_SUCCESS, CUDA_ERROR_NO_DEVICE, OTHER = 0, 100, 999\n"


def in_memory() -> list[str]:
    return [name for name in sys.modules if name.split(".")[0] in ("cuda", "tensorrt", "tensorrt_rtx")]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is searched first, without the real packages in memory; nothing of it stays there."""
    for name in in_memory():
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in in_memory():
        del sys.modules[name]


def put(site: Path, name: str, source: str) -> None:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text(source)
    importlib.invalidate_caches()


def cuda(site: Path, driver: str) -> None:
    put(site, "cuda/__init__.py", "")
    put(site, "cuda/bindings/__init__.py", "")
    put(site, "cuda/bindings/driver.py", driver)


@pytest.mark.parametrize(
    ("driver", "told"),
    [
        (None, r"cuda-bindings is not installed\. Run: pip install"),
        ("raise ImportError('libfoo.so.1: no such file')", r"cuda-bindings cannot be loaded \(libfoo.so.1"),
        ("def cuInit(flags):\n    raise RuntimeError('no libcuda')", r"has no NVIDIA driver\. Install it"),
        (f"{RESULTS}def cuInit(flags):\n    return (CUresult.CUDA_ERROR_NO_DEVICE,)", "finds no graphics card"),
    ],
)
def test_what_cuda_lacks(site: Path, driver: str | None, told: str) -> None:
    if driver is None:
        put(site, "cuda/__init__.py", "")
    else:
        cuda(site, driver)
    with pytest.raises(DeviceError, match=told):
        find_gpu()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import nvidia_libraries_of_tensorrt", "tensorrt is installed without nvidia_libraries_of_tensorrt"),
        (
            "raise ImportError('libnvinfer.so.10')",
            r"tensorrt is installed, but its libraries do not load.*docs/gpu\.md",
        ),
        ("raise FileNotFoundError('nvinfer_10.dll')", "its libraries do not load"),
        ("__version__ = '8.6.1'", r"tensorrt 8\.6\.1 is too old: this app needs 10\.0"),
    ],
)
def test_what_tensorrt_lacks(site: Path, source: str, told: str) -> None:
    put(site, "tensorrt.py", source)
    with pytest.raises(DeviceError, match=told) as caught:
        load("tensorrt")
    assert "cuda-bindings" not in str(caught.value)


def test_the_card_decides_between_the_two(site: Path) -> None:
    put(site, "tensorrt_rtx.py", RTX)
    put(site, "tensorrt.py", PLAIN)
    assert installed() == ("tensorrt-rtx", "tensorrt")
    assert choose((8, 6)).name == "tensorrt-rtx"
    assert choose((12, 0)).version == "1.7.1.116"
    assert choose((9, 0)).name == "tensorrt"


def test_one_that_does_not_serve_the_card_says_which_does(site: Path) -> None:
    put(site, "tensorrt_rtx.py", RTX)
    put(site, "tensorrt.py", "raise ImportError('a stub')")
    with pytest.raises(
        DeviceError, match=r"tensorrt-rtx 1\.7\.1\.116 does not serve cards of SM 9\.0: the package tensorrt"
    ):
        choose((9, 0))
    assert choose((8, 6)).is_rtx  # whatever is wrong with the other


def test_where_none_is_installed_the_one_that_serves_the_card_is_named(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tensorrt_package, "installed", lambda: ())
    with pytest.raises(DeviceError, match=r"No TensorRT is installed\. Run: pip install"):
        choose((8, 9))
    with pytest.raises(DeviceError, match=r"SM 9\.0 are served by NVIDIA's package tensorrt alone"):
        choose((9, 0))
