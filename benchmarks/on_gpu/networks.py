"""Every network in each way that torch can run it without compiling; and how far half precision is off."""

from __future__ import annotations

import torch

from benchmarks.on_gpu.report import Report
from benchmarks.on_gpu.torch_ways import Subject, forward, graphed, named, subjects


def networks(report: Report) -> None:
    """Latency at a batch of one, the encoder and the detail decoder first; throughput at a large one."""
    found = sorted(subjects(), key=lambda subject: subject.name not in ("live", "detail_decoder"))
    if not report.on_gpu:
        report.skip("network: float16 and CUDA graphs", "there is no CUDA device")
    for batch in (1, 2 if report.quick else 64):
        for subject in found:
            _network(report, subject, batch)
    if report.on_gpu:
        for subject in found:
            _parity(report, subject)


def _network(report: Report, subject: Subject, batch: int) -> None:
    network, given = subject.on(report, batch)
    what = f"{subject.name}, batch {batch}"
    report.measure("network", what, "torch, float32", lambda: forward(network, given), batch)
    if not report.on_gpu:
        return
    report.measure("network", what, "torch, float16", lambda: forward(network, given, half=True), batch)
    for half in (False, True):
        how = f"torch, CUDA graph, {'float16' if half else 'float32'}"
        try:
            call = graphed(lambda *values, half=half: forward(network, values, half), given)
        except RuntimeError as error:
            report.skip(f"network: {what}, {how}", error)
            continue
        report.measure("network", what, how, call, batch)


def _parity(report: Report, subject: Subject) -> None:
    """Of float16 by autocast, on the GPU, from float32 without TensorFloat-32."""
    network, given = subject.on(report, 8)
    before = torch.backends.cudnn.allow_tf32
    torch.backends.cudnn.allow_tf32 = False
    try:
        right = named(subject.name, forward(network, given))
    finally:
        torch.backends.cudnn.allow_tf32 = before
    for how, half in (("torch, TF32, untrained", False), ("torch, float16, untrained", True)):
        for name, value in named(subject.name, forward(network, given, half)).items():
            off = float((value.float() - right[name].float()).abs().max())
            report.parity(subject.name, how, name, off)
