"""Which found rep is which labelled one."""

from __future__ import annotations

import pytest

from analysis.errors import LabelError
from analysis.evaluation.labels import FileLabel, RepLabel
from analysis.evaluation.matching import match_reps
from analysis.records.results import Rep


def found(*spans: tuple[float, float]) -> list[Rep]:
    return [
        Rep(index=k, start_s=a, top_s=(a + b) / 2, end_s=b, decided_at_s=99.0)
        for k, (a, b) in enumerate(spans, start=1)
    ]


def timed(*spans: tuple[float, float]) -> FileLabel:
    reps = tuple(RepLabel(start_s=a, end_s=b) for a, b in spans)
    return FileLabel(path="a.csv", count=len(reps), reps=reps)


def styled(*styles: str) -> FileLabel:
    return FileLabel(path="a.csv", count=len(styles), reps=tuple(RepLabel(style=s) for s in styles))


@pytest.mark.parametrize(
    ("label", "reps", "expected"),
    [
        (timed((0, 2), (3, 5)), found((0.2, 2.1), (2.9, 5)), (0, 1)),
        (timed((0, 2), (3, 5), (6, 8)), found((0, 2), (6, 8)), (0, None, 1)),
        (timed((3, 5)), found((0, 2), (3, 5), (6, 8)), (1,)),
        (timed((0, 4)), found((0, 2), (2, 4)), (1,)),
        (timed((0, 2), (2, 4)), found((0.9, 3.0)), (0, None)),
        (timed((0, 2)), [], (None,)),
        (timed((0, 2), (10, 12)), found((1.1, 3.0), (10, 12)), (None, 1)),
    ],
    ids=["shifted", "missed", "extra", "two halves", "one over two", "none found", "too little in common"],
)
def test_labels_with_times_go_to_what_they_overlap(
    label: FileLabel, reps: list[Rep], expected: tuple[int | None, ...]
) -> None:
    made = match_reps(label, reps)
    assert made.sure
    assert made.found == expected


def test_labels_that_fit_no_rep_are_refused() -> None:
    with pytest.raises(LabelError, match=r"a\.csv: none of its 2 labels fits a rep: .* 1000\.0 to 1005\.0 s"):
        match_reps(timed((1000, 1002), (1003, 1005)), found((0, 2), (3, 5)))


def test_labels_without_times_go_in_order() -> None:
    assert match_reps(styled("strict", "swing"), found((0, 2), (3, 5))).found == (0, 1)


def test_of_alike_labels_the_last_are_the_missing_ones() -> None:
    made = match_reps(styled("swing", "swing", "swing"), found((0, 2), (3, 5)))
    assert (made.found, made.sure) == ((0, 1, None), True)


@pytest.mark.parametrize("count", [1, 3])
def test_which_is_which_is_not_guessed(count: int) -> None:
    assert not match_reps(
        styled("strict", "swing"), found(*[(3.0 * k, 3.0 * k + 2) for k in range(count)])
    ).sure
