"""Wrinkles that stay on the graphics card are the ones that come as arrays.

The card is a stand-in; OpenGL, its buffer and what is drawn are real.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import moderngl
import numpy as np
import pytest
from stand_in_cuda import CUresult, Driver, TensorRt

from engine.avatar.default import default_avatar
from engine.check import Array
from engine.detail.baked import MovingDetail
from engine.detail.networks import DecoderNetwork, DetailDecoder
from engine.detail.relief import FULL_M, FULL_SLOPE, relief
from engine.head.head_model import Head
from engine.inference import cuda, serving
from engine.inference.candidates import Model, Opened
from engine.inference.serving import Serving
from engine.inference.tensorrt_package import Package
from engine.inference.tried import Board
from engine.inference.trt_session import TrtSession
from engine.render import card_relief
from engine.render.card_relief import CardRelief
from engine.render.renderer import Renderer
from engine.types import Avatar, Detail, Look, Motion, Orbit, View, replace

PORTS = {
    "detail": ((1, 128), "INPUT"),
    "expression": ((1, 52), "INPUT"),
    "jaw_pose": ((1, 3), "INPUT"),
    "displacement": ((1, 256, 256), "OUTPUT"),
}
ROW, COLUMN = np.mgrid[:256, :256] / 256
NVIDIA = "NVIDIA Corporation, NVIDIA GeForce RTX 4090/PCIe/SSE2"


def wrinkles(detail: Array, expression: Array, jaw_pose: Array) -> Mapping[str, Array]:
    """Nothing of it is the same upside down or mirrored; the edges are not flat."""
    waves = np.sin(60 * ROW + 7 * COLUMN**2) * (0.2 + COLUMN) + 0.4 * np.sin(90 * COLUMN) * ROW
    return {"displacement": (8e-4 * (0.3 + expression[0, 0]) * waves + 1e-4 * ROW)[None].astype(np.float32)}


@dataclass
class Card:
    """A decoder on the stand-in's card."""

    driver: Driver
    board: Board = field(default_factory=Board)
    drawn_by: str = NVIDIA

    name = "TensorRT float16"

    def open(self, model: Model, progress: object) -> Opened:
        package = Package("tensorrt", "10.13", TensorRt(self.driver, PORTS, wrinkles))  # type: ignore[arg-type]
        run = TrtSession(b"engine", package, model.given, model.outputs)
        return Opened(run, run)


@pytest.fixture
def card(ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch) -> Card:
    driver = Driver(lambda name, content: ctx.external_buffer(name, len(content)).write(content))
    monkeypatch.setattr(cuda, "_driver", lambda: driver)
    monkeypatch.setattr(serving, "_milliseconds", lambda run, sample: float(not isinstance(run, TrtSession)))
    card = Card(driver)
    monkeypatch.setattr(card_relief, "_drawn_by", lambda ctx: card.drawn_by)
    return card


@pytest.fixture
def moving(card: Card) -> DetailDecoder:
    network = DecoderNetwork()
    given = {name: (None, *shape[1:]) for name, (shape, mode) in PORTS.items() if mode == "INPUT"}
    served = Serving(Path(network._path), given, {"displacement": (None, 256, 256)}, others=[card], board=card.board)
    assert served.settled(60)
    assert served.provider == "TensorRT float16"
    network._session = served
    return DetailDecoder(network, np.zeros(128, np.float32))


def smiling() -> Motion:
    return Motion(expression=np.r_[0.7, np.zeros(51)].astype(np.float32))


def test_the_shader_makes_of_a_map_what_the_processor_makes(ctx: moderngl.Context, moving: DetailDecoder) -> None:
    still = (1e-4 * np.random.default_rng(0).standard_normal((256, 256, 4))).astype(np.float32)
    found, motion = CardRelief.of(ctx, moving, still), smiling()
    assert found is not None
    full = np.array([FULL_SLOPE, FULL_SLOPE, FULL_M, FULL_M])
    wanted = relief(moving(motion.expression, motion.jaw_pose))
    assert np.abs(wanted / full).max(axis=(0, 1)).min() > 0.01
    for with_still in (False, True):
        assert found.follow(motion, still=with_still)
        assert np.abs(found.read() - (wanted + with_still * still) / full).max() < 2e-6
    found.release()


