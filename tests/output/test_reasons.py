"""Every code has its sentence, every sentence its code, and the facts that the program gives fill it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from analysis.language import say
from analysis.output.data_sentences import EVENTS, OF_DATA, OF_SETS, quality_text
from analysis.output.json_document import schema, to_document
from analysis.output.next_weight_words import NO_WEIGHT
from analysis.output.reasons import (
    OF_REPS,
    WITHOUT_CURLS,
    reasons_of,
    refusal_clause,
    shared_reasons,
)
from analysis.records.events import RejectedEvent
from analysis.records.results import Quality, Rep, SessionResult
from analysis.settings.recognition import CurlThresholds
from analysis.stream.offline import analyze
from analysis.vocabulary import OBJECTION_REASONS, Because, Reason
from imu.simulate import CurlSet, SensorModel, Still, simulate
from imu.simulate import SimulatedRep as Lift
from imu.types import Note, ReadingNote, Recording, SampleBlock
from tests.fixtures import build

NBSP = "\u00a0"
TABLES = (OF_REPS, WITHOUT_CURLS, OBJECTION_REASONS, OF_DATA, OF_SETS, EVENTS, NO_WEIGHT)


def test_every_code_has_a_sentence() -> None:
    assert {code for table in TABLES for code in table} == set(Reason)


def test_the_schema_knows_every_code() -> None:
    """A document with a code that it does not know would be refused by whoever checks it."""
    assert sorted(schema()["$defs"]["reason"]["enum"]) == sorted(Reason)


def test_an_objection_is_named_as_its_weight() -> None:
    assert set(OBJECTION_REASONS) <= set(CurlThresholds.__dataclass_fields__)


def test_what_is_said_of_a_set_begins_where_its_name_ends() -> None:
    made = {"set": 2, "reps": 1}
    note = Quality(severity="warning", because=Because(code=Reason.CLIPPED, values=made))
    assert quality_text(note) == "Set 2: the sensor hit its limit in 1 rep: their peaks are too low."
    assert quality_text(note, "Left wrist").startswith("Left wrist, set 2: the sensor hit")


def test_what_the_reader_noted_keeps_its_words() -> None:
    """Also where it begins as a sentence about a set does."""
    note = Quality(
        severity="info", because=ReadingNote(code="odd", severity="info", text="Set 2: as it came.")
    )
    assert (note.code, quality_text(note)) == ("odd", "Set 2: as it came.")
    assert quality_text(note, "Trunk") == "Trunk: Set 2: as it came."


@pytest.mark.parametrize(
    ("because", "said"),
    [
        (Because(code=Reason.STAYS_UP), "not a curl: the arm stayed up, as for a drink or a call"),
        (
            Because(code=Reason.NARROW, values={"also": "lopsided"}),
            "not a curl: the movements were narrow, and one way was wider than the other",
        ),
        (
            Because(code=Reason.SMALL_SWEEP, values={"least_deg": 50.0}),
            "not a curl: the movements sweep less than 50°",
        ),
        (Because(code=Reason.NO_GRAVITY), "the accelerometer does not read gravity"),
    ],
)
def test_why_movement_was_refused(because: Because, said: str) -> None:
    assert refusal_clause(because) == said


SPEAKS_OF: dict[Reason, str] = {
    Reason.LONG_LEVER: r"point farther .*than an elbow|long lever",
    Reason.ARM_SWING: r"swung.*pace of steps",
    Reason.NEVER_HANGS: r"never.*hanging",
    Reason.HIGH_MIDDLE: r"pointing up|above level",
    Reason.NOT_RAISED: r"lift.*lowered the sensor",
    Reason.RATES_DISAGREE: r"gravity and the gyroscope.*different",
    Reason.UNTOLD_UP: r"which way is up",
    Reason.NARROW: r"narrow|small sweep",
    Reason.TOO_FAR: r"swept farther",
    Reason.LOPSIDED: r"one way.*wider than the other",
    Reason.HURRIED: r"in a moment|too brief",
    Reason.STEPS: r"shook.*pace of steps",
    Reason.STAYS_UP: r"stayed up|held up",
    Reason.NEVER_LOWERED: r"not lowered|never lowered",
    Reason.PATH: r"turned other ways|other axes",
    Reason.FAST: r"faster",
    Reason.SWEEPS_DISAGREE: r"another sweep|different sweeps",
    Reason.UPRIGHT: r"about the vertical",
    Reason.LOW_RISE: r"(hardly|barely|too little).*(rose|height)|rose (hardly|too little)",
    Reason.HIGH_RISE: r"(rose|height).*(more|higher|farther) than",
    Reason.UNLIKE_WAY_DOWN: r"down.*(as|unlike|than).* up",
}
"""Quantity, and on which side of a curl's it lies, that the sentence of each objection speaks about.

What each is computed from: `analysis.core.curl.recognise`."""


def test_an_objection_speaks_of_its_own_quantity() -> None:
    """And of no other's, so that two sentences cannot change places."""
    for code in OBJECTION_REASONS:
        sentence = say(f"objection.{code}")
        assert [other for other, words in SPEAKS_OF.items() if re.search(words, sentence)] == [code], sentence


