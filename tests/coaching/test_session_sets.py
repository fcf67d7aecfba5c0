"""Sets of a session as records of the past: what the advice needs is the same as from the history."""

from __future__ import annotations

from dataclasses import replace

from analysis.coaching.advice import advise
from analysis.coaching.next_weight import next_weights
from analysis.coaching.session_sets import next_weights_after, sets_of_session
from analysis.coaching.set_context import SetContext, with_advice
from analysis.coaching.weights import Weight
from analysis.records.results import AdviceOption
from analysis.stream.offline import analyze
from imu.simulate import demo_session
from tests.fixtures.lettered_sets import made


def test_a_session_of_the_demo_gives_the_next_weight() -> None:
    """Eight reps with 7.5 kg (one of them half), ten with 12.5 kg of which the last four are swung."""
    recording = demo_session().recording
    sets = sets_of_session(with_advice(analyze(recording), recording.notes))
    assert [(one.weight_kg, one.target_reps, one.side, one.reps) for one in sets] == [
        (7.5, 8, "right", 8),
        (12.5, 10, "right", 10),
    ]
    (found,) = next_weights(sets)
    assert (found.side, found.target_reps) == ("right", 10)
    assert found.weight_kg in {7.5, 10.0}


def test_what_is_advised_for_the_next_set_stands_beside_the_next_session() -> None:
    """Of ten reps with 12.5 kg six were controlled: stop there."""
    light, heavy = made("C" * 10, 7.5, 10), made("C" * 6 + "W" * 4, 12.5, 10)
    advised = replace(heavy, advice=advise(heavy))
    session = replace(analyze(demo_session().recording), sets=(light, advised), earlier=())
    (found,) = next_weights_after(session)
    assert found.next_set == AdviceOption(weight_kg=12.5, reps=6, percent=0.0)
    (silent,) = next_weights_after(replace(session, sets=(light, heavy)))
    assert silent.next_set is None
    assert replace(found, next_set=None) == silent


def test_verdicts_causes_and_units_are_kept() -> None:
    recording = demo_session().recording
    result = with_advice(analyze(recording), (), SetContext(weight=Weight(value=27.5, unit="lb")))
    shown = replace(result, sets=(replace(made("CWFHU", result.sets[0].weight_kg), side="left"),))
    (one,) = sets_of_session(shown, unit="lb")
    assert one.verdicts == ("controlled", "momentum", "momentum", "partial", "uncertain")
    assert one.fast == (3,)
    assert (one.weight_value, one.weight_unit, one.side) == (27.5, "lb", "left")


def test_without_a_weight_nothing_is_made_up() -> None:
    result = replace(analyze(demo_session().recording), sets=(made("CCC", None),))
    (one,) = sets_of_session(result)
    assert (one.weight_kg, one.weight_value, one.weight_unit) == (None, None, None)
