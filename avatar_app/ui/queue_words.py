"""How the transfer queue is put into words."""

from __future__ import annotations

from avatar_app.queue import UNFINISHED, Item, ItemState
from avatar_app.transfer_order import Makes, Picture, Terms
from avatar_app.transfer_run import Progress
from avatar_app.ui.clock import percent
from avatar_app.ui.sentences import translated
from avatar_app.ui.text import marked, tr

MAKES: dict[Makes, str] = {
    "video": marked("Video"),
    "take": marked("Motion (.take)"),
    "both": marked("Video and motion"),
}
PICTURES: dict[Picture, str] = {
    "alone": marked("The avatar alone"),
    "beside": marked("Beside the video"),
    "onto": marked("On the face in the video"),
}


def status(item: Item) -> str:
    """The line below the name."""
    progress, sentence = item.progress, translated(item.sentence)
    kept = bool(item.files) and not any(path.name in sentence for path in item.files)
    if item.state == "running":
        return " · ".join(filter(None, (done(progress), left(progress)))) if progress.frames else tr("Starting…")
    if item.state == "paused":
        return tr("Paused at {done}", done=done(progress)) if progress.frames else tr("Paused")
    if item.state == "done":
        return sentence or tr("Done · {frames}", frames=frames(progress.frames))
    if item.state == "failed":
        return sentence + " " + tr("The part so far is kept.") if kept else sentence
    if item.state == "cancelled":
        return tr("Cancelled · the part so far is kept") if kept else tr("Cancelled")
    return tr("Waiting")


def done(progress: Progress) -> str:
    """ "124 of 300 frames"."""
    if progress.total is None or progress.total < progress.frames:
        return frames(progress.frames)
    return tr("{done} of {frames}", done=progress.frames, frames=frames(progress.total))


def frames(number: int) -> str:
    """ "1 frame", "2 frames"."""
    return tr("1 frame") if number == 1 else tr("{number} frames", number=number)


def left(progress: Progress) -> str:
    """ "12 s left", "3 min left", "1 h 5 min left"; empty while nobody knows."""
    if progress.seconds_left is None:
        return ""
    seconds = round(progress.seconds_left)
    if seconds < 90:
        return tr("{seconds} s left", seconds=seconds)
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours:
        return tr("{hours} h {minutes} min left", hours=hours, minutes=minutes)
    return tr("{minutes} min left", minutes=minutes)


def summary(items: tuple[Item, ...]) -> str:
    """The queue in one line; empty without items."""
    return " · ".join(_parts(items))


def _parts(items: tuple[Item, ...]) -> list[str]:
    going, failed, paused = (_number(items, *states) for states in (UNFINISHED, ("failed",), ("paused",)))
    finished, cancelled = _number(items, "done"), _number(items, "cancelled")
    parts = []
    if going:  # what failed or was cancelled is none that is still to come
        parts.append(tr("{finished} of {all} done", finished=finished, all=finished + going))
    elif finished:
        parts.append(tr("{finished} done", finished=finished))
    if failed:
        parts.append(tr("{failed} failed", failed=failed))
    if cancelled:
        parts.append(tr("{cancelled} cancelled", cancelled=cancelled))
    if paused:
        parts.append(tr("{paused} paused", paused=paused))
    return parts


def short(items: tuple[Item, ...]) -> str:
    """For the status bar while the list is hidden; empty where nothing runs."""
    running = next((item.progress for item in items if item.state == "running"), None)
    if running is None:
        return ""
    share = f" · {percent(min(running.frames / running.total, 1))}" if running.total else ""
    finished = _number(items, "done")
    return tr("Transfer {number} of {all}", number=finished + 1, all=finished + _number(items, *UNFINISHED)) + share


def ended(items: tuple[Item, ...]) -> str:
    """What is told at the end of a list that is not seen."""
    return tr("The transfers have ended: {parts}.", parts=", ".join(_parts(items)))


def _number(items: tuple[Item, ...], *states: ItemState) -> int:
    return sum(item.state in states for item in items)


def result(terms: Terms) -> str:
    """What new items are made into."""
    if terms.makes == "take":
        return tr(MAKES["take"])
    size = "" if terms.picture == "onto" else "{}×{}".format(*terms.size_wh)
    where = "" if terms.picture == "alone" else tr(PICTURES[terms.picture]).lower()
    return ", ".join(filter(None, (tr(MAKES[terms.makes]), size, where)))


def question(items: tuple[Item, ...]) -> str:
    """What is asked before the window is closed; empty where nothing would be lost."""
    number = sum(
        item.state in ("running", "waiting") or (item.unfinished and item.progress.frames > 0) for item in items
    )
    if number == 1:
        return tr("1 transfer is running. Stop it?")
    return tr("{number} transfers are running. Stop them?", number=number) if number else ""
