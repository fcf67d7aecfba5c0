"""The lifters to practise on, labels made in a notebook, and sliders."""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import LabelError, ThresholdError
from analysis.evaluation.label_files import add_labels, labels_of, write_labels
from analysis.evaluation.labelled_set import LabelledSet
from analysis.evaluation.labels import FileLabel, RepLabel, read_labels
from analysis.notebook.lab.practice_data import LIFTERS, make_practice
from analysis.notebook.plots.style import empty_picture
from analysis.notebook.sliders import explore, threshold_slider, threshold_sliders
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from imu.formats import read_recording


def test_the_lifters_are_labelled_as_they_lifted(tmp_path: Path) -> None:
    labels = read_labels(make_practice(tmp_path / "new"))
    assert [label.subject for label in labels] == [lifter.name for lifter in LIFTERS]
    made = LabelledSet(labels).at(DEFAULTS)
    assert made.figures()["recall"] == made.figures()["precision"] == 1.0
    people = made.by("person")
    assert people.loc["practice/finn", "calm_called"] > 0.5
    assert people.loc["practice/gita", "swung_called"] < 1.0
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


@pytest.mark.parametrize(
    ("swung", "says"),
    [
        ({2: 7}, "{2: 7} is not a set with a list of its reps"),
        ({2: "7"}, "{2: '7'} is not a set with a list of its reps"),
        ({2: [7.5]}, "{2: [7.5]} is not a set"),
        ({"2": [7]}, "{'2': [7]} is not a set"),
        ([7, 8], "[7, 8] does not say which set is meant; name the swung reps by set, such as {2: [7, 8]}"),
        (None, "None does not say which set is meant"),
    ],
)
def test_swung_reps_in_another_shape(swung: Any, says: str) -> None:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        result = analyze(read_recording(str(path)))
    with pytest.raises(LabelError, match=re.escape(says)):
        labels_of(result, swung)


def labelled(path: Path, momentum: bool) -> FileLabel:
    rep = RepLabel(momentum=momentum, start_s=1.0, end_s=3.0)
    return FileLabel(path=str(path), count=1, reps=(rep,), subject="me")


def test_labels_of_several_recordings_grow_in_one_file(tmp_path: Path) -> None:
    file, first, second = (tmp_path / name for name in ("labels.csv", "a.csv", "b.csv"))
    made = add_labels([labelled(first, momentum=True)], file)
    assert (made.reps, made.swung, made.earlier) == (1, 1, None)
    assert str(made) == f"a.csv: 1 rep labelled in {file}, 1 of them swung."
    assert add_labels([labelled(second, momentum=False)], file).earlier is None
    assert read_labels(file) == [labelled(first, momentum=True), labelled(second, momentum=False)]
    assert add_labels([labelled(second, momentum=False)], file).earlier is None


def test_labels_that_change_leave_the_old_file_behind(tmp_path: Path) -> None:
    """Also what a person wrote into it by hand, which nobody else can know."""
    file, first, second = (tmp_path / name for name in ("labels.csv", "a.csv", "b.csv"))
    by_hand = "file,reps,style,remark\na.csv,1,swing,his knee hurt\nb.csv,1,strict,\n"
    file.write_text(by_hand, encoding="utf-8")
    made = add_labels([labelled(first, momentum=False)], file)
    assert str(made).endswith("0 of them swung. Its earlier labels are kept in labels.1.csv.")
    assert made.earlier == tmp_path / "labels.1.csv"
    assert made.earlier.read_text(encoding="utf-8") == by_hand
    strict = FileLabel(path=str(second), count=1, reps=(RepLabel(style="strict"),))
    assert read_labels(file) == [strict, labelled(first, momentum=False)]


def test_labels_and_recordings_can_be_moved_together(tmp_path: Path) -> None:
    """The labels lie in a folder beside that of the recordings, and all of it is renamed."""
    (tmp_path / "old" / "tuning").mkdir(parents=True)
    add_labels(
        [labelled(tmp_path / "old" / "curls" / "a.csv", momentum=True)], tmp_path / "old" / "tuning" / "l.csv"
    )
    (tmp_path / "old").rename(tmp_path / "new")
    (label,) = read_labels(tmp_path / "new" / "tuning" / "l.csv")
    assert label.path == str(tmp_path / "new" / "curls" / "a.csv")


def test_labels_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"none/labels\.csv: cannot be written .*; give another file"):
        write_labels([], tmp_path / "none" / "labels.csv")


def test_a_study_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"^labels: 'a\.csv' is no label; give what read_labels"):
        LabelledSet(["a.csv"])  # type: ignore[list-item]
    with pytest.raises(LabelError, match=r"none\.csv: cannot be read"):
        LabelledSet(tmp_path / "none.csv")
    with pytest.raises(LabelError, match="there is no label in it"):
        LabelledSet([])


def test_how_much_a_study_is(tmp_path: Path) -> None:
    assert LabelledSet(make_practice(tmp_path)).extent == "116 labelled reps in 7 recordings of 7 people"


def test_what_is_explored_follows_the_sliders() -> None:
    """The picture that is shown is the one of the values that the sliders stand at."""
    drawn = []

    def draw(**limits: float) -> object:
        drawn.append(limits)
        figure = empty_picture(f"carry {limits['momentum__carry']:g}", narrow=True)
        figure.suptitle("What <it> shows")
        return figure, DEFAULTS.with_(**limits)

    box = explore(draw, **threshold_sliders("momentum.carry", "momentum.push_mps2"))
    carry, push, below = box.children
    first = below.value
    assert 'alt="What &lt;it&gt; shows"' in first
    assert "data:image/png;base64," in first
    carry.value = 0.15
    push.value = 6.0
    assert drawn == [
        {"momentum__carry": 0.1, "momentum__push_mps2": 5.0},
        {"momentum__carry": 0.15, "momentum__push_mps2": 5.0},
        {"momentum__carry": 0.15, "momentum__push_mps2": 6.0},
    ]
    assert f"Thresholds {DEFAULTS.with_(**drawn[-1]).digest}" in below.value != first


def test_what_cannot_be_drawn_is_said_in_its_place() -> None:
    def draw(**limits: float) -> object:
        return DEFAULTS.with_(momentum__carry=limits["momentum__carry"] * 10.0)

    slider, below = explore(draw, **threshold_sliders("momentum.carry")).children
    slider.value = 0.2
    assert "momentum.carry = 2.0: it must be a number from 0.02 to 1" in below.value
    slider.value = 0.08
    assert "<table>" in below.value


def test_a_slider_goes_over_what_is_allowed() -> None:
    slider = threshold_slider("momentum.partial_share")
    assert (slider.min, slider.max, slider.value) == (0.35, 0.95, 0.7)
    assert slider.tooltip == next(r.meaning for r in DEFAULTS.table() if r.name == "momentum.partial_share")
    moved = threshold_slider("momentum.push_mps2", DEFAULTS.with_(momentum__push_mps2=8.0))
    assert (moved.min, moved.max, moved.value) == (4.0, 16.0, 8.0)
    with pytest.raises(ThresholdError, match="no such threshold"):
        threshold_slider("momentum.nothing")
