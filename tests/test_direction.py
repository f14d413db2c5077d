"""The architecture, checked: who may import whom, what stays lazy, and how long a file may get."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("avatar_app", "engine", "training")
MAX_LINES = 300
MADE = {"__pycache__", "build", "dist", "out", "failed"}
EDGES = {
    "avatar_app/__main__.py": "the last resort of the command line, which prints the traceback",
    "avatar_app/stage.py": "the loop of a live thread, which logs the traceback and tells its neighbours",
    "engine/perform.py": "the thread that tracks ahead, whose caller raises what happened there",
}
UNSAFE = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}


def files(*suffixes):
    """The repository's own files: nothing hidden, nothing made."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name[0] != "." and name not in MADE]
        yield from (Path(folder) / name for name in names if Path(name).suffix in suffixes)


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120)


def loaded_by(statement, *modules):
    """Which of `modules` are in memory after the statement ran in a fresh interpreter."""
    result = python(f"import sys\n{statement}\nprint(*(m for m in {modules!r} if m in sys.modules))")
    assert result.returncode == 0, result.stderr
    return result.stdout.split()


def test_import_contracts_hold():
    pytest.importorskip("importlinter", reason="import-linter is not installed (extra: dev)")
    result = python("import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("module", ["avatar_app.app", "avatar_app.__main__"])
def test_the_app_starts_without_torch_and_heavy_imports(module):
    assert loaded_by(f"import {module}", "torch", "mediapipe", "cv2", "av", "onnxruntime", "training") == []


def test_the_command_line_needs_no_gui():
    assert loaded_by("import avatar_app.__main__", "PySide6", "moderngl") == []


def test_the_whole_engine_loads_without_gui_torch_and_chumpy():
    import pkgutil

    import engine

    names = [module.name for module in pkgutil.walk_packages(engine.__path__, "engine.")]
    assert len(names) > 20
    statement = "import importlib\n" + "\n".join(f"importlib.import_module({name!r})" for name in names)
    assert loaded_by(statement, "PySide6", "torch", "training", "avatar_app", "chumpy", "scipy") == []


def test_the_head_needs_numpy_only():
    heavy = ("cv2", "mediapipe", "av", "moderngl", "onnxruntime", "PIL", "pickle5")
    assert loaded_by("import engine.head; engine.head.open_head()", *heavy) == []


def test_no_file_is_longer_than_anyone_reads():
    long = {
        str(path.relative_to(ROOT)): count
        for path in files(".py", ".glsl", ".vert", ".frag")
        if (count := len(path.read_text("utf-8").splitlines())) > (MAX_LINES if path.suffix == ".py" else 100)
    }
    assert long == {}


def modules():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))


def test_failures_are_swallowed_only_at_the_edges():
    """A broad except that raises again only names the failure; one that goes on hides it."""
    swallowing = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                named = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                is_broad = any(t is None or getattr(t, "id", "") in ("Exception", "BaseException") for t in named)
                if is_broad and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
                    swallowing.append(path.relative_to(ROOT).as_posix())
    assert len(swallowing) == len(set(swallowing)), swallowing
    assert set(swallowing) <= set(EDGES)


def test_nothing_is_ever_unpickled():
    """FLAME's pickles are read by engine/head/inert_pickle.py, which runs nothing."""
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            found += [f"{path.relative_to(ROOT)}:{node.lineno} imports {n}" for n in names if n.split(".")[0] in UNSAFE]
            allowed = isinstance(node, ast.keyword) and node.arg == "allow_pickle"
            if allowed and not (isinstance(node.value, ast.Constant) and node.value.value is False):
                found.append(f"{path.relative_to(ROOT)} allows pickles")
    assert found == []


def test_the_engine_prints_nothing_and_reads_no_wall_clock():
    found = []
    for path, tree in modules():
        if path.relative_to(ROOT).parts[0] != "engine":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "time.time"):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}")
    assert found == []


def test_no_module_is_called_after_nothing():
    vague = re.compile(r"(^|_)(utils?|helpers?|misc|common|stuff)(_|$)")
    assert [str(p.relative_to(ROOT)) for p in files(".py") if vague.search(p.stem)] == []


def test_the_repository_names_no_place_outside_itself():
    """Paths of the machine it was written on, and addresses of package registries, mean nothing to a reader."""
    places = re.compile(r"(?<![\w.])/(work|tmp)/\w|pypi\.(org|python)|python[h]osted|registry\.npmjs")
    found = []
    for path in files(".py", ".md", ".toml", ".glsl", ".vert", ".frag", ".json", ".yaml", ".yml", ".sh", ""):
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(lines, 1) if places.search(line)]
    assert found == []
