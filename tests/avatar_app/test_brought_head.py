"""Avatars on a head that the user brought, in a window that began with the one that ships."""

import numpy as np
import pytest

from avatar_app.performer import Performer
from avatar_app.session import Session
from engine.avatar.default import default_avatar
from engine.errors import AssetMissing
from engine.head.brought import head_path
from engine.head.store import save_head
from engine.types import View, replace

BROUGHT = "open-flame-0123456789ab"


@pytest.fixture
def brought(open_head):
    """The shipped head, 5 % wider, under the id of an imported one."""
    head = replace(open_head, id=BROUGHT, v_template=open_head.v_template * np.array([1.05, 1, 1], np.float32))
    head_path(BROUGHT).parent.mkdir(parents=True)
    save_head(head, head_path(BROUGHT))
    return head


def test_an_avatar_on_another_head_is_shown_and_the_first_one_again(ctx, open_head, brought):
    ours, theirs = default_avatar(open_head), replace(default_avatar(brought), name="Theirs")
    session = Session(open_head, ours)
    performer = Performer(ctx, session)
    try:
        view, shown = View((64, 64), samples=1), []
        for avatar in (ours, theirs, ours):
            session.show(avatar)
            performer.draw(view)
            assert session.head.id == avatar.head_id
            shown.append(np.frombuffer(performer.draw(view).read(components=3), np.uint8).astype(int))
        assert np.abs(shown[1] - shown[0]).mean() > 1
        np.testing.assert_array_equal(shown[2], shown[0])
    finally:
        performer.release()
        session.close()


def test_an_avatar_whose_head_is_not_here_says_what_to_import(open_head):
    session = Session(open_head, default_avatar(open_head))
    avatar = replace(default_avatar(open_head), head_id=BROUGHT)
    with pytest.raises(AssetMissing, match=rf"The head {BROUGHT} is not on this machine\. .*assets import-flame PATH"):
        session.show(avatar)
    assert session.head is open_head
    session.close()
