"""The head that training renders is the head that the app shows."""

from dataclasses import replace

import numpy as np
import pytest

from engine.light import constant_light, srgb_from_linear
from engine.types import Look, Motion, Overlay, View

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")
pytest.importorskip("numba", reason="numba is not installed (extra: train)")

from training.models.head import TorchHead  # noqa: E402
from training.render import shade  # noqa: E402
from training.render.portrait import HeadRenderer  # noqa: E402

SIZE = 224
CAM = [6.5, 0.01, -0.02]
"""The neck's end, where the app fades the head out, lies below the picture."""


@pytest.fixture
def smiling(open_head):
    """A person, a turned head with an open mouth, and the motion that says so."""
    shape = np.random.default_rng(2).normal(0, 0.7, open_head.num_shape).astype(np.float32)
    expression = np.zeros(open_head.num_expression, np.float32)
    for name in ("mouthSmileLeft", "mouthSmileRight", "jawOpen"):
        expression[open_head.expression_names.index(name)] = 0.4
    motion = Motion(expression, global_orient=[0.1, 0.35, -0.08], jaw_pose=[0.15, 0, 0], leye_pose=[0, 0.2, 0], cam=CAM)
    return shape, motion


def rendered(head, shape, motion, albedo, light, background, size=SIZE):
    def batch(array):
        return torch.from_numpy(np.array(array, np.float32))[None]

    vertices = TorchHead(head)(batch(shape), batch(motion.expression), batch(motion.poses))
    return HeadRenderer(head, size)(vertices, batch(motion.cam), albedo, batch(light), background)


def test_the_app_shows_the_same_head(ctx, open_head, smiling):
    """Coverage, normals and texture against the engine's data looks, in the camera of the source picture."""
    from engine.avatar.default import default_avatar
    from engine.render.renderer import Renderer

    shape, motion = smiling
    avatar = default_avatar(open_head)
    avatar = replace(avatar, shape=shape, hair=replace(avatar.hair, thickness=0.0))
    renderer = Renderer(ctx, open_head)
    renderer.show(avatar)
    looks = {
        look: renderer.render(
            motion,
            View((SIZE, SIZE), Overlay((SIZE, SIZE)), background=(0, 0, 0, 0), look=look, samples=1),
        ).rgba
        for look in (Look.NORMAL, Look.ALBEDO)
    }
    renderer.release()
    albedo = shade.linear_from_srgb(torch.from_numpy(avatar.albedo / np.float32(255))).permute(2, 0, 1)[None]
    ours = rendered(open_head, shape, motion, albedo, constant_light(), torch.zeros(1, 3, SIZE, SIZE))
    covered = ours.fragments.covered[0].numpy()
    theirs = looks[Look.NORMAL][..., 3] > 0
    assert covered.mean() > 0.3
    assert (covered & theirs).sum() / (covered | theirs).sum() >= 0.99
    both = covered & theirs
    normals = 127.5 + 127.5 * ours.normals[0].permute(1, 2, 0).numpy()
    assert np.quantile(np.abs(normals - looks[Look.NORMAL][..., :3])[both], 0.99) <= 1
    colours = 255 * srgb_from_linear(ours.albedo[0].permute(1, 2, 0).numpy())
    difference = np.abs(colours - looks[Look.ALBEDO][..., :3])[both]
    assert np.median(difference) <= 2
    assert np.quantile(difference, 0.95) <= 10  # the app filters its texture across levels


def test_under_constant_light_the_picture_is_the_albedo_and_the_photo_is_behind(tiny_head):
    motion = Motion.rest(52)
    albedo, background = torch.rand(1, 3, 8, 8), torch.rand(1, 3, 64, 64)
    shape = np.zeros(tiny_head.num_shape)
    ours = rendered(tiny_head, shape, motion, albedo, constant_light(), background, size=64)
    covered = ours.fragments.covered[:, None].expand(-1, 3, -1, -1)
    torch.testing.assert_close(ours.picture[covered], ours.albedo[covered], atol=1e-6, rtol=0)
    assert torch.equal(ours.picture[~covered], background[~covered])
    dark = rendered(tiny_head, shape, motion, albedo, np.zeros((9, 3)), background, size=64)
    assert (dark.picture[covered] == 0).all()


def test_only_skin_that_faces_the_camera_is_judged(tiny_head):
    motion = Motion.rest(52)
    ours = rendered(
        tiny_head, np.zeros(tiny_head.num_shape), motion, torch.ones(1, 3, 4, 4), constant_light(),
        torch.zeros(1, 3, 96, 96), size=96,
    )  # fmt: skip
    visible, triangle = ours.visible[0, 0].bool(), ours.fragments.triangle[0]
    eyes = torch.from_numpy(np.isin(triangle, tiny_head.faces_of("eye_l", "eye_r")) & ours.fragments.covered[0].numpy())
    assert eyes.any()
    assert not (visible & eyes).any()
    assert not (visible & ~ours.fragments.covered[0]).any()
    assert ours.normals[0, 2][visible].min() > 0
    assert visible.sum() > 0.5 * ours.fragments.covered.sum()


def test_a_picture_pulls_at_every_code(tiny_head):
    """Who, what, where and light: each gets a gradient, and a step along it brings the picture closer."""
    random = torch.Generator().manual_seed(7)
    head, renderer = TorchHead(tiny_head, dtype=torch.float64), HeadRenderer(tiny_head, 64)
    light = torch.from_numpy(constant_light()).double()[None]
    albedo = torch.nn.functional.interpolate(torch.rand(1, 3, 6, 6, generator=random), 64, mode="bicubic").double()
    behind = torch.zeros(1, 3, 64, 64, dtype=torch.float64)

    def picture(shape, expression, poses, cam, light):
        return renderer(head(shape, expression, poses), cam, albedo, light, behind)

    def codes(shift):
        sizes = (0.5, 0.3, 0.05, 0.02, 0.1)
        at = (torch.zeros(1, 10), torch.full((1, 52), 0.3), torch.zeros(1, 5, 3), torch.tensor([[6.5, 0, 0]]), light)
        return [
            (a + shift * s * torch.randn(a.shape, generator=random)).double() for a, s in zip(at, sizes, strict=True)
        ]

    photo = picture(*codes(0.0)).picture
    guess = [code.requires_grad_() for code in codes(0.3)]
    ours = picture(*guess)
    inner = ours.visible  # no silhouette gradients are claimed

    def distance(portrait):
        return (inner * (portrait.picture - photo) ** 2).mean()

    gradients = torch.autograd.grad(distance(ours), guess)
    for index, gradient in enumerate(gradients):
        assert torch.isfinite(gradient).all()
        assert gradient.abs().max() > 0
        step = 0.02 * distance(ours).detach() / (gradient**2).sum()
        moved = [code - step * gradient if i == index else code for i, code in enumerate(guess)]
        assert distance(picture(*moved)) < distance(ours), f"code {index}"
