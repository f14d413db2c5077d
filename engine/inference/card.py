"""What is said of a model in the JSON file beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import AssetMissing

REINSTALL = "Reinstall the application to get it back."


@dataclass(frozen=True, slots=True)
class Card:
    """The part of a model's card that the program acts on; people read the rest."""

    sha256: str
    holds: bool
    """Its figures on held-out data are those that were asked for: it may be used without being asked for by name."""
    head: str = ""
    """Id of the head that the network is for; empty where the card does not say."""

    @classmethod
    def beside(cls, model: Path) -> Card | None:
        """The card of `model`; None where there is none. AssetMissing where it cannot be read."""
        path = model.with_suffix(".json")
        try:
            card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return cls(str(card["sha256"]), card.get("holds") is True, str(card.get("head", "")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise AssetMissing(f"The card {path} cannot be read. {REINSTALL}") from None
