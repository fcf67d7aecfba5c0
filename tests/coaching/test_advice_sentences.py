"""The words of the design's advice table, letter by letter (a space stands for a non-breaking one before a unit)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from analysis.coaching.advice import advise
from analysis.coaching.weights import parse_rack
from analysis.records.results import RepSet
from analysis.settings.advice_settings import AdviceSettings
from tests.fixtures.lettered_sets import made

STEPS_OF_2_KG = parse_rack("2:40:2kg")
LATE = "C" * 6 + "W" * 4
ONE_HALF = "was a half rep, which does not show whether the weight is right"
HALF = "were half reps, which do not show whether the weight is right"


def said(repset: RepSet, **more: object) -> str:
    return advise(repset, **more).why.replace("\u00a0", " ")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("repset", "sentence"),
    [
        (made("W" * 10), "Take 10 kg next set: the body swung from the first reps."),
        (made("CWWWWWWWWW"), "Take 10 kg next set: from rep 2 on the body swung."),
        (made("CWW"), "Take 10 kg next set: from rep 2 on the body swung."),
        (
            made(LATE, target=10),
            "Keep 12.5 kg and stop at 6, or take 10 kg for all 10: from rep 7 on the body swung.",
        ),
        (made(LATE), "Keep 12.5 kg and stop at 6, or take 10 kg: from rep 7 on the body swung."),
        (
            made("CCCCCCWBCW"),
            "Keep 12.5 kg and stop at 6, or take 10 kg: in 3 of 10 reps the body swung.",
        ),
        (
            made("CCCCCUWBCW"),
            "Keep 12.5 kg and stop at 6, or take 10 kg: in 3 of 9 judged reps the body swung.",
        ),
        (
            made("CFFCUCFCFC"),
            "Keep 12.5 kg and lift over 2 s: 4 of 9 judged reps were too fast, with a still elbow.",
        ),
        (
            made("CCCCCCWUBW"),
            "Keep 12.5 kg and stop at 6, or take 10 kg: from rep 7 on the body swung.",
        ),
        (made(LATE, None), "Next set: lighter, or stop at 6: from rep 7 on the body swung."),
        (made("W" * 6, None), "Take 17 % less next set: the body swung from the first reps."),
        (
            made("CFFCCFCCFC"),
            "Keep 12.5 kg and lift over 2 s: 4 of 10 reps were too fast, with a still elbow.",
        ),
        (made("FF", None), "Keep the weight and lift over 2 s: both reps were too fast, with a still elbow."),
        (made("C" * 10), "Keep 12.5 kg: all 10 reps were controlled."),
        (made("C" * 10, target=10), "Keep 12.5 kg: all 10 reps were controlled."),
        (made("C" * 11, target=15), "Keep 12.5 kg for all 15: all 11 reps were controlled."),
        (made("CCCCCCCCCW", None, 12), "Keep the weight for all 12: 9 of 10 reps were controlled."),
        (made("CCCCCCCCCW"), "Keep 12.5 kg: 9 of 10 reps were controlled."),
        (made("WCCCCCCCCC"), "Keep 12.5 kg: 9 of 10 reps were controlled."),
        (made("CC", None), "Keep the weight: both reps were controlled."),
        (made("CCCU"), "Keep 12.5 kg: all 3 judged reps were controlled; 1 was not judged."),
        (made("CUC"), "Keep 12.5 kg: both judged reps were controlled; 1 was not judged."),
        (made("CCHWCCUU"), "Keep 12.5 kg: 4 of 6 judged reps were controlled; 2 were not judged."),
        (
            made("CCC" + "W", target=10),
            "Take 10 kg next set: the set ended after 4 of 10 reps, with a swung one.",
        ),
        (made("CCC" + "W", target=5), "Keep 12.5 kg for all 5: 3 of 4 reps were controlled."),
        (made("CCCWC", target=10), "Keep 12.5 kg for all 10: 4 of 5 reps were controlled."),
        (made("CCC" + "F", target=10), "Keep 12.5 kg for all 10: 3 of 4 reps were controlled."),
        (made("HHCHCHHCHC"), f"If these were curls, go all the way down: 6 of 10 {HALF}."),
        (made("HHHCCCUU"), f"If these were curls, go all the way down: 3 of 6 judged reps {HALF}."),
        (
            made("HC"),
            f"If these were curls, go all the way down: 1 of 2 {ONE_HALF}.",
        ),
        (made("UUUCC"), "No advice for this set: 3 of 5 reps could not be judged."),
        (made(""), "No curls found in this recording."),
        (made("UUU"), "No advice for this set: all 3 reps could not be judged."),
        (made("C"), "No advice from one rep: it was controlled."),
        (made("W"), "No advice from one rep: it was swung."),
        (made("F"), "No advice from one rep: it was too fast."),
        (made("H"), "No advice from one rep: it was a half rep."),
        (
            replace(made("CCFFFHWC"), gravity_trusted=False),
            "No advice for this set: the accelerometer does not read gravity, so a swing cannot be told from a fast lift.",
        ),
        (made("U"), "No advice for this set: the rep could not be judged."),
    ],
)
def test_sentence(repset: RepSet, sentence: str) -> None:
    assert said(repset) == sentence


def ranging(letters: str, *ranges_deg: float) -> RepSet:
    """A set whose reps sweep so far, one after the other."""
    one = made(letters)
    pairs = zip(one.reps, ranges_deg, strict=True)
    return replace(one, reps=tuple(replace(rep, rom_deg=deg) for rep, deg in pairs))


@pytest.mark.parametrize(
    ("repset", "sentence"),
    [
        (ranging("WWW", 209.0, 264.0, 223.0), "all 3 reps measure up to 264°"),
        (ranging("WWW", 209.0, 264.0, 130.0), "2 of 3 reps measure up to 264°"),
        (ranging("CCU", 186.0, 190.0, 300.0), "both judged reps measure up to 190°"),
        (ranging("W", 240.0), "the rep measures up to 240°"),
    ],
)
def test_from_ranges_that_no_arm_has_nothing_is_advised(repset: RepSet, sentence: str) -> None:
    """The most of them that is plausible is 185°."""
    assert said(repset) == (
        f"No advice for this set: {sentence}, which no arm can do, so whether the body swung cannot be seen; "
        "fasten and calibrate the sensor first."
    )
    assert advise(repset).options == ()


@pytest.mark.parametrize("ranges_deg", [(264.0, 185.0, 185.0, 264.0), (140.0, 141.0, 142.0, 143.0)])
def test_up_to_half_of_such_ranges_change_no_advice(ranges_deg: tuple[float, ...]) -> None:
    assert advise(ranging("WWWW", *ranges_deg)).todo == advise(made("WWWW")).todo


def test_a_single_judged_rep() -> None:
    lenient = AdviceSettings(judged_share=0.5)
    assert said(made("CU"), settings=lenient) == "No advice from one judged rep: it was controlled."
    bold = replace(lenient, least_judged=1)
    sentence = "Keep 12.5 kg: the judged rep was controlled; 1 was not judged."
    assert said(made("CU"), settings=bold) == sentence


def test_a_small_step_puts_the_lighter_weight_first() -> None:
    assert said(made(LATE, 20.0, 10), rack=STEPS_OF_2_KG) == (
        "Take 18 kg for all 10, or keep 20 kg and stop at 6: from rep 7 on the body swung."
    )


def test_no_lighter_dumbbell() -> None:
    lightest = parse_rack("12.5,15,17.5kg")
    assert said(made("W" * 8), rack=lightest) == (
        "Slower next set, over 2 s up: there is no lighter dumbbell in your list."
    )
    assert said(made(LATE), rack=lightest) == "Keep 12.5 kg and stop at 6: from rep 7 on the body swung."
    assert said(made("W" * 8, 2.5)) == (
        "Slower next set, over 2 s up: there is no lighter dumbbell in steps of 2.5 kg."
    )


def test_more() -> None:
    small, before = parse_rack("12.5,14,16kg"), made("C" * 12, target=10)
    now = made("C" * 13, target=10)
    assert said(now, previous=[before], rack=small) == (
        "Take 14 kg next set: 12 controlled reps, two sets in a row."
    )
    assert said(before, previous=[now]) == "Keep 12.5 kg and do 12: the next dumbbell is 20 % heavier."
    heaviest = parse_rack("10,12.5kg")
    assert said(now, previous=[before], rack=heaviest) == (
        "Keep 12.5 kg and do 12: there is no heavier dumbbell in your list."
    )


def test_pounds() -> None:
    rack = parse_rack("20,25,27.5,30lb")
    assert said(made("W" * 6, 27.5 * 0.45359237), rack=rack) == (
        "Take 20 lb next set: the body swung from the first reps."
    )
    assert said(made("C" * 6, 27.5 * 0.45359237), unit="lb") == "Keep 27.5 lb: all 6 reps were controlled."


def test_half_reps_that_stop_short_of_the_top() -> None:
    """Full reps go from 5° to 130°; the half ones from 5° to 85°, or from 60° to 130°."""
    full, low, high = (5.0, 130.0), (5.0, 85.0), (60.0, 130.0)
    assert "all the way up" in said(made("CHHH", arcs_deg=[full, low, low, low]))
    assert "all the way down" in said(made("CHHH", arcs_deg=[full, high, high, high]))
    assert "all the way up" in said(made("HHH", arcs_deg=[low, low, high]))
    assert "all the way down" in said(made("HHH", arcs_deg=[low, high, high]))


def test_a_space_before_a_unit_never_breaks() -> None:
    sets = [made("W" * 10), made("F" * 4), made(LATE, target=10), made("W" * 5, None)]
    for why in [advise(s).why for s in sets]:
        assert "\u00a0" in why
        assert not re.search(r"\d (kg|lb|s|%)\b", why)