def test_the_picture_is_the_same(ctx: moderngl.Context, tiny_head: Head, card: Card, moving: DetailDecoder) -> None:
    residual = (2e-5 * np.random.default_rng(0).standard_normal((512, 512))).astype(np.float32)
    avatar = replace(default_avatar(tiny_head), detail=Detail(np.zeros(128), residual))
    renderer, motion = Renderer(ctx, tiny_head), smiling()
    views = [View((200, 200), Orbit(height=0.26)), View((500, 500), Orbit(height=0.26), look=Look.NORMAL)]

    def pictures(avatar: Avatar, moving: MovingDetail | None) -> list[Array]:
        renderer.show(avatar, moving)
        return [renderer.render(motion, view).rgba.astype(int) for view in views]

    through_the_processor = pictures(avatar, lambda expression, jaw_pose: moving(expression, jaw_pose))
    assert card.driver.calls == []
    on_the_card = pictures(avatar, moving)
    assert card.driver.calls == ["register", "map", "unmap", "map", "unmap"]
    smooth = pictures(replace(avatar, detail=None), None)
    assert card.driver.calls[-1] == "unregister"
    renderer.release()
    for card_, processor, none in zip(on_the_card, through_the_processor, smooth, strict=True):
        assert np.abs(card_ - none).max() > 12
        off = np.abs(card_ - processor)
        assert off.max() <= 2
        assert (off > 1).mean() < 1e-3


@pytest.mark.parametrize(
    ("drawn_by", "devices", "told"),
    [
        ("Mesa, llvmpipe", [0], "OpenGL is drawn by Mesa, llvmpipe, not by the card that runs the networks."),
        (NVIDIA, [1], "OpenGL is drawn by another graphics card than the one that runs the networks."),
    ],
)
def test_where_the_cards_differ_the_map_comes_through_the_processor_and_one_sentence_says_so(
    ctx: moderngl.Context, tiny_head: Head, card: Card, moving: DetailDecoder, drawn_by: str, devices: list[int],
    told: str,
) -> None:  # fmt: skip
    card.drawn_by, card.driver.drawing = drawn_by, (CUresult.CUDA_SUCCESS, devices)
    avatar = replace(default_avatar(tiny_head), detail=Detail(np.zeros(128), np.zeros((512, 512))))
    renderer, view = Renderer(ctx, tiny_head), View((256, 256), Orbit(height=0.26))
    renderer.show(avatar, moving)
    seen = renderer.render(smiling(), view).rgba
    renderer.show(avatar, lambda expression, jaw_pose: moving(expression, jaw_pose))
    np.testing.assert_array_equal(renderer.render(smiling(), view).rgba, seen)
    assert "map" not in card.driver.calls
    assert f"CUDA-OpenGL is not used: {told} The map goes through the processor." in card.board.sentences()
    renderer.release()


@pytest.mark.parametrize("broken", [False, True])
def test_what_fails_while_it_draws_ends_the_handing_and_no_picture_is_lost(
    ctx: moderngl.Context, tiny_head: Head, card: Card, moving: DetailDecoder, monkeypatch: pytest.MonkeyPatch,
    broken: bool,
) -> None:  # fmt: skip
    """A buffer that cannot be mapped leaves TensorRT at work; a card that is broken hands back to the processor."""
    avatar = replace(default_avatar(tiny_head), detail=Detail(np.zeros(128), np.zeros((512, 512))))
    renderer, view = Renderer(ctx, tiny_head), View((256, 256), Orbit(height=0.26))
    renderer.show(avatar, moving)
    right = renderer.render(smiling(), view).rgba.astype(int)
    card.driver.mapping = CUresult.CUDA_ERROR_LAUNCH_FAILED
    if broken:
        failed = (CUresult.CUDA_ERROR_LAUNCH_FAILED,)
        monkeypatch.setattr(card.driver, "cuStreamSynchronize", lambda stream: failed)
    after = renderer.render(smiling(), view).rgba.astype(int)
    assert card.driver.calls[-1] == "unregister"
    assert moving.network._session.provider == ("ONNX Runtime, CPU" if broken else "TensorRT float16")
    if not broken:  # the processor's network draws other wrinkles than the stand-in's
        assert np.abs(after - right).max() <= 2
    refused = "CUDA-OpenGL is not used: CUDA failed with CUDA_ERROR_LAUNCH_FAILED."
    assert any(sentence.startswith(refused) for sentence in card.board.sentences())
    renderer.release()
    assert card.driver.held["shared"] == 0


def test_a_driver_without_the_call_is_told_and_the_picture_comes(
    ctx: moderngl.Context, card: Card, moving: DetailDecoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: object) -> None:
        raise RuntimeError('Function "cuGLGetDevices" not found')

    monkeypatch.setattr(card.driver, "cuGLGetDevices", absent)
    assert CardRelief.of(ctx, moving, np.zeros((256, 256, 4))) is None
    assert any('"cuGLGetDevices" not found' in sentence for sentence in card.board.sentences())
