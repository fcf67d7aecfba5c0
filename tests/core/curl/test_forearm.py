"""Parts of the lever's fit that have a closed form."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.core.curl.forearm import _FIRM, _solve


@pytest.mark.parametrize("seed", range(20))
def test_the_three_equations_have_the_solution_that_they_were_made_of(seed: int) -> None:
    """Scales from a thousandth to a thousand, with a ridge along one axis that is up to 10⁵ as firm."""
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(6, 3)) * 10.0 ** rng.uniform(-3.0, 3.0, size=3)
    normal, axis, solution = columns.T @ columns, rng.normal(size=3), rng.normal(size=3)
    ridge = 10.0 ** rng.uniform(-2.0, 5.0) * np.outer(axis, axis)
    matrix = normal + ridge + _FIRM * np.eye(3)
    found = _solve(normal[np.triu_indices(3)], ridge, matrix @ solution)
    assert np.abs(found - solution).max() < 1e-14 * np.linalg.cond(matrix)


def test_where_nothing_turned_the_ridge_alone_answers() -> None:
    along = np.diag([0.0, 0.0, 2.0])
    np.testing.assert_allclose(
        _solve(np.zeros(10), along, np.array([0.0, 0.0, 4.0])), [0.0, 0.0, 2.0], rtol=1e-6
    )
