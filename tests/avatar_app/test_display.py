"""Where no window can be opened the app says so in a sentence and exits with 4, instead of Qt aborting."""

from __future__ import annotations

import pytest

from avatar_app.__main__ import run
from avatar_app.display import require_display
from engine.errors import DeviceError


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "There is no display"),
        ({"DISPLAY": ":4711"}, "The display :4711 does not answer"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "QT_QPA_PLATFORM is offscreen"),
    ],
)
def test_no_display_is_one_sentence_and_exit_code_4(
    environment: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run([]) == 4
    told = capsys.readouterr().err.strip()
    assert sentence in told
    assert "\n" not in told


def test_missing_system_libraries_are_named_with_their_packages(monkeypatch: pytest.MonkeyPatch, display: None) -> None:
    monkeypatch.setattr("avatar_app.display.LIBRARIES", {"libgone.so.1": "libgone1", "libc.so.6": "libc6"})
    with pytest.raises(DeviceError, match=r"apt-get install libgone1$"):
        require_display()
