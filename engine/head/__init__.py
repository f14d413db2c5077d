"""Heads: the model's equations, its landmarks, its files. `open_head` is the one that ships."""

from functools import lru_cache

from engine.head.head_model import Head


@lru_cache(maxsize=1)
def open_head() -> Head:
    """The shipped CC0 head. AssetMissing when its file is gone."""
    from engine.assets import shipped
    from engine.head.store import load_head

    return load_head(shipped("head/open.safetensors"))
