"""Encoder and detail decoder by torch.compile: in a part of its own, since compiling takes minutes."""

from __future__ import annotations

import torch

from benchmarks.on_gpu.report import Report
from benchmarks.on_gpu.torch_ways import forward, subjects


def compiled(report: Report) -> None:
    """At a batch of one."""
    if report.quick:
        report.skip("network: torch.compile", "--quick leaves out what is compiled for minutes")
        return
    for half in (True, False) if report.on_gpu else (False,):
        for subject in subjects(("live", "detail_decoder")):
            network, given = subject.on(report, 1)
            run = torch.compile(network, mode="reduce-overhead" if report.on_gpu else None)
            how = f"torch.compile, {'float16' if half else 'float32'}"
            report.measure(
                "network", f"{subject.name}, batch 1", how,
                lambda run=run, given=given, half=half: forward(run, given, half),
            )  # fmt: skip
