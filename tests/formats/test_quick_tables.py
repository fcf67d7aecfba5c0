"""The strict quick reader and the frame give the same table, bit for bit, wherever the quick one answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu.formats.tables.table_cells import FrameCells, frame_of, number_cells

_CELLS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-(10**12), 10**12).map(str),
    st.sampled_from(
        ["", "0.1", "1e-320", "-0.0", "nan", "x", " 2.5", "2.5 ", "+1.5", ".5", "1.", "inf", "1e400", "1_0"]
    ),
)


def body_of(rows: list[list[str]], separator: str = ",") -> str:
    return "".join(separator.join(row) + "\n" for row in rows)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(_CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_same_numbers_as_the_frame(rows: list[list[str]]) -> None:
    quick = number_cells(body_of(rows), columns=3, separator=",", decimal=".", as_text=())
    if quick is None:
        return
    slow = FrameCells(frame=frame_of(body_of(rows), columns=3, separator=",", decimal=".", as_text=()))
    assert len(quick) == len(slow) == len(rows)
    for at in range(3):
        numbers, same = quick.numbers(at), slow.numbers(at)
        assert numbers is not None
        assert same is not None
        np.testing.assert_array_equal(numbers, same)
        np.testing.assert_array_equal(quick.missing(at), slow.missing(at))


def test_every_float_comes_back() -> None:
    bits = np.random.default_rng(3).integers(0, 2**63 - 1, 3000, dtype=np.int64)
    values = bits.view(np.float64)
    values = values[np.isfinite(values)]
    body = body_of([[repr(value), repr(-value)] for value in values.tolist()])
    quick = number_cells(body, columns=2, separator=",", decimal=".", as_text=())
    assert quick is not None
    np.testing.assert_array_equal(quick.columns[0].view(np.int64), values.view(np.int64))
    np.testing.assert_array_equal(quick.columns[1].view(np.int64), (-values).view(np.int64))


@pytest.mark.parametrize("cell", ["nan", "NA", "x", "1,5", "inf", "1e400", "", "0x10", "1 2"])
def test_what_is_no_number_is_left_to_the_frame(cell: str) -> None:
    """An empty cell is read, as this program writes it; every other one is looked at by the frame."""
    quick = number_cells(f"1.5;{cell}\n2;3\n", columns=2, separator=";", decimal=".", as_text=())
    assert (quick is None) == (cell != "")


@pytest.mark.parametrize("row", ["1", "1,2,3", "1,2,"])
def test_rows_of_another_length_are_left_to_the_frame(row: str) -> None:
    assert number_cells(f"1,2\n{row}\n3,4\n", columns=2, separator=",", decimal=".", as_text=()) is None


def test_decimal_commas_and_texts() -> None:
    quick = number_cells("wrist;0,5\n;1,25\ntrunk ;2\n", columns=2, separator=";", decimal=",", as_text=(0,))
    assert quick is not None
    assert quick.columns[1].tolist() == [0.5, 1.25, 2.0]
    assert quick.texts(0) == ["wrist", "", "trunk"]
    assert quick.missing(0).tolist() == [False, True, False]
    assert quick.texts(1) == ["0.5", "1.25", "2"]
    assert number_cells("NA;1\n", columns=2, separator=";", decimal=",", as_text=(0,)) is None
