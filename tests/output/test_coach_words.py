"""Why somebody needs a word, in one sentence, and who is named on the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.coaching.athletes import RecordingBrief, athletes_of
from analysis.output.coach_words import (
    need_lines,
    need_sentence,
    recording_result,
    shares_words,
    span_words,
    unjudged_sentence,
)
from analysis.vocabulary import Because, Reason
from tests.fixtures.athletes import MONDAY, one_set, recording, weeks
from tests.fixtures.languages import speaking


def said(briefs: list[RecordingBrief]) -> str:
    (athlete,) = athletes_of(briefs)
    return need_sentence(athlete)


def test_a_set_that_throws_and_the_sessions_before_are_one_sentence() -> None:
    briefs = weeks(0, 0, 0, 0, 4, asks_less=True)
    assert said(briefs) == "1 June 2026: 4 of 8 reps with swing, 0 of 32 in the 4 sessions before."
    assert said(weeks(4, asks_less=True)) == "4 May 2026: 4 of 8 reps with swing."
    assert said(weeks(0, 4, of=5)) == ""


def test_who_got_worse_without_such_a_set_is_told_the_counts() -> None:
    expected = "1 June 2026: 4 of 8 judged reps with momentum, 0 of 32 in the 4 sessions before."
    assert said(weeks(0, 0, 0, 0, 4)) == expected
    assert said(
        [*weeks(0, of=20), recording("9.csv", day=MONDAY + timedelta(7), sets=[one_set(8)])]
    ).endswith("8 of 8 judged reps with momentum, 0 of 20 in the session before.")


def test_a_set_among_others_is_named_with_its_file() -> None:
    *before, last = weeks(0, 0, 0, 0, 5, asks_less=True)
    two = replace(last, sets=(one_set(0), replace(last.sets[0], number=2, swung=0, fast=5)))
    beside = replace(last, path="evening.csv", sets=(one_set(0),))
    assert said([*before, two]) == (
        "1 June 2026, set 2: 5 of 8 reps fast; 5 of 16 judged reps with momentum in all, 0 of 32 in the 4 sessions before."
    )
    assert said([two, beside]) == "1 June 2026, 4.csv, set 2: 5 of 8 reps fast."
    assert said([replace(two, day=None)]) == "4.csv, set 2: 5 of 8 reps fast."


def test_momentum_is_counted_among_the_judged_reps() -> None:
    """As controlled reps are: one number of reps for one person."""
    (last,) = weeks(9, of=14, asks_less=True)
    found = replace(last, sets=(replace(last.sets[0], judged=10, controlled=1),))
    assert said([found]) == "4 May 2026: 9 of 10 judged reps with swing."


def test_nobody_is_named_without_a_reason() -> None:
    assert said(weeks(0, 0)) == ""


def unjudged(name: str, because: Because | None) -> RecordingBrief:
    """Eight reps, none of which could be judged."""
    blind = replace(one_set(0), judged=0, controlled=0, unjudged_because=because)
    return recording(f"{name}.csv", lifter=name, sets=[blind])


SLOW = Because(code=Reason.SLOW, values={"rate_hz": 4.0, "needed_hz": 6.0})


@pytest.mark.parametrize(
    ("brief", "english", "german"),
    [
        (
            unjudged("Ben", SLOW),
            "4 May 2026: none of 8 reps could be judged: 4.0 readings a second are too few to judge; 6.0 are needed.",
            (
                "4. Mai 2026: Keine von 8 Wiederholungen ließ sich beurteilen: 4,0 Messwerte pro Sekunde sind zu wenig "
                "für ein Urteil; 6,0 sind nötig."
            ),
        ),
        (
            unjudged("Ben", None),
            "4 May 2026: none of 8 reps could be judged.",
            "4. Mai 2026: Keine von 8 Wiederholungen ließ sich beurteilen.",
        ),
        (
            recording("a.csv", day=None),
            "a.csv: no curls found, so nothing could be judged.",
            "a.csv: keine Curls gefunden, also war nichts zu beurteilen.",
        ),
        (weeks(0)[0], "", ""),
    ],
)
def test_who_cannot_be_judged_is_told_why(brief: RecordingBrief, english: str, german: str) -> None:
    (athlete,) = athletes_of([brief])
    assert unjudged_sentence(athlete) == english
    assert need_sentence(athlete) == ""
    with speaking("de"):
        assert unjudged_sentence(athlete) == german


def test_the_terminal_names_who_cannot_be_judged_after_who_needs_a_word() -> None:
    thrown = replace(weeks(4, asks_less=True)[0], lifter="Zoë")
    lines = need_lines(athletes_of([unjudged("Ben", SLOW), weeks(0)[0], thrown]))
    assert lines == [
        "Who needs a word, 1 of 3 people:",
        "  Zoë: 4 May 2026: 4 of 8 reps with swing.",
        "Could not be judged, 1 of 3 people:",
        (
            "  Ben: 4 May 2026: none of 8 reps could be judged: "
            "4.0 readings a second are too few to judge; 6.0 are needed."
        ),
    ]


@pytest.mark.parametrize(
    ("sets", "words"),
    [
        ((), "no curls found"),
        ((one_set(0),), "8 reps: 8 controlled"),
        (
            (one_set(3), replace(one_set(2), swung=1, fast=1, judged=7, controlled=5)),
            "16 reps: 10 controlled, 4 with swing, 1 fast, 1 not judged",
        ),
        ((replace(one_set(2), controlled=5),), "8 reps: 5 controlled, 2 with swing, 1 half"),
        (
            (replace(one_set(0), controlled=7), replace(one_set(0), controlled=7, short_are_half=False)),
            "16 reps: 14 controlled, 2 short",
        ),
        ((one_set(0, 1),), "1 rep: 1 controlled"),
    ],
)
def test_a_recording_is_counted_in_a_line(sets: tuple[object, ...], words: str) -> None:
    assert recording_result(replace(recording("1.csv"), sets=sets)) == words


def test_the_terminal_names_the_first_six() -> None:
    briefs = [replace(weeks(4, asks_less=True)[0], lifter=f"L{k}") for k in range(8)] + [
        recording("x.csv", None)
    ]
    lines = need_lines(athletes_of(briefs))
    assert lines[0] == "Who needs a word, 8 of 8 people:"
    assert lines[1] == "  L0: 4 May 2026: 4 of 8 reps with swing."
    assert len(lines) == 1 + 6 + 1
    assert lines[-1] == "  and 2 more, which --report DIR lists"


def test_one_person_and_folders_are_no_list() -> None:
    assert need_lines(athletes_of(weeks(4, asks_less=True))) == []
    folders = [replace(weeks(4, asks_less=True)[0], lifter=None, folder=name) for name in "ab"]
    assert need_lines(athletes_of(folders)) == []


def test_shares_and_days_in_words() -> None:
    assert shares_words([1.0, None, 0.875]) == "100, unknown, 88 %"
    assert span_words([]) == ""
    assert span_words([MONDAY]) == "4 May 2026"
    assert span_words([MONDAY + timedelta(1), MONDAY]) == "4 May 2026 to 5 May 2026"
