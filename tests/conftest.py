"""What every test gets: one BLAS thread, fixed seeds, arithmetic faults as errors, and a check of what it leaves."""

# ruff: noqa: E402  (the environment is set before the first import that reads it)

from __future__ import annotations

import os

# Small products on many BLAS threads are ten times slower on a busy machine.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
os.environ["LC_ALL"] = "C.UTF-8"  # texts are compared in English

import gc
import random
import shutil
import signal
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

# A shell ignores Ctrl-C on behalf of what it runs in the background, and children inherit that; some tests press it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Appended, not inserted: tests/engine must never hide the package it tests.
sys.path.append(str(Path(__file__).parent))

if TYPE_CHECKING:
    import moderngl

    from engine.avatar.create import Creation
    from engine.head.head_model import Head

_started_at: weakref.WeakKeyDictionary[threading.Thread, str] = weakref.WeakKeyDictionary()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests that take more than a few seconds")
    parser.addoption("--regenerate-golden", action="store_true", help="write tests/golden instead of comparing with it")


def pytest_configure(config: pytest.Config) -> None:
    """Without a display windows open on a virtual one. Processes that share the tests never share one: focus is one."""
    from virtual_display import open_virtual_display

    one_of_many = hasattr(config, "workerinput")
    if not one_of_many and getattr(config.option, "numprocesses", None):
        return  # this process runs no test
    if one_of_many:
        os.environ.setdefault("LP_NUM_THREADS", "1")  # of the software renderer: the cores are taken
    displayed = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and (one_of_many or not displayed):
        displayed = open_virtual_display() or displayed
    if not displayed:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this machine lacks, and say what that is."""
    lacking = {}
    if not config.getoption("--slow"):
        lacking["slow"] = "takes more than a few seconds: run with --slow"
    if shutil.which("nvidia-smi") is None:
        lacking["gpu"] = "no NVIDIA GPU here"
    if not os.environ.get("AVATAR_TEST_FLAME"):
        lacking["flame"] = "AVATAR_TEST_FLAME does not name a FLAME model"
    if not os.environ.get("AVATAR_TEST_DATA"):
        lacking["real"] = "AVATAR_TEST_DATA does not name a folder of real faces and videos"
    for item in items:
        for marker, reason in lacking.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _seeded() -> None:
    random.seed(0)
    np.random.seed(0)


@pytest.fixture(autouse=True)
def _faults_are_errors() -> Iterator[None]:
    """Division by zero, overflow and NaN raise in the test's thread. Underflow to zero is the right answer."""
    with np.errstate(all="raise", under="ignore"):
        yield


@pytest.fixture(autouse=True)
def _no_thread_is_left(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test whose threads outlive it, name them and say where they were started."""
    start = threading.Thread.start

    def recorded(thread: threading.Thread) -> None:
        _started_at[thread] = "".join(traceback.format_stack(limit=3)[:-1])
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", recorded)
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 2.0
    # tqdm keeps one monitor for the whole process by design.
    left = [t for t in threading.enumerate() if t not in before and type(t).__name__ != "TMonitor"]
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    alive = [f"{t.name}, started at\n{_started_at.get(t, '?')}" for t in left if t.is_alive()]
    if "qtbot" in request.fixturenames:
        alive += _running_qthreads()
    if alive:
        pytest.fail("threads outlive the test: " + "\n".join(alive), pytrace=False)


def _running_qthreads() -> list[str]:
    from PySide6.QtCore import QThread

    main = QThread.currentThread()
    # By type: isinstance asks each object for its class, and torch has one that answers with a warning.
    found = [thing for thing in gc.get_objects() if issubclass(type(thing), QThread)]
    return [f"QThread {t.objectName() or t!r}" for t in found if t is not main and t.isRunning() and not t.wait(2000)]


@pytest.fixture(autouse=True)
def settings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh, not yet existing settings folder; no test touches the user's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("AVATAR_SETTINGS", str(tmp_path / "config" / "avatar-app"))
    return tmp_path / "config" / "avatar-app"


@pytest.fixture(scope="session")
def open_head() -> Head:
    """The head that ships."""
    from engine.head import open_head

    return open_head()


@pytest.fixture(scope="session")
def tiny_head() -> Head:
    """A procedural head of about 250 vertices with the same keys (tests/tiny_head.py)."""
    from tiny_head import tiny_head

    return tiny_head()


@pytest.fixture(scope="session")
def sample_portrait() -> Path:
    """The public-domain portrait of the astronaut Eileen Collins, and the detector that sees her."""
    from engine.assets import provisioned
    from engine.errors import AssetMissing

    try:
        provisioned("face_landmarker.task")
        return provisioned("astronaut.png")
    except AssetMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def sample_creation(sample_portrait: Path, open_head: Head) -> Creation:
    """What `create` makes of her without detail, made once: seconds of work that many tests look at."""
    from engine.avatar.create import create

    return create([sample_portrait], open_head, detail=False)


@pytest.fixture(params=["tiny_head", "open_head"])
def any_head(request: pytest.FixtureRequest) -> Head:
    """Runs the test on both heads."""
    head: Head = request.getfixturevalue(request.param)
    return head


@pytest.fixture
def data_folder() -> Path:
    """Real faces and videos. Nothing of it, nor pictures made from it, may enter the repository."""
    folder = os.environ.get("AVATAR_TEST_DATA")
    if not folder:
        pytest.skip("AVATAR_TEST_DATA does not name a folder of real faces and videos")
    path = Path(folder)
    assert path.is_dir(), f"AVATAR_TEST_DATA names {folder}, which is no folder"
    return path


@pytest.fixture
def ctx() -> Iterator[moderngl.Context]:
    """A headless OpenGL context of the test's own. The test fails when it starts or ends with a GL error."""
    from engine.errors import DeviceError
    from engine.render.context import headless_context, release

    try:
        context = headless_context()
    except DeviceError as error:
        pytest.skip(str(error))
    assert context.error == "GL_NO_ERROR", f"{context.error} before the test"
    yield context
    error = context.error
    release(context)
    assert error == "GL_NO_ERROR", f"{error} after the test"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Close the landmarkers that failed tests left open: MediaPipe aborts when the interpreter ends with one."""
    module = sys.modules.get("mediapipe.tasks.python.vision.face_landmarker")
    if module is not None:
        for thing in gc.get_objects():
            if type(thing) is module.FaceLandmarker:
                thing.close()
