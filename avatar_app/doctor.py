"""Can this machine run the app? A table of checks, each with a verdict and what to do about it.

Only the standard library is imported here, so that `python -m avatar_app.doctor` answers on a broken installation too.
Whatever could hang or crash (graphics drivers, native libraries) runs in a process of its own with a time limit.
"""

from __future__ import annotations

import ctypes.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

Verdict = Literal["ok", "warning", "failed"]
PATIENCE = 60.0
"""Seconds a check in a process of its own may take; a first import on a cold disk is slow."""
LOW_DISK_GB = 1.0
INSTALL = "Run: make setup, or pip install avatar-app"
REINSTALL = "Reinstall the application"
PULL = "Run: avatar-app assets pull"


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the table. `failed` means that the app cannot start; `warning` that something will be missing."""

    check: str
    found: str
    verdict: Verdict
    remedy: str = ""


def examine() -> list[Check]:
    """All checks, in the order in which their failures should be mended."""
    checks: tuple[Callable[[], Iterator[Check]], ...] = (
        _python, _packages, _opencv, _assets, _opengl, _tracker, _inference, _window, _camera, _sound, _disk,
    )  # fmt: skip
    return [row for check in checks for row in check()]


def can_start(rows: list[Check]) -> bool:
    """False when any check failed."""
    return all(row.verdict != "failed" for row in rows)


def table(rows: list[Check], *, markdown: bool = False) -> str:
    """The rows as aligned text, or as a Markdown table to paste into a report. The home folder is not spelt out."""
    told = [("check", "found", "verdict", "remedy"), *((r.check, r.found, r.verdict, r.remedy) for r in rows)]
    cells = [tuple(cell.replace(str(Path.home()), "~").replace("|", "/") for cell in row) for row in told]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    rule = ["-" * width for width in widths]
    if markdown:
        return "\n".join(f"| {line} |" for line in [lines[0], " | ".join(rule), *lines[1:]])
    return "\n".join([lines[0], "-+-".join(rule), *lines[1:]])


def _python() -> Iterator[Check]:
    found = f"{platform.python_version()} on {platform.platform(terse=True)}, {os.cpu_count()} cores"
    if tuple(sys.version_info) >= (3, 11):
        yield Check("Python", found, "ok")
    else:
        yield Check("Python", found, "failed", "Install Python 3.11 or newer")


def _packages() -> Iterator[Check]:
    try:
        requirements = metadata.requires("avatar-app") or []
        found = f"{metadata.version('avatar-app')}"
    except metadata.PackageNotFoundError:
        yield Check("avatar-app", "not installed in this Python", "failed", INSTALL)
        return
    yield Check("avatar-app", found, "ok")
    for requirement in requirements:
        if "extra ==" in requirement:
            continue
        name, bounds = re.match(r"([\w.-]+)\s*(.*)", requirement).groups()  # type: ignore[union-attr]
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Check(name, "missing", "failed", INSTALL)
            continue
        fits = all(_fits(version, bound) for bound in bounds.split(",") if bound)
        yield Check(name, version, "ok" if fits else "warning", "" if fits else f"Tested with {bounds}. {INSTALL}")


def _fits(version: str, bound: str) -> bool:
    have, want = ([int(n) for n in re.findall(r"\d+", text.split("+")[0])] for text in (version, bound))
    return have >= want if bound.strip().startswith(">=") else have < want


def _opencv() -> Iterator[Check]:
    names = [f"opencv{contrib}-python{headless}" for contrib in ("", "-contrib") for headless in ("", "-headless")]
    found = sorted({d.name for d in metadata.distributions() if d.name in names})
    if len(found) > 1:
        remedy = f"They overwrite each other: pip uninstall -y {' '.join(found)}, then make setup"
        yield Check("OpenCV", " and ".join(found), "failed", remedy)
    else:
        yield Check("OpenCV", found[0] if found else "missing", "ok" if found else "failed", "" if found else INSTALL)


def _assets() -> Iterator[Check]:
    try:
        from engine.assets import cache_folder, check_bytes, manifest
        from engine.errors import AssetMissing

        cache_folder()
    except ImportError as error:
        yield Check("assets", f"not checked: {error}", "failed", INSTALL)
        return
    try:
        listed = manifest()
    except (OSError, ValueError, KeyError):
        yield Check("assets", "the list of them is missing or damaged", "failed", REINSTALL)
        return
    for asset in listed:
        try:
            check_bytes(asset)
        except AssetMissing:
            # Only the sample portrait can be done without.
            verdict: Verdict = "warning" if asset.name == "astronaut.png" else "failed"
            found = "altered" if asset.path.exists() else "missing"
            yield Check(asset.name, found, verdict, REINSTALL if asset.is_shipped else PULL)
        else:
            yield Check(asset.name, "as listed", "ok")


def _opengl() -> Iterator[Check]:
    code = (
        "from engine.render.context import headless_context; c = headless_context(); "
        "print(c.info['GL_RENDERER'], '/ OpenGL', c.version_code / 100)"
    )
    remedy = "Install a graphics driver or Mesa (Debian: apt-get install libegl1 libgl1 libgl1-mesa-dri)"
    yield _in_a_process("OpenGL, headless", code, "failed", remedy)


def _tracker() -> Iterator[Check]:
    code = "from engine.tracking.detect import Detector\nwith Detector(): print('MediaPipe Face Landmarker starts')"
    remedy = "See the rows above; on Debian also: apt-get install libegl1 libgles2 libgl1"
    yield _in_a_process("face tracker", code, "failed", remedy)


def _inference() -> Iterator[Check]:
    code = "import onnxruntime as o; o.InferenceSession; print('ONNX Runtime', o.__version__, 'on the CPU')"
    yield _in_a_process("inference", code, "failed", INSTALL)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "engine.inference.survey"], capture_output=True, text=True, timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    except (subprocess.TimeoutExpired, ValueError):
        done, told = None, []
    for one in told:
        found, _, remedy = (one["found"], "", "") if one["usable"] else one["found"].partition(". ")
        yield Check(f"inference, {one['name']}", found, "ok" if one["usable"] else "warning", remedy.rstrip("."))
    if done is None or done.returncode != 0:
        yield Check("inference, graphics card", "could not be looked at", "warning", "Everything runs on the processor")


def _window() -> Iterator[Check]:
    if sys.platform != "linux":
        yield _in_a_process("Qt", "import PySide6.QtWidgets as q; print('Qt loads')", "failed", INSTALL)
        return
    code = (
        "import PySide6, ctypes, pathlib; import PySide6.QtWidgets; "
        "p = pathlib.Path(PySide6.__path__[0], 'Qt/plugins/platforms/libqxcb.so'); ctypes.CDLL(str(p)); "
        "print('the X11 plugin loads')"
    )
    yield _in_a_process("Qt", code, "failed", "Run: setup/system.sh, which names the missing libraries")
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    if display:
        yield Check("display", display, "ok")
    else:
        remedy = "No window here; every command works. For the window log in to a desktop or run xvfb-run avatar-app"
        yield Check("display", "none", "warning", remedy)


def _camera() -> Iterator[Check]:
    if sys.platform != "linux":
        yield Check("camera", "not looked for on this system", "ok")
        return
    devices = sorted(Path("/dev").glob("video*"))
    readable = [str(device) for device in devices if os.access(device, os.R_OK | os.W_OK)]
    if readable:
        yield Check("camera", ", ".join(readable), "ok")
    elif devices:
        remedy = "Not readable by you: sudo usermod -aG video $USER, then log in again"
        yield Check("camera", ", ".join(map(str, devices)), "warning", remedy)
    else:
        yield Check("camera", "none", "warning", "Plug one in; a video file can play the camera's part")


def _sound() -> Iterator[Check]:
    found = ctypes.util.find_library("portaudio") if sys.platform == "linux" else "PortAudio, with sounddevice"
    remedy = "For sound in recordings: sudo apt-get install libportaudio2"
    yield Check("sound", found or "no PortAudio", "ok" if found else "warning", "" if found else remedy)


def _disk() -> Iterator[Check]:
    free = shutil.disk_usage(Path.home() if Path.home().exists() else Path.cwd()).free / 1e9
    low = free < LOW_DISK_GB
    yield Check("disk", f"{free:.1f} GB free", "warning" if low else "ok", "Recordings need room" if low else "")


def _in_a_process(name: str, code: str, bad: Verdict, remedy: str) -> Check:
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return Check(name, f"no answer within {PATIENCE:.0f} s", bad, remedy)
    lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    if done.returncode == 0:
        return Check(name, lines[-1] if lines else "", "ok")
    if done.returncode < 0:
        return Check(name, f"crashed with signal {-done.returncode}", bad, remedy)
    kind, told, reason = (lines[-1] if lines else f": ended with {done.returncode}").partition(": ")
    if not told or " " in kind:  # not an exception's last line
        return Check(name, lines[-1], bad, remedy)
    if kind.startswith("engine.errors."):  # says itself what to do
        found, _, own = reason.partition(". ")
        return Check(name, found, bad, own.rstrip(".") or remedy)
    return Check(name, reason, bad, INSTALL if kind == "ModuleNotFoundError" else remedy)


def main() -> int:
    """`python -m avatar_app.doctor [--markdown | --json]`."""
    rows = examine()
    if "--json" in sys.argv:
        text = json.dumps({"checks": [asdict(row) for row in rows], "can_start": can_start(rows)})
    else:
        text = table(rows, markdown="--markdown" in sys.argv)
    sys.stdout.write(text + "\n")
    return 0 if can_start(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
