"""The fit of the numbers of momentum, on reps whose figures are made up."""

from __future__ import annotations

import csv
from dataclasses import fields
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.core.curl.measure import RepFigures
from analysis.core.curl.momentum import Known, gather
from analysis.evaluation.fit_momentum import (
    MARGIN,
    PUBLISHED,
    auc,
    collect_sample,
    evidence_by,
    held_out_evidence,
    published_thresholds,
    rates_table,
    rep_weights,
)
from analysis.evaluation.labelled_reps import Altered, LabelledRep, labelled_reps
from analysis.settings.thresholds import DEFAULTS
from imu.formats import write_canonical
from imu.simulate import SensorModel, SimulatedRep, curls, simulate
from imu.units import G_MPS2

OFFSET, COAST, PUSH, DETOUR = 14.0, 4.5, 5.0, -12.0
"""Numbers that made-up labels are drawn with."""


def rep(dataset: str, manner: str, carry: float, push_mps2: float, detour: float, **more: Any) -> LabelledRep:
    given = {f.name: None for f in fields(RepFigures)}
    given |= {"carry": carry, "push_mps2": push_mps2, "detour": detour}
    return LabelledRep(
        file="a.csv",
        dataset=dataset,
        person=more.get("person", f"{dataset} 1"),
        manner=manner,  # type: ignore[arg-type]
        style="",
        figures=RepFigures(**given),  # type: ignore[arg-type]
        inertial=more.get("inertial", True),
    )


def drawn(count: int) -> list[LabelledRep]:
    """Reps around the limit, labelled with the odds that the numbers above give."""
    rng = np.random.default_rng(3)
    logs = rng.normal([log(0.1), log(0.5), 0.05], [0.5, 0.5, 0.03], size=(count, 3))
    z = OFFSET + logs @ np.array([COAST, PUSH, DETOUR])
    swung = rng.random(count) < 1 / (1 + np.exp(-z))
    return [
        rep("ab"[k % 2], "swung" if s else "calm", exp(c), G_MPS2 * exp(p), exp(d))
        for k, ((c, p, d), s) in enumerate(zip(logs, swung, strict=True))
    ]


def test_the_numbers_that_labels_were_drawn_with_are_found() -> None:
    made = published_thresholds(collect_sample(drawn(8000)))
    assert made["momentum.carry_weight"] == pytest.approx(COAST, rel=0.1)
    assert made["momentum.push_weight"] == pytest.approx(PUSH, rel=0.1)
    assert made["momentum.tremor_weight"] == pytest.approx(-DETOUR, rel=0.25)
    middling = collect_sample([rep("a", "calm", 0.1, 0.5 * G_MPS2, exp(0.05))])
    z = OFFSET + COAST * log(0.1) + PUSH * log(0.5) + DETOUR * 0.05
    assert evidence_by(made, middling)[0] == pytest.approx(z - MARGIN, abs=0.3)


def test_the_evidence_is_what_the_program_adds_up() -> None:
    for one in drawn(5):
        told = gather(one.figures, Known(inertial=True, turning=True), DEFAULTS.momentum)
        assert evidence_by(PUBLISHED, collect_sample([one]))[0] == pytest.approx(
            sum(c.evidence for c in told)
        )


def test_a_push_that_cannot_be_trusted_is_left_out() -> None:
    one = rep("a", "swung", 0.2, 9.0, 1.0, inertial=False)
    told = gather(one.figures, Known(inertial=False, turning=True), DEFAULTS.momentum)
    assert evidence_by(PUBLISHED, collect_sample([one]))[0] == pytest.approx(sum(c.evidence for c in told))
    assert {c.figure for c in told} == {"carry", "detour"}


def test_who_is_held_out_has_no_say() -> None:
    """However far out the reps of b lie, they are judged by numbers of a alone."""
    good = drawn(400)
    mine = [one for one in good if one.dataset == "a"]
    near = [rep("b", "swung", 0.3, 9.0, 1.0), rep("b", "calm", 0.02, 1.0, 1.1)]
    far = [rep("b", "swung", 3.0, 90.0, 1.0), rep("b", "calm", 0.002, 0.1, 1.1)]
    for held in (near, far):
        one = collect_sample([*mine, *held])
        found = held_out_evidence(one, one.dataset)[len(mine) :]
        assert found == pytest.approx(
            evidence_by(published_thresholds(collect_sample(mine)), collect_sample(held))
        )


def test_each_data_set_has_the_same_say_in_each_manner() -> None:
    reps = [rep("a", "calm", 0.1, 1.0, 1.0)] * 9 + [rep("b", "calm", 0.1, 1.0, 1.0)]
    reps += [rep("a", "tremor", 0.1, 1.0, 1.0)] * 2 + [rep("b", "swung", 0.1, 1.0, 1.0)]
    weights = rep_weights(collect_sample(reps))
    assert weights[:9].sum() == pytest.approx(0.5)
    assert weights[9] == pytest.approx(0.5)
    assert weights[10:12].sum() == pytest.approx(0.5)  # trembling reps at half
    assert weights[12] == pytest.approx(1.0)


def test_the_area_counts_pairs() -> None:
    assert auc(np.array([3.0, 1.0]), np.array([2.0, 1.0])) == pytest.approx((2 + 0.5) / 4)
    assert np.isnan(auc(np.array([]), np.array([1.0])))


def test_a_table_has_a_row_for_each_data_set() -> None:
    one = collect_sample(drawn(40))
    rows = rates_table(one, evidence_by(PUBLISHED, one))
    assert [row.split("|")[1].strip() for row in rows[1:]] == ["all", "a", "b"]


def test_reps_of_a_folder_with_their_labels(tmp_path: Path) -> None:
    """The figures of a simulated set; other rates and no gyroscope give as many reps."""
    made = simulate(curls((SimulatedRep(),) * 4), sensor=SensorModel(rate_hz=50.0))
    write_canonical(made.recording, tmp_path / "one.csv")
    with (tmp_path / "labels.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(
            [
                ("file", "dataset", "subject", "style", "kind"),
                ("one.csv", "sim", "anna", "strict", "curl"),
                ("none.csv", "sim", "anna", "strict", "idle"),
            ]
        )
    for altered in (None, Altered(rate_hz=12.0), Altered(without_gyro=True)):
        found = labelled_reps(tmp_path, altered)
        assert [(one.manner, one.person) for one in found] == [("calm", "sim anna")] * 4
    assert labelled_reps(tmp_path, Altered(rate_hz=12.0))[0].figures.carry == pytest.approx(
        labelled_reps(tmp_path)[0].figures.carry, rel=0.1
    )
