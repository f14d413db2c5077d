"""DECA's networks and its FLAME re-computed from the checkpoint's tensors in numpy alone, as the papers tell them."""

import numpy as np
from deca_checkpoint import DECODER_CONVS, STAGES
from numpy.lib.stride_tricks import sliding_window_view


def conv(x, weight, stride=1, bias=None):
    """x [C, H, W], weight [out, C, k, k], padded by (k - 1) / 2 zeros."""
    weight = weight.numpy()
    side = weight.shape[-1]
    margin = (side - 1) // 2
    x = np.pad(x, ((0, 0), (margin, margin), (margin, margin)))
    patches = sliding_window_view(x, (side, side), (1, 2))[:, ::stride, ::stride]  # [C, h, w, k, k]
    height, width = patches.shape[1:3]
    columns = patches.transpose(0, 3, 4, 1, 2).reshape(-1, height * width)
    drawn = (weight.reshape(len(weight), -1) @ columns).reshape(-1, height, width)
    return drawn if bias is None else drawn + bias.numpy()[:, None, None]


def norm(x, state, name, eps=1e-5):
    weight, bias, mean, var = (
        state[f"{name}.{part}"].numpy()[:, None, None] for part in ("weight", "bias", "running_mean", "running_var")
    )
    return (x - mean) / np.sqrt(var + eps) * weight + bias


def linear(x, state, name):
    return state[f"{name}.weight"].numpy() @ x + state[f"{name}.bias"].numpy()


def encode(state, picture):
    """[3, 224, 224] -> codes."""

    def block(x, at, stride):
        inner = np.maximum(norm(conv(x, state[f"{at}.conv1.weight"]), state, f"{at}.bn1"), 0)
        inner = np.maximum(norm(conv(inner, state[f"{at}.conv2.weight"], stride), state, f"{at}.bn2"), 0)
        told = norm(conv(inner, state[f"{at}.conv3.weight"]), state, f"{at}.bn3")
        if f"{at}.downsample.0.weight" in state:
            x = norm(conv(x, state[f"{at}.downsample.0.weight"], stride), state, f"{at}.downsample.1")
        return np.maximum(told + x, 0)

    x = np.maximum(norm(conv(picture, state["encoder.conv1.weight"], 2), state, "encoder.bn1"), 0)
    x = np.pad(x, ((0, 0), (1, 1), (1, 1)), constant_values=-np.inf)
    x = sliding_window_view(x, (3, 3), (1, 2))[:, ::2, ::2].max((3, 4))
    for stage, _, depth in STAGES:
        for number in range(depth):
            x = block(x, f"encoder.layer{stage}.{number}", 2 if number == 0 and stage > 1 else 1)
    hidden = np.maximum(linear(x.mean((1, 2)), state, "layers.0"), 0)
    return linear(hidden, state, "layers.2")


def stretch(size, into):
    """[into, size] weights of a linear resize between pixel centres, ends held."""
    place = np.clip((np.arange(into) + 0.5) * size / into - 0.5, 0, size - 1)
    return np.maximum(1 - np.abs(place[:, None] - np.arange(size)), 0).astype(np.float32)


def resize(x, into):
    wide = stretch(x.shape[-1], into)
    return wide @ x @ wide.T


def decode(state, detail, expression, jaw_pose):
    """[256, 256] m over FLAME's whole UV square, top row first."""
    x = linear(np.concatenate([jaw_pose, expression, detail]), state, "l1.0").reshape(128, 8, 8)
    x = norm(x, state, "conv_blocks.0")
    for place, (_, out) in DECODER_CONVS.items():
        if out > 1:
            x = resize(x, 2 * x.shape[-1])
        x = conv(x, state[f"conv_blocks.{place}.weight"], bias=state[f"conv_blocks.{place}.bias"])
        if out > 1:
            x = norm(x, state, f"conv_blocks.{place + 1}", 0.8)
            x = np.where(x > 0, x, 0.2 * x)
    return 0.01 * np.tanh(x[0])


def turn(axis_angle):
    """[3, 3] by the exponential series."""
    x, y, z = axis_angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    term = total = np.eye(3)
    for order in range(1, 40):
        term = term @ cross / order
        total = total + term
    return total


def flame(model, shape, expression, orient, jaw):
    """[V, 3] in FLAME's own frame. model: the dictionary of its file, with dense arrays."""
    identity = model["v_template"] + model["shapedirs"][:, :, :100] @ shape
    joints = model["J_regressor"] @ identity
    rest = identity + model["shapedirs"][:, :, 300:350] @ expression
    rotations = [turn(orient), np.eye(3), turn(jaw), np.eye(3), np.eye(3)]
    rest = rest + model["posedirs"] @ np.concatenate([(r - np.eye(3)).ravel() for r in rotations[1:]])
    about_root = (rest - joints[0]) @ rotations[0].T + joints[0]
    open_jaw = ((rest - joints[2]) @ rotations[2].T + joints[2] - joints[0]) @ rotations[0].T + joints[0]
    weight = model["weights"][:, 2:3]
    return (1 - weight) * about_root + weight * open_jaw


def normals(vertices, faces):
    """[V, 3] unit: the mean of the triangles around, each by its area."""
    total = np.zeros_like(vertices)
    for a, b, c in faces:
        total[[a, b, c]] += np.cross(vertices[b] - vertices[a], vertices[c] - vertices[a])
    return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)
