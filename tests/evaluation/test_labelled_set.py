"""Deciding again gives the bits of analysing again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import LabelError, ThresholdError, TuningError
from analysis.evaluation.evaluate import evaluate
from analysis.evaluation.labelled_set import MEASURING, LabelledSet, is_decision, rerun_sentence
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from tests.fixtures.lifters import FAST, lifted, study, three

DECISIONS = [row for row in DEFAULTS.table() if is_decision(row.name)]


def test_labels_and_the_simulation_agree() -> None:
    made = three().decide(DEFAULTS.momentum).figures()
    assert (made["precision"], made["recall"]) == (1.0, 1.0)
    assert made["start_error_s"] < 0.05
    assert made["end_error_s"] < 0.05


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_deciding_again_is_analysing_again(data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.sampled_from(DECISIONS), min_size=1, max_size=4, unique_by=lambda r: r.name))
    values = {
        row.name.replace(".", "__"): data.draw(
            st.integers(int(row.low), int(row.high))
            if isinstance(row.default, int)
            else st.floats(row.low, row.high)
        )
        for row in rows
    }
    thresholds = DEFAULTS.with_(**values)
    people = [lifted("anna"), lifted("carl", FAST)]
    again = three().at(thresholds)
    whole = evaluate([(label, analyze(recording, thresholds)) for label, recording in people])
    assert (again.judged[0], again.judged[2]) == whole.judged


def test_beyond_the_decisions_everything_is_done_again() -> None:
    person = lifted("carl", FAST)
    for changes in (
        {"segment__min_sweep_deg": 60.0},
        {"momentum__load_lever_m": 0.5, "momentum__carry": 0.3},
    ):
        thresholds = DEFAULTS.with_(**changes)
        whole = evaluate([(person[0], analyze(person[1], thresholds))])
        assert study(person).at(thresholds).judged == whole.judged


def test_what_is_measured_with_cannot_be_decided() -> None:
    with pytest.raises(TuningError, match="every recording is gone through again"):
        three().decide(DEFAULTS.with_(momentum__load_lever_m=0.5).momentum)


def test_what_moving_a_threshold_does_again() -> None:
    assert "milliseconds" in rerun_sentence("momentum.carry")
    for name in ("segment.own_share", f"momentum.{MEASURING}", "grid.rate_hz"):
        assert "every recording is gone through again" in rerun_sentence(name)
    with pytest.raises(TuningError, match="advised, not what is called"):
        rerun_sentence("advice.start_drop")
    with pytest.raises(
        ThresholdError, match=r"momentum\.carri: there is no such threshold; did you mean momentum\.carry"
    ):
        rerun_sentence("momentum.carri")


def test_the_table_has_each_rep_with_what_it_was() -> None:
    table = three().table(DEFAULTS.momentum)
    assert table.groupby("person")["kind"].value_counts().to_dict() == {
        (name, kind): 6 for name in ("anna", "bert", "carl") for kind in ("calm", "swung")
    }
    (recording,) = (r for label, r in [lifted("anna")])
    reps = [rep for one in analyze(recording).sets for rep in one.reps]
    anna = table[table["person"] == "anna"]
    assert anna["carry"].tolist() == [rep.carry for rep in reps]
    assert anna["push_mps2"].tolist() == [rep.push_mps2 for rep in reps]
    assert anna["verdict"].tolist() == [rep.verdict for rep in reps]


def test_progress_is_told() -> None:
    label, recording = lifted("anna")
    told: list[tuple[int, int]] = []
    LabelledSet([label, label], read=lambda _: recording, progress=lambda k, n: told.append((k, n)))
    assert told == [(1, 2), (2, 2)]


def test_no_labels_no_study() -> None:
    with pytest.raises(LabelError, match="no label"):
        LabelledSet([])
