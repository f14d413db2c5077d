"""What runs the networks, in the few words of a status bar and in the sentences behind them."""

from __future__ import annotations

from collections.abc import Sequence

from avatar_app.ui.sentences import translated
from avatar_app.ui.text import tr
from engine.inference.tried import Tried


def brief(lines: Sequence[Tried]) -> str:
    """What is being prepared, else what took over from the processor, else what was given up; often nothing."""
    for line in lines:
        if line.result == "building":
            return tr("Preparing {name}, {share}", name=line.backend, share=line.why)
    given_up = [line.backend for line in lines if line.result in ("refused", "absent")]
    standing_by = {line.network for line in lines if line.result == "stands by"}
    for line in lines:
        if line.result == "serves" and line.network in standing_by:
            return line.backend
    return tr("{name} is not used", name=given_up[0]) if given_up else ""


def explained(sentences: Sequence[str], table: str) -> str:
    """For the tool tip: what a person should know first, then all that was tried."""
    return "\n\n".join([*map(translated, sentences), table]) if sentences else table
