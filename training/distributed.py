"""One process or several: what torchrun sets in the environment, and the device that each process has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from engine.errors import DeviceError


@dataclass(frozen=True, slots=True)
class Processes:
    """This process among those that train together."""

    rank: int
    count: int
    device: torch.device
    half_precision: bool
    """Whether the device multiplies bfloat16 faster than float32."""

    @property
    def is_main(self) -> bool:
        """The one that writes files."""
        return self.rank == 0

    def share(self, network: nn.Module) -> nn.Module:
        """`network` with gradients averaged over all processes."""
        if self.count == 1:
            return network
        ids = [self.device.index] if self.device.type == "cuda" else None
        return nn.parallel.DistributedDataParallel(network, ids)

    def same_everywhere(self, value: int) -> int:
        """The main process's value."""
        if self.count == 1:
            return value
        tensor = torch.tensor(value, device=self.device)
        torch.distributed.broadcast(tensor, 0)
        return int(tensor)


@contextmanager
def joined_processes(device: str) -> Iterator[Processes]:
    """Join the others that torchrun started, if it did; they part at the end. device: cpu or cuda."""
    count = int(os.environ.get("WORLD_SIZE", "1"))
    rank = int(os.environ.get("RANK", "0"))
    if device == "cuda" and not torch.cuda.is_available():
        raise DeviceError("There is no CUDA device for training. Use --device cpu.")
    place = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if device == "cuda" else torch.device("cpu")
    if place.type == "cuda":
        torch.cuda.set_device(place)
    if count > 1:
        torch.distributed.init_process_group("nccl" if device == "cuda" else "gloo")
    try:
        yield Processes(rank, count, place, place.type == "cuda" or _has_bfloat16())
    finally:
        if count > 1:
            torch.distributed.destroy_process_group()


def _has_bfloat16() -> bool:
    """Whether this CPU multiplies bfloat16 in hardware; elsewhere autocast makes training slower, not faster."""
    try:
        return "avx512_bf16" in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
