"""python -m training train-paper: the paper's training, a stage at a time. With torchrun, on several processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import tyro

from engine.errors import BadInput
from training.paper.preset import PRESETS, PresetName, Stage

_WHAT: dict[Stage, str] = {
    "pretrain": "DECA's coarse encoder, by landmarks alone",
    "coarse": "DECA's coarse encoder: identity, motion, light and camera of an upright face picture",
    "detail": "DECA's detail: a person's code from a picture, and the displacement that it makes for any expression",
}


@dataclass(frozen=True)
class TrainPaper:
    """Train the paper's networks on pictures of many people, several of each: pretrain, then coarse, then detail.

    Several GPUs: torchrun --standalone --nproc-per-node M --max-restarts 9 -m training train-paper coarse ... --resume.
    When a process is lost, all go on at the last checkpoint. Several machines: docs/training.md.
    """

    stage: tyro.conf.Positional[Stage]
    faces: tuple[Path, ...]
    """What `label --squares` wrote: files, or folders of them."""
    output: Annotated[Path, tyro.conf.arg(aliases=["-o"])]
    """Folder of the run."""
    held: tuple[Path, ...] = ()
    """Faces of people to validate on."""
    begin: Path | None = None
    """Folder of the run of the stage before. Needed by detail; coarse gets nowhere without."""
    resume: bool = False
    """Go on at the last checkpoint in the folder of the run, if there is one."""
    preset: PresetName = "paper"
    """paper: ResNet-50, 224 px, a GPU. small: a million weights, 96 px, what a CPU does."""
    epochs: float = 0.0
    """How often each picture is drawn; the paper: 2 in pretrain, 1.5 in coarse. Or --steps."""
    steps: int = 0
    people: int = 0
    """Of a step of each process; the preset's unless given."""
    per_person: int = 0
    """Pictures of each; the preset's unless given."""
    learning_rate: float = 0.0
    """The preset's unless given."""
    face_network: Path | None = None
    """ONNX file of a face recognition network, 112 px, for the identity loss; the shipped capture network without."""
    vgg19: Path | None = None
    """torchvision's vgg19-dcbb9e9d.pth, for ID-MRF; random filters without."""
    backbone: Path | None = None
    """torchvision's resnet50-0676ba61.pth, which the encoder begins with."""
    head: str = ""
    """Id of a head brought with `avatar-app assets import-flame`; the shipped one without."""
    every: int = 500
    """Steps between checkpoints, with a validation before each: what is lost with a machine."""
    log_every: int = 25
    """Steps between points of the curves."""
    workers: int = 1
    """Processes that prepare batches."""
    threads: int = 1
    """Of this process, for the network."""
    seed: int = 0
    device: Literal["cpu", "cuda"] = "cpu"

    def run(self) -> None:
        import torch

        from engine.head import head_of, open_head
        from training.checkpoint import CHECKPOINT, read_facts
        from training.data.faces import open_faces
        from training.distributed import joined_processes
        from training.legs import train_leg
        from training.loop import LoopConfig
        from training.paper.begin import begin, with_backbone
        from training.paper.loader import FaceLoader
        from training.paper.preset import Draw
        from training.paper.task import BroughtNetworks, new_network, paper_task

        if (self.steps <= 0) == (self.epochs <= 0):
            raise BadInput("Give either --steps or --epochs.")
        if self.stage == "detail" and self.begin is None:
            raise BadInput("The detail stage needs a coarse encoder: give the folder of its run with --begin.")
        goes_on = (self.output / CHECKPOINT).exists()
        if goes_on and not self.resume:
            raise BadInput(f"{self.output} holds a run already: give --resume to go on with it, or another folder.")
        preset = PRESETS[self.preset]
        usual = preset.draw(self.stage)
        draw = Draw(
            self.people or usual.people,
            self.per_person or usual.per_person,
            self.learning_rate or usual.learning_rate,
        )
        torch.set_num_threads(self.threads)
        torch.manual_seed(self.seed)
        with joined_processes(self.device) as processes:
            head = head_of(self.head) if self.head else open_head()
            files = open_faces(self.faces)
            loader = FaceLoader(files, draw, preset.size, seed=self.seed, part=processes.rank, parts=processes.count)
            network = new_network(self.stage, preset, head)
            data = {"people": loader.num_people, "pictures": sum(map(len, files))}
            if self.backbone is not None:
                with_backbone(network, self.backbone)
            if self.begin is not None:
                begin(network, self.begin, self.stage, self.preset)
                data["begun_with"] = read_facts(self.begin)
            brought = BroughtNetworks(self.face_network, self.vgg19)
            task = paper_task(self.stage, preset, head, network, brought, open_faces(self.held), processes.device)
            loop = LoopConfig(
                steps=self.steps or max(round(self.epochs * loader.steps_per_epoch), 1),
                learning_rate=draw.learning_rate,
                last_learning_rate=draw.learning_rate,
                warm_up=preset.warm_up,
                weight_decay=0.0,
                clip=float("inf"),  # with no decay and no limit this is Adam, as in the paper
                save_every=self.every,
                validate_every=self.every,
                log_every=self.log_every,
                workers=self.workers,
                seed=self.seed,
            )
            facts = {
                "what": _WHAT[self.stage],
                "model": self.stage,
                "preset": self.preset,
                "head": head.id,
                "seed": self.seed,
                "batch": draw.pictures * processes.count,
            }
            train_leg(task, loader, loop, self.output, processes, facts=facts, data=data, resume=goes_on)
