"""What could run networks faster on this machine, one JSON line each: python -m engine.inference.survey, for `doctor`.

In a process of its own, since drivers may hang or crash. A line says `name`, what was `found`, whether it is `usable`.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec

from engine.assets import shipped
from engine.errors import AvatarError, DeviceError
from engine.inference.candidates import Candidate, OnnxRuntime, TensorRt, candidates
from engine.inference.session import Session
from engine.inference.tensorrt_package import installed

_SMALL = "models/detail_decoder.onnx"


def findings() -> list[dict[str, object]]:
    """Of everything whose package is here, and of TensorRT in any case."""
    found = [_looked_at(candidate) for candidate in candidates()]
    if not installed():
        told = "not installed; with an NVIDIA card: pip install 'avatar-app[tensorrt]'"
        found.insert(0, {"name": "TensorRT", "found": told, "usable": True})
    return found


def _looked_at(candidate: Candidate) -> dict[str, object]:
    try:
        return {"name": candidate.name, "found": _look(candidate), "usable": True}
    except AvatarError as error:
        return {"name": candidate.name, "found": str(error), "usable": False}


def _look(candidate: Candidate) -> str:
    if isinstance(candidate, TensorRt):
        return _tensorrt()
    if isinstance(candidate, OnnxRuntime):
        Session(shipped(_SMALL), {}, {}, candidate.provider)
    return "starts"


def _tensorrt() -> str:
    from engine.inference.cuda import find_gpu
    from engine.inference.engine_cache import engine_folder
    from engine.inference.tensorrt_package import choose

    gpu = find_gpu()
    package = choose(gpu.capability)
    if find_spec("onnx") is None:
        raise DeviceError("The package onnx is not installed. Run: pip install 'avatar-app[tensorrt]'")
    kept = len(list(engine_folder().glob("*.engine"))) if engine_folder().is_dir() else 0
    major, minor = gpu.capability
    return f"{package.name} {package.version}, {gpu.name}, SM {major}.{minor}, driver {gpu.driver}, {kept} engines kept"


if __name__ == "__main__":
    sys.stdout.writelines(json.dumps(finding) + "\n" for finding in findings())
