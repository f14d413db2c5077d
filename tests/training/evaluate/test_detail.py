"""Figures of the detail networks on answers whose quality is known."""

import numpy as np
import pytest
from detail_pictures import pictures

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from engine.errors import AssetMissing  # noqa: E402
from engine.head import open_head  # noqa: E402
from engine.head.arkit import INDEX  # noqa: E402
from training.data.detail.loader import whole_batch  # noqa: E402
from training.evaluate.detail.exchange import distances, exchange_figures  # noqa: E402
from training.evaluate.detail.made_up import change_figures, made_up_figures  # noqa: E402
from training.evaluate.detail.networks import DetailNetworks  # noqa: E402
from training.evaluate.detail.run import detail_report  # noqa: E402
from training.models.detail import DetailNetwork  # noqa: E402
from training.render.relief import Relief  # noqa: E402
from training.render.shade import srgb_from_linear  # noqa: E402

SIZE = 256
FACE = np.ones((SIZE, SIZE), np.float32)
BROW = INDEX["browInnerUp"]


class Oracle:
    """Sees who is in the picture by where it is darkest. share: how much of a wrinkle it draws; picture_too: whether
    it lets the picture's own expression stay in the code, as networks without consistency do."""

    def __init__(self, share: float = 1.0, picture_too: bool = False) -> None:
        self.share, self.picture_too = share, picture_too

    def codes(self, texture, expression):
        code = np.zeros((len(texture), 128), np.float32)
        code[:, 0] = texture[:, :, 128, 0].argmin(1)
        code[:, 1] = expression[:, BROW] * self.picture_too
        return code

    def displacement(self, detail, expression, jaw_pose):
        brow = np.where(detail[:, 1] > 0, detail[:, 1], expression[:, BROW])
        away = (np.arange(SIZE)[None] - detail[:, :1]) / 3
        groove = -1e-3 * (0.1 + 0.4 * brow)[:, None] * np.exp(-(away**2))
        return (self.share * np.repeat(groove[:, :, None], SIZE, 2)).astype(np.float32)


def by_name(figures):
    return {figure.name: figure for figure in figures}


def held():
    made = pictures(3, 4)
    return whole_batch(made, np.zeros(len(made), bool))


def test_who_foresees_every_wrinkle_beats_both_baselines():
    figures = by_name(made_up_figures(Oracle(), held(), FACE))
    assert figures["animated from another picture, root mean square error, µm"].value < 1
    assert all(figure.holds for figure in figures.values() if figure.bar is not None)
    assert figures["variance of the displacement explained"].value > 0.99
    stranger = figures["animated from somebody else's picture, root mean square error, µm"].value
    assert stranger > figures["no detail, root mean square error, µm"].value


def test_who_draws_nothing_misses_the_bar_against_no_detail():
    figures = by_name(made_up_figures(Oracle(0.0), held(), FACE))
    assert figures["animated over no detail, root mean square"].value == pytest.approx(1)
    assert figures["animated over no detail, root mean square"].holds is False
    truth = held().displacement
    rms = 1e6 * np.sqrt((truth.astype(np.float64) ** 2).mean((1, 2))).mean()
    assert figures["no detail, root mean square error, µm"].value == pytest.approx(rms, abs=0.01)


def test_the_ablation_tells_codes_that_keep_their_pictures_expression():
    good, bad = (by_name(change_figures(Oracle(picture_too=kept), held(), FACE, "so")) for kept in (False, True))
    picture = "only the picture: wrinkles change by, µm (the truth: 0)"
    expression = "only the expression: wrinkles change by, µm"
    assert good[picture].value < 0.01 < 5 < bad[picture].value
    assert good["only the expression: correlation of the two changes"].value > 0.99
    assert bad[expression].value < 0.01 < good[expression].value


def photographs():
    """Pairs of four people: neutral and smiling (with the brow), painted as the shader paints the truth."""
    made = pictures(4, 2, first=-4)
    expression = made.expression.copy()
    expression[::2, BROW], expression[1::2, BROW] = 0.05, 1.0
    batch = whole_batch(made, np.ones(8, bool))._replace(expression=expression, seen_expression=expression)
    oracle = Oracle()
    code = np.zeros((8, 128), np.float32)
    code[:, 0] = 60 + 20 * (made.person % 4)
    truth = oracle.displacement(code, expression, batch.jaw_pose)
    shaded = 0.4 * Relief(open_head()).shaded(torch.from_numpy(truth), torch.from_numpy(batch.light.copy()))
    grey = (srgb_from_linear(shaded).permute(0, 2, 3, 1) * 255).round().byte().numpy()
    seen = np.full((8, SIZE, SIZE, 1), 255, np.uint8)
    return batch._replace(texture=np.concatenate([grey, seen], 3))


def test_the_right_code_in_the_smile_is_nearest_to_the_smiling_photo():
    photos = photographs()
    relief = Relief(open_head())
    bare = np.zeros((SIZE, SIZE), np.float32)
    animated, frozen, others = distances(Oracle(), photos, relief, np.stack([bare] * 4))
    assert (animated < 0.5 * frozen).all()
    assert (others.argmin(1) == np.arange(4)).all()
    figures = by_name(exchange_figures(Oracle(), photos, relief, bare, FACE))
    assert figures["neutral's code in the smile nearer than its frozen detail, share of pairs, all people"].value == 1
    assert figures["somebody else's code is worse, share of all exchanges, all people"].value == 1
    assert not any(figure.holds is False for figure in figures.values())
    assert (
        figures[
            "neutral's code in the smile nearer than its frozen detail, share of pairs, all people, on their own albedo"
        ].value
        == 1
    )
    still = exchange_figures(Oracle(picture_too=True), photos, relief, bare, FACE)
    assert (
        by_name(still)["neutral's code in the smile nearer than its frozen detail, share of pairs, all people"].value
        == 0
    )


def test_networks_that_are_not_there_are_named(tmp_path):
    with pytest.raises(AssetMissing, match=r"detail_encoder.onnx.*training export"):
        DetailNetworks(tmp_path)


def test_the_whole_report_of_exported_networks(tmp_path):
    from training.data.detail.pairs import write_pictures
    from training.export import write_onnx
    from training.models.detail_contract import DetailDecoderGraph, DetailEncoderGraph

    network = DetailNetwork()
    write_onnx(tmp_path / "detail_encoder.onnx", DetailEncoderGraph(network.encoder), {})
    write_onnx(tmp_path / "detail_decoder.onnx", DetailDecoderGraph(network.decoder), {})
    facts = {"head": "open", "source": "test"}
    write_pictures(tmp_path / "made.safetensors", pictures(2, 2), facts | {"kind": "synthetic"})
    write_pictures(tmp_path / "real.safetensors", pictures(2, 2, first=-4), facts | {"kind": "real"})
    report = detail_report(tmp_path, [tmp_path / "made.safetensors", tmp_path / "real.safetensors"], tmp_path)
    assert len({figure.group for figure in report.figures}) == 5
    assert "detail_decoder.onnx" in report.model
    decoder = by_name(report.figures)["displacement of an expression, ms on one thread"]
    assert 0 < decoder.value < 1000
