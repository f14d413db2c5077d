"""The offline fit of a whole clip: one identity, every frame refitted with it, smoothed without delay."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from engine.check import Array
from engine.head.head_model import rotations
from engine.tracking.follow import State
from engine.tracking.placement import Placement, rotation_vector
from training.label.confidence import ConfidenceConfig, confidence, jumps
from training.label.identity import Identity, IdentityConfig, learn_identity
from training.label.sighting import Fitter, Sighting
from training.label.watch import Clip
from training.label.zero_phase import SmoothConfig, zero_phase

GAP_S = 0.5
"""Frames further apart than this do not belong to one movement."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """One face, explained."""

    sighting: Sighting
    controls: Array  # [K]
    placement: Placement
    residual: float
    """Mean distance of the fitted landmarks, share of interocular, before smoothing."""
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class ClipFit:
    """Who is in a clip, and what they do in each frame."""

    clip: Clip
    identity: Identity
    frames: tuple[Fitted | None, ...]  # None where no face was seen


@dataclass(frozen=True, slots=True)
class ClipFitConfig:
    """How a clip is fitted."""

    identity: IdentityConfig = field(default_factory=IdentityConfig)
    smooth: SmoothConfig | None = field(default_factory=SmoothConfig)
    """None keeps each frame's own fit, for measuring."""
    confidence: ConfidenceConfig = field(default_factory=ConfidenceConfig)


def fit_clip(fitter: Fitter, clip: Clip, config: ClipFitConfig | None = None) -> ClipFit | None:
    """The fit of `clip`; None when no frame has a face."""
    config = config or ClipFitConfig()
    seen = [None if face is None else fitter.sighting(face) for face in clip.faces]
    if not any(seen):
        return None
    identity = learn_identity(fitter, [s for s in seen if s is not None], config.identity)
    states = _follow(fitter, identity, clip, seen)
    jump = jumps(
        [None if s is None else s.face.landmarks for s in seen], [1.0 if s is None else s.target.unit_px for s in seen]
    )
    runs = _runs(clip.time, np.flatnonzero([sighting is not None for sighting in seen]))
    in_a_row = np.full(len(clip), np.inf)
    for run in runs:
        in_a_row[run] = len(run) if len(run) < len(clip) else np.inf
    frames: list[Fitted | None] = []
    for sighting, state, at, count in zip(seen, states, jump, in_a_row, strict=True):
        if sighting is None or state is None:
            frames.append(None)
            continue
        residual = fitter.residual(sighting, identity.person, identity.offsets, state)
        trust = confidence(
            residual, state.placement.rotation, sighting.landmarks, clip.size_wh, sighting.target.unit_px, at, count,
            config.confidence,
        )  # fmt: skip
        frames.append(Fitted(sighting, state.controls, state.placement, residual, trust))
    if config.smooth is not None:
        frames = smoothed(frames, clip.time, fitter, config.smooth)
    return ClipFit(clip, identity, tuple(frames))


def smoothed(frames: list[Fitted | None], time: Array, fitter: Fitter, config: SmoothConfig) -> list[Fitted | None]:
    """The frames of a clip at `time` [N] s, each movement by itself smoothed."""
    out = list(frames)
    for run in _runs(time, np.flatnonzero([frame is not None for frame in frames])):
        _smooth(out, run, time[run], fitter, config)
    return out


def _follow(fitter: Fitter, identity: Identity, clip: Clip, seen: list[Sighting | None]) -> list[State | None]:
    """Each frame's own best fit; it begins at the frame before, where there is one."""
    states: list[State | None] = []
    last: tuple[State, float, float] | None = None
    for sighting, time in zip(seen, clip.time, strict=True):
        if sighting is None:
            states.append(None)
            last = None
            continue
        before = None
        if last is not None and time - last[2] < GAP_S:
            before = _in_units(last[0], last[1] / sighting.target.unit_px)
        state = fitter.fit(sighting, identity.person, identity.offsets, before)
        states.append(state)
        last = state, sighting.target.unit_px, time
    return states


def _in_units(state: State, zoom: float) -> State:
    """`state` told in picture units that are 1 / zoom as large."""
    placement = state.placement
    return replace(state, placement=replace(placement, scale=placement.scale * zoom, offset=placement.offset * zoom))


def _runs(time: Array, there: Array) -> list[Array]:
    """The frames with a face, `there`, as one array for each movement."""
    cuts = np.flatnonzero((np.diff(there) > 1) | (np.diff(time[there]) > GAP_S)) + 1
    return np.split(there, cuts)


def _smooth(frames: list[Fitted | None], run: Array, time: Array, fitter: Fitter, config: SmoothConfig) -> None:
    """Replace the frames of one movement by their smoothed selves."""
    there = [frame for i in run if (frame := frames[i]) is not None]
    controls = zero_phase(np.array([frame.controls for frame in there]), time, config.controls)
    unit = float(np.median([frame.sighting.target.unit_px for frame in there]))
    # Turns from the mean rotation are nearly linear as long as the head stays within a right angle of it.
    u, _, vt = np.linalg.svd(np.sum([frame.placement.rotation for frame in there], axis=0))
    mean = u @ np.diag([1.0, 1.0, np.linalg.det(u @ vt)]) @ vt
    values = []
    for frame in there:
        zoom = frame.sighting.target.unit_px / unit
        turn = rotation_vector(frame.placement.rotation @ mean.T)
        values.append([*turn, np.log(frame.placement.scale * zoom), *(frame.placement.offset * zoom)])
    places = zero_phase(np.array(values), time, config.head)
    for i, frame, weights, place in zip(run, there, controls, places, strict=True):
        zoom = frame.sighting.target.unit_px / unit
        frames[i] = replace(
            frame,
            controls=np.clip(weights, fitter.rig.low, fitter.rig.high),
            placement=replace(
                frame.placement,
                rotation=rotations(place[:3]) @ mean,
                scale=float(np.exp(place[3])) / zoom,
                offset=place[4:] / zoom,
            ),
        )
