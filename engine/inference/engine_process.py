"""Builds an engine in a process of its own, so that neither the work nor a fault in it reaches this one."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.errors import BadInput, DeviceError
from engine.inference.engine_cache import EngineKey, save_engine


def build_in_process(model: Path, key: EngineKey, progress: Callable[[float], None]) -> bytes:
    """The engine of the ONNX file `model`, kept under `key`. DeviceError where it was not built."""
    with TemporaryDirectory(prefix="avatar-engine-") as folder:
        output = Path(folder) / "built"
        command = [sys.executable, "-m", "engine.inference.engine_build", str(model), "-o", str(output), "--background"]
        error = follow([*command, "--package", key.package, "--precision", key.precision], progress)
        if error is not None:
            raise DeviceError(error)
        engine = output.read_bytes()
    with suppress(BadInput):  # where the disk is full, or another window keeps it just now, this one runs all the same
        save_engine(key, engine)
    return engine


def follow(command: list[str], progress: Callable[[float], None]) -> str | None:
    """Run what talks as engine_build does. None once it is done, otherwise what went wrong. Ends with this process."""
    error = "The process that builds it ended without a word"
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        atexit.register(process.kill)
        try:
            for line in process.stdout or ():
                try:
                    told = json.loads(line)
                except ValueError:
                    continue  # native libraries write what they like
                if "share" in told:
                    progress(float(told["share"]))
                elif "done" in told:
                    return None
                elif "error" in told:
                    error = str(told["error"])
        finally:
            process.kill() if sys.exc_info()[0] else process.wait()
            atexit.unregister(process.kill)
    return f"{error} (signal {-process.returncode})." if process.returncode < 0 else error
