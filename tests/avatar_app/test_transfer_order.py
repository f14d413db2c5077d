"""What is asked of the queue, as it is kept between two starts."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from avatar_app.transfer_order import Order, Terms, order_from, table_of
from engine.lighting import Lighting


def test_an_order_survives_json() -> None:
    order = Order(
        video=Path("/v.mp4"),
        avatar=Path("/me.avatar"),
        avatar_name="me",
        folder=Path("/r"),
        makes="both",
        picture="onto",
        size_wh=(720, 720),
        tracker="encoder",
        detail_path="baked",
        lighting=Lighting("soft", 0.5, 1.5),
        detail_strength=2.0,
        behind="#00b140",
    )
    plain = Terms().orders((Path("/other.mp4"),))[0]
    assert all(getattr(order, one.name) != getattr(plain, one.name) for one in fields(Order))
    assert order_from(json.loads(json.dumps(table_of(order)))) == order
    wrong = {"makes": "coffee", "size_wh": [0, 720], "video": 3, "avatar": 3, "more": 1}
    for name, value in (wrong | {"behind": None, "lighting": {}, "detail_strength": "deep"}).items():
        with pytest.raises(ValueError, match=r"\w"):
            order_from({**table_of(order), name: value})
