"""Each fault is seen by the check, and costs no more than it says."""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis.notebook.lab.sensor_faults import faulty_sensors


@cache
def table() -> pd.DataFrame:
    return faulty_sensors()


def test_without_a_fault_everything_is_right() -> None:
    assert table().loc["none"].tolist() == ["good", "–", 16, 0, 3, 0]


def test_every_fault_is_seen() -> None:
    assert (table().drop("none")["the check says"] != "good").all()


def test_what_is_usable_costs_no_count_and_calls_nobody_falsely() -> None:
    usable = table()[table()["the check says"] == "usable"]
    assert (usable["counted (of 16)"] == 16).all()
    assert (usable["called falsely"] == 0).all()


def test_no_wrong_call_without_a_warning() -> None:
    wrong = table()[table()["called falsely"] > 0]
    assert (wrong["the check says"] == "not good").all()
