"""The package's table names every loss there is, where it is."""

import importlib
import pkgutil
import re

import pytest

pytest.importorskip("torch", reason="torch is not installed (extra: train)")

import training.losses

TABLE = training.losses.__doc__
MODULES = {
    f"{found.name}.py": importlib.import_module(f"training.losses.{found.name}")
    for found in pkgutil.iter_modules(training.losses.__path__)
}
LOSSES = [
    (file, name)
    for file, module in MODULES.items()
    for name, thing in vars(module).items()
    if name.endswith("_loss") and not name.startswith("_") and getattr(thing, "__module__", "") == module.__name__
]


@pytest.mark.parametrize(("file", "name"), LOSSES)
def test_every_loss_is_in_the_table_beside_its_file(file, name):
    assert any(file in line and re.search(rf"\b{name}\b", line) for line in TABLE.splitlines())


def test_what_the_table_names_exists():
    for file in set(re.findall(r"\b\w+\.py\b", TABLE)):
        assert file in MODULES, file
    named = set(re.findall(r"\b\w+_(?:loss|shapes|weights|metric)\b(?!\.py)", TABLE))
    assert len(named) > 12
    for name in named:
        assert any(hasattr(module, name) for module in MODULES.values()), name
