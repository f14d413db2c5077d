"""Videos shared out over a Ray cluster: each is drawn on one of its machines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from avatar_app.commands.transfer import Job, Result, perform_all, tell
from avatar_app.console import Console
from engine.errors import AvatarError

if TYPE_CHECKING:
    from engine.detail.path import DetailPath


def shared_out(
    jobs: Sequence[Job], avatar: Path, detail_path: DetailPath, address: str, console: Console
) -> list[Result]:
    """What became of the videos, as they are done. One that fails is told, the others go on, and its error is raised
    at the end. Errors as `engine.cluster.over_cluster` raises them.
    """
    from engine.avatar.store import load_avatar
    from engine.cluster import over_cluster

    load_avatar(avatar)  # what is wrong with it is said before anything begins
    work = partial(_perform, avatar=avatar.resolve(), detail_path=detail_path)
    results: list[Result] = []
    failed: list[AvatarError] = []
    with console.progress("videos", len(jobs), "video") as bar:
        for job, result in over_cluster(work, [job.absolute() for job in jobs], address):
            bar.update()
            if isinstance(result, AvatarError):
                failed.append(result)
                console.warn(f"{job.video}: {result}")
            else:
                results.append(result)
                tell(result, job.video, console)
    if failed:
        raise failed[0]
    return results


def _perform(job: Job, avatar: Path, detail_path: DetailPath) -> Result | AvatarError:
    """What a person can do something about as a value: it travels between machines."""
    try:
        return perform_all([job], avatar, detail_path, Console(json=True))[0]
    except AvatarError as error:
        return error
