"""Small arithmetic for display."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.report.headline import facts, how_sure, result_words, sentence, sureness
from analysis.report.quality import lines, not_counted, sensor_line
from analysis.report.summary import (
    arm_names,
    focus,
    from_rep_on,
    highest,
    indices,
    lead_s,
    middle,
    most_flagged,
    ratio,
    runs,
    set_views,
)
from analysis.results import Advice, Quality, SensorSummary
from imu.types import Gap
from tests.report import build, samples


def test_runs_are_of_one_verdict() -> None:
    made = build.make_set(samples.WARM_UP)
    assert [(run.verdict, indices(run.reps)) for run in runs(made.reps)] == [
        ("controlled", [1, 2]),
        ("uncertain", [3]),
        ("controlled", [4, 5, 6, 7]),
        ("partial", [8]),
    ]


@pytest.mark.parametrize(
    ("plans", "first"),
    [
        ((build.controlled(), build.swing(), build.both()), 2),
        ((build.controlled(), build.swing(), build.unsure(), build.both()), 2),
        ((build.swing(), build.controlled(), build.both()), None),
        ((build.controlled(), build.swing()), None),
        ((build.swing(), build.half(), build.swing(), build.swing()), 3),
        ((build.controlled(),), None),
    ],
)
def test_from_rep_on_needs_every_later_judged_rep(plans: tuple[build.Plan, ...], first: int | None) -> None:
    assert from_rep_on(build.make_set(plans).reps) == first


def test_lead_is_seconds_before_the_top() -> None:
    reps = build.make_set([build.controlled(), build.swing()]).reps
    assert lead_s(reps[0]) is None
    assert lead_s(reps[1]) == pytest.approx(0.6)
    late = replace(reps[1], flagged_at_s=reps[1].end_s + 30.0)
    assert lead_s(late) is None
    withdrawn = replace(reps[0], flagged_at_s=reps[0].top_s - 0.2)
    assert lead_s(withdrawn) is None


def test_missing_figures_are_left_out() -> None:
    reps = build.make_set([build.controlled(0), build.unsure(), build.controlled(2)]).reps
    assert middle(reps, lambda r: r.rom_deg) == 126.0
    assert middle([reps[1]], lambda r: r.rom_deg) is None
    assert highest([reps[1]], lambda r: r.rom_deg) is None
    nan = replace(reps[0], rom_deg=float("nan"))
    assert middle([nan], lambda r: r.rom_deg) is None


@pytest.mark.parametrize(
    ("value", "usual", "expected"), [(3.0, 2.0, 1.5), (None, 2.0, None), (3.0, 0.0, None), (3.0, None, None)]
)
def test_ratio(value: float | None, usual: float | None, expected: float | None) -> None:
    assert ratio(value, usual) == expected


def test_sets_are_numbered_as_in_the_result() -> None:
    sets = [
        build.make_set([build.controlled()], start, sensor=sensor)
        for sensor, start in (("wrist_left", 40.0), ("wrist_right", 10.0), ("wrist_left", 5.0))
    ]
    views = set_views(build.session(*sets))
    assert [v.name for v in views] == ["Set 1, left", "Set 2, right", "Set 3, left"]


def test_arms_without_sides_are_named_by_sensor() -> None:
    sets = [build.make_set([build.controlled()], sensor=s) for s in ("wrist", "dumbbell")]
    assert set(arm_names(sets).values()) == {"wrist", "dumbbell"}
    sides = [build.make_set([build.controlled()], side=s) for s in ("left", "right")]
    assert set(arm_names(sides).values()) == {"left", "right"}


def test_focus_is_the_last_set_with_an_advice() -> None:
    made = [
        build.make_set([build.controlled()], 5.0, advice=build.KEEP),
        build.make_set([build.swing()], 50.0, advice=build.LATE),
        build.make_set([build.unsure()], 90.0, advice=build.ABSTAIN),
    ]
    assert [v.number for v in focus(set_views(build.session(*made)))] == [2]
    assert [
        v.number for v in focus(set_views(build.session(*made[2:], replace(made[2], start_s=200.0))))
    ] == [2]


def test_headline_is_of_the_arm_with_most_momentum() -> None:
    chosen = focus(set_views(samples.two_wrists()))
    assert len(chosen) == 2
    assert most_flagged(chosen).arm == "right"


def test_gap_reps_are_those_a_gap_touches() -> None:
    view = set_views(samples.holes())[0]
    assert view.gap_reps == {2}


def test_result_words() -> None:
    assert result_words(build.make_set(samples.WORKING).reps) == ("6 of 10 reps controlled", "4 with swing")
    assert result_words(samples.mixed().sets[0].reps) == (
        "5 of 12 reps controlled",
        "3 with swing, 1 fast, 2 half reps and 1 not judged",
    )


def test_sentence_without_an_advice_is_the_result() -> None:
    bare = build.make_set(samples.WORKING, advice=None)
    assert sentence(bare) == ("6 of 10 reps controlled:", "4 with swing.")
    assert sentence(build.make_set([build.controlled()], advice=None)) == ("1 of 1 rep controlled.", "")


@pytest.mark.parametrize(
    ("agreement", "word"),
    [(1.0, "Sure"), (0.9, "Sure"), (0.89, "Fairly sure"), (0.6, "Fairly sure"), (0.59, "A guess")],
)
def test_how_sure(agreement: float, word: str) -> None:
    assert how_sure(agreement) == word


def test_facts_without_momentum() -> None:
    found = facts(focus(set_views(samples.all_controlled())))
    assert [f.figure for f in found][:2] == ["10", "7"]
    assert "the limit is 50" in found[1].text


def test_facts_without_own_reps_are_absolute() -> None:
    found = facts(focus(set_views(samples.one_rep())))
    assert (found[2].figure, found[2].small) == (f"{build.swing().peak_dps:.0f}", "°/s")
    assert (found[3].figure, found[3].small) == ("2.5", "m/s²")


def test_quality_puts_what_changes_the_result_first() -> None:
    notes = tuple(
        Quality(code=s, severity=s, text=f"{s} note. More.") for s in ("fine", "warning", "info", "fine")
    )  # type: ignore[arg-type]
    found = lines(build.session(quality=notes))
    assert [(line.severity, line.first, line.rest) for line in found] == [
        ("warning", "warning note.", "More."),
        ("info", "info note.", "More."),
        ("fine", "fine note.", "More."),
    ]


def test_what_to_do_ends_at_the_last_colon() -> None:
    """As where the weight is unknown."""
    why = "Next set: lighter, or stop at 6: from rep 7 on the body swung."
    advice = Advice(action="lighter", options=(), rule="late momentum", why=why, agreement=1.0)
    made = build.make_set([build.controlled()], advice=advice)
    assert sentence(made) == ("Next set: lighter, or stop at 6:", "from rep 7 on the body swung.")


def test_a_decimal_point_does_not_end_a_sentence() -> None:
    note = Quality(
        code="gravity", severity="fine", text="Gravity reads 9.76 m/s² at rest, 0.5 % low. Corrected."
    )
    assert lines(build.session(quality=(note,)))[0].rest == "Corrected."


def test_sensor_lines() -> None:
    sensor = SensorSummary(
        name="wrist_left", rate_hz=99.84, has_gyro=True, gaps=(Gap(start_s=1.0, end_s=2.0),), samples=9
    )
    assert sensor_line(sensor) == "Left wrist: 99.8 readings a second, accelerometer and gyroscope, 1 gap."
    bare = replace(sensor, rate_hz=None, has_gyro=False, gaps=())
    assert sensor_line(bare) == "Left wrist: rate not known, accelerometer only."


def test_not_counted_is_on_the_clock_of_the_recording() -> None:
    result = replace(samples.no_sets(), start_s=2.0)
    assert not_counted(result)[0][0] == "0:10 to 0:29"


@pytest.mark.parametrize(("reps", "sure"), [(1, 2 / 3), (2, 3 / 4), (8, 0.9), (18, 19 / 20)])
def test_few_reps_are_less_sure(reps: int, sure: float) -> None:
    """Laplace: all of n agree, (n + 1) / (n + 2)."""
    advice = Advice(action="keep", options=(), rule="all controlled", why="Keep it.", agreement=1.0)
    whole = build.make_set([build.controlled(i) for i in range(reps)], advice=advice)
    assert sureness(whole) == pytest.approx(sure)
    assert sureness(replace(whole, gravity_trusted=False)) == pytest.approx(min(sure, 0.7))
    assert sureness(replace(whole, advice=None)) is None
