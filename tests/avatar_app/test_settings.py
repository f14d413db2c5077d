"""Settings outlive the window, and a damaged file neither stops the app nor is destroyed."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar_app.settings import (
    RecordSettings,
    Settings,
    SourceSettings,
    WindowSettings,
    kept_scale,
    load_settings,
    save_settings,
    settings_path,
)

CHOSEN = Settings(
    window=WindowSettings(width=900, height=700, theme="light"),
    source=SourceSettings(camera=2, mirrored=False, preview_shown=False),
    record=RecordSettings(folder='C:\\Users\\"Zoë"\\\x7f 🎬', video=False),
    avatar="/home/zoë/me.avatar",
    keys={"record-or-stop": "Ctrl+Shift+F5", "screenshot": ""},
)


def test_what_was_saved_is_loaded(settings_folder: Path) -> None:
    path = settings_path()
    assert path.parent == settings_folder
    save_settings(CHOSEN, path)
    assert load_settings(path) == (CHOSEN, None)
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.toml"]


def test_no_file_means_the_defaults_without_a_word() -> None:
    assert load_settings(settings_path()) == (Settings(), None)


@pytest.mark.parametrize(
    "text",
    [
        "\x00\xff not toml",
        "version = 99",
        "version = [1]",
        "",
        'version = 1\n[window]\nwidth = "wide"',
        "version = 1\nwindow = 3",
        "version = 2\n[keys]\nquit = 3",
    ],
)
def test_a_damaged_file_is_told_and_kept(text: str) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode("latin-1"))
    settings, note = load_settings(path)
    assert settings == Settings()
    assert note is not None
    assert str(path) in note
    assert path.with_name("settings.toml.broken").read_bytes() == text.encode("latin-1")
    assert not path.exists()


def test_missing_and_unknown_entries_are_no_fault() -> None:
    path = settings_path()
    path.parent.mkdir(parents=True)
    path.write_text('version = 1\ncolour = "red"\n[source]\ncamera = 3\n')
    assert load_settings(path) == (Settings(source=SourceSettings(camera=3)), None)


def test_settings_of_version_1_are_taken_over_and_written_as_version_2() -> None:
    path = settings_path()
    path.parent.mkdir(parents=True)
    path.write_text('version = 1\ntracker = "landmarks"\n[window]\ntheme = "dark"\n[record]\ntake_kept = true\n')
    settings, note = load_settings(path)
    assert (note, settings.tracker, settings.window.theme, settings.keys) == (None, "landmarks", "dark", {})
    save_settings(settings, path)
    assert path.read_text().startswith("version = 2\n")
    assert load_settings(path) == (settings, None)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("version = 2\n[window]\nscale = 150", 150),
        ("[window]\nscale = 9000", 200),
        ('[window]\nscale = "big"', 100),
        ("window = 1", 100),
        ("broken =", 100),
    ],
)
def test_the_size_of_the_window_is_known_before_anything_else(text: str, percent: int) -> None:
    path = settings_path()
    assert kept_scale(path) == 100
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert kept_scale(path) == percent
    assert path.read_text() == text
