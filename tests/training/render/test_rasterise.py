"""One meaning, three bodies: numba, Triton and plain torch see the same triangles, and the gradients are exact."""

import importlib.util
import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")
pytest.importorskip("numba", reason="numba is not installed (extra: train)")

from training.models.head import TorchHead  # noqa: E402
from training.render import torch_raster  # noqa: E402
from training.render.camera import clip_from_model, ndc_from_pixels, pixels_from_ndc  # noqa: E402
from training.render.rasterise import interpolate, rasterise  # noqa: E402


def faces_in_clip(head, dtype=torch.float64, perspective=False, batch=2):
    """[B, V, 4] random people in random poses, the whole head in the picture, and the faces."""
    random = np.random.default_rng(3)
    arrays = [random.normal(0, size, shape) for size, shape in ((0.6, (batch, 10)), (0.2, (batch, 5, 3)))]
    shape, poses = (torch.from_numpy(array).to(dtype) for array in arrays)
    expression = torch.from_numpy(random.random((batch, 52)) * 0.2).to(dtype)
    twin = TorchHead(head, num_shape=10, dtype=dtype)
    clip = clip_from_model(
        twin(shape, expression, poses), torch.tensor([[7.0, 0.0, 0.03]], dtype=dtype).expand(batch, 3)
    )
    if perspective:
        w = 1 + 2 * clip[..., 2:3]  # a camera half a metre away
        clip = torch.cat([clip[..., :2], clip[..., 2:3] * w, w], -1)
    return clip, twin.faces


def on_pixels(points, size):
    """[n, 2] px -> [n, 4] clip, at depth 0."""
    ndc = ndc_from_pixels(torch.tensor(points, dtype=torch.float64), size, size)
    return torch.cat([ndc, torch.zeros(len(ndc), 1), torch.ones(len(ndc), 1)], 1)


def test_a_triangle_by_hand():
    """Legs of 4 px from the top left corner: row y has pixel centres x + y + 1 <= 4 inside."""
    clip = on_pixels([[0, 0], [0, 4], [4, 0]], 4)
    found = rasterise(clip, torch.tensor([[0, 1, 2]]), 4, 4)
    expected = [[0, 0, 0, 0], [0, 0, 0, -1], [0, 0, -1, -1], [0, -1, -1, -1]]
    assert found.triangle[0].tolist() == expected
    # Pixel (1, 0) has its centre at x = 1.5, y = 0.5.
    np.testing.assert_allclose(found.barycentric[0, 0, 1], [1 - 2 / 4, 0.5 / 4, 1.5 / 4], atol=1e-15)
    assert found.barycentric[0, 3, 3].tolist() == [0, 0, 0]
    assert torch.isinf(found.depth[0, 3, 3])


def test_the_nearer_triangle_is_seen_whatever_the_order():
    clip = on_pixels([[0, 0], [0, 9], [9, 0]] * 2, 8)
    clip[3:, 2] = -0.5  # nearer
    for order, nearer in (([[0, 1, 2], [3, 4, 5]], 1), ([[3, 4, 5], [0, 1, 2]], 0)):
        found = rasterise(clip, torch.tensor(order), 8, 8)
        assert set(found.triangle[found.covered].tolist()) == {nearer}
        assert set(found.depth[found.covered].tolist()) == {-0.5}


def test_of_two_at_the_same_depth_the_first_is_seen():
    clip = on_pixels([[0, 0], [0, 9], [9, 0]], 8)
    found = rasterise(clip, torch.tensor([[0, 1, 2], [1, 2, 0], [2, 1, 0]]), 8, 8)
    assert set(found.triangle[found.covered].tolist()) == {0}


def test_backs_can_be_left_out_and_what_is_behind_the_camera_always_is():
    clip, face = on_pixels([[0, 0], [0, 4], [4, 0]], 4), torch.tensor([[0, 1, 2]])
    assert rasterise(clip, face, 4, 4, culled=True).covered.any()
    assert rasterise(clip, face.flip(1), 4, 4).covered.any()
    assert not rasterise(clip, face.flip(1), 4, 4, culled=True).covered.any()
    clip[1, 3] = -1
    assert not rasterise(clip, face, 4, 4).covered.any()


def test_no_pixel_falls_between_neighbours():
    """A crumpled sheet larger than the picture leaves no hole, float32 included."""
    n = 60
    random = np.random.default_rng(0)
    grid = np.stack(np.meshgrid(np.linspace(-1.1, 1.1, n), np.linspace(-1.1, 1.1, n)), -1)
    grid += random.uniform(-0.3, 0.3, grid.shape) * 2.2 / n
    corner = (np.arange(n - 1)[:, None] * n + np.arange(n - 1)).ravel()
    faces = np.concatenate(
        [np.stack([corner, corner + 1, corner + n], 1), np.stack([corner + 1, corner + n + 1, corner + n], 1)]
    )
    clip = torch.from_numpy(
        np.concatenate([grid.reshape(-1, 2), random.uniform(-1, 1, (n * n, 1)), np.ones((n * n, 1))], 1)
    )
    for dtype in (torch.float32, torch.float64):
        assert rasterise(clip.to(dtype), torch.from_numpy(faces), 160, 160).covered.all()


