"""Made-up photos whose codes are known: the shipped head, drawn as the paper's coarse stage draws it."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")
pytest.importorskip("numba", reason="numba is not installed (extra: train)")

from training.data.faces import SIDE, FaceSquare, write_faces  # noqa: E402
from training.paper.codes import CodeLayout, Codes  # noqa: E402
from training.paper.drawing import Drawing, PosedHead  # noqa: E402
from training.render.camera import pixels_from_ndc  # noqa: E402
from training.render.shade import srgb_from_linear  # noqa: E402

PEOPLE, EACH = 4, 3


def known_codes(head, people=PEOPLE, each=EACH) -> Codes:
    """`each` pictures of each of `people`: one shape and skin a person, everything else by picture."""
    make = torch.Generator().manual_seed(4)
    count = people * each

    def draw(*shape):
        return torch.randn(*shape, generator=make)

    start = CodeLayout.of(head).split(CodeLayout.of(head).start()[None].expand(count, -1))
    light = start.light.clone()
    light[:, 1:4] = 0.6 * draw(count, 3, 1)
    return Codes(
        shape=0.8 * draw(people, 100).repeat_interleave(each, 0),
        tex=0.8 * draw(people, 50).repeat_interleave(each, 0),
        expression=0.4 * torch.rand(count, 52, generator=make) * (draw(count, 52) > 0.5),
        global_orient=0.15 * draw(count, 3),
        cam=start.cam + draw(count, 3) * torch.tensor([0.3, 0.004, 0.004]),
        light=light,
    )


@torch.no_grad()
def pictured(head, codes: Codes) -> list[FaceSquare]:
    """What a camera would see of `codes` before a grey wall; no gradient."""
    posed, drawing = PosedHead(head), Drawing(head, SIDE)
    vertices = posed.vertices(codes)
    landmarks = pixels_from_ndc(posed.landmarks(vertices, codes.cam), SIDE, SIDE).numpy()
    drawn = drawing(vertices, codes, torch.full((len(codes.cam), 3, SIDE, SIDE), 0.2))
    pictures = (srgb_from_linear(drawn.picture) * 255 + 0.5).byte().permute(0, 2, 3, 1).numpy()
    masks = (drawn.visible[:, 0] * 255).byte().numpy()
    return [
        FaceSquare(picture, mask, points, row // EACH)
        for row, (picture, mask, points) in enumerate(zip(pictures, masks, landmarks, strict=True))
    ]


@pytest.fixture(scope="session")
def faces(open_head, tmp_path_factory) -> Path:
    """A folder of four people, three pictures of each, in two files."""
    folder = tmp_path_factory.mktemp("faces")
    squares = pictured(open_head, known_codes(open_head))
    write_faces(folder / "a.safetensors", squares[:6], {"source": "made up"})
    write_faces(folder / "b.safetensors", squares[6:], {"source": "made up"})
    return folder


@pytest.fixture(scope="session")
def truth(open_head):
    """The codes of those pictures."""
    return known_codes(open_head)


@pytest.fixture(autouse=True)
def _torch_as_it_was():
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)
