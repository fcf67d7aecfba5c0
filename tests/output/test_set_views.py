"""Small arithmetic for display."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.output.headline import (
    advice_sentences,
    headline_facts,
    make_headline,
    other_results,
    result_in_short,
    result_words,
    sureness_words,
)
from analysis.output.quality_notes import not_counted, note_lines, sensor_line
from analysis.output.set_views import (
    arm_names,
    focus_sets,
    from_rep_on,
    highest_figure,
    lead_s,
    median_figure,
    most_flagged,
    ratio_to_usual,
    rep_numbers,
    set_views,
    verdict_runs,
)
from analysis.records.results import Advice, Quality, RepSet, SensorSummary
from analysis.vocabulary import Because, Reason
from imu.types import Gap
from tests.fixtures import build, samples
from tests.fixtures.lettered_sets import made as made_of_letters


def test_runs_are_of_one_verdict() -> None:
    made = build.make_set(samples.WARM_UP)
    assert [(run.verdict, rep_numbers(run.reps)) for run in verdict_runs(made.reps)] == [
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
    assert median_figure(reps, lambda r: r.rom_deg) == 126.0
    assert median_figure([reps[1]], lambda r: r.rom_deg) is None
    assert highest_figure([reps[1]], lambda r: r.rom_deg) is None
    nan = replace(reps[0], rom_deg=float("nan"))
    assert median_figure([nan], lambda r: r.rom_deg) is None


@pytest.mark.parametrize(
    ("value", "usual", "expected"), [(3.0, 2.0, 1.5), (None, 2.0, None), (3.0, 0.0, None), (3.0, None, None)]
)
def test_ratio(value: float | None, usual: float | None, expected: float | None) -> None:
    assert ratio_to_usual(value, usual) == expected


def test_sets_are_numbered_sensor_by_sensor() -> None:
    sets = [
        build.make_set([build.controlled()], start, sensor=sensor)
        for sensor, start in (("wrist_left", 40.0), ("wrist_right", 10.0), ("wrist_left", 5.0))
    ]
    views = set_views(build.session(*sets))
    assert [v.place for v in views] == [1, 2, 3]
    assert [v.about for v in views] == ["Left arm, set 1 of 2", "Right arm", "Left arm, set 2 of 2"]
    assert {v.worn for v in views} == {"wrist"}
    assert [v.name for v in views] == ["Left, set 1", "Right, set 1", "Left, set 2"]


def test_arms_without_sides_are_named_by_sensor() -> None:
    sets = [build.make_set([build.controlled()], sensor=s) for s in ("wrist", "dumbbell")]
    assert set(arm_names(sets).values()) == {"wrist", "dumbbell"}
    sides = [build.make_set([build.controlled()], side=s) for s in ("left", "right")]
    assert set(arm_names(sides).values()) == {"left", "right"}


def of_weight(letters: str, weight_kg: float | None, start_s: float) -> RepSet:
    """A set with an advice."""
    one = replace(made_of_letters(letters, weight_kg), start_s=start_s)
    return replace(one, advice=build.KEEP)


@pytest.mark.parametrize(
    ("sets", "number"),
    [
        ([("CCCCCCWWWW", 12.5), ("CCCCCCCCCC", 10.0)], 1),  # the lighter set after it puts nothing right
        ([("CCCCCCWWWW", 12.5), ("CCCCCCCCCC", 12.5)], 2),  # put right
        ([("CCCCCCWWWW", 12.5), ("CCCCCC", 12.5)], 1),  # as heavy, but shorter
        ([("WWWWWWCCCC", 5.0), ("CCCCCCCCCC", 12.5)], 2),  # a ramp-up set
        ([("CCCCCCCCCC", 12.5), ("CCCCCCCCWW", 12.5), ("CCCCCCWWWW", 12.5), ("CCCCCCCCCW", 12.5)], 3),
        ([("FFFFFFFFFF", 12.5), ("CCCCCCCCWW", 12.5)], 2),  # a swing weighs more than speed
        ([("CCCCCCWWWW", None), ("CCCCCCCCCU", None)], 1),
        ([("CCCC", 10.0), ("CCCC", 12.5), ("CCCC", 12.5)], 3),
    ],
)
def test_focus_is_the_working_set_with_most_momentum(
    sets: list[tuple[str, float | None]], number: int
) -> None:
    made = [of_weight(*one, 100.0 * k) for k, one in enumerate(sets)]
    assert [v.number for v in focus_sets(set_views(build.session(*made)))] == [number]


def test_focus_is_a_set_with_an_advice_where_there_is_one() -> None:
    made = [
        build.make_set([build.controlled()], 5.0, advice=build.KEEP),
        build.make_set([build.swing()], 50.0, advice=build.LATE),
        build.make_set([build.unsure()], 90.0, advice=build.ABSTAIN),
    ]
    assert [v.number for v in focus_sets(set_views(build.session(*made)))] == [2]
    assert [
        v.number for v in focus_sets(set_views(build.session(*made[2:], replace(made[2], start_s=200.0))))
    ] == [2]


def test_headline_is_of_the_arm_with_most_momentum() -> None:
    chosen = focus_sets(set_views(samples.two_wrists()))
    assert len(chosen) == 2
    assert most_flagged(chosen).arm == "right"


def test_gap_reps_are_those_a_gap_touches() -> None:
    view = set_views(samples.holes())[0]
    assert view.gap_reps == {2}


def test_result_words() -> None:
    assert result_words(build.make_set(samples.WORKING).reps) == ("6 of 10 reps controlled", "4 with swing")
    assert result_words(samples.mixed().sets[0].reps) == (
        "5 of 11 judged reps controlled",
        "3 with swing, 1 too fast, 2 half reps and 1 with the signal lost",
    )


def test_sentence_without_an_advice_is_the_result() -> None:
    bare = build.make_set(samples.WORKING, advice=None)
    assert advice_sentences(bare) == ("6 of 10 reps controlled:", "4 with swing.")
    assert advice_sentences(build.make_set([build.controlled()], advice=None)) == (
        "1 of 1 rep controlled.",
        "",
    )


def test_facts_without_momentum() -> None:
    found = headline_facts(focus_sets(set_views(samples.all_controlled())))
    assert [f.figure for f in found][:2] == ["10", "7"]
    assert "the limit is 50" in found[1].text


@pytest.mark.parametrize(
    ("scores", "figure", "text"),
    [
        ((0.001, 0.002, 0.001), "0", "score of every judged rep; the limit is 50"),
        ((0.1, 0.2, 0.1), "20", "highest score, in rep 2; the limit is 50"),
        ((0.1,), "10", "highest score, in rep 1; the limit is 50"),
    ],
)
def test_no_rep_is_named_for_a_score_that_all_have(scores: tuple[float, ...], figure: str, text: str) -> None:
    reps = [replace(build.controlled(), momentum=score) for score in scores]
    fact = headline_facts(set_views(build.session(build.make_set(reps))))[1]
    assert (fact.figure, fact.text) == (figure, text)


def test_facts_without_own_reps_are_absolute() -> None:
    found = headline_facts(focus_sets(set_views(samples.one_rep())))
    assert (found[2].figure, found[2].small) == (f"{build.swing().peak_dps:.0f}", "°/s")
    assert (found[3].figure, found[3].small) == ("2.5", "m/s²")


def test_facts_name_the_arm_that_they_are_of() -> None:
    found = headline_facts(focus_sets(set_views(samples.two_wrists())))
    assert all("right arm" in fact.text for fact in found)
    assert not any("arm" in fact.text for fact in headline_facts(set_views(samples.ordinary())[:1]))


def test_a_speed_as_usual_is_told_as_a_speed() -> None:
    """Of a smooth lift the fastest moment goes with range over time."""
    usual = [replace(build.controlled(), rom_deg=120.0, lift_s=1.5)] * 5
    shown = headline_facts(set_views(build.session(build.make_set(usual))))[2]
    assert (shown.figure, shown.small) == (f"{usual[0].peak_dps:.0f}", "°/s")
    fast = replace(build.fast(), rom_deg=120.0, lift_s=0.75)
    assert headline_facts(set_views(build.session(build.make_set([*usual, fast]))))[2].figure == "2.0×"


def test_a_guess_does_not_boast_of_what_was_measured() -> None:
    guess = replace(build.KEEP, sureness=0.4, sure="a guess")
    whole = set_views(build.session(build.make_set([build.controlled()] * 3, advice=guess)))
    assert make_headline(whole, whole).sure == "A guess."
    part = set_views(build.session(build.make_set([*[build.controlled()] * 3, build.unsure()], advice=guess)))
    assert make_headline(part, part).sure == "A guess. 3 of 4 reps measured."


def test_quality_puts_what_changes_the_result_first() -> None:
    notes = tuple(
        build.noted(severity, f"{severity} note. More.") for severity in ("fine", "warning", "info", "fine")
    )
    found = note_lines(build.session(quality=notes))
    assert [(line.severity, line.first, line.rest) for line in found] == [
        ("warning", "warning note.", "More."),
        ("info", "info note.", "More."),
        ("fine", "fine note.", "More."),
    ]


def test_what_to_do_may_hold_a_colon() -> None:
    """As where the weight is unknown."""
    said = {"todo": "Next set: lighter, or stop at 6", "finding": "from rep 7 on the body swung"}
    advice = Advice(action="lighter", options=(), rule="late momentum", **said, agreement=1.0)
    assert advice.why == "Next set: lighter, or stop at 6: from rep 7 on the body swung."
    made = build.make_set([build.controlled()], advice=advice)
    assert advice_sentences(made) == ("Next set: lighter, or stop at 6:", "from rep 7 on the body swung.")


def test_a_decimal_point_does_not_end_a_sentence() -> None:
    note = build.noted("fine", "Gravity reads 9.76 m/s² at rest, 0.5 % low. Corrected.")
    assert note_lines(build.session(quality=(note,)))[0].rest == "Corrected."


def test_sensor_lines() -> None:
    sensor = SensorSummary(
        name="wrist_left", rate_hz=99.84, has_gyro=True, gaps=(Gap(start_s=1.0, end_s=2.0),), samples=9
    )
    assert (
        sensor_line(sensor)
        == "Left wrist: 99.8 readings a second, accelerometer and gyroscope, signal lost 1 time."
    )
    bare = replace(sensor, rate_hz=None, has_gyro=False, gaps=())
    assert sensor_line(bare) == "Left wrist: rate not known, accelerometer only."


def test_not_counted_is_on_the_clock_of_the_recording() -> None:
    result = replace(samples.no_sets(), start_s=2.0)
    assert not_counted(result)[0][0] == "0:10 to 0:29"


@pytest.mark.parametrize(
    ("value", "word", "said"),
    [
        (0.9, "sure", "Sure"),
        (0.87, "fairly sure", "Fairly sure"),
        (0.59, "a guess", "A guess"),
    ],
)
def test_how_sure_is_said_in_words(value: float, word: str, said: str) -> None:
    assert sureness_words(replace(build.KEEP, sureness=value, sure=word)) == said
    assert sureness_words(build.ABSTAIN) is None


def test_the_headline_says_which_set_it_is_about_and_what_the_others_were() -> None:
    made = [
        build.make_set(samples.WORKING, 5.0, advice=build.LATE),
        build.make_set([build.controlled(i) for i in range(10)], 200.0, advice=build.KEEP),
        build.make_set([build.controlled(i) for i in range(10)], 400.0, advice=build.KEEP),
    ]
    views = set_views(build.session(*made))
    head = make_headline(views, focus_sets(views))
    assert (head.about, head.lead) == ("Set 3 of 3", "Keep 12.5\u00a0kg:")
    assert head.others == "Set 1: 4 of 10 with swing. Set 2: 10 of 10 controlled."
    alone = set_views(build.session(made[0]))
    head = make_headline(alone, focus_sets(alone))
    assert (head.about, head.others) == (None, "")


def test_each_arm_has_a_sureness_of_its_own() -> None:
    views = set_views(samples.two_wrists())
    head = make_headline(views, focus_sets(views))
    assert (head.about, head.sure.split(".")[0]) == ("Right arm", "Fairly sure")
    assert [(a.about, a.sure.split(".")[0]) for a in head.also] == [("Left arm", "Sure")]


def test_of_many_other_sets_the_one_with_most_momentum_is_told() -> None:
    calm = [build.make_set([build.controlled()], 100.0 * k) for k in range(4)]
    thrown = [build.make_set(samples.WORKING, 900.0), build.make_set([build.fast()] * 3, 2000.0)]
    assert other_results(set_views(build.session(*calm, *thrown))) == (
        "2 of the other 6 sets had reps with momentum, most in set 6: 3 of 3 too fast."
    )
    assert other_results(set_views(build.session(*calm, calm[0]))) == "No momentum in the other 5 sets."


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        ([build.swing(), build.fast(), build.controlled()], "2 of 3 with momentum"),
        ([build.fast(), build.controlled()], "1 of 2 too fast"),
        ([build.unsure(), build.unsure(), build.controlled()], "2 of 3 signal lost"),
        ([build.half(), build.half(), build.controlled()], "2 of 3 half reps"),
        ([build.half(), build.half(), build.swing()], "2 of 3 half reps"),
        ([build.half(), build.controlled()], "1 of 2 controlled"),
        ([build.swing(), build.swing(), build.controlled(), build.unsure()], "2 of 3 judged with swing"),
        ([build.controlled(), build.controlled(), build.unsure()], "2 of 2 judged controlled"),
    ],
)
def test_a_set_in_short(plans: list[build.Plan], said: str) -> None:
    assert result_in_short(build.make_set(plans).reps) == said


def test_reps_short_of_the_target_are_said() -> None:
    views = set_views(build.session(build.make_set(samples.WORKING, advice=build.LATE, target_reps=15)))
    assert "5 reps short of the target of 15." in make_headline(views, views).sure
    views = set_views(build.session(build.make_set(samples.WORKING, advice=build.LATE, target_reps=10)))
    assert "target" not in make_headline(views, views).sure


def test_notes_of_several_sensors_say_which() -> None:
    notes = (
        build.noted("fine", "Steady signal.", sensor="wrist_left"),
        Quality(
            severity="warning",
            because=Because(code=Reason.CLIPPED, values={"set": 2, "reps": 1}),
            sensor="wrist_right",
        ),
    )
    found = note_lines(build.session(quality=notes))
    assert [f"{line.first} {line.rest}".strip() for line in found] == [
        "Right wrist, set 2: the sensor hit its limit in 1 rep: their peaks are too low.",
        "Left wrist: Steady signal.",
    ]


def test_the_left_arm_comes_first_where_both_lift_at_once() -> None:
    """The right one began a blink earlier; a later set of it stays later."""
    right, left = (
        replace(build.make_set(samples.WARM_UP), sensor=f"wrist_{a}", side=a) for a in ("right", "left")
    )
    left = replace(left, start_s=right.start_s + 0.01)
    later = replace(right, start_s=right.end_s + 60.0, end_s=right.end_s + 90.0)
    views = set_views(build.session(right, left, later))
    assert [(v.rep_set.side, v.place, v.number) for v in views] == [
        ("left", 2, 1),
        ("right", 1, 1),
        ("right", 3, 2),
    ]
    assert [v.rep_set.side for v in focus_sets(views)] == ["left", "right"]
