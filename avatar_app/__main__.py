"""The command line: `avatar-app` alone opens the window, `avatar-app COMMAND ...` does one thing and ends.

Exit codes: 0 done, 1 internal, 2 bad input, 3 missing asset, 4 device, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import errno
import importlib
import io
import json
import os
import sys
import traceback
from importlib.metadata import version
from typing import Annotated, Any

from avatar_app.console import Console
from avatar_app.refusal import refusal
from engine.errors import AvatarError, BadInput
from engine.writing import reason, remedy

COMMANDS = {
    "create": "make an avatar from one or more portraits",
    "transfer": "let a video drive an avatar: a video with the same sound and frame times",
    "puppet": "drive an avatar live from a camera or a file",
    "track": "turn a video into a take: motion without pictures",
    "render": "draw an avatar as a picture, or a take as a video",
    "figure": "draw a plate of photos, their shapes and what other expressions make of them",
    "export": "write an avatar as GLB or OBJ for other programs",
    "demo": "make an avatar of the sample portrait and let it perform",
    "bench": "time every stage of the live loop on this machine",
    "doctor": "check whether this machine can run the app, and say what to do",
    "assets": "list, fetch or check the files that are not code",
}
"""Each is the class of that name in avatar_app/commands/; a module is imported only when its command is asked for."""

REPORT = "Please report it with the output of: avatar-app doctor --markdown"


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Do what `arguments` ask for; the exit code. One of the program's two last resorts for exceptions."""
    as_json = "--json" in arguments
    try:
        return _dispatch(arguments, as_json)
    except AvatarError as error:
        return _fail(str(error), as_json, error.exit_code)
    except KeyboardInterrupt:
        return _fail("Interrupted.", as_json, 130)
    except BrokenPipeError:  # the reader of our output has gone, as in `avatar-app assets | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if isinstance(error, OSError) and (error.filename is not None or error.errno == errno.ENOSPC):
            where = error.filename or "The result"
            return _fail(f"{where} cannot be used, {reason(error)}. {remedy(error)}", as_json, 2)
        traceback.print_exc()
        return _fail(f"Internal error ({type(error).__name__}: {error}). {REPORT}", as_json, 1)


def _dispatch(arguments: list[str], as_json: bool) -> int:
    if not arguments:
        from avatar_app.app import run_window

        return run_window()
    name, *rest = arguments
    if name in COMMANDS:
        return _run_command(name, rest, as_json)
    if name in ("-h", "--help"):
        sys.stdout.write(_overview())
    elif name == "--version":
        sys.stdout.write(f"avatar-app {version('avatar-app')}\n")
    elif name.startswith("-"):
        raise BadInput(f"{name} needs a command before it, as in: avatar-app doctor --json. See: avatar-app --help")
    else:
        near = difflib.get_close_matches(name, COMMANDS, 1)
        hint = f"Did you mean {near[0]}?" if near else f"The commands are {', '.join(COMMANDS)}."
        raise BadInput(f"There is no command named {name}. {hint}")
    return 0


def _run_command(name: str, arguments: list[str], as_json: bool) -> int:
    import tyro

    command = getattr(importlib.import_module(f"avatar_app.commands.{name}"), name.capitalize())
    json_help = "Print one JSON object on stdout and everything else on stderr."
    invocation_type = dataclasses.make_dataclass(
        "Invocation",
        [
            ("command", Annotated[command, tyro.conf.arg(name="")]),
            ("json", Annotated[bool, tyro.conf.arg(help=json_help)], False),
        ],
    )
    spoken = io.StringIO()
    try:
        with contextlib.redirect_stderr(spoken):
            invocation: Any = tyro.cli(
                invocation_type,
                args=arguments,
                prog=f"avatar-app {name}",
                description=command.__doc__,
                config=(tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes, tyro.conf.DisallowNone),
            )
    except SystemExit as end:  # --help, or options that tyro refuses
        if end.code:
            raise BadInput(refusal(name, command, arguments, spoken.getvalue())) from None
        return 0
    result: dict[str, object] = invocation.command.run(Console(json=as_json))
    if as_json:
        sys.stdout.write(json.dumps(result) + "\n")
    code = result.get("exit_code", 0)
    return code if isinstance(code, int) else 0


def _overview() -> str:
    commands = "\n".join(f"  {name:9} {summary}" for name, summary in COMMANDS.items())
    return (
        "usage: avatar-app [COMMAND ...] [--json] [--version] [-h]\n\n"
        "Your face as a live, animatable 3D avatar. Without a command the window opens.\n\n"
        f"{commands}\n\n"
        "avatar-app COMMAND --help explains one; --json prints its result as one JSON object.\n"
    )


def _fail(sentence: str, as_json: bool, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    if as_json:
        sys.stdout.write(json.dumps({"error": sentence}) + "\n")
    return code


if __name__ == "__main__":
    main()
