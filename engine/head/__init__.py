"""Heads: the model's equations, its landmarks, its files. `open_head` is the one that ships."""

from functools import lru_cache

from engine.errors import ModelMismatch
from engine.head.brought import PREFIX, brought_head
from engine.head.head_model import Head as Head


@lru_cache(maxsize=1)
def open_head() -> Head:
    """The shipped CC0 head. AssetMissing when its file is gone."""
    from engine.assets import shipped
    from engine.head.store import load_head

    return load_head(shipped("head/open.safetensors"))


def head_of(head_id: str, name: str = "This avatar") -> Head:
    """The head that an avatar was made for: the shipped one, or one that the user brought.

    name: of the avatar, for the one sentence. AssetMissing where the head is not on this machine, ModelMismatch where
    no head of this version has that id.
    """
    if head_id.startswith(PREFIX):
        return brought_head(head_id)
    head = open_head()
    if head_id != head.id:
        raise ModelMismatch(
            f"{name} was made for the head {head_id}, this app has {head.id}. Make it again from its photo."
        )
    return head