@pytest.mark.parametrize("perspective", [False, True], ids=["weak", "perspective"])
@pytest.mark.parametrize("culled", [False, True], ids=["two-sided", "culled"])
def test_numba_sees_what_torch_sees(any_head, perspective, culled):
    clip, faces = faces_in_clip(any_head, torch.float32, perspective)
    found = rasterise(clip, faces, 72, 64, culled=culled)
    triangle, depth = torch_raster.visible(clip, faces, 72, 64, culled)
    assert found.covered.float().mean() > 0.3
    torch.testing.assert_close(found.depth, depth, atol=1e-6, rtol=0)
    assert (found.triangle != triangle).float().mean() < 1e-3  # only where two lie at the same depth
    expected = torch_raster.barycentrics(clip, faces, found.triangle)
    torch.testing.assert_close(found.barycentric, expected, atol=1e-5, rtol=0)


@pytest.mark.parametrize("perspective", [False, True], ids=["weak", "perspective"])
def test_positions_interpolate_to_the_pixel_they_are_seen_at(tiny_head, perspective):
    clip, faces = faces_in_clip(tiny_head, perspective=perspective)
    found = rasterise(clip, faces, 40, 56)
    place = interpolate(clip, faces, found)
    pixels = pixels_from_ndc(place[..., :2] / place[..., 3:], 40, 56)[found.covered]
    row, column = torch.nonzero(found.covered)[:, 1:].unbind(1)
    torch.testing.assert_close(pixels, torch.stack([column, row], 1) + 0.5, atol=1e-9, rtol=0, check_dtype=False)
    torch.testing.assert_close((place[..., 2] / place[..., 3])[found.covered], found.depth[found.covered])


@pytest.mark.parametrize("perspective", [False, True], ids=["weak", "perspective"])
def test_gradients_are_autograds(any_head, perspective):
    clip, faces = faces_in_clip(any_head, perspective=perspective)
    random = torch.Generator().manual_seed(1)
    colours = torch.rand(clip.shape[1], 5, generator=random, dtype=torch.float64)
    pull = torch.randn(2, 48, 48, 5, generator=random, dtype=torch.float64)

    def gradients(rendered):
        inputs = clip.clone().requires_grad_(), colours.clone().requires_grad_()
        return torch.autograd.grad((rendered(*inputs) * pull).sum(), inputs)

    def ours(clip, colours):
        return interpolate(colours, faces, rasterise(clip, faces, 48, 48))

    def plain(clip, colours):
        triangle = torch_raster.visible(clip, faces, 48, 48, False)[0]
        return torch_raster.interpolate(
            colours.expand(2, -1, -1), faces, triangle, torch_raster.barycentrics(clip, faces, triangle)
        )

    for mine, truth in zip(gradients(ours), gradients(plain), strict=True):
        assert truth.abs().max() > 1
        torch.testing.assert_close(mine, truth, atol=1e-6, rtol=1e-6)


def test_gradients_are_those_of_finite_differences():
    """Large triangles, so that a tiny step changes no pixel's triangle."""
    clip = on_pixels([[-9, -8], [-7, 19], [20, -7.3], [21, 18]], 8)
    clip = (clip * torch.tensor([[1.0], [1.3], [0.8], [1.1]])).requires_grad_()
    colours = torch.rand(4, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(2)).requires_grad_()
    faces = torch.tensor([[0, 1, 2], [1, 3, 2]])

    def picture(clip, colours):
        return interpolate(colours, faces, rasterise(clip, faces, 8, 8))

    assert rasterise(clip, faces, 8, 8).triangle.unique().tolist() == [0, 1]
    assert torch.autograd.gradcheck(picture, (clip, colours), eps=1e-7, atol=1e-6)


def test_threads_change_nothing(tiny_head):
    clip, faces = faces_in_clip(tiny_head, torch.float32, batch=3)
    alone = rasterise(clip, faces, 32, 32)
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        together = rasterise(clip, faces, 32, 32)
    finally:
        torch.set_num_threads(threads)
    assert all(torch.equal(a, b) for a, b in zip(alone, together, strict=True))


def test_half_precision_and_wrong_shapes_are_refused(tiny_head):
    clip, faces = faces_in_clip(tiny_head, torch.float32)
    with pytest.raises(ValueError, match="leave geometry out of autocast"):
        rasterise(clip.bfloat16(), faces, 8, 8)
    with pytest.raises(ValueError, match=r"v_clip must have shape \[B,V,4\]"):
        rasterise(clip[..., :3], faces, 8, 8)


