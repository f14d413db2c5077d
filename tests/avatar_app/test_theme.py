"""Whoever sees little can read every text of the window, in both themes."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6")

from avatar_app.ui.theme import DARK, LIGHT, Theme

LEAST = 4.5
"""WCAG 2.2, 1.4.3, level AA."""


def luminance(colour: str) -> float:
    """Relative, of #rrggbb; WCAG 2.2."""
    levels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("ground", ["window", "panel", "raised", "hover"])
@pytest.mark.parametrize("text", ["text", "muted", "accent", "danger", "good", "warning"])
def test_texts_stand_out_from_what_they_are_on(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= LEAST


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(
    ("text", "ground"), [("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_danger", "danger")]
)
def test_texts_of_coloured_buttons_stand_out(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= LEAST


def test_the_measure_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the best known near miss
