"""The stages as the training loop takes them: network, losses, and a look at people who are held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.head.head_model import Head
from training.curves import Curves
from training.data.faces import FaceFile
from training.loop import Task
from training.losses.detail_mrf import RandomFeatures
from training.models.head import joint_turns
from training.motion_objective import weighted
from training.paper.coarse_objective import CoarseObjective, CoarseTerms, photos
from training.paper.codes import CodeLayout, Codes
from training.paper.detail_objective import DETAIL, DetailObjective, DetailTerms
from training.paper.identity import IdentityNetwork
from training.paper.loader import FaceBatch, FaceLoader
from training.paper.networks import CoarseNetwork, DetailNetwork, DetailOutput
from training.paper.preset import Draw, Preset, Stage
from training.paper.sheet import coarse_sheet, detail_sheet
from training.paper.vgg import VggFeatures

_HELD = Draw(6, 2)
_EYES = (36, 45)
"""Outer corners: errors of landmarks are told in shares of their distance."""


@dataclass(frozen=True, slots=True)
class BroughtNetworks:
    """Networks that may not be shipped, as files; None for what stands in their place."""

    face_network: Path | None = None
    vgg19: Path | None = None


def new_network(stage: Stage, preset: Preset, head: Head) -> CoarseNetwork | DetailNetwork:
    """What `stage` trains, as it begins."""
    layout = CodeLayout.of(head)
    if stage != "detail":
        return CoarseNetwork(preset, layout)
    return DetailNetwork(preset, layout, torch.from_numpy(joint_turns()[:, 2]))


def paper_task(
    stage: Stage, preset: Preset, head: Head, network: nn.Module, brought: BroughtNetworks, held: Sequence[FaceFile],
    device: torch.device,
) -> Task:  # fmt: skip
    """held: faces of people to look at now and then, maybe none."""
    look = FaceLoader(held, _HELD, preset.size)[0] if held else None
    if look is not None:
        look = FaceBatch(*(torch.as_tensor(value).to(device) for value in look))  # type: ignore[arg-type]
    if stage == "detail":
        return _detail_task(preset, head, network, brought, look, device)
    identity = IdentityNetwork(brought.face_network) if stage == "coarse" else None
    objective = CoarseObjective(head, preset.size, identity).to(device)

    def losses(codes: Codes, batch: FaceBatch) -> tuple[Tensor, tuple[str, ...], Tensor]:
        terms = objective(codes, batch)
        return weighted(terms, objective.asked), CoarseTerms._fields, torch.stack([*terms])

    def validate(average: nn.Module, curves: Curves, step: int) -> None:
        if look is not None:
            with torch.no_grad():
                codes = average(photos(look))
                found = objective.posed.landmarks(objective.posed.vertices(codes), codes.cam)
                terms = objective(codes, look)
            curves.add_validation(step, "people", {"landmarks_percent": _percent(found, look), **_values(terms)})
            curves.add_picture(step, stage, coarse_sheet(objective, codes, look))

    return Task(network, losses, validate)


def _detail_task(
    preset: Preset,
    head: Head,
    network: nn.Module,
    brought: BroughtNetworks,
    look: FaceBatch | None,
    device: torch.device,
) -> Task:
    features = VggFeatures(brought.vgg19) if brought.vgg19 is not None else RandomFeatures(channels=3)
    objective = DetailObjective(head, preset, features).to(device)

    def given(batch: FaceBatch) -> tuple[Tensor, ...]:
        return photos(batch), batch.person  # type: ignore[return-value]

    def losses(output: DetailOutput, batch: FaceBatch) -> tuple[Tensor, tuple[str, ...], Tensor]:
        terms = objective(output, batch)
        return weighted(terms, DETAIL), DetailTerms._fields, torch.stack([*terms])

    def validate(average: nn.Module, curves: Curves, step: int) -> None:
        if look is not None:
            with torch.no_grad():
                output = average(*given(look))
                terms = objective(output, look)
            curves.add_validation(step, "people", _values(terms))
            curves.add_picture(step, "detail", detail_sheet(objective, output, look))

    return Task(network, losses, validate, given)


def _percent(found: Tensor, batch: FaceBatch) -> float:
    """Mean distance of the landmarks, % of that of the outer corners of the eyes."""
    target: Any = batch.landmarks
    eyes = (target[:, _EYES[0]] - target[:, _EYES[1]]).norm(dim=1)
    return round(float(100 * ((found - target).norm(dim=2).mean(1) / eyes).mean()), 3)


def _values(terms: CoarseTerms | DetailTerms) -> dict[str, float]:
    return {name: round(float(value), 6) for name, value in terms._asdict().items()}
