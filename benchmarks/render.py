"""Time of a picture, stage by stage, and of numpy's way of deforming beside the GPU's in the same run.

    python -m benchmarks.render            # or: python benchmarks/render.py --runs 200

On a software driver a stage is only finished when its pixels are, so each stage is waited for; the last column, the
whole picture, is not the sum: there the driver may overlap them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import moderngl
import numpy as np

from engine.avatar.default import default_avatar
from engine.detail.baked import Baked
from engine.detail.path import moving_detail
from engine.detail.window import DISPLACEMENT_SIZE, RESIDUAL_SIZE
from engine.head import open_head
from engine.head.arkit import expression_from, joint_poses
from engine.head.head_model import Head, shaped, skin, vertex_normals
from engine.render.context import headless_context
from engine.render.deform import vertex_table
from engine.render.renderer import Renderer
from engine.render.textures import read_rgba
from engine.types import Detail, Motion, View

SIZES = {"512x512": (512, 512), "1280x720": (1280, 720)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=40, help="per figure; the median is shown")
    runs = parser.parse_args().runs
    ctx, head = headless_context(), open_head()
    renderer = Renderer(ctx, head)
    renderer.show(default_avatar(head))
    motion = _talking()
    print(
        f"{ctx.info['GL_RENDERER']}, {head.num_vertices} vertices, {len(head.faces)} triangles, medians of {runs}, ms"
    )
    print(f"\n{'deform':28}{'median':>8}{'best':>8}")
    for name, stage in _deformations(ctx, renderer, head, motion).items():
        print(f"{name:28}{_ms(ctx, stage, runs)}")
    print(f"\n{'picture':28}{'draw':>16}{'read back':>16}{'whole':>16}")
    for label, size_wh in SIZES.items():
        for samples in (1, 4):
            view = View(size_wh=size_wh, samples=samples)
            framebuffer = renderer.draw(motion, view)
            draw = _ms(ctx, lambda view=view: renderer.draw(motion, view), runs)
            read = _ms(ctx, lambda framebuffer=framebuffer: read_rgba(framebuffer), runs)
            whole = _ms(ctx, lambda view=view: renderer.render(motion, view), runs)
            print(f"{f'{label}, {samples} samples':28}{draw}{read}{whole}")
    print(
        f"\n{'512x512, taking turns':28}{'smooth':>16}{'baked detail':>16}{'ratio':>8}{'exact detail':>16}{'added':>8}"
    )
    for samples in (1, 4):
        smooth, baked, exact = _taking_turns(ctx, renderer, head, View(samples=samples), motion, runs)
        ratio, added = baked / smooth, exact - smooth
        print(f"{f'{samples} samples':28}{smooth:16.1f}{baked:16.1f}{ratio:8.2f}{exact:16.1f}{added:8.1f}")
    renderer.release()
    ctx.release()


def _deformations(
    ctx: moderngl.Context, renderer: Renderer, head: Head, motion: Motion
) -> dict[str, Callable[[], object]]:
    vertices, joints = shaped(head, np.zeros(head.num_shape))
    upload = ctx.texture((128, -(-head.num_vertices // 128)), 4, dtype="f4")

    def numpy_and_upload() -> None:
        posed = skin(head, vertices, joints, motion)
        for values in (posed, vertex_normals(posed, head.faces)):
            upload.write(vertex_table(np.pad(values, ((0, 0), (0, 1)))).tobytes())

    all_units = replace(motion, expression=np.full(head.num_expression, 0.1, np.float32))
    return {
        "GPU, this motion": lambda: renderer.deformer.deform(motion),
        "GPU, every unit at once": lambda: renderer.deformer.deform(all_units),
        "numpy + upload, this motion": numpy_and_upload,
    }


def _taking_turns(
    ctx: moderngl.Context, smooth: Renderer, head: Head, view: View, motion: Motion, runs: int
) -> tuple[float, ...]:
    """Medians of a drawn frame without detail, with baked detail and with the decoder at every frame, ms: one after the
    other, so that a busy machine is busy for all.
    """
    baked, exact = Renderer(ctx, head), Renderer(ctx, head)
    wrinkled = replace(default_avatar(head), detail=_wrinkled())
    baked.show(wrinkled)
    exact.show(wrinkled, moving_detail(wrinkled, "exact"))
    times: tuple[list[float], ...] = ([], [], [])
    for _ in range(runs + 3):
        for renderer, of_it in zip((smooth, baked, exact), times, strict=True):
            start = time.perf_counter()
            renderer.draw(motion, view)
            ctx.finish()
            of_it.append(1000 * (time.perf_counter() - start))
    baked.release()
    exact.release()
    return tuple(statistics.median(of_it[3:]) for of_it in times)


def _wrinkled() -> Detail:
    """As many maps as a person has, of noise: the cost does not depend on what is in them."""
    rng = np.random.default_rng(0)
    maps = (2e-5 * rng.normal(size=(24, DISPLACEMENT_SIZE, DISPLACEMENT_SIZE))).astype(np.float16)
    baked = Baked(maps, rng.normal(size=(48, 55)), rng.normal(size=48), 0.1 * rng.normal(size=(104, 24)))
    residual = (2e-5 * rng.normal(size=(RESIDUAL_SIZE, RESIDUAL_SIZE))).astype(np.float32)
    return Detail(np.zeros(128, np.float32), residual, baked)


def _talking() -> Motion:
    """A face in the middle of a word: about as many units as a tracker sets."""
    weights = dict.fromkeys(("mouthSmileLeft", "mouthSmileRight", "eyeSquintLeft", "eyeSquintRight"), 0.3)
    weights |= {"jawOpen": 0.4, "mouthFunnel": 0.2, "browInnerUp": 0.3, "eyeBlinkLeft": 0.1, "eyeBlinkRight": 0.1}
    weights |= {"eyeLookOutLeft": 0.3, "eyeLookInRight": 0.3, "mouthUpperUpLeft": 0.2, "mouthUpperUpRight": 0.2}
    expression = expression_from(weights)
    jaw, left, right = joint_poses(expression)
    return Motion(expression, jaw_pose=jaw, leye_pose=left, reye_pose=right, neck_pose=np.array([0.1, 0.2, 0.0]))


def _ms(ctx: moderngl.Context, stage: Callable[[], object], runs: int) -> str:
    times = []
    for _ in range(runs + 3):
        start = time.perf_counter()
        stage()
        ctx.finish()
        times.append(1000 * (time.perf_counter() - start))
    return f"{statistics.median(times[3:]):8.1f}{min(times[3:]):8.1f}"


if __name__ == "__main__":
    main()
