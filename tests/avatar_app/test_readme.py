"""The README's commands do what it says, in the order in which a reader types them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from avatar_app.__main__ import run

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNNABLE = re.findall(r"<!-- runs as a test -->\n```bash\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader has a selfie and a video of somebody who moves."""
    from avatar_app.benchmark import moving_portrait
    from engine.assets import provisioned

    folder = tmp_path_factory.mktemp("reader")
    shutil.copy(provisioned("astronaut.png"), folder / "selfie.jpg")
    moving_portrait(folder / "talking.mp4", seconds=0.4)
    return folder


def missing(command: str, folder: Path) -> list[str]:
    """The files that a command names for what it writes, and that it did not write."""
    named = re.findall(r"(?:-o|--record) (\S+)", command)
    return [name for name in named if not (folder / name).is_file() or (folder / name).stat().st_size <= 1000]


def test_what_is_typed_first_runs_in_a_shell(folder: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for command in RUNNABLE[0].splitlines():
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        assert missing(command, folder) == []


@pytest.mark.parametrize("command", "".join(RUNNABLE[1:]).splitlines(), ids=lambda command: command.split()[1])
def test_what_comes_after_runs_on_what_that_wrote(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Read as a shell reads it, but in this process: six more would spend most of their time on starting."""
    monkeypatch.chdir(folder)
    program, *arguments = shlex.split(command, comments=True)
    assert program == "avatar-app"
    assert run(arguments) == 0, capfd.readouterr().err
    assert missing(command, folder) == []


def test_there_is_something_to_run() -> None:
    assert len(RUNNABLE) == 2


def test_every_command_of_the_readme_exists() -> None:
    from avatar_app.__main__ import COMMANDS

    assert set(re.findall(r"^avatar-app (\w+)", README, re.MULTILINE)) <= set(COMMANDS)


def test_every_link_into_the_repository_leads_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []
