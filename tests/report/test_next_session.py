"""The section on the next session: what the rule says of this session's sets, and no section where it says nothing."""

from __future__ import annotations

from dataclasses import replace

from analysis.coaching.set_context import with_advice
from analysis.records.results import RepSet, SessionResult
from analysis.report.next_session import next_session_section
from analysis.settings.advice_settings import AdviceSettings
from analysis.stream.offline import analyze
from imu.simulate import demo_session
from tests.fixtures.lettered_sets import made

SETTINGS = AdviceSettings()


def session(*sets: RepSet) -> SessionResult:
    recording = demo_session().recording
    result = with_advice(analyze(recording), recording.notes)
    return replace(result, sets=sets or result.sets)


def test_the_demo_has_a_weight_for_the_next_session() -> None:
    """Truth: 7.5 kg is controlled, of 12.5 kg the last four of ten reps are swung."""
    section = next_session_section(session(), "kg", SETTINGS)
    assert section is not None
    assert section.title == "Next session"
    (figure,) = section.figures
    assert figure.caption is not None
    assert "Right, next session: " in figure.caption
    for drawing in (figure.wide, figure.narrow):
        assert "7.5\u00a0kg" in drawing
        assert "12.5\u00a0kg" in drawing
        assert "6 of 10" in drawing


def test_each_arm_has_its_figure() -> None:
    left = [replace(made("C" * 8, kg, 8), side="left") for kg in (10.0, 12.5)]
    right = [replace(one, side="right") for one in (left[0], made("CCWWWWWW", 12.5, 8))]
    section = next_session_section(session(*left, *right), "kg", SETTINGS)
    assert section is not None
    captions = [figure.caption or "" for figure in section.figures]
    assert [caption.split(",")[0] for caption in captions] == ["**Left", "**Right"]


def test_one_weight_or_none_is_no_section() -> None:
    assert next_session_section(session(made("C" * 12, 10.0, 8)), "kg", SETTINGS) is None
    assert next_session_section(session(made("C" * 12, None, 8)), "kg", SETTINGS) is None
