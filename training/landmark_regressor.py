"""python -m training train-landmark-regressor: landmarks of one picture -> expression, learned without a picture.

The training data are projections of the embedded head: random people, expressions, poses, and the errors that a
tracker makes (whole regions shifted and stretched, points jittered). The input is centred and not layer-normalised:
either of the two alone made the network learn nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.check import Array
from engine.head.head_model import Head, rotations
from engine.head.landmarks import LIPS, OVAL, embed
from engine.tracking.bias import fingerprint
from engine.tracking.measure import BROWS, EYELIDS, IRISES
from engine.tracking.regress import features
from engine.tracking.rig import Bone, Rig

WIDTHS = (512, 384)


@dataclass(frozen=True)
class TrainLandmarkRegressor:
    """Train the network that guesses an expression from landmarks."""

    output: Path = Path("assets/models/landmark_regressor.safetensors")
    steps: int = 2500
    batch: int = 256
    pool: int = 60000
    """Expressions to draw from."""
    region_noise: float = 0.012
    """Standard deviation of the shift of a whole region, in shares of the interocular distance."""
    point_noise: float = 0.006
    seed: int = 0

    def run(self) -> None:
        import torch

        from engine.head import open_head
        from training.card import write_model
        from training.data.expressions import sample_expressions

        torch.set_num_threads(1)
        torch.manual_seed(self.seed)
        rng = np.random.default_rng(self.seed)
        head = open_head()
        samples = Samples(head, self.region_noise, self.point_noise)
        expressions = sample_expressions(self.pool, rng)
        held_out = sample_expressions(4000, np.random.default_rng(self.seed + 1))
        mean = features(samples.landmarks(expressions[:4000], rng)).mean(0)
        layers: list[torch.nn.Module] = []
        for a, b in zip((956, *WIDTHS), (*WIDTHS, 52), strict=True):
            layers += [torch.nn.Linear(a, b), torch.nn.ReLU()]
        network = torch.nn.Sequential(*layers[:-1])
        optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=1e-3)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, self.steps)
        start = time.perf_counter()
        for step in range(self.steps):
            drawn = expressions[rng.integers(0, self.pool, self.batch)]
            x = torch.from_numpy((features(samples.landmarks(drawn, rng)) - mean).astype(np.float32))
            loss = (network(x) - torch.from_numpy(drawn)).square().mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            if step % 250 == 0:
                print(f"step {step:5d} loss {loss.item():.5f} {time.perf_counter() - start:.0f} s", flush=True)
        with torch.no_grad():
            x = features(samples.landmarks(held_out, np.random.default_rng(self.seed + 2))) - mean
            guess = network(torch.from_numpy(x.astype(np.float32))).numpy().clip(0, 1)
        spread = ((held_out - held_out.mean(0)) ** 2).sum(0)
        explained = 1 - ((guess - held_out) ** 2).sum(0) / np.maximum(spread, 1e-9)
        tensors = {"mean": mean.astype(np.float32), f"head_{fingerprint(head)}": np.ones(1, np.float32)}
        for i, layer in enumerate(network[::2]):
            tensors[f"weight{i}"] = layer.weight.detach().numpy().astype(np.float16)
            tensors[f"bias{i}"] = layer.bias.detach().numpy()
        write_model(
            self.output,
            tensors,
            {
                "what": "52 ARKit weights from 478 landmarks of one picture; ReLU between layers, clipped to [0, 1]",
                "input": "engine.tracking.regress.features, minus mean",
                "made_by": "python -m training train-landmark-regressor",
                "head": head.id,
                "data": "projections of the head; no pictures",
                "samples": self.steps * self.batch,
                "metrics": {
                    "synthetic_median_r2": round(float(np.median(explained[spread > 1])), 3),
                    "synthetic_rmse": round(float(np.sqrt(((guess - held_out) ** 2).mean())), 4),
                },
            },
        )
        print(f"median R2 on held-out projections {np.median(explained[spread > 1]):.3f}")


class Samples:
    """Draws landmark sets of random people, poses and tracker errors with given expressions."""

    def __init__(self, head: Head, region_noise: float, point_noise: float) -> None:
        self._rig = Rig.of(head)
        self._region_noise = region_noise
        self._point_noise = point_noise
        left = embed(head, head.v_template)[:, 0] > 0
        parts = (BROWS, EYELIDS, IRISES)
        self._regions = [part[left[part] == side] for part in parts for side in (True, False)]
        self._regions += [LIPS, OVAL, np.setdiff1d(np.arange(478), np.concatenate([*parts, LIPS, OVAL]))]

    def landmarks(self, expressions: Array, rng: np.random.Generator) -> Array:
        """[B, 2, 478] for expressions [B, 52], in shares of about one interocular distance."""
        b = len(expressions)
        shapes = rng.normal(0, 0.9, (b, self._rig.num_shape)).astype(np.float32)
        points = pose_many(self._rig, shapes, expressions)  # [B, 3, 478]
        angles = np.clip(rng.normal(0, [0.2, 0.32, 0.1], (b, 3)), -0.9, 0.9)
        turned = rotations(angles) @ (points - points.mean(2, keepdims=True)) / 0.063
        # A camera at .3 to 2 m.
        nearness = 0.063 / rng.uniform(0.3, 2.0, (b, 1, 1))
        uv = turned[:, :2] / (1 - nearness * turned[:, 2:])
        noise = rng.normal(0, self._point_noise, uv.shape)
        for region in self._regions:
            centre = uv[:, :, region].mean(2, keepdims=True)
            stretch = rng.normal(0, 2 * self._region_noise, (b, 2, 1))
            noise[:, :, region] += rng.normal(0, self._region_noise, (b, 2, 1)) + stretch * (uv[:, :, region] - centre)
        return uv + noise


def pose_many(rig: Rig, shapes: Array, controls: Array) -> Array:
    """[B, 3, L]: as `rig.posed`, for people shapes [B, S] with controls [B, K]."""
    turns = rotations((controls @ rig.angles.T).reshape(-1, 3, 3))  # [B, 3, 3, 3]
    feature = (turns - np.eye(3)).reshape(len(controls), 27).astype(np.float32)
    joints = rig.joints + np.einsum("jcs,bs->bjc", rig.joints_shape, shapes)  # [B, 5, 3]
    out = np.zeros((len(controls), 3, rig.num_points))

    def times(basis: Array, weights: Array) -> Array:
        flat = basis.reshape(-1, basis.shape[2]).astype(np.float32)
        return (weights.astype(np.float32) @ flat.T).reshape(len(weights), *basis.shape[:2])

    bone: Bone
    for number, bone in enumerate(rig.bones):
        rest = bone.base + times(bone.shape, shapes) + times(bone.expression, controls) + times(bone.posedirs, feature)
        if number == 0:
            out[:, :, bone.points] += rest
            continue
        pivot = joints[:, number + 1, :, None] * bone.mass
        out[:, :, bone.points] += turns[:, number - 1] @ (rest - pivot) + pivot
    return out
