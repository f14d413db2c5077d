"""A network read from ONNX answers as ONNX Runtime does, and gradients pass through it."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")
onnx = pytest.importorskip("onnx", reason="onnx is not installed (extra: train)")

import onnxruntime  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from engine.assets import shipped  # noqa: E402
from engine.errors import BadInput  # noqa: E402
from training.models.from_onnx import FromOnnx  # noqa: E402
from training.paper.identity import IdentityNetwork  # noqa: E402


def runtime(path, picture):
    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(
        None, {onnx.load(str(path)).graph.input[0].name: picture.numpy()}
    )


@pytest.fixture
def recogniser(tmp_path):
    """A small network of the operations that face recognition networks are made of, random weights."""
    rng = np.random.default_rng(0)

    def constant(name, *shape, positive=False):
        values = rng.normal(0, 0.3, shape).astype(np.float32)
        return numpy_helper.from_array(np.abs(values) + 0.5 if positive else values, name)

    nodes = [
        helper.make_node("Conv", ["data", "w", "b"], ["c"], strides=[2, 2], pads=[1, 1, 1, 1], kernel_shape=[3, 3]),
        helper.make_node("BatchNormalization", ["c", "scale", "shift", "mean", "var"], ["n"], epsilon=2e-5),
        helper.make_node("PRelu", ["n", "slope"], ["p"]),
        helper.make_node("MaxPool", ["p"], ["m"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("Conv", ["m", "w2"], ["d"], pads=[1, 1, 1, 1], kernel_shape=[3, 3], group=4),
        helper.make_node("Add", ["m", "d"], ["s"]),
        helper.make_node("Flatten", ["s"], ["f"], axis=1),
        helper.make_node("Gemm", ["f", "fc", "fb"], ["code"], transB=1),
        helper.make_node("Softmax", ["code"], ["unasked"]),
    ]
    weights = [
        constant("w", 8, 3, 3, 3), constant("b", 8), constant("scale", 8), constant("shift", 8), constant("mean", 8),
        constant("var", 8, positive=True), constant("slope", 8, 1, 1), constant("w2", 8, 2, 3, 3),
        constant("fc", 16, 8 * 28 * 28), constant("fb", 16),
    ]  # fmt: skip
    pictures = helper.make_tensor_value_info("data", TensorProto.FLOAT, [None, 3, 112, 112])
    told = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 16]) for name in ("code", "unasked")]
    model = helper.make_model(
        helper.make_graph(nodes, "recogniser", [pictures], told, weights), opset_imports=[helper.make_opsetid("", 17)]
    )
    model.ir_version = 9
    path = tmp_path / "recogniser.onnx"
    onnx.save(model, str(path))
    return path


def test_it_answers_as_the_runtime_does(recogniser):
    picture = torch.rand(2, 3, 112, 112, generator=torch.Generator().manual_seed(0), requires_grad=True)
    network = FromOnnx(recogniser, ("code",))
    (code,) = network(picture)
    np.testing.assert_allclose(code.detach(), runtime(recogniser, picture.detach())[0], atol=1e-4)
    code.square().sum().backward()
    assert picture.grad.abs().mean() > 0


def test_the_shipped_network_is_read_whole():
    """Slices, half precision and mirrored halves and all."""
    path = shipped("models/capture.onnx")
    picture = torch.rand(2, 3, 128, 128, generator=torch.Generator().manual_seed(1))
    network = FromOnnx(path, [output.name for output in onnx.load(str(path)).graph.output])
    for name, mine, theirs in zip(network.outputs, network(picture), runtime(path, picture), strict=True):
        np.testing.assert_allclose(mine, theirs, atol=2e-4, err_msg=name)


def test_a_brought_network_sees_the_aligned_face(recogniser):
    """By the usual template: eyes at 51.6 px, mouth at 92.3, from wherever they are in the crop."""
    network = IdentityNetwork(recogniser)
    seen = []
    network.network.forward = lambda picture: (seen.append(picture), (picture.mean((2, 3)),))[1]
    size, zoom, turn = 200, 0.5, 0.3  # the aligned crop lies turned and small in the picture
    cos, sin = np.cos(turn) / zoom, np.sin(turn) / zoom
    aligned = torch.tensor([[[cos * 50, sin * 50, 52.0], [-sin * 50, cos * 50, 58.0], [0, 0, 1.0]]]).float()
    picture = torch.zeros(1, 3, size, size)
    for x, y in ((38.9, 36.2), (73.1, 36.2), (56.0, 75.8)):  # eyes and mouth in the aligned crop, px
        place = torch.linalg.inv(aligned[0]) @ torch.tensor([x, y, 1.0])
        u, v = ((place[:2] + 1) * size / 2).long().tolist()
        picture[0, :, v - 1 : v + 2, u - 1 : u + 2] = 1
    network(picture, aligned)
    dots = (seen[0][0, 0] > 0).nonzero().float()
    eyes, mouth = dots[dots[:, 0] < 70], dots[dots[:, 0] >= 70]
    assert eyes[:, 0].mean().item() == pytest.approx(51.6, abs=1.5)
    assert mouth[:, 0].mean().item() == pytest.approx(92.3, abs=1.5)
    assert (eyes[eyes[:, 1] > 56][:, 1].mean() - eyes[eyes[:, 1] < 56][:, 1].mean()).item() == pytest.approx(
        35.2, abs=1
    )


def test_what_cannot_be_trained_through_is_told(recogniser, tmp_path):
    with pytest.raises(BadInput, match="Softmax"):
        FromOnnx(recogniser, ("unasked",))
    with pytest.raises(BadInput, match="no output shape"):
        FromOnnx(recogniser, ("shape",))
    (tmp_path / "other.onnx").write_bytes(b"no network")
    with pytest.raises(BadInput, match="cannot be read"):
        FromOnnx(tmp_path / "other.onnx")
