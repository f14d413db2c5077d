"""The networks in torch, and the ways in which torch runs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from benchmarks.on_gpu.report import Report


@dataclass(frozen=True, slots=True)
class Subject:
    """A network with weights that were never trained: as fast, and its digits are as sensitive."""

    name: str
    network: nn.Module
    given: Callable[[int], tuple[Tensor, ...]]
    """Inputs for a batch of that size."""

    def on(self, report: Report, batch: int) -> tuple[nn.Module, tuple[Tensor, ...]]:
        """On the device, in the order of bytes that convolutions like."""
        network = self.network.eval().to(report.device, memory_format=torch.channels_last)
        given = tuple(one.to(report.device) for one in self.given(batch))
        return network, tuple(
            one.contiguous(memory_format=torch.channels_last) if one.dim() == 4 else one for one in given
        )


def subjects(names: tuple[str, ...] = ()) -> list[Subject]:
    """All of them, or those of these names: "live", "capture", "detail_encoder", "detail_decoder"."""
    from training.models.capture import CaptureEncoder
    from training.models.detail import NUM_DETAIL, NUM_EXPRESSION, NUM_JAW, DetailDecoder, DetailEncoder
    from training.models.encoder import LiveEncoder

    live, capture = LiveEncoder(), CaptureEncoder()
    found = [
        Subject("live", live, lambda n: (torch.rand(n, 3, live.size, live.size),)),
        Subject("capture", capture, lambda n: (torch.rand(n, 3, capture.size, capture.size),)),
        Subject(
            "detail_encoder", DetailEncoder(), lambda n: (torch.rand(n, 4, 256, 256), torch.rand(n, NUM_EXPRESSION))
        ),
        Subject(
            "detail_decoder",
            DetailDecoder(),
            lambda n: (torch.randn(n, NUM_DETAIL), torch.rand(n, NUM_EXPRESSION), torch.zeros(n, NUM_JAW)),
        ),
    ]
    return [subject for subject in found if not names or subject.name in names]


def forward(network: Callable[..., object], given: tuple[Tensor, ...], half: bool = False) -> object:
    """One call as training runs it: convolutions in half precision where that is asked for, read-outs in full."""
    with torch.no_grad(), torch.autocast("cuda", torch.float16, enabled=half, cache_enabled=False):
        return network(*given)


def graphed(run: Callable[..., object], given: tuple[Tensor, ...]) -> Callable[..., object]:
    """`run` recorded as a CUDA graph: a call copies new inputs in, by default `given`, and replays it."""
    still = tuple(one.clone() for one in given)
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            run(*still)
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        told = run(*still)

    def call(*new: Tensor) -> object:
        for mine, one in zip(still, new or given, strict=True):
            mine.copy_(one, non_blocking=True)
        graph.replay()
        return told

    return call


def named(network: str, told: object) -> dict[str, Tensor]:
    """A network's outputs by the names that its file gives them."""
    values = (told,) if isinstance(told, Tensor) else tuple(told)  # type: ignore[call-overload]
    names = (
        getattr(told, "_fields", None) or {"detail_decoder": ("displacement",), "detail_encoder": ("detail",)}[network]
    )
    return dict(zip(names, values, strict=False))
