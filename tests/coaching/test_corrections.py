"""What a person says of single reps after a set."""

from __future__ import annotations

from dataclasses import replace

from analysis.coaching.corrections import rep_key, with_edits
from analysis.records.results import RepSet
from imu.types import Note
from tests.fixtures.build import controlled, make_set

SET = make_set([controlled(i) for i in range(4)], 10.0)
KEYS = [rep_key(SET.sensor, rep) for rep in SET.reps]


def note(key: str, value: str, time_s: float | None = 100.0) -> Note:
    return Note(time_s=time_s, key=key, value=value)


def tops(one: RepSet) -> list[float]:
    return [rep.top_s for rep in one.reps]


def test_without_a_word_nothing_changes() -> None:
    assert with_edits([SET], [note("weight_kg", "10")]) == (SET,)


def test_a_rep_taken_out_is_kept_aside_and_the_rest_counted_anew() -> None:
    (edited,) = with_edits([SET], [note("rep_out", KEYS[1])])
    assert tops(edited) == [tops(SET)[k] for k in (0, 2, 3)]
    assert [rep.index for rep in edited.reps] == [1, 2, 3]
    assert edited.removed == (SET.reps[1],)


def test_the_last_word_holds() -> None:
    back = [note("rep_out", KEYS[1]), note("rep_in", KEYS[1])]
    assert tops(with_edits([SET], back)[0]) == tops(SET)
    assert len(with_edits([SET], [*back, note("rep_out", KEYS[1])])[0].reps) == len(SET.reps) - 1


def test_a_missed_rep_is_a_rep_that_was_not_judged() -> None:
    at_s = (tops(SET)[1] + tops(SET)[2]) / 2
    (edited,) = with_edits([SET], [note("rep_added", SET.sensor, at_s)])
    new = edited.reps[2]
    assert (new.top_s, new.index, new.verdict, new.momentum) == (at_s, 3, "uncertain", None)
    assert [rep.index for rep in edited.reps] == [1, 2, 3, 4, 5]


def test_a_rep_added_after_a_set_belongs_to_that_set_and_arm() -> None:
    later = make_set([controlled(i) for i in range(2)], 200.0)
    first, second = with_edits([SET, later], [note("rep_added", SET.sensor, 150.0)])
    assert (len(first.reps), len(second.reps)) == (5, 2)
    assert with_edits([SET], [note("rep_added", "dumbbell", 150.0)]) == (SET,)


def test_a_rep_that_was_added_can_be_taken_out_and_put_back() -> None:
    at_s = (tops(SET)[1] + tops(SET)[2]) / 2
    added, key = note("rep_added", SET.sensor, at_s), f"{SET.sensor} {at_s!r}"
    (edited,) = with_edits([SET], [added, note("rep_out", key)])
    assert tops(edited) == tops(SET)
    assert tops(replace(edited, reps=edited.removed)) == [at_s]
    assert len(with_edits([SET], [added, note("rep_out", key), note("rep_in", key)])[0].reps) == 5


def test_reps_added_at_one_moment_are_still_two() -> None:
    """Two taps while the sensor rests: each can be taken out by itself."""
    at_s = SET.end_s + 1.0
    twice = [note("rep_added", SET.sensor, at_s)] * 2
    (both,) = with_edits([SET], twice)
    first, second = both.reps[-2:]
    assert (first.top_s, len(both.reps)) == (at_s, 6)
    for out, left in ((first, second), (second, first)):
        (edited,) = with_edits([SET], [*twice, note("rep_out", rep_key(SET.sensor, out))])
        assert tops(edited) == [*tops(SET), left.top_s]
        assert [rep.top_s for rep in edited.removed] == [out.top_s]


def test_words_that_fit_nothing_say_nothing() -> None:
    for value in ("", "wrist", "wrist later", "wrist 1e9", f"dumbbell {tops(SET)[0]!r}", "wrist nan"):
        assert [len(s.reps) for s in with_edits([SET], [note("rep_out", value)])] == [4]
    assert [len(s.reps) for s in with_edits([SET], [note("rep_added", SET.sensor, 1.0)])] == [4]
