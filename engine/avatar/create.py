"""A portrait -> an avatar: who it is, what the skin looks like, the eyes, the hair and the light."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.avatar.atlas import atlas_of
from engine.avatar.hairstyle import style_hair
from engine.avatar.neutral import settle
from engine.avatar.photo import load_photo
from engine.avatar.remarks import remarks
from engine.avatar.sampling import Fitted, Sample, evened, lay, sample
from engine.avatar.texture import build_texture
from engine.cancel import Cancel
from engine.clock import now
from engine.detail import default
from engine.errors import AssetMissing, BadInput, ModelMismatch, NoFace
from engine.head import open_head
from engine.head.hair_style import check_style
from engine.head.head_model import Head, rotations
from engine.head.landmarks import interocular
from engine.types import HAIR_STYLES, Avatar, Face, Motion

if TYPE_CHECKING:
    from engine.tracking.fit_equations import Belief

Progress = Callable[[str, float], None]
MIN_INTEROCULAR_PX = 24.0
"""Below it the landmarks are guesses."""
_PAINTED = 0.58
"""Share of the work that is done when the skin is painted."""


@dataclass(frozen=True, slots=True, eq=False)
class Creation:
    """An avatar and how its making went."""

    avatar: Avatar
    landmark_residual: float
    """Mean distance of the landmarks without the oval, share of the distance between the irises."""
    faces_found: int
    """In all photos."""
    seconds: float
    notes: tuple[str, ...] = ()
    """What the person should know, a sentence each."""


def create(
    photos: Sequence[Path],
    head: Head,
    *,
    progress: Progress | None = None,
    hair: str = "auto",
    detail: bool | None = None,
    cancel: Cancel | None = None,
) -> Creation:
    """The avatar of the person in `photos`. Several photos make the shape better; the most frontal gives the skin.

    hair: one of HAIR_STYLES, or "auto" for the one that the photo shows.
    progress: called with a step's name and the share done so far, on the caller's thread; what it raises ends the work.
    detail: also find wrinkles, pores and moles, where their networks are installed; None: DETAIL_BY_DEFAULT.
    cancel: what another thread may ask for the end by; looked at between steps and some twenty times a second in long
    ones. Cancelled follows then.
    BadInput for a file that is no photo or an unknown style, NoFace where no face is found.
    """
    from engine.tracking.fit import fit_portraits

    started = now()
    cancel = cancel or Cancel()

    wants_detail = default.DETAIL_BY_DEFAULT if detail is None else detail

    def step(label: str, share: float, begin: float = 0.0, end: float = _PAINTED if wants_detail else 1.0) -> None:
        cancel.check()
        if progress is not None:
            progress(label, begin + (end - begin) * share)

    if not photos:
        raise BadInput("No photo was given. Give at least one portrait.")
    check_style(hair, ("auto", *HAIR_STYLES))
    step("looking for the face", 0.0)
    faces, faces_found, notes = _find_faces(photos, lambda share: step("looking for the face", 0.08 * share))
    step("fitting the shape", 0.08)
    belief, doubts = _believed(head, faces)
    step("fitting the shape", 0.13)
    notes += doubts
    # Where the picture shows what is the landmarks' to say; who it shows is a question for the network, too.
    fit = fit_portraits(head, faces)
    who = fit if belief is None else fit_portraits(head, faces, belief=belief)
    turns = [_turn(fit.code(i).motion.global_orient) for i in range(len(faces))]
    best = int(np.argmin(turns))
    if len(faces) > 1:
        notes.append(f"The skin comes from {photos[best].name}, the shape from all {len(faces)} photos.")
    notes += remarks(faces[best])
    step("fitting the shape", 0.18)
    shape, remaining = settle(head, who.shape, who.code(best).motion.expression, faces[best].scores)
    laid = evened(lay(head, faces[best], fit, best))
    step("fitting the shape", 0.23)
    atlas = atlas_of(head)
    step("fitting the shape", 0.36)
    found = sample(atlas, laid)
    step("styling the hair", 0.53)
    texture = build_texture(
        atlas,
        laid,
        found,
        worn=lambda seen: style_hair(seen, head, faces[best], fit, best, hair),
        progress=lambda share: step("painting the skin", 0.53 + 0.47 * share),
    )
    avatar = Avatar(
        name=Path(photos[best]).stem,
        head_id=head.id,
        shape=shape,
        albedo=texture.albedo,
        light=texture.light,
        iris_rgb=texture.iris_rgb,
        hair=texture.hair,
        neutral_expression=remaining,
    )
    if wants_detail:
        motion = fit.code(best).motion
        avatar, missing = _detailed(
            avatar, head, faces[best], laid, found, motion, lambda label, share: step(label, share, _PAINTED, 1.0)
        )
        notes += missing
    step("done", 1.0, end=1.0)
    return Creation(avatar, who.residual, faces_found, now() - started, tuple(notes))


def _find_faces(
    photos: Sequence[Path], progress: Callable[[float], None] = lambda share: None
) -> tuple[list[Face], int, list[str]]:
    """The largest face of each photo, the number of all, and a note where there was a choice."""
    from engine.tracking.detect import Detector

    faces, found, notes = [], 0, []
    pictures = [load_photo(photo, index) for index, photo in enumerate(photos)]  # a bad one is told at once
    progress(0.1)
    with Detector("image") as detector:
        for index, (photo, picture) in enumerate(zip(photos, pictures, strict=True)):
            progress(0.7 + 0.3 * index / len(photos))
            seen = detector.detect_all(picture)
            if not seen:
                raise NoFace(f"No face was found in {photo}. Use a photo that shows one face from the front, well lit.")
            if interocular(seen[0].landmarks) < MIN_INTEROCULAR_PX:
                raise NoFace(f"The face in {photo} is too small. Use a photo where it fills more of the picture.")
            if len(seen) > 1:
                notes.append(f"{photo.name} shows {len(seen)} faces; the largest was taken.")
            found += len(seen)
            faces.append(seen[0])
    return faces, found, notes


def _believed(head: Head, faces: Sequence[Face]) -> tuple[Belief | None, list[str]]:
    """Who the capture network sees; without its file None, and a note that says so. It knows the open head alone.

    On a FLAME head, who DECA sees, where the person brought it.
    """
    from engine.deca.belief import belief_of_deca
    from engine.tracking.belief import belief_of
    from engine.tracking.capture_network import open_capture_network

    if head.id != open_head().id:
        return belief_of_deca(head, faces)
    try:
        network = open_capture_network()
    except (AssetMissing, ModelMismatch) as error:
        return None, [f"{error} Until then the shape comes from landmarks alone."]
    return belief_of(head, [network(face) for face in faces]), []


def _detailed(
    avatar: Avatar, head: Head, face: Face, laid: Fitted, found: Sample, motion: Motion, step: Progress
) -> tuple[Avatar, list[str]]:
    """`avatar` with its detail; without the networks' files as it is, and a note that says so.

    On a FLAME head by DECA, where the person brought it with FLAME's texture layout.
    """
    from engine.deca.detail import deca_detail
    from engine.detail.make import detailed
    from engine.detail.networks import open_decoder, open_encoder

    if (
        head.basis != "arkit52"
    ):  # the window of detail lies on the open head's texture, its network knows those controls
        return avatar, []
    try:
        networks = deca_detail(head, face) or (open_encoder(), open_decoder())
    except (AssetMissing, ModelMismatch) as error:
        return avatar, [f"{error} Until then the skin stays as smooth as the mesh."]
    return detailed(avatar, atlas_of(head), laid, motion, networks, step, found), []


def _turn(global_orient: np.ndarray) -> float:
    """Angle in rad between the face's direction and the camera's."""
    return float(np.arccos(np.clip(rotations(global_orient)[2, 2], -1, 1)))
