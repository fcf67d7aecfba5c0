"""What is said of the next weight: true of the sets, in the words and units of the lifter."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from analysis.coaching.next_weight import NextWeight, next_weights
from analysis.coaching.weights import parse_rack
from analysis.output.next_weight_document import next_weight_document
from analysis.output.next_weight_words import (
    NO_WEIGHT,
    evidence_sentence,
    left_out_sentence,
    next_weight_lines,
    next_weight_sentence,
    rack_sentences,
)
from analysis.records.past_sessions import PastSet
from analysis.records.results import AdviceOption
from analysis.settings.advice_settings import AdviceSettings
from tests.coaching.test_advice_rules import FORBIDDEN
from tests.fixtures.past_sets import past_set

SETTINGS = AdviceSettings()
RACK = parse_rack("2.5:40:2.5kg")
CALM = [past_set("CCCCCCCC", 12.5, 1), past_set("CCCCCCCC", 12.5, 2)]
HEAVY = [past_set("CCWWWWWW", 15.0, 1), past_set("CCCWWWWW", 15.0, 2)]


def found(*sets: PastSet, unit: str = "kg") -> NextWeight:
    rack = RACK if unit == "kg" else parse_rack("5:90:5lb")
    (one,) = next_weights(sets, rack=rack)
    return one


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("sets", "sentence"),
    [
        (
            [*CALM, *HEAVY],
            (
                "Next session: 12.5 kg × 8. Last time 8 of 8 controlled; "
                "so far 5 of 16 reps with 15 kg were controlled, in two sets."
            ),
        ),
        (
            [
                past_set(one_day, kg, 1, side="left")
                for one_day, kg in (("CCCCCCCC", 10.0), ("CCCCCCCC", 12.5))
            ]
            + [past_set("CCCCCCCC", 12.5, 2, side="left")],
            "Left, next session: 12.5 kg × 8. Last time 8 of 8 controlled; 15 kg would be a guess: never lifted.",
        ),
        (
            [*CALM, *HEAVY, past_set("CCWWWWWW", 15.0, 3)],
            "Next session: 12.5 kg × 8. Last time 8 of 8 controlled; with 15 kg 7 of 24 reps were controlled.",
        ),
        (
            [past_set("WWWWWWWW", 20.0, 1), past_set("CWWWWWWW", 17.5, 2)],
            "Next session: 10 kg × 8. You have not lifted 10 kg yet.",
        ),
        (
            [past_set("CCCCCCCC", 10.0, 1), past_set("CCCCCCFF", 12.5, 2), past_set("CCCCCCFF", 12.5, 3)],
            (
                "Next session: 12.5 kg × 8. Last time 6 of 8 controlled and 2 fast; "
                "15 kg would be a guess: never lifted."
            ),
        ),
        (
            [],
            (
                "Next session: no weight, as no earlier set with a weight is known; "
                "save sets with theirs, as by analyze --save --weight 12.5kg."
            ),
        ),
        (
            [past_set("CCCC", 10.0), past_set("CCC", 12.5)],
            (
                "Next session: no weight, as it has 7 of the 12 reps that it needs; "
                "half, fast and unjudged ones say nothing about the weight."
            ),
        ),
        (
            [past_set("FFFFFFFF", 10.0), past_set("CFFFFFFF", 12.5, 2)],
            (
                "Next session: no weight, as it has 1 of the 12 reps that it needs; "
                "half, fast and unjudged ones say nothing about the weight."
            ),
        ),
        (
            CALM,
            (
                "Next session: no weight, as all sets were with 12.5 kg; "
                "a set with another weight shows how much it matters."
            ),
        ),
        (
            [past_set("WWWWWWWW", 2.5), past_set("WWWWWWWW", 3.0, 2)],
            (
                "Next session: no weight, as even 2.5 kg, the lightest, is likely too much for 8 controlled reps; "
                "do fewer, or slower."
            ),
        ),
    ],
)
def test_sentence(sets: list[PastSet], sentence: str) -> None:
    said = next_weight_sentence(found(*sets), SETTINGS)
    assert plain(said) == sentence
    assert not FORBIDDEN.search(said)


@pytest.mark.parametrize(
    ("next_set", "said"),
    [
        (
            AdviceOption(weight_kg=15.0, reps=6),
            " In your next set 15 kg is for 6 reps, here 12.5 kg for all 8.",
        ),
        (
            AdviceOption(weight_kg=15.0, reps=8),
            (
                " Your next set is another matter: 15 kg there follows from how the last set went, "
                "12.5 kg here from all sets and for all 8 reps."
            ),
        ),
        (AdviceOption(weight_kg=12.5, reps=6), ""),
        (AdviceOption(percent=-10.0), ""),
        (None, ""),
    ],
)
def test_another_weight_of_the_next_set_is_tied_to_that_of_the_next_session(
    next_set: AdviceOption | None, said: str
) -> None:
    one = found(*CALM, *HEAVY)
    alone = plain(next_weight_sentence(one, SETTINGS))
    assert plain(next_weight_sentence(replace(one, next_set=next_set), SETTINGS)) == alone + said


def test_the_evidence_is_that_of_the_sets() -> None:
    one = found(*CALM, *HEAVY)
    said = plain(evidence_sentence(one))
    assert said.startswith("Your limit is between ")
    assert said.endswith(
        " kg (80 % interval): 16 of 16 reps with 12.5 kg and 5 of 16 reps with 15 kg controlled."
    )
    without = plain(evidence_sentence(found(*CALM)))
    assert without == "So far 16 of 16 reps with 12.5 kg controlled."
    assert evidence_sentence(found()) == ""


def test_three_weights_at_most_are_told_those_next_to_the_answer() -> None:
    log = [past_set("CCCCCCCC", kg, 1) for kg in (2.5, 5.0, 7.5, 10.0, 12.5)] + HEAVY
    assert plain(evidence_sentence(found(*log))).count("reps with") == 3
    assert "2.5 kg" not in plain(evidence_sentence(found(*log))).replace("12.5 kg", "")


def test_pounds_stay_pounds() -> None:
    log = [past_set("CCCCCCCC", 25.0, 1, unit="lb"), past_set("CCCCCWWW", 30.0, 1, unit="lb")]
    said = [plain(line) for line in next_weight_lines(found(*log, unit="lb"), SETTINGS)]
    assert said[0].startswith("Next session: 25 lb × 8.")
    assert " lb (80 % interval): 8 of 8 reps with 25 lb and 5 of 8 reps with 30 lb controlled." in said[1]


def test_a_rack_in_pounds_for_sets_in_kilograms() -> None:
    """Each weight is written in the unit of its dumbbell, and in that of the rack; 12.5 kg are 27.56 lb."""
    said = [plain(line) for line in next_weight_lines(found(*CALM, *HEAVY, unit="lb"), SETTINGS)]
    assert said[0].startswith("Next session: 25 lb × 8. You have not lifted 25 lb yet")
    assert "16 of 16 reps with 12.5 kg (27.6 lb) and 5 of 16 reps with 15 kg (33.1 lb)" in said[1]
    assert said[2] == "The rack is in lb, your sets are in kg; 1 kg is 2.2 lb."
    assert len(next_weight_lines(found(*CALM, *HEAVY), SETTINGS)) == 2


def test_what_was_put_right_in_a_rack_is_said() -> None:
    assert rack_sentences(parse_rack("5,10kg")) == []
    assert rack_sentences(parse_rack("10,5kg")) == ["taken from light to heavy."]
    (said,) = rack_sentences(parse_rack("5,5kg"))
    assert plain(said) == (
        "5 kg stands there more than once and is taken once; a comma parts weights, decimals need a point."
    )


def test_an_assumed_target_is_said() -> None:
    one = found(past_set("C" * 100, 10.0, 1, target=None), past_set("CWWWWWWW", 15.0, 2, target=None))
    said = plain(next_weight_sentence(one, SETTINGS))
    assert said.endswith(
        " 8 reps are assumed, as no target was set: "
        "your usual number of controlled reps, but at least 8 and at most 12."
    )
    assert "assumed" not in next_weight_sentence(found(*CALM, *HEAVY), SETTINGS)


def test_what_was_left_out_is_said() -> None:
    assert left_out_sentence(found(*CALM)) == ""
    one = found(*CALM, *HEAVY, past_set("CCCC", 900.0))
    assert next_weight_lines(one, SETTINGS)[-1] == (
        "1 set was left out: a weight of 0, or of more than 500, cannot be meant; correct it."
    )
    two = found(*CALM, past_set("CCCC", 900.0), past_set("CCCC", 0.0))
    assert left_out_sentence(two).startswith("2 sets were left out: ")


def test_what_the_sensor_cannot_have_measured_is_said() -> None:
    one = found(*CALM, *HEAVY, replace(past_set("CCCC", 10.0), doubtful=True))
    assert next_weight_lines(one, SETTINGS)[-1] == (
        "1 set was left out: its sensor measured what no arm does, which tells nothing of the weight."
    )


def test_every_reason_has_its_words() -> None:
    """The codes that end a search for a weight; docs/reasons.md lists them."""
    assert {code.value for code in NO_WEIGHT} == {
        "no_earlier_sets",
        "too_few_reps",
        "one_weight",
        "long_ago",
        "nothing_light_enough",
    }


def test_the_document_is_plain_json() -> None:
    one = next_weight_document(found(*CALM, *HEAVY), SETTINGS, lifter="Anna")
    assert json.loads(json.dumps(one, allow_nan=False)) == one
    assert (one["lifter"], one["weight_kg"], one["target_reps"], one["because"]) == ("Anna", 12.5, 8, None)
    assert one["limit_kg"]["low"] < 15.0
    assert [tried["weight_kg"] for tried in one["tried"]] == [12.5, 15.0]
    none = next_weight_document(found(*CALM), SETTINGS)
    assert none["weight_kg"] is None
    assert none["because"] == {"code": "one_weight", "values": {"weight_kg": 12.5, "unit": "kg"}}