def test_what_several_reps_lack_is_one_clause_per_reason() -> None:
    """A semicolon parts the clauses; figures that differ are a range."""
    made = build.make_set([build.half(), build.half()]).reps
    short = [
        replace(
            rep,
            reasons=(
                Because(code=Reason.SHORT_OF_USUAL, values={"swept_deg": swept, "usual_deg": 127.0}),
                Because(code=Reason.ADDED_BY_HAND),
            ),
        )
        for rep, swept in zip(made, (76.0, 70.0), strict=True)
    ]
    sweep, origin = shared_reasons(short).split("; ")
    assert re.findall(r"\d+", sweep) == ["70", "76", "127"]
    assert origin == "added by hand"


SESSION = (Still(5.0), CurlSet(reps=(Lift(),) * 5), Still(12.0))


def thinned(recording: Recording, every: int) -> Recording:
    (block,) = recording.sensors
    gyr = None if block.gyr_radps is None else block.gyr_radps[::every]
    fewer = replace(block, time_s=block.time_s[::every], acc_mps2=block.acc_mps2[::every], gyr_radps=gyr)
    return replace(recording, sensors=(fewer,))


def changed(recording: Recording, *, acc: float = 1.0, gyr: float = 1.0) -> Recording:
    (block,) = recording.sensors
    assert block.gyr_radps is not None
    scaled = SampleBlock(
        sensor=block.sensor,
        time_s=block.time_s,
        acc_mps2=acc * block.acc_mps2,
        gyr_radps=gyr * block.gyr_radps,
    )
    return replace(recording, sensors=(scaled,))


@cache
def results() -> dict[str, SessionResult]:
    """Recordings in which something is wrong, and what is said of them."""
    clean = simulate(SESSION, seed=4).recording
    third = simulate(SESSION, seed=4).truth.reps[2]
    gaps = ((third.start_s + 0.5, third.start_s + 1.1), (34.0, 36.5))
    mixed = (Still(5.0), CurlSet(reps=(*(Lift(),) * 4, Lift(lift_s=1.2, top_deg=80.0))), Still(12.0))
    narrow = (Still(4.0), CurlSet(reps=(Lift(lift_s=1.0, top_deg=48.0),) * 5), Still(12.0))
    recordings = {
        "gaps": simulate(SESSION, sensor=SensorModel(gaps_s=gaps), seed=4).recording,
        "slow": thinned(clean, 22),
        "half rep": simulate(mixed, seed=4).recording,
        "narrow": simulate(narrow, seed=4).recording,
        "no gravity": changed(clean, acc=0.1),
        "mirrored": changed(clean, gyr=-1.0),
        "by hand": replace(clean, notes=(Note(key="rep_added", value="wrist", time_s=20.0),)),
    }
    return {name: analyze(recording) for name, recording in recordings.items()}


def reps(name: str) -> Iterator[Rep]:
    return (rep for one in results()[name].sets for rep in one.reps)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("gaps", Reason.GAP, "nothing was received for part of it"),
        ("slow", Reason.SLOW, "readings a second are too few to judge; 6.0 are needed"),
        ("half rep", Reason.SHORT_OF_USUAL, "° of your usual "),
        ("by hand", Reason.ADDED_BY_HAND, "added by hand"),
    ],
)
def test_a_rep_bears_the_code_of_what_its_recording_lacks(name: str, code: Reason, said: str) -> None:
    found = next(reasons_of(rep)[0] for rep in reps(name) if rep.reasons)
    assert said in found
    assert {one.code for rep in reps(name) for one in rep.reasons} == {code}


@pytest.mark.parametrize(
    ("name", "code"),
    [("no gravity", Reason.NO_GRAVITY), ("narrow", Reason.TOO_NARROW)],
)
def test_refused_movement_bears_the_code_of_its_fault(name: str, code: Reason) -> None:
    refused = results()[name].rejected_sets
    assert [one.because.code for one in refused] == [code]
    shown = [e.because for e in results()[name].events if isinstance(e, RejectedEvent)]
    assert shown in ([], [one.because for one in refused])


def test_a_mirrored_gyroscope_is_noticed_by_its_code() -> None:
    assert Reason.GYROSCOPE_AXES in {note.code for note in results()["mirrored"].quality}


def test_the_document_has_the_code_beside_every_sentence() -> None:
    for result in results().values():
        document = to_document(result)
        for one, rejected in zip(document["rejected_sets"], result.rejected_sets, strict=True):
            assert (one["why"], one["code"]) == (refusal_clause(rejected.because), rejected.because.code)
        for note, quality in zip(document["quality"], result.quality, strict=True):
            assert (note["text"], note["code"]) == (quality_text(quality), quality.code)
        for rep in (rep for one in document["sets"] for rep in one["reps"]):
            said = [say(f"rep_reason.{why['code']}", **why["values"]) for why in rep["because"]]
            assert said == rep["reasons"]


def test_the_gaps_of_a_recording_are_facts() -> None:
    """0.6 s within the third rep, and 2.5 s after the set."""
    found = [q.because for q in results()["gaps"].quality if q.code == Reason.GAP]
    assert [len(one.values) for one in found if isinstance(one, Because)] == [5, 4]
    inside, after = (dict(one.values) for one in found if isinstance(one, Because))
    assert (inside["set"], inside["rep"], inside["judged"]) == (1, 3, False)
    assert float(inside["gap_s"]) == pytest.approx(0.6, abs=0.05)
    assert (float(after["gap_s"]), after["long"], after["cut"]) == (pytest.approx(2.5, abs=0.05), True, 0)
    (event,) = [e for e in to_document(results()["gaps"])["events"] if e["kind"] == "quality"]
    assert (event["code"], event["values"]["gap_s"]) == ("gap", after["gap_s"])
    assert np.isfinite(event["values"]["start_s"])
