"""Which checkpoint a file is, and its tensors in our networks."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import torch
from torch import Tensor, nn

from engine.errors import AssetMissing, BadInput, ModelMismatch
from training.deca.networks import CODES, NUM_CODES, NUM_DETAIL, NUM_MOVING, Decoder, Encoder
from training.deca.smirk import ExpressionEncoder, PoseEncoder, ShapeEncoder, Smirk

Family = Literal["DECA", "EMOCA"]
_REFUSED = torch.serialization.pickle.UnpicklingError
"""What `weights_only` raises for anything but weights."""
N = TypeVar("N", bound=nn.Module)
_EXPRESSION_ONLY = CODES["expression"]
_SMIRK = ("smirk_encoder.", "pose_encoder.")
_SMIRK_PARTS = ("pose_encoder", "shape_encoder", "expression_encoder")
_WHOLE_EMOCA = (
    "{name} holds more than weights, which is never run here: where EMOCA is installed, keep its state_dict alone by "
    "torch.save({{'state_dict': torch.load(FILE, map_location='cpu')['state_dict']}}, 'emoca.pt') and import that."
)
_UNSAFE = (
    "{name} holds something other than weights, which is never run here. Use the file as it is offered for download "
    "with DECA."
)
_OTHER = (
    "{name} is no checkpoint of DECA, EMOCA or SMIRK: it has no {part}. DECA's is called deca_model.tar, SMIRK's "
    "SMIRK_em1.pt."
)


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """The four networks of a checkpoint, ready to be asked."""

    family: Family
    coarse: Encoder  # 236 codes
    expression: Encoder | None  # EMOCA's own: 50 of expression, or these and the jaw's 3
    detail: Encoder  # 128
    decoder: Decoder


def read_checkpoint(path: Path) -> Checkpoint | Smirk:
    """DECA's deca_model.tar, an EMOCA checkpoint's state_dict, or SMIRK's SMIRK_em1.pt.

    AssetMissing, BadInput or ModelMismatch with one sentence for any other file.
    """
    content = _weights(path)
    tensors = _flat(content)
    if any(name.startswith(_SMIRK) for name in tensors):
        return _smirk(tensors, path)
    parts = {part: _part(tensors, part) for part in ("E_flame", "E_detail", "D_detail", "E_expression")}
    for part in ("E_flame", "E_detail", "D_detail"):
        if not parts[part]:
            raise ModelMismatch(_OTHER.format(name=path.name, part=part))
    expression = None
    if parts["E_expression"]:
        told = parts["E_expression"].get("layers.2.bias")
        count = 0 if told is None else len(told)
        if count not in (_EXPRESSION_ONLY, NUM_MOVING):
            raise ModelMismatch(
                f"{path.name} has an expression encoder of {count} codes; EMOCA's has {_EXPRESSION_ONLY} or, with the "
                f"jaw, {NUM_MOVING}. Use a checkpoint of EMOCA 1 or 2 with a ResNet-50."
            )
        expression = _filled(lambda: Encoder(count), parts["E_expression"], path, "E_expression")
    return Checkpoint(
        "DECA" if expression is None else "EMOCA",
        _filled(lambda: Encoder(NUM_CODES), parts["E_flame"], path, "E_flame"),
        expression,
        _filled(lambda: Encoder(NUM_DETAIL), parts["E_detail"], path, "E_detail"),
        _filled(Decoder, parts["D_detail"], path, "D_detail"),
    )


def _smirk(tensors: Mapping[str, Tensor], path: Path) -> Smirk:
    part = {name: _part(tensors, name, ("smirk_encoder.", "")) for name in _SMIRK_PARTS}
    return Smirk(
        _filled(PoseEncoder, part["pose_encoder"], path, "pose_encoder", "SMIRK"),
        _filled(ShapeEncoder, part["shape_encoder"], path, "shape_encoder", "SMIRK"),
        _filled(ExpressionEncoder, part["expression_encoder"], path, "expression_encoder", "SMIRK"),
    )


def _weights(path: Path) -> Mapping[str, Any]:
    """What is in the file: tensors and containers of them, and nothing else."""
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise AssetMissing(
            f"There is no file {path}. DECA's deca_model.tar comes from deca.is.tue.mpg.de after registration."
        ) from None
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}). Choose the checkpoint file itself.") from error
    except _REFUSED as error:
        whole = _WHOLE_EMOCA if _is_lightning(path) else _UNSAFE
        raise BadInput(whole.format(name=path.name)) from error
    except (RuntimeError, EOFError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise BadInput(f"{path.name} is damaged, or no file of PyTorch's. Fetch it again.") from error
    if not isinstance(content, Mapping):
        raise ModelMismatch(_OTHER.format(name=path.name, part="E_flame"))
    return content


def _is_lightning(path: Path) -> bool:
    """Whether PyTorch Lightning wrote the file, as EMOCA has it: its settings lie beside the weights."""
    try:
        with zipfile.ZipFile(path) as file:
            names = [name for name in file.namelist() if name.endswith("data.pkl")]
            return any(b"pytorch-lightning_version" in file.read(name) for name in names)
    except (zipfile.BadZipFile, OSError):
        return False


def _flat(content: Mapping[str, Any], before: str = "") -> dict[str, Tensor]:
    """All tensors by their whole names: DECA nests them by network, EMOCA writes one list."""
    tensors: dict[str, Tensor] = {}
    for name, value in content.items():
        if isinstance(value, Tensor):
            tensors[f"{before}{name}"] = value
        elif isinstance(value, Mapping):
            tensors |= _flat(value, "" if name == "state_dict" else f"{before}{name}.")
    return tensors


def _part(tensors: Mapping[str, Tensor], part: str, before: tuple[str, ...] = ("", "deca.")) -> dict[str, Tensor]:
    """The tensors of one network by their names within it."""
    starts = tuple(f"{outer}{part}." for outer in before)
    return {
        name.removeprefix(start): value for name, value in tensors.items() for start in starts if name.startswith(start)
    }


def _filled(kind: Callable[[], N], tensors: Mapping[str, Tensor], path: Path, part: str, whose: str = "DECA") -> N:
    """The network of that kind with these tensors. A classifier behind the trunk, where there is one, has no use."""
    with torch.device("meta"):  # drawing 50 million first weights, to be replaced at once, takes seconds
        network = kind()
    filling: dict[str, Tensor] = {}
    for name, mine in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            filling[name] = torch.zeros((), dtype=mine.dtype)
            continue
        found = tensors.get(name)
        if found is None or found.shape != mine.shape or not found.isfinite().all():
            shape = "none" if found is None else str(list(found.shape))
            raise ModelMismatch(
                f"{path.name} does not fit {whose}'s {part}: {name} should be finite numbers of {list(mine.shape)}, "
                f"the file has {shape}. Use the released checkpoint."
            )
        filling[name] = found.to(mine.dtype)
    network.load_state_dict(filling, assign=True)
    return network.eval().requires_grad_(False)
