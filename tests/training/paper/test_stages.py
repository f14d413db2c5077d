"""The stages of the paper's training follow each other, and go on as they were after a process is lost."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

import two_processes  # noqa: E402

from engine.errors import BadInput  # noqa: E402
from training.paper.command import TrainPaper  # noqa: E402

ROOT = Path(__file__).parents[3]


def curve(folder):
    return [json.loads(line) for line in (folder / "curves.jsonl").read_text().splitlines()]


def run(stage, faces, folder, steps, **options):
    options = {"preset": "small", "people": 2, "per_person": 2, "log_every": 1, "workers": 0, **options}
    TrainPaper(stage, (faces,), folder, steps=steps, **options).run()
    return curve(folder)


@pytest.fixture(scope="module")
def pretrained(faces, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "pretrain"
    run("pretrain", faces, folder, 16, held=(faces,))
    return folder


def test_pre_training_finds_the_landmarks_and_shows_them(pretrained):
    lines = curve(pretrained)
    landmarks = [line["landmarks"] for line in lines if "loss" in line]
    assert np.mean(landmarks[-4:]) < 0.85 * np.mean(landmarks[:4])
    assert lines[-1]["validation"]["people"]["landmarks_percent"] > 0
    assert (pretrained / "pretrain.png").exists()
    facts = json.loads((pretrained / "run.json").read_text())
    assert (facts["model"], facts["preset"], facts["head"], facts["batch"]) == ("pretrain", "small", "open-1", 4)


def test_detail_follows_coarse_and_leaves_it_as_it_was(faces, pretrained, tmp_path):
    run("coarse", faces, tmp_path / "coarse", 2, begin=pretrained)
    lines = run("detail", faces, tmp_path / "detail", 2, begin=tmp_path / "coarse", people=1, held=())
    assert {"photometric", "mrf", "symmetry", "size", "smooth"} < set(lines[0])
    before, after = (load_file(tmp_path / name / "checkpoint.safetensors") for name in ("coarse", "detail"))
    coarse = [name for name in after if name.startswith("network.coarse.")]
    assert coarse
    for name in coarse:
        np.testing.assert_array_equal(after[name], before[name.replace("network", "average")], err_msg=name)
    assert np.abs(after["network.decoder.l1.0.weight"]).max() > 0
    with pytest.raises(BadInput, match="detail begins with coarse"):
        run("detail", faces, tmp_path / "other", 2, begin=pretrained)


def test_what_is_missing_is_told(faces, pretrained, tmp_path):
    with pytest.raises(BadInput, match="--steps or --epochs"):
        run("pretrain", faces, tmp_path / "run", 0)
    with pytest.raises(BadInput, match="--begin"):
        run("detail", faces, tmp_path / "run", 2)
    with pytest.raises(BadInput, match="--resume"):
        run("pretrain", faces, pretrained, 40)
    with pytest.raises(BadInput, match="no ResNet-50"):
        run("pretrain", faces, tmp_path / "run", 2, backbone=tmp_path / "resnet.pth")


def free_ports(num):
    sockets = [socket.socket() for _ in range(num)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [str(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


def test_two_processes_go_on_as_if_nothing_had_been(faces, pretrained, tmp_path, monkeypatch):
    """Weights, averages, optimiser, people and exchanges of both: the curve and the last checkpoint are the same."""
    environment = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "OMP_NUM_THREADS": "1"}
    for name, value in (environment | {"RANK": "0", "MASTER_PORT": "0"}).items():
        monkeypatch.setenv(name, value)
    ports = free_ports(3)
    other = subprocess.Popen(
        [sys.executable, two_processes.__file__, faces, pretrained, tmp_path, *ports],
        env={**os.environ, "RANK": "1", "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        two_processes.both_runs(faces, pretrained, tmp_path, ports)
        _, said = other.communicate(timeout=60)
    finally:
        other.kill()
    assert other.returncode == 0, said[-2000:]
    whole, parts = curve(tmp_path / "whole"), curve(tmp_path / "parts")
    assert [line["step"] for line in whole] == list(range(two_processes.STEPS))
    assert parts == whole
    facts = json.loads((tmp_path / "parts" / "run.json").read_text())
    assert [leg["from_step"] for leg in facts["legs"]] == [0, two_processes.EVERY]
    one, another = (load_file(tmp_path / name / "checkpoint.safetensors") for name in ("whole", "parts"))
    assert one.keys() == another.keys()
    for name, value in one.items():
        np.testing.assert_array_equal(value, another[name], err_msg=name)


@pytest.mark.slow
def test_a_killed_process_is_replaced_and_the_curve_goes_on(faces, pretrained, tmp_path):
    """torchrun starts both anew; the second of them is killed in the middle of a step."""

    def command(folder, steps):
        return [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
                "--max-restarts", "2", "-m", "training", "train-paper", "coarse", "--preset", "small", "--faces", faces,
                "--begin", pretrained, "-o", folder, "--resume", "--steps", str(steps), "--people", "1", "--per-person",
                "2", "--every", "4", "--log-every", "1", "--workers", "0"]  # fmt: skip

    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command(tmp_path / "whole", 24), cwd=ROOT, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    broken = subprocess.Popen(
        command(tmp_path / "parts", 24), cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environment
    )
    log = tmp_path / "parts" / "curves.jsonl"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (log.exists() and len(log.read_text().splitlines()) > 6):
        time.sleep(0.02)
    os.kill(process_of_rank(1, broken.pid), signal.SIGKILL)
    _, said = broken.communicate(timeout=240)
    assert broken.returncode == 0, said[-2000:]
    assert curve(tmp_path / "parts") == curve(tmp_path / "whole")
    assert len(json.loads((tmp_path / "parts" / "run.json").read_text())["legs"]) == 2


def process_of_rank(rank, parent):
    """The child of torchrun's process that is this rank."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            told = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            if int(told[1]) == parent and f"RANK={rank}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                return int(entry.name)
        except OSError:
            continue
    raise AssertionError(f"torchrun has no process of rank {rank}")
