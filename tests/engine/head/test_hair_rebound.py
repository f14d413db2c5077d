"""The shipped hairstyles on another head of the same texture layout."""

import numpy as np
import pytest

from engine.head.hair_rebound import style_on
from engine.head.hair_style import fits, shipped_style
from engine.types import replace

BROUGHT = "open-flame-0123456789ab"
SHIFT = np.array([0.0, 0.004, -0.003], np.float32)


@pytest.fixture(scope="module")
def moved(open_head):
    """The shipped head elsewhere, its vertices in another order."""
    order = np.random.default_rng(3).permutation(open_head.num_vertices)
    rank = np.argsort(order)
    return replace(
        open_head, id=BROUGHT, v_template=open_head.v_template[order] + SHIFT, faces=rank[open_head.faces],
        shape_basis=open_head.shape_basis[order], expression_basis=open_head.expression_basis[order],
        posedirs=open_head.posedirs[order], weights=open_head.weights[order], scalp=open_head.scalp[order],
        J_regressor=open_head.J_regressor[:, order], mirror=rank[open_head.mirror[order]],
    )  # fmt: skip


def test_a_style_goes_where_the_head_is(open_head, moved):
    ours, theirs = shipped_style("long"), style_on("long", moved, open_head)
    assert fits(moved)
    assert theirs.head_id == moved.id
    off = np.linalg.norm(theirs.vertices - ours.vertices - SHIFT, axis=1)
    assert np.median(off) < 0.002  # m
    assert off.max() < 0.008
    anchored = np.linalg.norm(moved.v_template[theirs.anchors] - open_head.v_template[ours.anchors] - SHIFT, axis=2)
    assert np.quantile(anchored, 0.99) < 0.001
