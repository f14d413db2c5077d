"""What a training is made of, whatever it trains: shards into a loader, held-out batches, means, words for the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.check import Array
from training.data.batch import Batch, whole_batch
from training.data.columns import joined
from training.data.loader import Loader, LoaderConfig
from training.data.shards import Samples, Shard, open_shards
from training.models.encoder import landmark_subset

_MOST_HELD = 1500
_FOR_MEANS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Samples to train on, and some held out; pictures of `size` px."""

    shards: Sequence[Shard]
    held: Sequence[Shard]
    size: int
    shape_signs: Array  # [100] of the head

    @classmethod
    def of(cls, train: Sequence[Path], held: Sequence[Path], size: int, shape_signs: Array) -> Material:
        return cls(open_shards(train), open_shards(held), size, shape_signs)

    def loader(self, config: LoaderConfig, seed: int, part: int) -> Loader:
        """Batches of the process number `part`."""
        return Loader(self.shards, config, landmark_subset(), self.size, self.shape_signs, seed=seed, part=part)

    def means(self) -> tuple[Array, Array, Array]:
        """landmarks [L, 2], controls [52] and orient [3] over some of the faces; a mean face looks straight ahead."""
        every = max(sum(map(len, self.shards)) // _FOR_MEANS, 1)
        some = joined(shard.samples[::every] for shard in self.shards)
        batch = self._whole(some[some.trust.max(1) > 0], real=False)
        return batch.landmarks.mean(0), batch.controls.mean(0), batch.orient.mean(0) * [1, 0, 0]

    def held_batches(self) -> list[tuple[str, Batch]]:
        """Held-out pictures by kind, as they are."""
        return [(kind, self._whole(samples, kind == "real")) for kind, samples in self.held_samples()]

    def held_samples(self) -> list[tuple[str, Samples]]:
        """Held-out samples by kind, thinned out."""
        kinds = []
        for kind in ("synthetic", "real"):
            some = [shard.samples for shard in self.held if shard.metadata["kind"] == kind]
            num = sum(map(len, some))
            if num:
                every = max(num // _MOST_HELD, 1)
                kinds.append((kind, joined(part[::every] for part in some)))
        return kinds

    def described(self) -> dict[str, Any]:
        """How many samples of each kind, from where."""
        kinds: dict[str, Any] = {}
        for shard in self.shards:
            kind = kinds.setdefault(shard.metadata["kind"], {"samples": 0, "shards": 0, "sources": []})
            kind["samples"] += len(shard)
            kind["shards"] += 1
            source = shard.metadata.get("source") or f"seed {shard.metadata['seed']}"
            if source not in kind["sources"]:
                kind["sources"].append(source)
        return kinds

    def _whole(self, samples: Samples, real: bool) -> Batch:
        return whole_batch(samples, real, landmark_subset(), self.size, self.shape_signs)
