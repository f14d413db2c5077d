"""Which TensorRT is here: NVIDIA has two packages with one interface, and each serves other cards."""

from __future__ import annotations

import importlib
import importlib.util
import re
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

from engine.errors import DeviceError
from engine.inference.cuda import INSTALL

Name = Literal["tensorrt-rtx", "tensorrt"]
_MODULES: dict[Name, str] = {"tensorrt-rtx": "tensorrt_rtx", "tensorrt": "tensorrt"}
_OLDEST: dict[Name, tuple[int, int]] = {"tensorrt-rtx": (1, 7), "tensorrt": (10, 0)}
_RTX_1_7 = ((7, 5), (8, 0), (8, 6), (8, 9), (12, 0), (12, 1))
"""Compute capabilities that TensorRT-RTX 1.7 serves, for where it cannot be asked."""
_MEND: dict[Name, str] = {
    "tensorrt-rtx": f"{INSTALL} --force-reinstall",
    "tensorrt": "Its libraries come from NVIDIA's own index: see docs/gpu.md",
}


@dataclass(frozen=True, slots=True)
class Package:
    """One of the two, imported."""

    name: Name
    version: str
    module: ModuleType

    @property
    def is_rtx(self) -> bool:
        return self.name == "tensorrt-rtx"

    def serves(self, capability: tuple[int, int]) -> bool:
        """Whether it builds for cards of that compute capability. Only TensorRT-RTX has a list of them."""
        return not self.is_rtx or hasattr(self.module.ComputeCapability, "SM{}{}".format(*capability))


def installed() -> tuple[Name, ...]:
    """Those that could be imported, without importing them."""
    return tuple(name for name, module in _MODULES.items() if importlib.util.find_spec(module) is not None)


def load(name: Name) -> Package:
    """DeviceError where it is absent, where its libraries do not load, and where it is too old."""
    module_name = _MODULES[name]
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name == module_name:
            raise DeviceError(f"The package {name} is not installed. {INSTALL}") from None
        raise DeviceError(f"The package {name} is installed without {error.name}. {_MEND[name]}") from error
    except (ImportError, OSError, RuntimeError) as error:
        raise DeviceError(f"The package {name} is installed, but its libraries do not load. {_MEND[name]}") from error
    version = str(getattr(module, "__version__", "0"))
    numbers = tuple(int(n) for n in re.findall(r"\d+", version)[:2])
    if numbers < _OLDEST[name]:
        oldest = ".".join(map(str, _OLDEST[name]))
        raise DeviceError(f"The package {name} {version} is too old: this app needs {oldest}. Update it with pip.")
    return Package(name, version, module)


def choose(capability: tuple[int, int]) -> Package:
    """The installed one that serves a card of that compute capability; TensorRT-RTX where both do.

    DeviceError where there is none, with what is wrong with the one that was nearest.
    """
    reasons: list[DeviceError] = []
    for name in installed():
        try:
            package = load(name)
        except DeviceError as error:
            reasons.append(error)
            continue
        if package.serves(capability):
            return package
        reasons.append(
            DeviceError(
                "{} {} does not serve cards of SM {}.{}: the package tensorrt does, see docs/gpu.md.".format(
                    name, package.version, *capability
                )
            )
        )
    if not reasons and capability not in _RTX_1_7:
        raise DeviceError(
            "No TensorRT is installed, and cards of SM {}.{} are served by NVIDIA's package tensorrt alone: see "
            "docs/gpu.md.".format(*capability)
        )
    raise reasons[0] if reasons else DeviceError(f"No TensorRT is installed. {INSTALL}")
