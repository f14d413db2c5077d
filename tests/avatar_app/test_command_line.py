"""The command line as its users meet it: help, exit codes, one sentence per failure, --json."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from avatar_app.__main__ import COMMANDS, run
from avatar_app.console import Console
from engine import errors

HEAVY = {"PySide6", "mediapipe", "cv2", "torch", "av", "moderngl", "onnxruntime", "scipy"}


def loaded_by(code: str) -> set[str]:
    """Top-level modules in memory after `code` ran in a fresh interpreter."""
    code += "\nimport sys; print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


def command_raising(error: BaseException | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Register the command `probe`, which raises `error`, or returns a result and chats on the way."""

    @dataclass(frozen=True)
    class Probe:
        """Does what the test wants."""

        size: int = 1
        """Nothing depends on it."""

        def run(self, console: Console) -> dict[str, object]:
            console.say("working")
            if error is not None:
                raise error
            return {"size": self.size}

    module = ModuleType("avatar_app.commands.probe")
    module.Probe = Probe  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "avatar_app.commands.probe", module)
    monkeypatch.setitem(COMMANDS, "probe", "a test")


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {name} " in shown for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"usage: avatar-app {name}" in shown
    assert "--json" in shown


def test_help_starts_fast_and_light() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    loaded = loaded_by("from avatar_app.__main__ import run; run(['--help'])")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 0.6
    assert not loaded & HEAVY


def test_no_command_loads_the_heavy_packages_before_it_runs() -> None:
    loaded = loaded_by(
        f"import importlib\nfor name in {[*COMMANDS]}: importlib.import_module('avatar_app.commands.' + name)"
    )
    assert not loaded & HEAVY


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.BadInput("The photo is blank. Take another."), 2),
        (errors.NoFace("No face in x.jpg. Take another photo."), 2),
        (errors.AssetMissing("x.task is not installed yet. Run: avatar-app assets pull"), 3),
        (errors.DeviceError("Camera 0 is busy. Close the other program."), 4),
        (PermissionError(13, "Permission denied", "/root/x.mp4"), 2),
        (KeyboardInterrupt(), 130),
    ],
)
def test_a_failure_is_one_sentence_and_its_exit_code(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command_raising(error, monkeypatch)
    assert run(["probe"]) == code
    shown = capsys.readouterr()
    assert shown.out == "working\n"
    assert len(shown.err.splitlines()) == 1
    assert run(["probe", "--json"]) == code
    shown = capsys.readouterr()
    assert json.loads(shown.out) == {"error": shown.err.splitlines()[-1]}


def test_an_internal_error_shows_its_traceback_and_how_to_report_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command_raising(ZeroDivisionError("by zero"), monkeypatch)
    assert run(["probe"]) == 1
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert shown.splitlines()[-1].endswith("avatar-app doctor --markdown")


def test_json_keeps_stdout_for_the_result(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    command_raising(None, monkeypatch)
    assert run(["probe", "--size", "7", "--json"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out) == {"size": 7}
    assert shown.err == "working\n"


def test_a_mistyped_option_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--markdwn"]) == 2
    assert "--markdown" in capsys.readouterr().err


def test_a_mistyped_option_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--markdwn", "--json"]) == 2
    assert "--markdwn" in json.loads(capsys.readouterr().out)["error"]


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("create x.jpg --nam me -o x.avatar", "create: unknown option --nam. Did you mean --name?"),
        ("create x.jpg --nam=me -o x.avatar", "create: unknown option --nam. Did you mean --name?"),
        ("render x.avatar -o x.png --foo 3", "render: unknown option --foo."),
        ("create --zzzz", "create: unknown option --zzzz."),
        ("create x.jpg", "create: -o ME.avatar, --output ME.avatar is missing."),
        ("create x.jpg -o", "create: -o/--output needs a value."),
        ("render", "render: ME.avatar is missing."),
        ("puppet", "puppet: ME.avatar is missing."),
        ("render me.avatar --frame x", "render: --frame cannot be x."),
        ("bench --seconds soon", "bench: --seconds cannot be soon."),
        (
            "render me.avatar --look odd",
            "render: --look cannot be odd: choose shaded, shape, detail, normal, displacement, albedo, uv.",
        ),
        ("assets eat", "assets: action cannot be eat: choose list, pull, verify, import-flame."),
        ("doctor extra", "doctor: there is no place for extra."),
    ],
)
def test_what_does_not_parse_is_one_sentence(command: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = f"{sentence} See: avatar-app {command.split()[0]} --help"
    assert run(command.split()) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", told + "\n")
    assert run([*command.split(), "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {"error": told}


def test_json_alone_asks_for_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json"]) == 2
    shown = capsys.readouterr()
    assert shown.err == "--json needs a command before it, as in: avatar-app doctor --json. See: avatar-app --help\n"
    assert json.loads(shown.out) == {"error": shown.err.strip()}


def test_a_mistyped_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["creat", "me.jpg"]) == 2
    assert capsys.readouterr().err == "There is no command named creat. Did you mean create?\n"


def test_verify_names_every_asset_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AVATAR_CACHE", str(tmp_path))
    assert run(["assets", "verify"]) == 3
    shown = capsys.readouterr()
    assert shown.err.splitlines() == [
        f"{name} is not installed yet. Run: avatar-app assets pull"
        for name in ("face_landmarker.task", "astronaut.png")
    ]
    assert "head/open.safetensors: as listed" in shown.out


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m avatar_app assets list | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
