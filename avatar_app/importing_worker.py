"""The process that imports a FLAME head for the window: `python -m avatar_app.importing_worker`.

In: {"files", "folder"}, the folder being where zips are unpacked. Out, as `worker` says: {"head_id"}, or
{"error", "sentence"}.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from avatar_app.worker import Worker, ended, until_the_window_goes

NICENESS = 10
"""Half a minute in the background: whatever is live goes first."""


def work(worker: Worker) -> None:
    """Import what was asked for and tell how it ended."""
    from engine.errors import AvatarError

    tempfile.tempdir = worker.order["folder"]
    try:
        from engine.adopt.bring import bring

        first, *others = (Path(name) for name in worker.order["files"])
        head_id = bring(first, *others).adopted.head.id
    except AvatarError as error:
        worker.fail(error)
    else:
        worker.tell({"head_id": head_id})


def main() -> None:
    """What goes wrong otherwise ends the process with its traceback where errors go."""
    worker = Worker(NICENESS)
    worker.listen(until_the_window_goes)
    work(worker)
    ended()


if __name__ == "__main__":
    main()
