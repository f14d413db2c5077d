"""An avatar on a FLAME head, and what it does, as FLAME's own parameters: for programs that have FLAME themselves.

One .npz file, its arrays named as smplx names what `smplx.FLAME` is called with, in FLAME's own frame: where FLAME's
file has the head, metres and radians.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.adopt.map_store import load_map
from engine.errors import BadInput
from engine.head.brought import PREFIX
from engine.head.convert_flame import NUM_SHAPE
from engine.head.head_model import Head
from engine.types import Avatar, Motion
from engine.writing import whole

POSES = ("global_orient", "neck_pose", "jaw_pose", "leye_pose", "reye_pose")


def save_flame(avatar: Avatar, head: Head, path: Path, motions: Sequence[Motion]) -> None:
    """Write `path` (.npz): `betas` [300]; for each of T moments `expression` [T, 100], five poses [T, 3] rad, `transl`
    [T, 3], which is zero, and `time` [T] s; `model`, what the FLAME file's sha256 begins with.

    Lids close less in FLAME's components than here, where controls of their own close them. Wrinkles, skin and hair
    are not in it. BadInput where the avatar is not on a FLAME head; AssetMissing where its map is not on this machine.
    """
    if not head.id.startswith(PREFIX):
        raise BadInput(
            f"{avatar.name} is not on a FLAME head: an .npz file has FLAME's numbers. "
            "Make it again with: avatar-app create PHOTO -o ME.avatar --head flame"
        )
    flame_id = head.id.removeprefix("open-")
    components = load_map(flame_id).components  # [E, 52]
    arrays = {
        "betas": np.pad(avatar.shape, (0, NUM_SHAPE - len(avatar.shape))),
        "expression": np.stack([components @ motion.expression for motion in motions]),
        "transl": np.zeros((len(motions), 3)),
        "time": np.array([motion.time - motions[0].time for motion in motions]),
        **{name: np.stack([getattr(motion, name) for motion in motions]) for name in POSES},
    }
    model = np.array(flame_id.removeprefix("flame-"))
    with whole(path) as temporary, temporary.open("wb") as file:
        np.savez(file, model=model, **{name: np.asarray(value, np.float32) for name, value in arrays.items()})
