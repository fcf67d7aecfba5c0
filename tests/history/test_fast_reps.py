"""Reps of momentum by speed alone stay known as such: they say nothing about the weight."""

from __future__ import annotations

from dataclasses import replace

from analysis.history.history import open_history
from analysis.history.session_record import recorded_session
from tests.fixtures.lettered_sets import made
from tests.fixtures.past import session


def test_fast_reps_come_back_as_momentum_by_speed(db: str) -> None:
    one = session(weight="12.5kg")
    result = replace(one.result, sets=(made("CWFBHU", 12.5, 8),))
    with open_history(db) as history:
        history.save(recorded_session(result, one.recording))
        (kept,) = history.sets()
        (listed,) = history.sessions()
    assert kept.verdicts == ("controlled", "momentum", "momentum", "momentum", "partial", "uncertain")
    assert kept.fast == (3,)
    assert (listed.tallies[0].controlled, listed.tallies[0].momentum) == (1, 3)
