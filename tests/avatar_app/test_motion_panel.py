"""The Motion section and the calibration's card: they show what is, change it at once, and it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")
pytest.importorskip("pytestqt")

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from avatar_app.session import Session, Status
from avatar_app.settings import MotionSettings, Settings, load_settings, save_settings
from avatar_app.state import AppState, Fields
from avatar_app.ui.actions import Actions
from avatar_app.ui.calibration_card import CalibrationCard
from avatar_app.ui.motion_panel import MotionPanel
from avatar_app.ui.theme import DARK
from engine.avatar.default import default_avatar
from engine.avatar.manner import Manner
from engine.head.head_model import Head
from engine.types import replace


@pytest.fixture
def session(tiny_head: Head) -> Iterator[Session]:
    made = Session(tiny_head, default_avatar(tiny_head))
    yield made
    made.close()


@pytest.fixture
def state(session: Session) -> AppState:
    return AppState(Fields(manner=session.manner))


@pytest.fixture
def actions(session: Session, state: AppState, qtbot: QtBot) -> Iterator[Actions]:
    made = Actions(session, state, session.avatar)
    yield made
    made.close()


@pytest.fixture
def panel(qtbot: QtBot, state: AppState, actions: Actions) -> MotionPanel:
    made = MotionPanel(state, actions, DARK, unfolded=True)
    qtbot.addWidget(made)
    made.show()
    return made


def test_sliders_change_the_avatar_at_once(panel: MotionPanel, session: Session, qtbot: QtBot) -> None:
    panel.gains["brows"].setValue(150)
    panel.gains["head"].setValue(0)
    panel.smoothing.setValue(80)
    assert session.manner == Manner(brows=1.5, head=0.0)
    assert session.responsiveness == pytest.approx(0.8)
    qtbot.waitUntil(panel.reset.isEnabled)


def test_a_gain_near_the_middle_is_exactly_as_tracked(panel: MotionPanel, session: Session) -> None:
    panel.gains["eyes"].setValue(60)
    panel.gains["eyes"].setValue(102)
    assert session.manner.plain


def test_a_region_is_frozen_and_let_go(panel: MotionPanel, session: Session, qtbot: QtBot) -> None:
    panel.held["mouth"].click()
    assert session.manner.held == {"mouth"}
    qtbot.waitUntil(lambda: not panel.gains["mouth"].isEnabled())
    assert panel.gains["brows"].isEnabled()
    panel.held["mouth"].click()
    assert session.manner.plain


def test_what_the_avatar_does_alone_is_chosen(panel: MotionPanel, session: Session) -> None:
    panel.alone.setCurrentIndex(panel.alone.findData("hold"))
    panel.alone.activated.emit(panel.alone.currentIndex())
    assert session.manner.alone == "hold"


def test_reset_brings_everything_back(panel: MotionPanel, session: Session, state: AppState, qtbot: QtBot) -> None:
    assert not panel.reset.isEnabled()
    panel.gains["mouth"].setValue(30)
    panel.held["eyes"].click()
    panel.smoothing.setValue(0)
    qtbot.waitUntil(panel.reset.isEnabled)
    panel.reset.click()
    assert (session.manner, session.responsiveness) == (Manner(), 0.5)
    assert (state.now.manner, state.now.responsiveness) == (Manner(), 0.5)

    def shown() -> bool:
        return (panel.gains["mouth"].value(), panel.smoothing.value()) == (100, 50) and not panel.held[
            "eyes"
        ].isChecked()

    qtbot.waitUntil(shown)
    assert not panel.reset.isEnabled()


def test_the_section_folds(panel: MotionPanel) -> None:
    assert panel.smoothing.isVisible()
    panel.fold.click()
    assert not panel.smoothing.isVisible()
    assert panel.fold.isVisible()
    assert not panel.unfolded


def test_every_control_has_a_name_for_those_who_do_not_see_it(panel: MotionPanel) -> None:
    controls = [*panel.gains.values(), *panel.held.values(), panel.smoothing, panel.alone, panel.reset, panel.fold]
    names = [control.accessibleName() for control in controls]
    assert all(names)
    assert len(set(names)) == len(names)


def test_the_card_tells_what_to_do_how_far_it_is_and_that_it_is_done(
    qtbot: QtBot, state: AppState, actions: Actions
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    card = CalibrationCard(parent, state, actions)
    seen: list[tuple[str, int]] = []
    live = Status(source="live", confidence=1.0)
    for status in (
        live,
        replace(live, calibrating=0.4),
        replace(live, calibrating=0.4, confidence=0.0),
        replace(live, calibrated=True),
    ):
        state.update(status=status)
        card.refresh()
        seen.append((card.title.text(), card.bar.value()) if not card.isHidden() else ("", 0))
    assert seen == [("", 0), ("Look relaxed", 400), ("Where are you?", 400), ("Done", 1000)]
    qtbot.waitUntil(card.isHidden, timeout=4000)


def test_a_calibration_that_is_cancelled_is_not_told_as_done(qtbot: QtBot, state: AppState, actions: Actions) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    card = CalibrationCard(parent, state, actions)
    state.update(status=Status(source="live", confidence=1.0, calibrating=0.4, calibrated=True))
    card.refresh()
    card.cancel.click()
    state.update(status=Status(source="live", confidence=1.0, calibrated=True))
    card.refresh()
    assert card.isHidden()


def test_how_the_avatar_moves_is_kept_and_older_settings_still_load(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    chosen = Settings(motion=MotionSettings(responsiveness=0.7, brows=1.5, head=0.0, alone="hold", unfolded=True))
    save_settings(chosen, path)
    assert load_settings(path) == (chosen, None)
    older = [line for line in path.read_text().splitlines() if line]
    older = older[: older.index("[motion]")]
    path.write_text("\n".join(older))
    assert load_settings(path) == (Settings(), None)
