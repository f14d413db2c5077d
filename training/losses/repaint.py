"""A person's head with another expression, drawn as the live network sees faces, and what is then true of the picture.

codes -TorchHead-> vertices -engine.tracking.align-> upright in the crop -HeadRenderer-> eyes and mouth -> sRGB picture
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.avatar.retarget import axis_angle
from engine.check import Array
from engine.head.head_model import Head
from engine.render import surface
from engine.tracking.align import LIVE_SIZE, crop_from_landmarks
from engine.tracking.bias import landmark_bias
from training.models.head import TorchHead, bone_transforms, joint_turns, project, rotations
from training.render.portrait import HeadRenderer, Portrait
from training.render.rasterise import interpolate
from training.render.shade import srgb_from_linear

JITTER = 0.03
"""Standard deviation of the crop's place (shares of its side), zoom and roll (rad): trackers use the last frame's."""
_PX_PER_M = 1e4
_IRIS_MM, _PUPIL_MM, _RIM_MM = 5.9, 2.0, 0.6
"""As in eye.frag."""
_SCLERA = (0.54, 0.47, 0.44)
_MOUTH = ("mouth", "teeth_l", "teeth_u", "tongue", "gums_l", "gums_u")
_MOUTH_LIGHT = 0.85
"""Share of the light that passes between the lips."""


@dataclass(frozen=True, slots=True, eq=False)
class Sitters:
    """Who is drawn, how turned, in which light and before what: all that stays when the expression changes."""

    shape: Tensor  # [B, S]
    global_orient: Tensor  # [B, 3] rad, in the frame of the crop; its roll is set anew by the alignment
    albedo: Tensor  # [B or 1, 3, T, T] linear, over the head's uv square: estimated, or a given skin
    iris: Tensor  # [B or 1, 3] linear
    light: Tensor  # [B, 9, 3] SH, linear
    background: Tensor  # [B, 3, h, w] linear, any size: `backdrop` of the person's picture, or a plain one


class Repainted(NamedTuple):
    """Free labelled samples: nothing in them has a gradient."""

    picture: Tensor  # [B, 3, LIVE_SIZE, LIVE_SIZE] sRGB in [0, 1]: what the network reads
    landmarks: Tensor  # [B, L, 2] shares of the crop's side, origin top left, where MediaPipe would see them
    expression: Tensor  # [B, 52]
    global_orient: Tensor  # [B, 3] rad of the head, in the frame of the crop


def backdrop(picture: Tensor, cells: int = 4) -> Tensor:
    """The picture's colours without its face: [B, 3, H, W], blurred until `cells` x `cells` means are left of it."""
    return functional.interpolate(
        functional.adaptive_avg_pool2d(picture, cells), picture.shape[-2:], mode="bicubic", align_corners=False
    ).clamp(0, 1)


