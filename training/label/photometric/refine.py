"""What a known face does in one frame: landmarks, prior and pixels together, in a few Gauss-Newton steps."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.check import Array
from engine.tracking.follow import State, stepped
from engine.tracking.rig import control_slopes, posed
from training.label.identity import Identity
from training.label.photometric.drawing import Draughtsman, Paint, Seen
from training.label.photometric.look import Look, blurred
from training.label.photometric.rows import picture_slope, pixel_rows
from training.label.photometric.surface import Body
from training.label.sighting import Fitter, Sighting

_SMALL = 0.003
_FARTHEST = 0.15
"""Picture units: no detector is so late; a hand over the face, or a cut in the clip."""
_ASTRAY = np.array([0.01, 0.01, 0.02, 0.01, 0.02, 0.02])
"""Standard deviations of turning about x, y, z (rad), log scale and shift (picture units)."""


@dataclass(frozen=True, slots=True)
class RefineConfig:
    """How pixels and landmarks are weighed."""

    steps: int = 5
    together: float = 60.0
    """Pixels that err together: so many count as one."""
    outlier: float = 0.25
    """sRGB: a difference of this much is believed a quarter. A lid and an eye differ by .2; with .12 lids stay ajar."""
    least_spread: float = 0.01
    """sRGB: no clip's pixels are believed to be truer."""
    astray: float = 1.0
    """How far all landmarks together may be off, in `_ASTRAY`."""
    rim_px: int = 2
    """Pixels this near to the head's outline are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Who is in a clip, and how it looks."""

    fitter: Fitter
    identity: Identity
    draughtsman: Draughtsman
    body: Body
    paint: Paint

    def seen(self, state: State, look: Look, *, swings: bool = False) -> Seen:
        """Where the body is in `look`."""
        return self.draughtsman.see(self.body.stance(state.controls, swings=swings), state.placement, look)


def refine(scene: Scene, sighting: Sighting, look: Look, before: State, config: RefineConfig) -> State:
    """`before`, the landmarks' own fit, moved to where the pixels want it; itself where they lead astray."""
    fitter, identity = scene.fitter, scene.identity
    rig = fitter.rig
    controls, placement, k = before.controls, before.placement, fitter.rig.num_controls
    real = blurred(look.picture)
    real_slope = picture_slope(real)
    for _ in range(config.steps):
        at = posed(identity.person, controls)
        uv, turned = placement.seen(at.points + identity.offsets)
        slopes = np.concatenate(
            [
                placement.point_slopes(uv, turned, control_slopes(identity.person, at, placement.view())),
                placement.own_slopes(uv, turned, False),
            ],
            axis=2,
        )
        rows, error = fitter.measure.rows(slopes, sighting.uvz[:2] - uv, placement.rotation, sighting.irises)
        normal, gradient = rows.T @ rows, rows.T @ error
        if config.astray > 0:
            # The detector smooths over time: of a fast head all its landmarks are late together.
            shift = rows[:, k:]
            about = np.linalg.inv(shift.T @ shift + np.diag((_ASTRAY * config.astray) ** -2.0))
            normal -= (rows.T @ shift) @ about @ (shift.T @ rows)
            gradient -= (rows.T @ shift) @ about @ (shift.T @ error)
        normal[:k, :k] += sighting.prior.precision
        gradient[:k] += sighting.prior.precision @ (sighting.prior.mean - controls)

        stance = scene.body.stance(controls)
        seen = scene.draughtsman.see(stance, placement, look)
        drawn, belief = scene.draughtsman.paint(seen, scene.paint)
        weight = belief * look.inside * _within(seen, config.rim_px)
        difference, weight = compared(real, drawn, weight, config.outlier)
        slope = (picture_slope(drawn) + real_slope) / 2
        rows, error = pixel_rows(
            scene.body.surface, stance, placement, look, seen, slope, difference, weight.astype(np.float32)
        )
        worth = 1 / (max(scene.paint.spread, config.least_spread) ** 2 * config.together)
        normal += worth * (rows.T @ rows)
        gradient += worth * (rows.T @ error)

        controls, placement, step = stepped(rig, controls, placement, normal, gradient)
        if step < _SMALL:
            break
    uv, _ = placement.seen(posed(identity.person, controls).points)
    uv_before, _ = before.placement.seen(posed(identity.person, before.controls).points)
    if np.linalg.norm(uv - uv_before, axis=0).mean() > _FARTHEST:
        return before
    return State(controls, placement, uv)


def compared(real: Array, drawn: Array, weight: Array, outlier: float) -> tuple[Array, Array]:
    """Difference [S, S, 3] sRGB with the frame's exposure taken out, and the weight [S, S] left to each pixel."""
    left = weight
    for _ in range(2):
        w = left[..., None]
        gain = (w * real * drawn).sum((0, 1)) / ((w * drawn * drawn).sum((0, 1)) + 1e-6)
        difference = real - gain.astype(np.float32) * drawn
        left = weight / (1 + (difference**2).sum(2) / outlier**2) ** 2
    return difference, left


def _within(seen: Seen, rim_px: int) -> Array:
    """[S, S] bool: on the head, away from its outline."""
    covered = (seen.triangle >= 0).astype(np.uint8)
    return cv2.erode(covered, np.ones((2 * rim_px + 1, 2 * rim_px + 1), np.uint8)) > 0
