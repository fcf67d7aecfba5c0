"""What a person says about recordings, as a CSV."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import LabelError
from analysis.evaluation.label_files import write_labels
from analysis.evaluation.labels import FileLabel, LabelFormat, RepLabel, read_labels


def written(folder: Path, text: str) -> Path:
    path = folder / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_counts_the_reps_of_a_recording(tmp_path: Path) -> None:
    (one,) = read_labels(written(tmp_path, "file,dataset,subject,reps,style\na.csv,gym,anna,3,swing\n"))
    assert one.path == str(tmp_path / "a.csv")
    assert (one.count, one.kind, one.person) == (3, "curl", "gym/anna")
    assert [rep.truth for rep in one.reps] == [True] * 3
    assert not one.timed


@pytest.mark.parametrize(
    ("style", "truth", "tremor"),
    [
        ("swing", True, False),
        ("strict", False, False),
        ("unstable", False, True),
        ("fast", None, False),
        ("", None, False),
    ],
)
def test_styles_say_what_was_momentum(tmp_path: Path, style: str, truth: bool | None, tremor: bool) -> None:
    (one,) = read_labels(written(tmp_path, f"file,reps,style\na.csv,1,{style}\n"))
    assert [(r.truth, r.is_tremor) for r in one.reps] == [(truth, tremor)]


def test_styles_in_order_are_handed_out(tmp_path: Path) -> None:
    (one,) = read_labels(written(tmp_path, 'file,reps,style\na.csv,4,"1 strict, 3 swing"\n'))
    assert [rep.style for rep in one.reps] == ["strict", "swing", "swing", "swing"]


def test_styles_that_do_not_add_up_are_one_style(tmp_path: Path) -> None:
    (one,) = read_labels(written(tmp_path, 'file,reps,style\na.csv,5,"1 strict, 3 swing"\n'))
    assert [rep.truth for rep in one.reps] == [None] * 5


def test_the_word_of_a_person_comes_before_the_style(tmp_path: Path) -> None:
    (one,) = read_labels(written(tmp_path, "file,reps,style,momentum\na.csv,1,strict,Yes\n"))
    assert one.reps[0].truth is True


def test_a_row_for_each_rep_with_its_times_in_any_order(tmp_path: Path) -> None:
    rows = "a.csv,5.0,7.5,swing\nb.csv,1,2,strict\na.csv,1.25,3.5,strict\n"
    a, b = read_labels(written(tmp_path, f"file,start_s,end_s,style\n{rows}"))
    assert a.timed
    assert [(r.start_s, r.end_s, r.style) for r in a.reps] == [(1.25, 3.5, "strict"), (5.0, 7.5, "swing")]
    assert (a.count, b.count) == (2, 1)


def test_sensors_are_labelled_apart(tmp_path: Path) -> None:
    rows = "a.csv,wrist_left,3\na.csv,wrist_right,4\n"
    left, right = read_labels(written(tmp_path, f"file,sensor,reps\n{rows}"))
    assert [(x.sensor, x.count) for x in (left, right)] == [("wrist_left", 3), ("wrist_right", 4)]


def test_nothing_is_to_be_found_in_idle_recordings(tmp_path: Path) -> None:
    (one,) = read_labels(written(tmp_path, "file,kind,reps\na.csv,idle,\n"))
    assert (one.count, one.reps) == (0, ())


def test_an_unknown_count_stays_unknown(tmp_path: Path) -> None:
    (one,) = read_labels(written(tmp_path, "file\na.csv\n"))
    assert one.count is None


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("name,reps\na.csv,3\n", 1, "column 'file'"),
        ("", 1, "column 'file'"),
        ("file,reps\n,3\n", 2, "recording's name"),
        ("file,reps\na.csv,three\n", 2, "whole number"),
        ("file,reps\na.csv,3\nb.csv,-1\n", 3, "whole number"),
        ("file,kind\na.csv,bench\n", 2, "curl, idle or other"),
        ("file,reps,momentum\na.csv,1,maybe\n", 2, "yes or no"),
        ("file,start_s,end_s\na.csv,1.0,\n", 2, "end_s"),
        ("file,start_s,end_s\na.csv,x,2\n", 2, "start_s"),
        ("file,start_s,end_s\na.csv,nan,2\n", 2, "start_s"),
        ("file,start_s,end_s\na.csv,3,2\n", 2, "after start_s"),
        ("file,reps\na.csv,3\na.csv,4\n", 3, "labelled twice"),
    ],
)
def test_what_cannot_be_meant_is_said_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(LabelError) as caught:
        read_labels(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert says in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(b"file\n\xff\xfe\x00")
    for name in ("none.csv", "binary.csv"):
        with pytest.raises(LabelError, match="cannot be read"):
            read_labels(tmp_path / name)


def test_labels_that_were_written_for_something_else(tmp_path: Path) -> None:
    text = "user,t0,t1,class\nanna,1.0,2.5,A\nanna,3.0,4.5,E\n"
    dialect = LabelFormat(
        columns={"file": "user", "subject": "user", "start_s": "t0", "end_s": "t1", "style": "class"},
        styles={"A": "strict", "E": "swing"},
        suffix=".csv",
        dataset="theirs",
    )
    (one,) = read_labels(written(tmp_path, text), dialect)
    assert (one.path, one.person) == (str(tmp_path / "anna.csv"), "theirs/anna")
    assert [(r.start_s, r.truth) for r in one.reps] == [(1.0, False), (3.0, True)]
    with pytest.raises(LabelError, match="column 'user'"):
        read_labels(written(tmp_path, "file\na.csv\n"), dialect)


def test_there_and_back(tmp_path: Path) -> None:
    inside = str(tmp_path / "a.csv")
    labels = [
        FileLabel(
            path=inside,
            count=2,
            reps=(
                RepLabel(style="strict", start_s=0.1 + 0.2, end_s=2.0),
                RepLabel(momentum=True, start_s=3.0, end_s=4.0),
            ),
            sensor="wrist",
            subject="anna",
        ),
        FileLabel(path=str(tmp_path / "b.csv"), count=2, reps=(RepLabel(style="swing"),) * 2),
        FileLabel(path=str(tmp_path / "c.csv"), count=0, kind="other"),
    ]
    write_labels(labels, tmp_path / "labels.csv")
    assert read_labels(tmp_path / "labels.csv") == labels


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("file,end_s", "a.csv,3", "line 2: start_s is ''; write seconds"),
        ("file,start_s", "a.csv,3", "line 2: end_s is ''; write seconds"),
        ("file,start_s,end_s", "a.csv,1", "line 2: end_s is ''; write seconds"),
        ("file,start_s,end_s", "a.csv,,4", "line 2: start_s is ''; write seconds"),
        ("file,start_s,end_s", "a.csv,nan,4", "line 2: start_s is 'nan'; write seconds"),
        ("file,start_s,end_s", "a.csv,1,1e999", "line 2: end_s is '1e999'; write seconds"),
        ("file,reps", f"a.csv,{'9' * 5000}", "line 2: reps is '999"),
        ("file,reps", "a.csv,100000", "line 2: reps is '100000'; write a whole number below 100,000"),
        ("file,reps", "a.csv,²", "line 2: reps is '²'; write a whole number"),
        ("file,reps", ",3", "line 2: file is ''; write the recording's name"),
        ("reps", "3", "line 1: labels need a header"),
    ],
)
def test_a_cell_that_says_nothing_is_named(tmp_path: Path, header: str, row: str, said: str) -> None:
    with pytest.raises(LabelError) as caught:
        read_labels(written(tmp_path, f"{header}\n{row}\n"))
    assert said in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_style_of_very_many_reps_is_a_style(tmp_path: Path) -> None:
    (one,) = read_labels(written(tmp_path, 'file,reps,style\na.csv,2,"99999 strict, 99999 swing"\n'))
    assert [rep.style for rep in one.reps] == ["99999 strict, 99999 swing"] * 2


@pytest.mark.parametrize("name", [".", "/dev/zero"])
def test_labels_in_what_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(LabelError, match="is no file"):
        read_labels(tmp_path / name)


COLUMNS = [
    "file",
    "reps",
    "style",
    "momentum",
    "start_s",
    "end_s",
    "kind",
    "sensor",
    "subject",
    "dataset",
    "lifts",
]
CELLS = st.sampled_from(
    ["", "a.csv", "3", "1.5", "nan", "-1", "1e400", "yes", "curl", "10 strict, 5 swing", "é", "=x"]
)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(st.sampled_from(COLUMNS) | st.text(max_size=5), max_size=6),
    st.lists(st.lists(CELLS, max_size=7), max_size=4),
)
def test_any_table_is_labels_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, header: list[str], rows: list[list[str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any labels.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as out:
        csv.writer(out).writerows([header, *rows])
    _labels_or_sentence(path)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_labels_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any labels.csv"
    path.write_bytes(b"file,start_s,end_s\n" + data)
    _labels_or_sentence(path)


def _labels_or_sentence(path: Path) -> None:
    try:
        found = read_labels(path)
    except LabelError as error:
        assert str(error).startswith(str(path))  # noqa: PT017
        return
    assert all(label.count is None or label.count == len(label.reps) for label in found)
