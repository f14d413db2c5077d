"""A capture encoder that begins as a live one says what it said: the same faces, in a picture with a margin."""

import pytest

from engine.errors import BadInput

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from training.models.begin import begin_as  # noqa: E402
from training.models.capture import CAPTURE_SIZE, CaptureEncoder  # noqa: E402
from training.models.encoder import LiveEncoder  # noqa: E402

WIDTHS, BLOCKS = (8, 8, 8, 8), (0, 1, 1, 1)
MARGIN = (CAPTURE_SIZE - 112) // 2


@pytest.fixture(scope="module")
def live():
    torch.manual_seed(0)
    live = LiveEncoder(WIDTHS, BLOCKS, num_features=32)
    for head in (live.landmarks, live.expression, live.global_orient, live.confidence):
        torch.nn.init.normal_(head.linear.weight, std=0.2)
        torch.nn.init.normal_(head.linear.bias)
        head.mean.uniform_(0.2, 0.8)
    return live.eval()


def test_it_says_what_the_live_encoder_says(live):
    """Of a smooth picture: the coarser of the two maps lies half a cell beside the live encoder's."""
    capture = CaptureEncoder(WIDTHS, BLOCKS, num_features=48)
    begin_as(capture, live)
    capture.eval()
    across = torch.linspace(0, 3, CAPTURE_SIZE)
    smooth = 0.5 + 0.3 * torch.stack([torch.sin(across + a)[:, None] * torch.cos(across * b) for a, b in
                                      ((0, 1), (1, 0.5), (2, 1.5))])  # fmt: skip
    inner = smooth[None, :, MARGIN:-MARGIN, MARGIN:-MARGIN]
    plain = torch.rand(1, 3, 1, 1)
    with torch.no_grad():
        said, again = live(inner), capture(smooth[None])
        apart = live(plain.expand(1, 3, 112, 112))
    places = (again.landmarks * CAPTURE_SIZE - MARGIN) / 112
    for mine, theirs, other in (
        (places, said.landmarks, apart.landmarks),
        (again.expression, said.expression, apart.expression),
        (again.global_orient, said.global_orient, apart.global_orient),
        (again.confidence, said.confidence, apart.confidence),
    ):
        assert (mine - theirs).norm() < 0.35 * (other - theirs).norm()


def test_a_live_encoder_of_other_widths_is_refused(live):
    with pytest.raises(BadInput, match="convolutions"):
        begin_as(CaptureEncoder((8, 8, 16, 8), BLOCKS), live)
