"""The lifters to practise on, labels made in a notebook, and sliders."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from analysis.errors import LabelError, ThresholdError
from analysis.labelling import labels_of, write_labels
from analysis.labels import read_labels
from analysis.offline import analyze
from analysis.practice import LIFTERS, make_practice
from analysis.sliders import threshold_slider
from analysis.study import Study
from analysis.thresholds import DEFAULTS
from imu.formats import read_recording


def test_the_lifters_are_labelled_as_they_lifted(tmp_path: Path) -> None:
    labels = read_labels(make_practice(tmp_path / "new"))
    assert [label.subject for label in labels] == [lifter.name for lifter in LIFTERS]
    made = Study(labels).at(DEFAULTS)
    assert made.figures()["recall"] == made.figures()["precision"] == 1.0
    people = made.by("person")
    assert people.loc["practice/finn", "calm_called"] > 0.5
    assert people.loc["practice/gita", "swung_called"] < 0.5
    others = people.drop(["practice/finn", "practice/gita"])
    assert (others["calm_called"] == 0).all()
    assert (others["swung_called"] == 1).all()


def test_labels_of_what_was_found(tmp_path: Path) -> None:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        result = analyze(read_recording(str(path)))
    made = labels_of(result, {2: [7, 8]}, subject="me")
    write_labels(made, tmp_path / "labels.csv")
    (again,) = read_labels(tmp_path / "labels.csv")
    reps = [rep for one in result.sets for rep in one.reps]
    assert [r.start_s for r in again.reps] == [rep.start_s for rep in reps]
    assert [k for k, r in enumerate(again.reps) if r.truth] == [len(result.sets[0].reps) + k for k in (6, 7)]
    for swung in ({2: [99]}, {3: [1]}, {0: [1]}):
        with pytest.raises(LabelError, match="there is no rep"):
            labels_of(result, swung)


def test_a_slider_goes_over_what_is_allowed() -> None:
    slider = threshold_slider("momentum.partial_share")
    assert (slider.min, slider.max, slider.value) == (0.35, 0.95, 0.7)
    assert slider.tooltip == next(r.meaning for r in DEFAULTS.table() if r.name == "momentum.partial_share")
    whole = threshold_slider("momentum.own_reps", DEFAULTS.with_(momentum__own_reps=10))
    assert (whole.min, whole.max, whole.value) == (5, 20, 10)
    with pytest.raises(ThresholdError, match="no such threshold"):
        threshold_slider("momentum.nothing")
