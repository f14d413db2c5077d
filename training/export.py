"""python -m training export: a trained network as ONNX, checked against torch, with its card beside it."""

from __future__ import annotations

import copy
import hashlib
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import tyro

from engine.check import Array
from engine.errors import ModelMismatch
from engine.writing import whole

if TYPE_CHECKING:
    from training.models.contract import Graph

OPSET = 17
TOLERANCE = 1e-4
"""Most that ONNX Runtime may differ from torch, in each output's own unit."""


@dataclass(frozen=True)
class Export:
    """Write the network of a training run as ONNX, with its card."""

    run_folder: tyro.conf.Positional[Path]
    """What `python -m training train` wrote."""
    output: Annotated[Path, tyro.conf.arg(aliases=["-o"])] = Path("assets/models/live.onnx")
    """Of a detail run the place of detail_encoder.onnx and detail_decoder.onnx."""
    calibrate: tuple[Path, ...] = ()
    """Samples to take the ranges of 8-bit convolutions from; without any the network keeps its precision."""
    both_sides: bool = False
    """Let a network look at the mirrored picture too and say the mean: truer and steadier, at twice the time."""
    half: bool = False
    """Store the weights in half precision: half the file, the same arithmetic."""

    def run(self) -> None:
        from training.checkpoint import card_of, load_average
        from training.models.both_sides import BothSides
        from training.models.both_sides_capture import CaptureBothSides
        from training.models.capture import CaptureEncoder
        from training.models.contract import CaptureGraph, LiveGraph
        from training.models.encoder import LiveEncoder

        card = card_of(self.run_folder)
        if card["model"] == "detail":
            self._detail(card)
            return
        network = LiveEncoder() if card["model"] == "live" else CaptureEncoder()
        load_average(self.run_folder, network)
        card = {**card, "both_sides": self.both_sides}
        if isinstance(network, LiveEncoder):
            graph = LiveGraph(BothSides(network) if self.both_sides else network)
        else:
            graph = CaptureGraph(CaptureBothSides(network) if self.both_sides else network)
        pictures = None
        if self.calibrate:
            from training.quantise import calibration_pictures

            pictures = calibration_pictures(self.calibrate, network.size)
        write_onnx(self.output, graph, card, pictures, half=self.half)
        print(f"{self.output}: {self.output.stat().st_size / 1e6:.1f} MB")

    def _detail(self, card: Mapping[str, Any]) -> None:
        """Two files beside each other: who (the encoder) is asked once, what (the decoder) at every frame."""
        from training.checkpoint import load_average
        from training.models.detail import DetailNetwork
        from training.models.detail_contract import DetailDecoderGraph, DetailEncoderGraph

        network = DetailNetwork()
        load_average(self.run_folder, network)
        graphs = {"encoder": DetailEncoderGraph(network.encoder), "decoder": DetailDecoderGraph(network.decoder)}
        for name, graph in graphs.items():
            path = self.output.with_name(f"detail_{name}.onnx")
            write_onnx(path, graph, card)
            print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def write_onnx(
    path: Path, graph: Graph, card: Mapping[str, Any], calibration: Array | None = None, *, half: bool = False
) -> None:
    """Write `graph` and, beside it, `card` with names, shapes and sha256 as JSON; each appears whole or not at all.

    calibration: pictures [N, 3, S, S] to make its convolutions 8-bit by; what that changes goes into the card.
    half: store its weights in half precision.
    ModelMismatch where ONNX Runtime does not say what torch says.
    """
    import torch

    graph = copy.deepcopy(graph).cpu().float().eval()
    # Fixed pictures; two, so that a batch frozen into the graph would be noticed.
    pictures = [
        torch.rand(2, *port.shape, generator=torch.Generator().manual_seed(0)) for port in graph.inputs.values()
    ]
    names = [*graph.inputs, *graph.outputs]
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as temporary:
        with warnings.catch_warnings():
            # The other exporter needs onnxscript, and leaves batch norms as they are.
            warnings.filterwarnings("ignore", category=DeprecationWarning)
            # Of paddings on one side; ONNX Runtime folds them when it loads the file.
            warnings.filterwarnings("ignore", "Constant folding", UserWarning)
            torch.onnx.export(
                graph,
                tuple(pictures),
                str(temporary),
                dynamo=False,
                opset_version=OPSET,
                input_names=list(graph.inputs),
                output_names=list(graph.outputs),
                dynamic_axes={name: {0: "batch"} for name in names},
            )
        _compare(temporary, graph, pictures)
        precision = _made_small(temporary, graph, calibration) if calibration is not None else {"precision": "float32"}
        if half:
            precision |= _made_half(temporary, graph, [picture.numpy() for picture in pictures])
        digest = hashlib.sha256(temporary.read_bytes()).hexdigest()
    full = {
        **card,
        "format": "onnx",
        **precision,
        "inputs": {
            name: {"shape": ["batch", *port.shape], "meaning": port.meaning} for name, port in graph.inputs.items()
        },
        "normalisation": "inside the graph",
        "outputs": {
            name: {"shape": ["batch", *port.shape], "meaning": port.meaning} for name, port in graph.outputs.items()
        },
        "parameters": sum(parameter.numel() for parameter in graph.parameters()),
        "sha256": digest,
    }
    with whole(path.with_suffix(".json")) as temporary:
        temporary.write_text(json.dumps(full, indent=2) + "\n")


def _compare(path: Path, graph: Graph, pictures: list[Any]) -> None:
    """ModelMismatch unless ONNX Runtime answers as torch does, for one picture as well as for two."""
    import torch

    for batch in (1, 2):
        given = [picture[:batch] for picture in pictures]
        with torch.no_grad():
            wanted = graph(*given)
            wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        found = _run(path, graph, [value.numpy() for value in given])
        for name, a, b in zip(graph.outputs, wanted, found, strict=True):
            difference = float(np.abs(a.numpy() - b).max())
            if not difference <= TOLERANCE:
                raise ModelMismatch(f"ONNX Runtime differs from torch by {difference:.1e} in {name}. Do not ship it.")


def _made_small(path: Path, graph: Graph, calibration: Array) -> dict[str, Any]:
    """Replace the file by one with 8-bit convolutions; for the card: by how much its outputs differ on average."""
    from training.quantise import quantise

    before = _run(path, graph, [calibration])
    quantise(path, path, calibration)
    after = _run(path, graph, [calibration])
    means = (float(np.abs(a - b).mean()) for a, b in zip(before, after, strict=True))
    changed = {name: float(f"{mean:.2g}") for name, mean in zip(graph.outputs, means, strict=True)}
    return {"precision": "int8 convolutions, the rest float32", "mean_change_by_int8": changed}


def _made_half(path: Path, graph: Graph, pictures: list[Array]) -> dict[str, Any]:
    """Replace the file by one with half the bytes; for the card: by how much its outputs differ on average."""
    from training.halve import halve

    before = _run(path, graph, pictures)
    halve(path, path)
    after = _run(path, graph, pictures)
    means = (float(np.abs(a - b).mean()) for a, b in zip(before, after, strict=True))
    changed = {name: float(f"{mean:.2g}") for name, mean in zip(graph.outputs, means, strict=True)}
    return {"weights_stored_as": "float16", "mean_change_by_float16": changed}


def _run(path: Path, graph: Graph, pictures: list[Array]) -> list[Array]:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(list(graph.outputs), dict(zip(graph.inputs, pictures, strict=True)))
