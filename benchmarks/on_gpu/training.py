"""Steps of the trainings on random batches that lie ready: what the network and its losses cost, not the loader."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.on_gpu.report import Report


def training(report: Report) -> None:
    """Steps of the trainings, as training/loop.py does them, on random batches that lie ready."""
    from engine.head import open_head
    from training.capture_objective import CaptureObjective
    from training.capture_objective import total as capture_total
    from training.data.batch import Batch
    from training.data.detail.loader import DetailBatch
    from training.data.detail.region import face_region
    from training.data.detail.skins import SkinSpace
    from training.detail_objective import DetailObjective
    from training.detail_objective import total as detail_total
    from training.models.capture import CaptureEncoder
    from training.models.detail import DetailNetwork, texture_tensor
    from training.models.encoder import LiveEncoder
    from training.objective import LiveObjective
    from training.objective import total as live_total

    head = open_head()

    def pictures(batch: Batch) -> tuple[Tensor, ...]:
        return (batch.picture.permute(0, 3, 1, 2).float() / 255,)

    def skins(batch: DetailBatch) -> tuple[Tensor, ...]:
        return (texture_tensor(batch.texture), batch.seen_expression, batch.expression, batch.jaw_pose, batch.giver,
                batch.traits, batch.told, batch.real)  # fmt: skip

    size, skin_size = (4, 4) if report.quick else (128, 64)
    live, capture = LiveEncoder(), CaptureEncoder()
    for name, network, objective, total, given, batch in (
        ("live", live, LiveObjective(head), live_total, pictures, _faces(size, live.size, live.num_landmarks)),
        ("capture", capture, CaptureObjective(head), capture_total, pictures,
         _faces(size, capture.size, live.num_landmarks)),
        ("detail", DetailNetwork(), DetailObjective(head, SkinSpace.of((), face_region(head))), detail_total, skins,
         _skins(skin_size)),
    ):  # fmt: skip
        batch = type(batch)(*(torch.as_tensor(one).to(report.device) for one in batch))
        call = _step(report.device, network, objective.to(report.device), total, given, batch)
        size = len(batch.person)
        half = "bfloat16" if report.on_gpu else "float32"
        report.measure("training", f"{name}, batch {size}", f"a step, {half}", call, size)


def _step(device: torch.device, network: nn.Module, objective: nn.Module, total: Callable[..., Tensor],
          given: Callable[..., tuple[Tensor, ...]], batch: object) -> Callable[[], object]:  # fmt: skip
    network = network.to(device, memory_format=torch.channels_last).train()
    optimizer = torch.optim.AdamW(network.parameters(), 1e-4)

    def call() -> None:
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            output = network(*given(batch))
        loss = total(objective(output, batch))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 20.0)
        optimizer.step()

    return call


def _faces(num: int, side: int, num_landmarks: int) -> tuple:
    from training.data.batch import Batch
    from training.models.capture import NUM_SHAPE, NUM_TEX

    rng = np.random.default_rng(0)

    def normal(*shape: int) -> np.ndarray:
        return (0.2 * rng.standard_normal((num, *shape))).astype(np.float32)

    ones = np.ones(num, np.float32)
    return Batch(
        picture=rng.integers(0, 255, (num, side, side, 3), np.uint8), landmarks=0.5 + 0.2 * normal(num_landmarks, 2),
        controls=np.abs(normal(52)), orient=normal(3), shape=normal(NUM_SHAPE), light=normal(9, 3),
        person=np.arange(num) // 2, confidence=ones, trust=np.ones((num, 4), np.float32), real=np.zeros(num, bool),
        tex=normal(NUM_TEX), trust_tex=ones, twin=np.arange(num) ^ 1,
    )  # fmt: skip


def _skins(num: int) -> tuple:
    from training.data.detail.loader import DetailBatch

    rng = np.random.default_rng(0)
    expression = rng.random((num, 52), np.float32)
    known = {
        "texture": rng.integers(0, 255, (num, 256, 256, 4), np.uint8),
        "displacement": 1e-4 * rng.standard_normal((num, 256, 256), np.float32), "expression": expression,
        "seen_expression": expression, "jaw_pose": np.zeros((num, 3), np.float32),
        "light": np.full((num, 9, 3), 0.3, np.float32), "traits": rng.standard_normal((num, 128), np.float32),
        "person": np.arange(num) // 2, "giver": np.arange(num) ^ 1, "real": np.arange(num) >= 3 * num // 4,
        "told": np.zeros(num, bool),
    }  # fmt: skip
    return DetailBatch(**known)
