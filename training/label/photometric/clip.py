"""The pixels' say over a whole clip: colours and light from some of its frames, then every frame refitted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from engine.tracking.follow import State
from engine.types import Frame
from training.label.clip_fit import ClipFit, Fitted, smoothed
from training.label.identity import spread
from training.label.photometric.appearance import learn_paint
from training.label.photometric.drawing import Draughtsman, Paint
from training.label.photometric.look import Look, look_at
from training.label.photometric.refine import RefineConfig, Scene, refine
from training.label.photometric.surface import Body, Surface
from training.label.sighting import Fitter
from training.label.zero_phase import SmoothConfig

_CONFIDENT = 0.5
"""Of the fit: frames below it say nothing of how the person looks."""


@dataclass(frozen=True, slots=True)
class PhotometricConfig:
    """How pixels take part in a clip's fit."""

    frames: int = 32
    """Spread over the clip, that colours and light are found from."""
    rounds: int = 2
    """The second finds them from the frames as the first refitted them."""
    refine: RefineConfig = field(default_factory=RefineConfig)
    smooth: SmoothConfig | None = field(default_factory=SmoothConfig)
    """None keeps each frame's own fit, for measuring."""


def with_pixels(
    fitter: Fitter, fit: ClipFit, pictures: Callable[[], Iterable[Frame]], config: PhotometricConfig | None = None
) -> ClipFit:
    """`fit` with each frame moved to where its picture wants it; the identity and the confidences stay.

    pictures: reads all frames of the clip, in order; called twice. Of a clip without a single sure frame nothing moves.
    """
    config = config or PhotometricConfig()
    scene = learn_scene(fitter, fit, pictures(), config)
    if scene is None:
        return fit
    frames: list[Fitted | None] = []
    for picture, fitted in zip(pictures(), fit.frames, strict=False):
        frames.append(None if fitted is None else refitted(scene, picture, fitted, config.refine))
    if config.smooth is not None:
        frames = smoothed(frames, fit.clip.time, fitter, config.smooth)
    return replace(fit, frames=tuple(frames))


def refitted(scene: Scene, picture: Frame, fitted: Fitted, config: RefineConfig) -> Fitted:
    """One frame, not smoothed."""
    state = refine(scene, fitted.sighting, look_at(picture.image, fitted.sighting), _state(fitted), config)
    return replace(fitted, controls=state.controls, placement=state.placement)


def learn_scene(fitter: Fitter, fit: ClipFit, pictures: Iterable[Frame], config: PhotometricConfig) -> Scene | None:
    """How the person of a clip looks in its light; None without a sure frame."""
    sure = [i for i, f in enumerate(fit.frames) if f is not None and f.confidence >= _CONFIDENT]
    chosen = {sure[i] for i in spread(len(sure), config.frames)}
    if not chosen:
        return None
    draughtsman = Draughtsman(Surface.of(fitter.head, fitter.rig))
    body = draughtsman.surface.body(fit.identity.shape)
    looks: list[tuple[Fitted, Look]] = []
    for i, picture in enumerate(pictures):
        fitted = fit.frames[i]
        if i in chosen and fitted is not None:
            looks.append((fitted, look_at(picture.image, fitted.sighting)))
    states = [_state(fitted) for fitted, _ in looks]
    scene: Scene | None = None
    for _ in range(config.rounds):
        if scene is not None:
            states = [
                refine(scene, fitted.sighting, look, state, config.refine)
                for (fitted, look), state in zip(looks, states, strict=True)
            ]
        paint = _paint(draughtsman, body, [look for _, look in looks], states)
        scene = Scene(fitter, fit.identity, draughtsman, body, paint)
    return scene


def _paint(draughtsman: Draughtsman, body: Body, looks: list[Look], states: list[State]) -> Paint:
    seen = [
        draughtsman.see(body.stance(state.controls, swings=False), state.placement, look)
        for look, state in zip(looks, states, strict=True)
    ]
    return learn_paint(draughtsman, list(zip(looks, seen, strict=True)))


def _state(fitted: Fitted) -> State:
    return State(fitted.controls, fitted.placement, np.zeros((2, 0)))
