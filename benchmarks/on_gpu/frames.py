"""Whole frames by OpenGL, and the wrinkles handed over on the card beside the way through the processor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.on_gpu.moving import Chain, chain
from benchmarks.on_gpu.report import Report

_DEVICES = 8
"""Cards that EGL may offer; the first is often Mesa's, which draws on the processor."""


def frames(report: Report) -> None:
    """Crop, encode, decode the detail, deform and shade: each, and all of it until the picture is drawn."""
    import moderngl  # noqa: F401  (says by name what is missing)

    from engine.avatar.default import default_avatar
    from engine.head import open_head
    from engine.render.renderer import Renderer
    from engine.types import Detail, Motion, View, replace

    context, head = _context(report), open_head()
    report.say(f"OpenGL by {context.info['GL_VENDOR']}, {context.info['GL_RENDERER']}")
    networks = chain(report)
    still = 1e-5 * np.random.default_rng(0).standard_normal((512, 512))
    renderer, rest = Renderer(context, head), Motion.rest(52)
    plain = default_avatar(head)
    detailed = replace(plain, detail=Detail(np.zeros(128), still))
    for wide in ((256, 144),) if report.quick else ((1280, 720), (512, 512), (1920, 1080)):
        view, what = View(wide, samples=4 if report.on_gpu else 1), f"{wide[0]}x{wide[1]}"

        def draw(motion: Motion = rest, view: View = view) -> None:
            renderer.draw(motion, view)
            context.finish()

        renderer.show(plain)
        _measure(report, context, f"deform, shade {what}", "OpenGL, smooth", draw)
        renderer.show(detailed)
        _measure(report, context, f"deform, shade {what}", "OpenGL, still detail", draw)
        report.measure("frame", f"the same, read back {what}", "OpenGL, still detail",
                       lambda view=view: renderer.render(rest, view), events=False)  # fmt: skip
        pictures = []
        for how, moving in _ways(report, networks):
            try:
                renderer.show(detailed, moving)
                pictures.append(renderer.render(rest, view).rgba.astype(int))
                _whole(report, networks, renderer, context, view, how)
            except Exception as error:
                report.skip(f"frame: whole {what}, {how}", error)
        if len(pictures) == 2:
            off = np.abs(pictures[0] - pictures[1])
            report.say(f"both ways draw the same {what}: off by {off.max()} of 255 at most, by more than 1 at "
                       f"{(off > 1).mean():.4%} of the values")  # fmt: skip
    renderer.release()
    context.release()


def _ways(report: Report, networks: Chain) -> list[tuple[str, Any]]:
    """How the wrinkles come to the renderer: through the processor, and on the card where that can be."""
    ways = [("map through processor", lambda *moment: networks.moving(*moment))]
    if getattr(networks.moving, "is_on_card", False):
        ways.append(("map on the card", networks.moving))
    else:
        report.skip("frame: map on the card", f"the decoder runs by {networks.name}")
    return ways


def _measure(report: Report, context: Any, what: str, how: str, draw: Callable[[], None]) -> None:
    query = context.query(time=True)

    def card() -> float:
        with query:
            draw()
        return 1e-6 * query.elapsed

    report.measure("frame", what, how, draw, card=card)


def _whole(report: Report, networks: Chain, renderer: Any, context: Any, view: Any, how: str) -> None:
    """And its parts. The app's own tracker does more between encoder and picture: see docs/gpu.md."""
    import cv2

    from engine.head.arkit import joint_poses
    from engine.tracking.align import LIVE_SIZE
    from engine.tracking.crop import warp
    from engine.types import Motion

    frame = np.random.default_rng(0).integers(0, 255, (720, 1280, 3), np.uint8)
    square = np.array([[0.3, 0.02, -120.0], [-0.02, 0.3, -40.0], [0, 0, 1]])

    def crop() -> np.ndarray:
        return cv2.dnn.blobFromImage(warp(frame, square, LIVE_SIZE), 1 / 255)

    def whole() -> None:
        expression = np.clip(networks.encode(crop()), 0, 1).astype(np.float32)
        renderer.draw(Motion(expression=expression, jaw_pose=joint_poses(expression)[0]), view)
        context.finish()

    cropped, rest = crop(), np.zeros(52, np.float32)
    if how.endswith("processor"):
        report.measure("frame", "crop", "OpenCV, CPU", crop)
        report.measure("frame", "encode", networks.name, lambda: networks.encode(cropped), events=False)
        report.measure("frame", "decode detail, to an array", networks.name,
                       lambda: networks.moving(rest, np.zeros(3, np.float32)), events=False)  # fmt: skip
    wide, high = view.size_wh
    report.measure("frame", f"whole {wide}x{high}, {how.removeprefix('map ')}", networks.name, whole, events=False)


def _context(report: Report) -> Any:
    """NVIDIA's OpenGL where EGL offers it, so that the card that runs the networks draws; else whatever there is."""
    import moderngl

    from engine.render.context import REQUIRED_VERSION, headless_context

    for index in range(_DEVICES if report.on_gpu else 0):
        try:
            found = moderngl.create_context(
                require=REQUIRED_VERSION, standalone=True, backend="egl", device_index=index
            )
        except Exception:  # there are not that many, or this one draws nothing
            continue
        if "nvidia" in str(found.info["GL_VENDOR"]).lower():
            found.gc_mode = None
            return found
        found.release()
    if report.on_gpu:
        report.skip("frame: OpenGL on the card", "EGL offers no NVIDIA device; are the driver's EGL libraries here?")
    return headless_context()
