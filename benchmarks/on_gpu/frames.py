"""Whole frames by OpenGL."""

from __future__ import annotations

import numpy as np

from benchmarks.on_gpu.report import Report


def frames(report: Report) -> None:
    """Whole frames, drawn and read back. Last: Triton's compiler does not survive a software driver before it."""
    import moderngl  # noqa: F401  (says by name what is missing)

    from engine.avatar.default import default_avatar
    from engine.head import open_head
    from engine.render.context import headless_context
    from engine.render.renderer import Renderer
    from engine.types import Detail, Motion, View, replace

    context, head = headless_context(), open_head()
    print(f"{'':11} OpenGL by {context.info['GL_RENDERER']}")
    still = 1e-5 * np.random.default_rng(0).standard_normal((512, 512))
    renderer, motion = Renderer(context, head), Motion.rest(52)
    for label, detail in (("smooth", None), ("with detail", Detail(np.zeros(128), still))):
        renderer.show(replace(default_avatar(head), detail=detail))
        for wide in ((256, 256),) if report.quick else ((512, 512), (1024, 1024), (1920, 1080)):
            what = f"{wide[0]}x{wide[1]}, {label}"
            report.measure("frame", what, "OpenGL", lambda w=wide: renderer.render(motion, View(w)))
    renderer.release()
    context.release()
