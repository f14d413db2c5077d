"""How what is shown passes from one state into another."""

from __future__ import annotations


def smoothstep(share: float) -> float:
    """0 to 1 as `share` goes from 0 to 1, without a jump or a kink at either end; what lies beyond is clipped."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)
