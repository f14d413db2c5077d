"""Work shared out over a Ray cluster, whose machines see the same files under the same paths."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any, TypeVar

from engine.errors import AvatarError, BadInput, DeviceError

MAX_LOSSES = 3
"""How often a piece is begun anew because its worker or machine was lost."""
_PATIENCE_S = 5.0
_J = TypeVar("_J")
_R = TypeVar("_R")


def over_cluster(
    work: Callable[[_J], _R], jobs: Iterable[_J], address: str | None = None
) -> Iterator[tuple[_J, _R | AvatarError]]:
    """Each job, once, with what came of it, in the order in which they are done. One processor core a job.

    work: leaves what it makes in files that appear whole, so that a job which is begun anew leaves them once.
    address: of a running cluster, HOST:PORT; without it the one that RAY_ADDRESS names, or one of this machine alone.
    A job that was lost too often comes with a DeviceError, and the others go on. BadInput where Ray is missing or no
    cluster answers.
    """
    address = address or os.environ.get("RAY_ADDRESS")
    _knock(address)
    ray = _ray()
    started = not ray.is_initialized()
    if started:
        _connect(ray, address)
    try:

        def piece(job: _J) -> _R:  # Ray takes no partial functions
            return work(job)

        task = ray.remote(num_cpus=1, max_retries=MAX_LOSSES)(piece)
        waiting = {task.remote(job): job for job in jobs}
        while waiting:
            [done], _ = ray.wait(list(waiting), num_returns=1)
            yield waiting.pop(done), _result(ray, done)
    finally:
        if started:
            ray.shutdown()


def _knock(address: str | None) -> None:
    """BadInput where nothing listens at HOST:PORT: Ray itself would try for minutes."""
    host, colon, port = (address or "").removeprefix("ray://").rpartition(":")
    if not colon or not port.isdecimal():
        return  # local, auto
    try:
        socket.create_connection((host.strip("[]"), int(port)), _PATIENCE_S).close()
    except (OSError, OverflowError) as error:
        raise _nobody(address, error) from error


def _ray() -> ModuleType:
    try:
        import ray
    except ImportError as error:
        raise BadInput("A cluster needs Ray: install it with pip install 'avatar-app[cluster]'.") from error
    return ray


def _connect(ray: ModuleType, address: str | None) -> None:
    try:
        ray.init(
            address=address, log_to_driver=False, include_dashboard=None if address else False,
            runtime_env={"env_vars": {"OMP_NUM_THREADS": "1"}},
        )  # fmt: skip
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise _nobody(address, error) from error


def _nobody(address: str | None, error: Exception) -> BadInput:
    where = f"at {address}" if address else "on this machine"
    return BadInput(f"No Ray cluster answers {where} ({str(error).splitlines()[0][:120]}). Start one: ray start --head")


def _result(ray: ModuleType, done: object) -> Any:
    try:
        return ray.get(done)
    except ray.exceptions.RayTaskError:
        raise  # a fault of the work itself
    except ray.exceptions.RayError as error:
        reason = str(error).splitlines()[0][:120]
        return DeviceError(
            f"Its worker or machine was lost, and no other could take it over ({reason}). Run the command again: what "
            "is finished is kept."
        )
