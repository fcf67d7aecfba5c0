"""Products of rows, in any layout of their arrays."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.core.signal.vectors import dot

ROWS = np.array([[1.0, 2.0, 3.0], [-4.0, 5.0, 6.0]])
OTHERS = np.array([[2.0, 0.0, 1.0], [0.5, -1.0, 1.0]])


@pytest.mark.parametrize("x", [ROWS, np.asfortranarray(ROWS), np.repeat(ROWS, 2, axis=0)[::2]])
@pytest.mark.parametrize("y", [OTHERS, np.asfortranarray(OTHERS)])
def test_each_row_with_its_own(x: np.ndarray, y: np.ndarray) -> None:
    assert dot(x, y).tolist() == [5.0, -1.0]


@pytest.mark.parametrize("one", [np.array([2.0, 0.0, 1.0]), np.array([[2.0, 0.0, 1.0]])])
def test_one_row_with_all(one: np.ndarray) -> None:
    """A single row is no array of as many rows: nothing is read beyond it."""
    assert dot(ROWS, one).tolist() == dot(one, ROWS).tolist() == [5.0, -2.0]
