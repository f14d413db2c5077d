"""Work shared out over a cluster: each piece once, whatever is lost on the way."""

import importlib.util
import os
import signal
import socket
import warnings
from functools import partial
from pathlib import Path

import pytest

from engine.cluster import over_cluster
from engine.errors import AvatarError, BadInput, DeviceError


@pytest.mark.skipif(importlib.util.find_spec("ray") is not None, reason="Ray is installed (extra: cluster)")
def test_without_ray_one_sentence_says_what_to_install():
    with pytest.raises(BadInput, match=r"avatar-app\[cluster\]"):
        list(over_cluster(str, [1]))


def test_an_address_where_nobody_listens_is_told_at_once():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(BadInput, match=rf"No Ray cluster answers at 127\.0\.0\.1:{port} .*ray start --head"):
        list(over_cluster(str, [1], f"127.0.0.1:{port}"))


def piece(number: int, folder: Path) -> int | AvatarError:
    """Leaves a file. 3 loses its worker the first time, 5 every time, 6 is an error of the person's."""
    tried = folder / f"{number}.tried"
    with tried.open("a") as file:
        file.write("x")
    if number == 5 or (number == 3 and tried.stat().st_size == 1):
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 6:
        return BadInput("No video.")
    (folder / f"{number}.done").write_text(str(os.getpid()))
    return 10 * number


@pytest.mark.slow
def test_lost_workers_cost_nothing_but_time_and_what_cannot_be_done_is_told(tmp_path, monkeypatch):
    ray = pytest.importorskip("ray", reason="Ray is not installed (extra: cluster)")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Ray's own, about what it will be in a later version
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
        try:
            found = list(over_cluster(partial(piece, folder=tmp_path), range(8)))
        finally:
            ray.shutdown()
    results = dict(found)
    assert sorted(number for number, _ in found) == list(range(8))
    assert [results[n] for n in (0, 1, 2, 3, 4, 7)] == [0, 10, 20, 30, 40, 70]
    assert (tmp_path / "3.tried").read_text() == "xx"
    assert isinstance(results[5], DeviceError)
    assert (tmp_path / "5.tried").read_text() == "xxxx"
    assert isinstance(results[6], BadInput)
    assert str(results[6]) == "No video."
