"""The JSON document: CONTRACT's names, its schema, all bits kept, nothing that is not a number."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import numpy as np
import pytest

from analysis.output.json_document import schema, to_document, to_json
from analysis.records.events import (
    FlagEvent,
    QualityEvent,
    RejectedEvent,
    RepEvent,
    SetEvent,
    UnflagEvent,
    WithdrawnEvent,
)
from analysis.records.results import Rep, RepSet, SensorTurn, SessionResult
from analysis.stream.offline import analyze
from analysis.vocabulary import Because, Reason
from imu.simulate import demo_session
from tests.fixtures import samples

CONTRACT_KEYS = {
    "document": "schema version thresholds_digest recording events sets rejected_sets"
    " warmup balance trunk quality",
    "recording": "path files format started_at lifter duration_s sensors",
    "sensor": "name rate_hz has_gyro gaps",
    "set": "sensor side start_s end_s decided_at_s closed_by weight_kg lever_m lever_sd_m reps advice",
    "rep": "index start_s top_s end_s announced_at_s decided_at_s rom_deg bottom_deg top_deg lift_s lower_s"
    " peak_speed_dps carry inertial_peak_mps2 elbow_rms_mps2 momentum verdict cause rule flagged_at_s",
    "advice": "action options rule why agreement",
    "rejected": "sensor start_s end_s why",
    "quality": "code severity start_s text",
}
"""As CONTRACT writes them."""

HAND_MADE: list[Callable[[], SessionResult]] = [
    samples.ordinary,
    samples.no_sets,
    samples.nothing_at_all,
    samples.one_rep,
    samples.hundred_reps,
    samples.twelve_sets,
    samples.two_wrists,
    samples.accelerometer_only,
    samples.all_uncertain,
    samples.holes,
    samples.hostile_names,
    samples.no_weight,
    samples.with_companions,
    samples.both_sides,
]


@pytest.fixture(scope="module")
def demo() -> SessionResult:
    return analyze(demo_session().recording, trace=True)


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


def read(result: SessionResult) -> Any:
    return json.loads(to_json(result))


def walk(node: Any, rule: Any, rules: dict[str, Any], where: str = "$") -> Iterator[str]:
    """Paths of the properties that the schema does not describe."""
    while "$ref" in rule:
        rule = rules[rule["$ref"].rsplit("/", 1)[1]]
    if isinstance(node, list):
        for item in node:
            yield from walk(item, rule["items"], rules, f"{where}[]")
    if isinstance(node, dict):
        options = rule.get("oneOf") or rule.get("anyOf") or [rule]
        if "kind" in node:
            options = [o for o in options if o["properties"]["kind"]["const"] == node["kind"]]
        (option,) = [o for o in options if o.get("type") != "null"]
        while "$ref" in option:
            option = rules[option["$ref"].rsplit("/", 1)[1]]
        known = option.get("properties") or dict.fromkeys(node, option["additionalProperties"])
        for key, value in node.items():
            if key not in known:
                yield f"{where}.{key}"
            else:
                yield from walk(value, known[key], rules, f"{where}.{key}")


def test_the_names_of_the_contract(demo: SessionResult) -> None:
    document = read(samples.ordinary())
    first = document["sets"][0]
    nodes = {
        "document": document,
        "recording": document["recording"],
        "sensor": document["recording"]["sensors"][0],
        "set": first,
        "rep": first["reps"][0],
        "advice": first["advice"],
        "rejected": read(samples.no_sets())["rejected_sets"][0],
        "quality": document["quality"][0],
    }
    missing = {name: set(keys.split()) - set(nodes[name]) for name, keys in CONTRACT_KEYS.items()}
    assert missing == {name: set() for name in CONTRACT_KEYS}
    assert document["schema"] == "rep-momentum/1"
    assert set(document["recording"]["sensors"][0]["gaps"][0]) == {"start_s", "end_s"}
    assert set(first["advice"]["options"][0]) >= {"weight_kg", "reps"}


def test_warm_up_and_both_sides_have_the_names_of_the_contract() -> None:
    document = read(samples.both_sides())
    assert set(document["warmup"]) >= {"movement_s", "ramp_up_sets", "first_working_set_s", "verdict"}
    assert (document["warmup"]["verdict"], document["warmup"]["movement_s"]) == ("enough", 240.0)
    assert document["warmup"]["ramp_up_sets"] == 1
    balance = document["balance"]
    assert set(balance) >= {"left", "right", "index", "words"}
    for side, rep in (("left", 9), ("right", 6)):
        assert (balance[side]["reps"], balance[side]["swings_from"]) == (10, rep)
        assert set(balance[side]) >= {"reps", "rom_deg", "lift_s", "peak_speed_dps", "momentum"}
    for index in balance["index"].values():
        assert index["low"] <= index["value"] <= index["high"]


@pytest.mark.parametrize("make", HAND_MADE, ids=lambda f: f.__name__)
def test_hand_made_sessions_fit_the_schema(
    make: Callable[[], SessionResult], validator: jsonschema.Draft202012Validator
) -> None:
    validator.validate(read(make()))


def test_a_simulated_session_fits_the_schema(
    demo: SessionResult, validator: jsonschema.Draft202012Validator
) -> None:
    validator.validate(read(demo))


def test_the_schema_describes_every_field(demo: SessionResult) -> None:
    rules = schema()
    for result in (demo, samples.ordinary(), samples.no_sets()):
        assert list(walk(read(result), rules, rules["$defs"])) == []


def test_the_schema_refuses_what_the_contract_forbids(validator: jsonschema.Draft202012Validator) -> None:
    document = read(samples.ordinary())
    assert validator.is_valid(document)
    for spoil in (
        lambda d: d.pop("events"),
        lambda d: d.update(schema="rep-momentum/2"),
        lambda d: d["sets"][0].update(closed_by="bored"),
        lambda d: d["sets"][0]["reps"][0].update(verdict="good"),
        lambda d: d["sets"][0]["reps"][0].update(momentum=1.2),
        lambda d: d["sets"][0]["reps"][0].pop("flagged_at_s"),
        lambda d: d["sets"][0]["reps"][0].update(start_s=None),
        lambda d: d["events"].append({"at_s": 1.0, "kind": "cheer", "sensor": "wrist"}),
        lambda d: d["events"].append({"at_s": 1.0, "kind": "flag", "sensor": "wrist", "n": 1}),
    ):
        spoiled = json.loads(json.dumps(document))
        spoil(spoiled)
        assert not validator.is_valid(spoiled)


def test_every_event(validator: jsonschema.Draft202012Validator) -> None:
    at = {"at_s": 1.5, "sensor": "wrist"}
    result = replace(
        samples.nothing_at_all(),
        events=(
            RepEvent(**at, n=1),
            WithdrawnEvent(**at, n=0),
            FlagEvent(**at, n=1, cause="swing"),
            UnflagEvent(**at, n=1, closed_by="end"),
            SetEvent(**at, n=10, closed_by="rest"),
            RejectedEvent(
                **at, because=Because(code=Reason.STAYS_UP, values={"also": "path"}), closed_by="gap"
            ),
            QualityEvent(**at, because=Because(code=Reason.GAP, values={"gap_s": 1.25, "start_s": 0.5})),
        ),
    )
    document = read(result)
    validator.validate(document)
    assert document["events"] == [
        {"at_s": 1.5, "kind": "rep", "sensor": "wrist", "n": 1},
        {"at_s": 1.5, "kind": "withdrawn", "sensor": "wrist", "n": 0},
        {"at_s": 1.5, "kind": "flag", "sensor": "wrist", "n": 1, "cause": "swing"},
        {"at_s": 1.5, "kind": "unflag", "sensor": "wrist", "n": 1, "closed_by": "end"},
        {"at_s": 1.5, "kind": "set", "sensor": "wrist", "n": 10, "closed_by": "rest"},
        {
            "at_s": 1.5,
            "kind": "rejected",
            "sensor": "wrist",
            "why": "not a curl: the arm stayed up, as for a drink or a call, and the hand also turned other ways",
            "code": "stays_up",
            "values": {"also": "path"},
            "closed_by": "gap",
        },
        {
            "at_s": 1.5,
            "kind": "quality",
            "sensor": "wrist",
            "code": "gap",
            "text": "Signal lost for 1.2 s, from 0.5 s on.",
            "values": {"gap_s": 1.25, "start_s": 0.5},
        },
    ]


def test_all_bits_are_kept(demo: SessionResult) -> None:
    """Doubles without a short decimal form come back as the same doubles."""
    rep = Rep(index=1, start_s=0.1 + 0.2, top_s=1 / 3, end_s=math.pi, decided_at_s=math.nextafter(4.0, 5.0))
    times = {"start_s": 0.0, "end_s": 4.0, "decided_at_s": 5.0}
    one = RepSet(sensor="wrist", **times, closed_by="end", reps=(rep,), lever_m=2**-0.5)
    read_back = read(replace(samples.nothing_at_all(), sets=(one,)))["sets"][0]
    assert read_back["lever_m"] == 2**-0.5
    assert [read_back["reps"][0][k] for k in ("start_s", "top_s", "end_s", "decided_at_s")] == [
        0.1 + 0.2,
        1 / 3,
        math.pi,
        math.nextafter(4.0, 5.0),
    ]
    measured = [r.peak_speed_dps for s in demo.sets for r in s.reps]
    assert [r["peak_speed_dps"] for s in read(demo)["sets"] for r in s["reps"]] == measured
    assert len(measured) > 0


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float64("nan")])
def test_a_figure_that_is_not_finite_is_null(
    value: float, validator: jsonschema.Draft202012Validator
) -> None:
    ordinary = samples.ordinary()
    spoiled = replace(
        ordinary.sets[0],
        lever_m=value,
        sensor_turn=SensorTurn(rep=3, degrees=41.5),
        reps=tuple(replace(r, carry=value) for r in ordinary.sets[0].reps),
    )
    document = read(replace(ordinary, sets=(spoiled,)))
    validator.validate(document)
    assert document["sets"][0]["lever_m"] is None
    assert {r["carry"] for r in document["sets"][0]["reps"]} == {None}
    assert document["sets"][0]["sensor_turn"] == {"rep": 3, "degrees": 41.5}


def test_text_is_kept_as_it_is() -> None:
    result = replace(samples.nothing_at_all(), path="Übung „rechts“/a b.csv", lifter='O\'Neill "x" \n')
    line = to_json(result)
    assert "\n" not in line
    assert json.loads(line)["recording"]["lifter"] == 'O\'Neill "x" \n'
    assert "Übung „rechts“/a b.csv" in line


def test_curves_stay_out(demo: SessionResult) -> None:
    assert all(s.trace is not None for s in demo.sets)
    assert all("trace" not in s for s in to_document(demo)["sets"])
