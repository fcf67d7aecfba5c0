"""Vector algebra on rows of three numbers, elementwise: a row never depends on its neighbours.

Faster than numpy's sums over a short axis, and fastest where each column is contiguous in memory, as in the
transpose of a ``(3, n)`` array.
"""

from __future__ import annotations

import math

import numpy as np

from analysis.core.compiled import Loop, loops_are_compiled
from analysis.core.loops.cells import products_of_rows
from imu.types import Floats

_products_of_rows = Loop(products_of_rows)


def dot(x: Floats, y: Floats) -> Floats:
    """Returns the scalar product of each pair of rows of ``(n, 3)`` arrays (or one ``(3,)``), ``(n,)``."""
    if loops_are_compiled() and x.ndim == 2 and x.shape == y.shape:
        out = np.empty(len(x))
        _products_of_rows.run(x, y, out)
        return out
    parts = (x * y).T
    return np.asarray(parts[0] + parts[1] + parts[2])


def size(x: Floats) -> Floats:
    """Returns the length of each row, ``(n,)``, of an ``(n, 3)`` array."""
    return np.sqrt(dot(x, x))


def length(x: Floats) -> float:
    """Returns the length of one vector, as `numpy.linalg.norm` does, without its overhead."""
    return math.sqrt(x.dot(x))


def cross(x: Floats, y: Floats) -> Floats:
    """Returns the vector product of each pair of rows of ``(n, 3)`` arrays (or one ``(3,)``), ``(n, 3)``."""
    x, y = x.T, y.T
    return np.array([x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]]).T
