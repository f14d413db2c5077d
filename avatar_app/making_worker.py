"""The process that makes an avatar for the window: `python -m avatar_app.making_worker`.

In: {"photo", "head_id", "detail"}. Out, as `worker` says: {"step", "share"}; at last {"notes"} with the avatar's bytes,
or {"error", "sentence"}. A process of its own gives back the half gigabyte that making takes, never stops the window,
and ends at once when it is cancelled. Nothing is written to the disk.
"""

from __future__ import annotations

import threading
from importlib import import_module
from pathlib import Path

from avatar_app.worker import Worker, ended, until_the_window_goes

NICENESS = 5
"""Whatever is live goes first, and what somebody is waiting for before what runs in the background."""
PARTS = ("numpy", "cv2", "engine.avatar.create")
"""What takes long to import, one after the other: progress moves in between."""
BEGUN = 0.06
"""Share of the work that is done when everything is there."""


def work(worker: Worker) -> None:
    """Make the avatar that was asked for and tell how it goes, and how it ends."""
    from engine.errors import AvatarError

    photo, order = Path(worker.order["photo"]), worker.order
    try:
        for nth, part in enumerate(PARTS):
            worker.tell({"step": "getting ready", "share": 0.02 + 0.01 * nth})
            import_module(part)
        from engine.avatar.atlas import atlas_of
        from engine.avatar.create import create
        from engine.avatar.store import avatar_bytes
        from engine.head import head_of

        head = head_of(order["head_id"])
        # It needs no photo: it is ready when the face is found.
        threading.Thread(target=atlas_of, args=(head,), name="atlas", daemon=True).start()

        def progress(step: str, share: float) -> None:
            worker.tell({"step": step, "share": BEGUN + (1 - BEGUN) * share})

        creation = create([photo], head, progress=progress, detail=order["detail"])
    except AvatarError as error:
        worker.fail(error)
    else:
        worker.tell({"notes": creation.notes}, avatar_bytes(creation.avatar))


def main() -> None:
    """What goes wrong otherwise ends the process with its traceback where errors go."""
    worker = Worker(NICENESS)
    worker.listen(until_the_window_goes)
    worker.tell({"step": "getting ready", "share": 0.01})
    work(worker)
    ended()


if __name__ == "__main__":
    main()
