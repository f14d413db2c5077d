"""python -m training import-deca: the user's own checkpoint of DECA, EMOCA or SMIRK as files that the app runs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import tyro
from safetensors.numpy import save

from engine.deca.layout import LAYOUT
from engine.deca.place import deca_folder, smirk_folder
from engine.errors import AssetMissing, BadInput
from engine.writing import whole

if TYPE_CHECKING:
    from torch import Tensor

    from training.deca.checkpoint import Checkpoint
    from training.deca.flame import Origin
    from training.models.contract import Graph

SMIRK_LICENCE = "SMIRK's program: MIT licence. Its head is FLAME's, whose licence says what may be done with it."
LICENCE = "The checkpoint's own: non-commercial research, education and art, for you alone. Do not pass these files on."


@dataclass(frozen=True)
class ImportDeca:
    """Write the networks of your own checkpoint of DECA, EMOCA or SMIRK as ONNX, with cards, for your FLAME head."""

    checkpoint: tyro.conf.Positional[Path]
    """DECA's deca_model.tar, the state_dict of an EMOCA checkpoint, or SMIRK's SMIRK_em1.pt."""
    flame: Path
    """FLAME's download that was imported as a head: generic_model.pkl or the .zip; all three were trained with FLAME
    2020."""
    output: Annotated[Path | None, tyro.conf.arg(aliases=["-o"])] = None
    """The folder that gets encoder.onnx and, of DECA and EMOCA, detail_encoder.onnx, detail_decoder.onnx and
    layout.safetensors; the app's own, where it looks for them, otherwise."""
    template: Path | None = None
    """FLAME's head_template.obj (DECA has it, too) or FLAME_texture.npz, where --flame is no folder or zip with one;
    without it the app draws no wrinkles by DECA."""
    mask: Path | None = None
    """DECA's uv_face_eye_mask.png: no displacement on eyes and outside the face. Without it all of the atlas has."""
    half: bool = False
    """Store the weights in half precision: half the files, the same arithmetic."""

    def run(self) -> None:
        from training.deca.checkpoint import read_checkpoint
        from training.deca.flame import origin_of
        from training.deca.smirk import Smirk, SmirkGraph

        origin = origin_of(self.flame, self.template)
        mask = None if self.mask is None else _mask(self.mask)
        checkpoint = read_checkpoint(self.checkpoint)
        if isinstance(checkpoint, Smirk):
            self._write(self.output or smirk_folder(), {"encoder": SmirkGraph(checkpoint, origin)}, "SMIRK", origin)
        else:
            folder = self.output or deca_folder()
            self._write(folder, _graphs(checkpoint, origin, mask), checkpoint.family, origin)
            _write_layout(folder / LAYOUT, origin)

    def _write(self, folder: Path, graphs: dict[str, Graph], family: str, origin: Origin) -> None:
        from training.export import write_onnx

        licence = SMIRK_LICENCE if family == "SMIRK" else LICENCE
        with self.checkpoint.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        card: dict[str, Any] = {
            "model": family.lower(),
            "head": origin.head_id,
            "licence": licence,
            "source": {"file": self.checkpoint.name, "sha256": digest},
        }
        for name, graph in graphs.items():
            path = folder / f"{name}.onnx"
            write_onnx(path, graph, card, half=self.half)
            print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
        print(f"{family}, for the head {origin.head_id}. {licence}")


def _graphs(checkpoint: Checkpoint, origin: Origin, mask: Tensor | None) -> dict[str, Graph]:
    """DECA's and EMOCA's three, by the names of their files."""
    from training.deca.graphs import CoarseGraph, DetailDecoderGraph, DetailEncoderGraph

    return {
        "encoder": CoarseGraph(checkpoint, origin),
        "detail_encoder": DetailEncoderGraph(checkpoint.detail),
        "detail_decoder": DetailDecoderGraph(checkpoint.decoder, mask),
    }


def _write_layout(path: Path, origin: Origin) -> None:
    if origin.layout is None:
        path.unlink(missing_ok=True)
        print("No texture layout was given: the app draws no wrinkles by DECA. Give --template head_template.obj.")
        return
    with whole(path) as temporary:
        temporary.write_bytes(save({"uv": np.ascontiguousarray(origin.layout, np.float32)}))


def _mask(path: Path) -> Tensor:
    """[256, 256] in [0, 1], top row first."""
    import torch
    from PIL import Image, UnidentifiedImageError

    from training.deca.networks import UV_SIZE

    try:
        with Image.open(path) as picture:
            small = picture.convert("L").resize((UV_SIZE, UV_SIZE), Image.Resampling.BILINEAR)
    except FileNotFoundError:
        raise AssetMissing(
            f"There is no file {path}. DECA's mask is data/uv_face_eye_mask.png of its program."
        ) from None
    except (UnidentifiedImageError, OSError) as error:
        raise BadInput(f"{path} is no picture. Give DECA's uv_face_eye_mask.png.") from error
    return torch.from_numpy(np.asarray(small, np.float32) / 255)
