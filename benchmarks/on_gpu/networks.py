"""Every network in each way that torch can run it, and the shipped files by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.on_gpu.report import Report

MODELS = Path(__file__).parents[2] / "assets" / "models"


def networks(report: Report) -> None:
    """Latency at a batch of one, throughput at a large one."""
    from training.models.capture import CaptureEncoder
    from training.models.detail import NUM_DETAIL, NUM_EXPRESSION, NUM_JAW, DetailDecoder, DetailEncoder
    from training.models.encoder import LiveEncoder

    live, capture = LiveEncoder(), CaptureEncoder()
    networks: dict[str, tuple[nn.Module, Callable[[int], tuple[Tensor, ...]]]] = {
        "live encoder": (live, lambda n: (torch.rand(n, 3, live.size, live.size),)),
        "capture encoder": (capture, lambda n: (torch.rand(n, 3, capture.size, capture.size),)),
        "detail encoder": (DetailEncoder(), lambda n: (torch.rand(n, 4, 256, 256), torch.rand(n, NUM_EXPRESSION))),
        "detail decoder": (
            DetailDecoder(),
            lambda n: (torch.randn(n, NUM_DETAIL), torch.rand(n, NUM_EXPRESSION), torch.zeros(n, NUM_JAW)),
        ),
    }
    for name, (network, given) in networks.items():
        for batch in (1, 2 if report.quick else 64):
            _network(report, f"{name}, batch {batch}", network, given(batch))


@torch.no_grad()
def _network(report: Report, what: str, network: nn.Module, given: tuple[Tensor, ...]) -> None:
    batch = len(given[0])
    network = network.eval().to(report.device, memory_format=torch.contiguous_format)
    given = tuple(one.to(report.device) for one in given)

    def timed(how: str, call: Callable[[], object]) -> None:
        report.measure("network", what, how, call, batch)

    timed("eager", lambda: _no_grad(network, given))
    network = network.to(memory_format=torch.channels_last)
    last = tuple(one.contiguous(memory_format=torch.channels_last) if one.dim() == 4 else one for one in given)
    timed("channels_last", lambda: _no_grad(network, last))
    if report.on_gpu:
        timed("fp16 (autocast)", lambda: _half(network, last))
        timed("CUDA graph", _graphed(network, last, half=False))
        timed("CUDA graph, fp16", _graphed(network, last, half=True))
    else:
        report.skip("network: fp16 and CUDA graphs", "there is no CUDA device")
    if report.quick:
        report.skip("network: torch.compile", "--quick leaves out what is compiled for minutes")
    elif batch == 1:
        compiled = torch.compile(network, mode="reduce-overhead" if report.on_gpu else None)
        if report.on_gpu:
            timed("torch.compile, fp16", lambda: _half(compiled, last))
        else:
            timed("torch.compile", lambda: _no_grad(compiled, last))


def _no_grad(network: nn.Module, given: tuple[Tensor, ...]) -> object:
    with torch.no_grad():
        return network(*given)


def _half(network: nn.Module, given: tuple[Tensor, ...]) -> object:
    """As training runs them: convolutions in half precision, read-outs in full."""
    with torch.no_grad(), torch.autocast("cuda", torch.float16):
        return network(*given)


def _graphed(network: nn.Module, given: tuple[Tensor, ...], half: bool) -> Callable[[], object]:
    """A call that copies new input in and replays; captured at the first one."""
    held: list[torch.cuda.CUDAGraph] = []
    still = tuple(one.clone() for one in given)

    def run() -> object:
        with torch.no_grad(), torch.autocast("cuda", torch.float16, enabled=half, cache_enabled=False):
            return network(*still)

    def call() -> None:
        if not held:
            side = torch.cuda.Stream()
            side.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(side):
                for _ in range(3):
                    run()
            torch.cuda.current_stream().wait_stream(side)
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph):
                run()
            held.append(graph)
        for mine, new in zip(still, given, strict=True):
            mine.copy_(new, non_blocking=True)
        held[0].replay()

    return call


def shipped(report: Report) -> None:
    """The files that the app opens, by ONNX Runtime, on each kind of device that it has here."""
    import onnxruntime

    available = onnxruntime.get_available_providers()
    wanted = [name for name in ("CPUExecutionProvider", "CUDAExecutionProvider") if name in available]
    if "CUDAExecutionProvider" not in available:
        report.skip("ONNX Runtime on the GPU", f"this build has only {', '.join(available)}")
    for path in sorted(MODELS.glob("*.onnx")):
        for provider in wanted:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(str(path), options, providers=[provider])
            feed = {
                one.name: np.random.default_rng(0)
                .random([side if isinstance(side, int) else 1 for side in one.shape])
                .astype(np.uint8 if "uint8" in one.type else np.float32)
                for one in session.get_inputs()
            }
            how = "ONNX, CPU, 1 thread" if provider.startswith("CPU") else "ONNX, CUDA"
            report.measure("network", f"{path.stem}, batch 1", how, lambda s=session, f=feed: s.run(None, f))
