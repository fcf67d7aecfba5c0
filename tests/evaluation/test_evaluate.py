"""Evaluations of hand-made results, where every figure can be counted on the fingers."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from analysis.errors import LabelError
from analysis.evaluation.evaluate import FEW_PEOPLE, evaluate
from analysis.evaluation.labels import FileLabel, RepLabel
from analysis.records.results import SensorSummary, SessionResult
from analysis.vocabulary import Verdict
from imu.types import Gap
from tests.fixtures.build import Plan, controlled, make_set, session, swing, unsure

SCORES: dict[Verdict, float | None] = {"controlled": 0.1, "momentum": 0.9, "uncertain": None}


def said(*plans: Plan) -> SessionResult:
    """A session with one set, its scores as in `SCORES`."""
    one = make_set(list(plans))
    reps = tuple(replace(rep, momentum=SCORES[rep.verdict]) for rep in one.reps)
    return session(replace(one, reps=reps))


def labelled(*styles: str, subject: str = "anna", dataset: str = "gym") -> FileLabel:
    return FileLabel(
        path=f"{subject}.csv",
        count=len(styles),
        reps=tuple(RepLabel(style=s) for s in styles),
        subject=subject,
        dataset=dataset,
    )


def test_right_and_wrong_verdicts() -> None:
    result = said(controlled(0), controlled(1), swing(0), swing(1), unsure())
    made = evaluate([(labelled("strict", "swing", "swing", "unstable", "strict"), result)]).figures()
    assert made["counted_exactly"] == 1.0
    assert made["swung_called"] == 0.5
    assert made["calm_called"] == 0.0
    assert made["tremor_called"] == 1.0
    assert made["not_judged"] == 0.25
    assert made["balanced_accuracy"] == 0.5  # the uncertain strict rep was not cleared
    # ranks: swung at 0.1 and 0.9; calm at 0.1 and, unanswered, at the worst 1.0
    assert made["auc"] == (0.5 + 0.0 + 1.0 + 0.0) / 4
    assert made["auc_found"] == 0.75
    assert made["brier"] == pytest.approx((0.1**2 + 0.9**2 + 0.1**2) / 3)


def test_missing_reps_rank_worst() -> None:
    made = evaluate(
        [
            (labelled("swing", "swing"), said(swing(0))),
            (labelled("strict", "strict"), said(controlled(0), controlled(0))),
        ]
    ).figures()
    assert (made["recall"], made["precision"], made["count_error"]) == (0.75, 1.0, 0.5)
    assert (made["swung_called"], made["auc"], made["auc_found"]) == (0.5, 0.5, 1.0)


def test_ghosts_a_minute_of_recording() -> None:
    idle = replace(labelled(), kind="idle", count=0)
    summary = SensorSummary(
        name="wrist", rate_hz=50.0, has_gyro=True, gaps=(Gap(start_s=10.0, end_s=40.0),), samples=10
    )
    result = replace(said(swing(0), swing(1)), duration_s=150.0, sensors=(summary,))
    made = evaluate([(idle, result)]).figures()
    assert made["ghosts_per_minute"] == 1.0
    assert made["precision"] == 0.0
    assert math.isnan(made["recall"])


def test_edges_are_measured_where_they_were_labelled() -> None:
    result = said(controlled(0), controlled(1))
    spans = [(rep.start_s - 0.1, rep.end_s + 0.2) for one in result.sets for rep in one.reps]
    reps = tuple(RepLabel(start_s=a, end_s=b) for a, b in spans)
    made = evaluate([(FileLabel(path="a.csv", count=2, reps=reps), result)]).figures()
    assert (made["start_error_s"], made["end_error_s"]) == pytest.approx((0.1, 0.2))


def test_unknown_counts_are_not_counted() -> None:
    made = evaluate([(FileLabel(path="a.csv", count=None), said(controlled(0)))]).figures()
    assert all(math.isnan(value) for value in made.values())


def test_a_label_for_a_sensor_that_is_not_there() -> None:
    label = replace(labelled("strict"), sensor="wrist_left")
    with pytest.raises(LabelError, match=r"labelled for the sensor 'wrist_left' but has wrist"):
        evaluate([(label, said(controlled(0)))])


def people(count: int) -> list[tuple[FileLabel, SessionResult]]:
    good, bad = said(swing(0), controlled(0)), said(controlled(0), controlled(0))
    return [(labelled("swing", "strict", subject=f"p{k}"), bad if k == 0 else good) for k in range(count)]


def test_groups_have_figures_of_their_own() -> None:
    table = evaluate(people(3)).by("person")
    assert table.index.tolist() == ["gym/p0", "gym/p1", "gym/p2"]
    assert table["swung_called"].tolist() == [0.0, 1.0, 1.0]
    assert table["labelled_reps"].tolist() == [2, 2, 2]


def test_people_are_drawn_where_they_are_many() -> None:
    summary = evaluate(people(FEW_PEOPLE)).summary()
    row = summary.loc["swung_called"]
    assert row["drawn"] == "people"
    assert row["value"] == 1 - 1 / FEW_PEOPLE
    assert row["low"] < row["value"] < row["high"] == 1.0
    assert summary.loc["start_error_s", ["low", "high"]].isna().all()
    few = evaluate(people(FEW_PEOPLE - 1)).summary()
    assert few.loc["swung_called", "drawn"] == "recordings"


def test_agreement_is_not_certainty() -> None:
    """Of five recordings that are all right the interval is Wilson's, not a point."""
    row = evaluate(people(6)[1:]).summary().loc["swung_called"]
    assert (row["value"], row["high"]) == (1.0, 1.0)
    assert row["low"] == pytest.approx(5 / (5 + 1.959964**2))


def test_one_recording_has_no_interval() -> None:
    summary = evaluate(people(1)).summary()
    assert summary["low"].isna().all()
    assert (summary["drawn"] == "").all()


def test_calibration_counts_every_judged_rep_once() -> None:
    table = evaluate(people(4)).calibration()
    assert table["reps"].tolist() == [5, 3]
    assert table["momentum"].tolist() == pytest.approx([0.1, 0.9])
    assert table["swung"].tolist() == pytest.approx([1 / 5, 1.0])


def test_failures_are_named() -> None:
    table = evaluate([*people(2), (labelled("swing", "swing", subject="q"), said(swing(0)))]).failures()
    assert table["what"].tolist() == [
        "rep 1, swing: controlled",
        "1 reps found, 2 labelled",
        "rep 2, swing: not found",
    ]
    assert table["person"].tolist() == ["gym/p0", "gym/q", "gym/q"]
