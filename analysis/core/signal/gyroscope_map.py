"""Finds a gyroscope whose axes are in another order than those of its accelerometer, by slow turns.

Gravity turns in the sensor as the gyroscope says: ``dg/dt = −ω × g``. Where the axes of ω are those of another frame,
the gyroscope explains less than nothing of it, and one of the 24 ways to set the frame right explains nearly all.
(`imu.cross_check` compares over large turns; a trunk makes small ones.)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product
from typing import TypeAlias

import numpy as np

from analysis.core.signal.filters import both_ways, derivative
from analysis.settings.curl_model import GYROSCOPE_MAP
from imu.types import Floats

_LEVI_CIVITA = np.zeros((3, 3, 3))
for _a, _b, _c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
    _LEVI_CIVITA[_a, _b, _c], _LEVI_CIVITA[_a, _c, _b] = 1.0, -1.0


def _ways() -> Floats:
    """Every way to set a frame right: the identity, its mirror, and the other 23 turns of a cube, ``(25, 3, 3)``."""
    turns = [
        np.eye(3)[list(order)] * np.array(signs)[:, None]
        for order in permutations(range(3))
        for signs in product((1.0, -1.0), repeat=3)
    ]
    proper = [turn for turn in turns if np.linalg.det(turn) > 0 and not np.array_equal(turn, np.eye(3))]
    return np.array([np.eye(3), -np.eye(3), *proper])


WAYS = _ways()


Pair: TypeAlias = tuple[Floats, Floats]
"""Specific force, and angular velocity without bias, of cells without a gap between them: ``(n, 3)`` both."""


def unexplained_shares(pairs: Sequence[Pair], step_s: float) -> Floats:
    """Share of gravity's turning that the gyroscope leaves unexplained in each of the `WAYS`, ``(25,)``.

    Parameters
    ----------
    pairs : sequence of Pair
        Each at least two cells long.
    step_s : float
        Time between cells, s.
    """
    left, whole = np.zeros(len(WAYS)), 1e-12
    for acc_mps2, gyr_radps in pairs:
        unexplained, turned = _squares(acc_mps2, gyr_radps, step_s)
        left, whole = left + unexplained, whole + turned
    return left / whole


def _squares(acc_mps2: Floats, gyr_radps: Floats, step_s: float) -> tuple[Floats, float]:
    """Sum of the squares of what each way leaves unexplained, ``(25,)``, and of gravity's turning itself."""
    tau_s = GYROSCOPE_MAP.smooth_s
    g, w = (both_ways(x, tau_s, step_s, times=2) for x in (acc_mps2, gyr_radps))
    turning = derivative(g, step_s)
    # dg/dt + (M ω) × g is linear in the nine entries of M, so that one matrix of sums serves all ways
    terms = np.einsum("kil,nj,nl->nkij", _LEVI_CIVITA, w, g).reshape(len(g), 3, 9)
    squares = np.einsum("nka,nkb->ab", terms, terms)
    crossed = np.einsum("nka,nk->a", terms, turning)
    whole = float((turning * turning).sum())
    ways = WAYS.reshape(len(WAYS), 9)
    return np.einsum("wa,ab,wb->w", ways, squares, ways) + 2.0 * ways @ crossed + whole, whole


def map_to_accelerometer(pairs: Sequence[Pair], step_s: float) -> Floats:
    """Finds the matrix ``(3, 3)`` by which the angular velocity has to be multiplied: mostly the identity.

    Parameters
    ----------
    pairs : sequence of Pair
    step_s : float
        Time between cells, s.
    """
    told = [pair for pair in pairs if len(pair[0]) > 1]
    if sum(len(acc) for acc, _ in told) < GYROSCOPE_MAP.least_cells:
        return np.eye(3)
    left = unexplained_shares(told, step_s)
    best = int(np.argmin(left))
    wrong = left[0] >= GYROSCOPE_MAP.worse and left[best] <= GYROSCOPE_MAP.fits
    return np.asarray(WAYS[best] if wrong and left[0] >= GYROSCOPE_MAP.gain * left[best] else np.eye(3))
