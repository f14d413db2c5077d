"""What a stage begins with: the run of the stage before, or weights of ResNet-50 that the user brings."""

from __future__ import annotations

from pathlib import Path

from engine.errors import BadInput
from training.checkpoint import average_part, read_facts
from training.deca.resnet import ResNet50
from training.paper.networks import CoarseNetwork, DetailNetwork
from training.paper.preset import PresetName, Stage
from training.paper.vgg import read_weights

_BEFORE: dict[Stage, tuple[Stage, ...]] = {"pretrain": (), "coarse": ("pretrain", "coarse"), "detail": ("coarse",)}


def begin(network: CoarseNetwork | DetailNetwork, folder: Path, stage: Stage, preset: PresetName) -> None:
    """Give E_c of `network` what it learned in the run in `folder`. BadInput where that is not the stage before."""
    facts = read_facts(folder)
    if facts.get("model") not in _BEFORE[stage] or facts.get("preset") != preset:
        wanted = " or ".join(_BEFORE[stage]) or "no run"
        raise BadInput(
            f"{folder} holds {facts.get('model', 'another')} of preset {facts.get('preset', 'none')}; {stage} begins "
            f"with {wanted} of preset {preset}. Name the folder of such a run."
        )
    try:
        network.coarse.load_state_dict(average_part(folder, "coarse."))
    except RuntimeError as error:
        raise BadInput(
            f"{folder} was trained for another head or another preset. Train the stage before anew."
        ) from error


def with_backbone(network: CoarseNetwork | DetailNetwork, path: Path) -> None:
    """Begin the encoder that `network` trains with ImageNet's ResNet-50, as the paper does. path: of torchvision's."""
    encoder = network.detail.encoder if isinstance(network, DetailNetwork) else network.coarse.encoder
    if not isinstance(encoder, ResNet50):
        raise BadInput("--backbone is for preset paper: the small one has no ResNet-50.")
    state = read_weights(path, "ResNet-50's")
    try:
        encoder.load_state_dict({name: state[name] for name in encoder.state_dict()})
    except (KeyError, RuntimeError) as error:
        raise BadInput(f"{path} holds no ResNet-50 of torchvision. Give its resnet50-0676ba61.pth.") from error