def in_a_process_of_its_own(code, folder, **arrays):
    """What `code` leaves in `found`, given torch tensors: Triton's LLVM crashes beside that of a software OpenGL."""
    np.savez(folder / "given.npz", **arrays)
    start = "import numpy as np, torch\ngiven = {k: torch.from_numpy(v) for k, v in np.load('given.npz').items()}\n"
    end = "\nnp.savez('found.npz', **{k: v.detach().cpu().numpy() for k, v in found.items()})"
    result = subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(code) + end],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    return {name: torch.from_numpy(array) for name, array in np.load(folder / "found.npz").items()}


needs_triton = pytest.mark.skipif(
    importlib.util.find_spec("triton") is None, reason="triton is not installed (it comes with torch's CUDA builds)"
)


@needs_triton
def test_the_triton_kernel_compiles_without_fused_products(tmp_path):
    """For three generations of GPUs, none of which is needed for it."""
    code = """
        from triton.backends.compiler import GPUTarget
        from triton.compiler import ASTSource, compile
        from training.render import triton_raster
        floats, constants = ("v", "pixels", "columns", "rows"), {"CULLED": False, "SLACK": 1e-3, "TILE": 8}
        types = dict.fromkeys(floats, "*fp32") | {"faces": "*i32", "nearest": "*i64"}
        types |= dict.fromkeys(("num_vertices", "height", "width"), "i32") | dict.fromkeys(constants, "constexpr")
        types = {name: types[name] for name in triton_raster._nearest.arg_names}
        source, found = ASTSource(triton_raster._nearest, types, constants), {}
        for generation in (75, 80, 90):
            options = {"num_warps": 2, "enable_fp_fusion": False}
            compiled = compile(source, target=GPUTarget("cuda", generation, 32), options=options)
            text = compiled.asm["ptx"]
            found[str(generation)] = torch.tensor([len(compiled.asm["cubin"]), "min.s64" in text, "fma" in text])
    """
    found = in_a_process_of_its_own(code, tmp_path)
    assert len(found) == 3
    for size, lowers, fused in found.values():
        assert size > 1000
        assert lowers
        assert not fused


@needs_triton
def test_triton_sees_what_torch_sees(tiny_head, tmp_path):
    """In Triton's interpreter, which runs the kernel's arithmetic on the CPU, one triangle after the other."""
    clip, faces = faces_in_clip(tiny_head, torch.float32, perspective=True)
    faces = faces[::3].int()
    clip[1, :40, 3] = -1  # some corners behind the camera
    code = """
        import os
        os.environ["TRITON_INTERPRET"] = "1"
        from training.render import triton_raster
        found = {}
        for culled in (False, True):
            triangle, depth = triton_raster.visible(given["clip"], given["faces"], 24, 30, culled)
            found |= {f"triangle{culled}": triangle, f"depth{culled}": depth}
    """
    found = in_a_process_of_its_own(code, tmp_path, clip=clip.numpy(), faces=faces.numpy())
    for culled in (False, True):
        triangle, depth = torch_raster.visible(clip, faces, 24, 30, culled)
        assert (triangle >= 0).float().mean() > 0.1
        torch.testing.assert_close(found[f"depth{culled}"], depth, atol=1e-6, rtol=0)
        assert (found[f"triangle{culled}"] != triangle).float().mean() < 1e-3


@pytest.mark.gpu
def test_cuda_renders_what_the_cpu_renders(any_head, tmp_path):
    if not torch.cuda.is_available():
        pytest.skip("this torch has no CUDA")
    clip, faces = faces_in_clip(any_head, torch.float32, perspective=True)
    pull = torch.randn(2, 96, 96, 4, generator=torch.Generator().manual_seed(1))
    code = """
        from training.render.rasterise import interpolate, rasterise
        clip, faces, pull = (given[name].cuda() for name in ("clip", "faces", "pull"))
        seen = rasterise(clip.requires_grad_(), faces, 96, 96)
        found = {"triangle": seen.triangle, "depth": seen.depth}
        found["gradient"] = torch.autograd.grad((interpolate(clip, faces, seen) * pull).sum(), clip)[0]
    """
    found = in_a_process_of_its_own(code, tmp_path, clip=clip.numpy(), faces=faces.numpy(), pull=pull.numpy())
    seen = rasterise(clip.requires_grad_(), faces, 96, 96)
    gradient = torch.autograd.grad((interpolate(clip, faces, seen) * pull).sum(), clip)[0]
    assert (seen.triangle != found["triangle"]).float().mean() < 1e-3
    both = seen.covered & (found["triangle"] >= 0)
    torch.testing.assert_close(found["depth"][both], seen.depth[both], atol=1e-5, rtol=0)
    assert (found["gradient"] - gradient).norm() < 1e-2 * gradient.norm()
