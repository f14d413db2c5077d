"""Where the imported networks are kept, and whether one is the head's."""

from __future__ import annotations

from pathlib import Path

from engine.errors import AssetMissing, ModelMismatch
from engine.head.head_model import Head
from engine.inference.card import Card

IMPORT = "Run: python -m training import-deca CHECKPOINT --flame generic_model.pkl"


def deca_folder() -> Path:
    """The user's folder for networks of DECA; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path("avatar-app", appauthor=False) / "deca"


def smirk_folder() -> Path:
    """The user's folder for SMIRK's network; it need not exist."""
    return deca_folder().with_name("smirk")


def flame_id(head: Head) -> str:
    """Id of the FLAME head that `head` is, or was made of to move like the open one."""
    return head.id.removeprefix("open-")


def imported_for(path: Path, head: Head) -> Path:
    """`path`, if a network is there that was imported for `head`. AssetMissing or ModelMismatch otherwise."""
    if not path.is_file():
        raise AssetMissing(f"There is no file {path}. {IMPORT}")
    card = Card.beside(path)
    if card is None or card.head != flame_id(head):
        whose = "an unknown head" if card is None or not card.head else f"the head {card.head}"
        raise ModelMismatch(
            f"{path} was imported for {whose}, not for {head.id}: make the avatar on that FLAME head, or import the "
            "checkpoint again with this head's FLAME file."
        )
    return path