class Repaint(nn.Module):
    """Draws sitters of one head (ARKit basis). Fixed buffers only.

    points: [L] which of MediaPipe's landmarks are told, in the network's order (training.models.encoder)
    finer: pictures are drawn this many times larger and averaged. 2 costs about 10 CPU ms a face on one core, 1 costs
    3.5 and has jagged outlines.
    """

    def __init__(self, head: Head, points: Array, *, finer: int = 2, jitter: float = JITTER) -> None:
        super().__init__()
        self.head = TorchHead(head)
        self.renderer = HeadRenderer(head, finer * LIVE_SIZE)
        self.finer, self.jitter = finer, jitter
        eyes = head.vertices_of("eye_l", "eye_r")
        carried = np.einsum("lk,lkj->lj", head.landmark_weights, head.weights[head.faces[head.landmark_faces]])

        def keep(name: str, array: Array) -> None:
            self.register_buffer(name, torch.from_numpy(array), persistent=False)

        keep("points", np.array(points, np.int64))
        keep("turns", joint_turns())
        keep("inner", np.concatenate([_from_eye_mm(head), _light_inside(head)], 1).astype(np.float32))
        keep("is_eye", np.isin(self.renderer.faces.numpy(), eyes).all(1))
        keep("bias", landmark_bias(head).astype(np.float32))
        keep("carried", carried.astype(np.float32))

    @torch.no_grad()
    def forward(self, sitters: Sitters, expression: Tensor, generator: torch.Generator | None = None) -> Repainted:
        """expression: [B, 52] in [0, 1]  generator: of the crop's jitter, on the CPU. Ignores autocast."""
        with torch.autocast(expression.device.type, enabled=False):
            return self._drawn(sitters, expression.detach().float(), generator)

    def _drawn(self, sitters: Sitters, expression: Tensor, generator: torch.Generator | None) -> Repainted:
        batch = len(expression)
        poses = torch.einsum("be,ejc->bjc", expression, self.turns)
        poses[:, 0] = sitters.global_orient
        vertices = self.head(sitters.shape, expression, poses)
        landmarks = self.head.landmarks(vertices) + self._biased(poses)
        roll, cam = self._aligned(landmarks, generator)
        vertices, landmarks = vertices @ roll.mT, landmarks @ roll.mT
        size = 2 * (self.renderer.size,)
        background = functional.interpolate(sitters.background, size, mode="bilinear", align_corners=False)
        albedo = sitters.albedo.expand(batch, -1, -1, -1)
        portrait = self.renderer(vertices, cam, albedo, sitters.light, background)
        picture = functional.avg_pool2d(self._with_insides(portrait, sitters.iris), self.finer)
        ndc = project(landmarks[:, self.points], cam)
        turned = (roll @ rotations(sitters.global_orient)).cpu().numpy()
        return Repainted(
            srgb_from_linear(picture),
            torch.stack([1 + ndc[..., 0], 1 - ndc[..., 1]], -1) / 2,
            expression,
            ndc.new_tensor(np.stack([axis_angle(rotation) for rotation in turned])),
        )

    def _biased(self, poses: Tensor) -> Tensor:
        """[B, 478, 3] m: from where the head has its landmarks to where MediaPipe sees them, turned with the bones."""
        turns = bone_transforms(self.head.parents, rotations(poses), torch.zeros_like(poses))[..., :3]
        return torch.einsum("lj,bjcd,ld->blc", self.carried, turns, self.bias)

    def _aligned(self, landmarks: Tensor, generator: torch.Generator | None) -> tuple[Tensor, Tensor]:
        """[B, 3, 3] turn about the line of sight and [B, 3] cam that put the head where the live crop would have it."""
        noise = self.jitter * torch.randn(len(landmarks), 4, generator=generator).double().numpy()
        flat = _PX_PER_M * landmarks[..., :2].double().cpu().numpy() * [1, -1]
        rolls, cams = [], []
        for points, (across, down, zoom, roll) in zip(flat, noise, strict=True):
            crop = crop_from_landmarks(points)
            turn = np.exp(zoom + 1j * roll) * (crop[0, 0] + 1j * crop[1, 0])  # of the picture, whose y runs down
            middle = np.linalg.solve(crop, [LIVE_SIZE / 2, LIVE_SIZE / 2, 1])[:2]
            seen_at = -turn * complex(*middle) / LIVE_SIZE + across + 1j * down  # of the origin, from the middle
            scale = 2 * _PX_PER_M * abs(turn) / LIVE_SIZE
            cos, sin = turn.real / abs(turn), -turn.imag / abs(turn)
            rolls.append([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
            cams.append([scale, 2 * seen_at.real / scale, -2 * seen_at.imag / scale])
        return landmarks.new_tensor(np.array(rolls)), landmarks.new_tensor(np.array(cams))

    def _with_insides(self, portrait: Portrait, iris: Tensor) -> Tensor:
        """The picture with eyes that look somewhere and a mouth that is dark inside: the renderer lights only skin."""
        fragments = portrait.fragments
        eye = self.is_eye[fragments.triangle.clamp_min(0).long()] & fragments.covered
        inner = interpolate(self.inner, self.renderer.faces, fragments).permute(0, 3, 1, 2)  # [B, 6, H, W]
        radius = torch.where(inner[:, 2] > 0, torch.linalg.vector_norm(inner[:, :2], dim=1), 12.0)[:, None]
        white = ((radius - _IRIS_MM) / _RIM_MM + 0.5).clamp(0, 1)
        dark = ((radius - _PUPIL_MM) / _RIM_MM + 0.5).clamp(0, 1)
        colour = white * iris.new_tensor(_SCLERA)[:, None, None] + (1 - white) * dark * iris[..., None, None]
        picture = torch.where(fragments.covered[:, None], portrait.picture * inner[:, 3:], portrait.picture)
        return torch.where(eye[:, None], colour * portrait.shading, picture)


def _from_eye_mm(head: Head) -> Array:
    """[V, 3] from the centre of the nearer eye, at rest."""
    centres = (head.J_regressor @ head.v_template)[3:]
    nearest = np.linalg.norm(head.v_template[:, None] - centres, axis=2).argmin(1)
    return 1000 * (head.v_template - centres[nearest])


def _light_inside(head: Head) -> Array:
    """[V, 3] what light does behind the lips, as in mouth.frag: less and redder the deeper; 1 on skin."""
    depth = surface.inside(head)[:, None]
    mouth = np.setdiff1d(head.vertices_of(*(n for n in _MOUTH if n in head.part_names)), head.vertices_of("skin"))
    light = np.ones_like(depth)
    light[mouth] = _MOUTH_LIGHT
    return light * (1 - 0.8 * depth) ** 2 * (1 - np.array([0.15, 0.45, 0.50]) * depth)
