"""A contact sheet of hard cases: what a tracker draws on them, and how sure it says it is.

It shows real people where the material does: a picture to look at, never one to publish.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.tracking.detect import Detector
from engine.types import Frame, Tracked
from engine.writing import whole
from training.evaluate.clips import HELD_OUT
from training.evaluate.subject import Subject, frames_of

COLUMNS, STEADY, BETWEEN = 6, 12, 6
"""Pictures in a row; frames before the trouble starts; frames from one picture to the next, in which it grows."""
TILE = 240
"""px."""
_SKIN = (201, 152, 128)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A row: a performance that gets harder."""

    name: str
    picture: Callable[[float, int], Array]
    """severity in [0, 1] and frame number -> image [H, W, 3] uint8"""


def draw_sheet(subject: Subject, folder: Path, path: Path) -> None:
    """Write the PNG `path`: a row for each case, the trouble growing to the right."""
    from PIL import Image

    rows = [_row(subject, case) for case in cases(subject, folder)]
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as temporary:
        Image.fromarray(np.concatenate(rows)).save(temporary, "png")


def cases(subject: Subject, folder: Path) -> Iterator[Case]:
    """Those that the material in `folder`/videos can show."""
    videos = folder / "videos"
    talk = next((p for name in HELD_OUT[::-1] if (p := videos / f"{name}.mp4").exists()), None)
    if talk is not None:
        frame = next(frames_of(talk))
        face = frame.image
        with Detector("image") as detector:
            found = detector.detect(frame)
        box = (0.0, 0.0, *map(float, frame.size_wh)) if found is None else found.box_xyxy
        width = box[2] - box[0]
        yield Case("half a face", lambda s, i: _shifted(face, s * (face.shape[1] - box[0] - 0.2 * width)))
        yield Case("a hand over mouth, then eyes", lambda s, i: _hand(face, box, s))
        yield Case("from 100 px to 8", lambda s, i: _shrunk(face, 100 / width * (8 / 100) ** s))
        yield Case("light goes out", lambda s, i: (face * (1 - min(1.2 * s, 1)) ** 2).astype(np.uint8))
        yield Case("blurred", lambda s, i: _blurred(face, 0.25 * width * s**2))
    for name, title in (("talk_5", "glasses"), ("drive_d9", "glasses"), ("no_face", "no face")):
        clip = videos / f"{name}.mp4"
        if clip.exists():
            shown = [frame.image for frame in itertools.islice(frames_of(clip), STEADY + COLUMNS * BETWEEN)]
            yield Case(title, lambda s, i, shown=shown: shown[min(i, len(shown) - 1)])
    turning = _turning(subject)
    yield Case("turned to 80 degrees", lambda s, i: turning[round(s * (len(turning) - 1))])


def _row(subject: Subject, case: Case) -> Array:
    tiles = []
    last = (COLUMNS - 1) * BETWEEN
    with subject.open() as tracker:
        for i in range(STEADY + last + 1):
            step = max(i - STEADY, 0)
            frame = Frame(case.picture(step / last, i), i, i / 30)
            answer = tracker.track(frame)
            if i >= STEADY and step % BETWEEN == 0:
                tiles.append(_tile(frame.image, answer, case.name if not step else ""))
    return np.concatenate(tiles, 1)


def _tile(image: Array, answer: Tracked, title: str) -> Array:
    import cv2

    zoom = TILE / max(image.shape[:2])
    small = cv2.resize(image, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    tile = np.full((TILE + 16, TILE, 3), 24, np.uint8)
    tile[: small.shape[0], : small.shape[1]] = small
    if np.isfinite(answer.landmarks68).all():
        for x, y in answer.landmarks68 * zoom:
            cv2.circle(tile, (round(float(x)), round(float(y))), 1, (60, 255, 90), -1, cv2.LINE_AA)
    words = f"{answer.motion.confidence:.2f}  {title}"
    cv2.putText(tile, words, (4, TILE + 12), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (255, 255, 255), 1, cv2.LINE_AA)
    return tile


def _shifted(image: Array, by_px: float) -> Array:
    """Moved to the right, grey where nothing is."""
    by = min(max(int(by_px), 0), image.shape[1])
    moved = np.full_like(image, 90)
    moved[:, by:] = image[:, : image.shape[1] - by]
    return moved


def _hand(image: Array, box: tuple[float, float, float, float], severity: float) -> Array:
    """A palm with four fingers that rises from below the chin until it covers the eyes."""
    import cv2

    covered = image.copy()
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    tips = bottom + 0.15 * height - 0.95 * height * severity
    for shade, thickness in ((0.78, 0.2), (1.0, 0.17)):
        skin = tuple(int(shade * channel) for channel in _SKIN)
        for finger in range(4):
            x = round(left + width * (0.2 + 0.2 * finger))
            tip = (x, round(tips + 0.04 * height * abs(finger - 1.4)))
            cv2.line(covered, tip, (x, round(tips + height)), skin, round(thickness * width), cv2.LINE_AA)
    palm = (round(left + width / 2), round(tips + 0.95 * height))
    cv2.ellipse(covered, palm, (round(0.42 * width), round(0.5 * height)), 0, 0, 360, _SKIN, -1, cv2.LINE_AA)
    return covered


def _shrunk(image: Array, zoom: float) -> Array:
    """The picture made smaller, in the middle of a grey one of the same size."""
    import cv2

    zoom = min(zoom, 1.0)
    small = cv2.resize(image, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    framed = np.full_like(image, 110)
    y, x = (image.shape[0] - small.shape[0]) // 2, (image.shape[1] - small.shape[1]) // 2
    framed[y : y + small.shape[0], x : x + small.shape[1]] = small
    return framed


def _blurred(image: Array, spread_px: float) -> Array:
    import cv2

    return image if spread_px < 0.3 else cv2.GaussianBlur(image, (0, 0), spread_px)


def _turning(subject: Subject) -> list[Array]:
    """The sample avatar going from the front to 80 degrees."""
    from training.evaluate.rendered import act
    from training.evaluate.run import sample_avatar

    acted = act(subject.head, sample_avatar(subject.head), {}, (0.0, np.radians(80.0), 0.0))
    return [frame.image for frame in acted.frames[10:25]]
