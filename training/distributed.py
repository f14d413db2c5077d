"""One process or several: what torchrun sets in the environment, and the device that each process has."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import torch
from torch import nn

from engine.errors import DeviceError

_PATIENCE_S = 0.05
"""Between looks whether the main process has answered."""


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
        store = _fresh_store(rank, count)
        torch.distributed.init_process_group(
            "nccl" if device == "cuda" else "gloo", store=store, rank=rank, world_size=count
        )
    try:
        yield Processes(rank, count, place, place.type == "cuda" or _has_bfloat16())
    finally:
        if count > 1:
            torch.distributed.destroy_process_group()


def _fresh_store(rank: int, count: int) -> torch.distributed.Store:
    """Where processes tell each other their addresses, under a name that only those have which were started together.

    torchrun keeps one store while it starts processes anew, so that after a lost one the new ones found the addresses
    of the old and waited for ever. Its own count of restarts differs between machines.
    """
    store, _, _ = next(torch.distributed.rendezvous("env://"))
    return torch.distributed.PrefixStore(_agreed_name(store, rank, count), store)


def _agreed_name(store: torch.distributed.Store, rank: int, count: int) -> str:
    """The main process makes a name; each other one asks by a question of its own whether it is still alive."""
    own = uuid4().hex
    if rank == 0:
        store.set("run", own)
        for other in range(1, count):
            question = store.get(f"{own}/{other}").decode()  # waits for it
            store.set(f"{own}/{question}", "yes")
        return own
    while True:
        name = store.get("run").decode()
        store.set(f"{name}/{rank}", own)
        while store.get("run").decode() == name:
            if store.check([f"{name}/{own}"]):
                return name
            time.sleep(_PATIENCE_S)


def _has_bfloat16() -> bool:
    """Whether this CPU multiplies bfloat16 in hardware; elsewhere autocast makes training slower, not faster."""
    try:
        return "avx512_bf16" in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
