"""The framebuffers that pictures are drawn into: our own, so that headless and window give the same bytes."""

from __future__ import annotations

import moderngl


class Target:
    """One size's framebuffers: a multisampled one to draw into and a plain one to read.

    samples: 1 is off; more than the driver has means all it has. Four cost twice the time of one on a software
    driver (benchmarks/render.py), nearly nothing on a graphics card.
    """

    def __init__(self, ctx: moderngl.Context, size_wh: tuple[int, int], samples: int) -> None:
        self._ctx = ctx
        samples = 0 if samples <= 1 else min(samples, ctx.max_samples)
        self.picture = ctx.texture(size_wh, 4)
        self.resolved = ctx.framebuffer([self.picture]) if samples else None
        colour = ctx.renderbuffer(size_wh, 4, samples=samples) if samples else self.picture
        self.drawn = ctx.framebuffer([colour], ctx.depth_renderbuffer(size_wh, samples=samples))
        # Straight alpha is a pass of its own: only pictures with a transparent background need it.
        self.straight = ctx.framebuffer([ctx.renderbuffer(size_wh, 4)])

    def resolve(self) -> moderngl.Framebuffer:
        """The drawn picture, one sample a pixel, premultiplied alpha."""
        if self.resolved is None:
            return self.drawn
        self._ctx.copy_framebuffer(self.resolved, self.drawn)
        return self.resolved

    def release(self) -> None:
        for framebuffer in (self.drawn, self.straight, self.resolved):
            if framebuffer is not None:
                for attachment in (*framebuffer.color_attachments, framebuffer.depth_attachment):
                    if attachment is not None and attachment is not self.picture:
                        attachment.release()
                framebuffer.release()
        self.picture.release()
