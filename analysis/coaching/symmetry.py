"""Symmetry index of both arms, with an interval from the spread of the reps.

The index is |L − R| over the mean of both. With r = ln R − ln L it is 2·tanh(|r| / 2), so that an interval of r is
one of the index. Every left rep is compared with every right one, and r is the median of these differences of
logarithms (Hodges and Lehmann 1963, https://doi.org/10.1214/aoms/1177704172): one odd rep moves it as little as it
moves a median, and normal values scatter it by √(π/3) times the standard error of a mean, where a median has √(π/2).
That standard error comes from the spread of the reps' logarithms: of their differences where reps of both arms are
paired in time, else of each arm (Welch).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log, pi, sqrt, tanh
from statistics import NormalDist, variance
from typing import TypeAlias

import numpy as np

from analysis.records.results import Rep
from analysis.records.session_checks import SymmetryIndex
from analysis.settings.balance_settings import BalanceSettings
from imu.types import Floats

_Figure: TypeAlias = Callable[[Rep], float | None]
COMPARED_FIGURES: Mapping[str, _Figure] = {
    "rom_deg": lambda rep: rep.rom_deg,
    "lift_s": lambda rep: rep.lift_s,
    "lower_s": lambda rep: rep.lower_s,
    "peak_speed_dps": lambda rep: rep.peak_speed_dps,
}
"""Figures that have an index. Momentum has none: a score that may be 0 has no ratio."""
Pairs: TypeAlias = Sequence[tuple[Rep, Rep]]
"""Left and right reps that were done together."""
SHIFT_ERROR = sqrt(pi / 3.0)
"""Standard error of the median of all differences of normal values, over that of the difference of their means."""
_MOST_VALUES = 1000
"""Of an arm with more reps than this, as many quantiles stand for them: the table of differences stays at 8 MB."""


def symmetry_indices(
    left: Sequence[Rep], right: Sequence[Rep], pairs: Pairs, settings: BalanceSettings
) -> dict[str, SymmetryIndex]:
    """Returns the index of every figure that enough reps of both arms have.

    Parameters
    ----------
    left, right : sequence of Rep
        Judged reps at one weight.
    pairs : sequence of (Rep, Rep)
        Those of them that were done together, the left one first; empty where arms worked one after the other.
    settings : BalanceSettings
    """
    found = {name: _index(left, right, pairs, figure, settings) for name, figure in COMPARED_FIGURES.items()}
    return {name: one for name, one in found.items() if one is not None}


def _index(
    left: Sequence[Rep], right: Sequence[Rep], pairs: Pairs, figure: _Figure, settings: BalanceSettings
) -> SymmetryIndex | None:
    a, b = _logs(left, figure), _logs(right, figure)
    if min(len(a), len(b)) < settings.fewest_reps:
        return None
    differences = [y - x for p, q in pairs for x in _logs([p], figure) for y in _logs([q], figure)]
    if len(differences) >= settings.fewest_reps:
        error = sqrt(variance(differences) / len(differences))
        freedom = len(differences) - 1.0
    else:
        error, freedom = _welch(a, b)
    ratio = _shift(a, b)
    half = t_quantile(0.5 + settings.confidence / 2.0, freedom) * SHIFT_ERROR * error
    least, most = abs(ratio) - half, abs(ratio) + half
    return SymmetryIndex(
        value=_percent(abs(ratio)),
        low=_percent(max(0.0, least)),
        high=_percent(max(most, -least)),
        lower_side=None if ratio == 0.0 else "left" if ratio > 0.0 else "right",
    )


def _shift(a: Sequence[float], b: Sequence[float]) -> float:
    """Median of the differences of every value of ``b`` to every one of ``a``."""
    return float(np.median(np.subtract.outer(_few(b), _few(a))))


def _few(values: Sequence[float]) -> Floats:
    if len(values) <= _MOST_VALUES:
        return np.asarray(values)
    return np.quantile(values, (np.arange(_MOST_VALUES) + 0.5) / _MOST_VALUES)


def _logs(reps: Sequence[Rep], figure: _Figure) -> list[float]:
    return [log(value) for rep in reps if (value := figure(rep)) is not None and value > 0.0]


def _percent(ratio: float) -> float:
    return 200.0 * tanh(ratio / 2.0)


def _welch(a: Sequence[float], b: Sequence[float]) -> tuple[float, float]:
    """Standard error of the difference of two means, and its degrees of freedom (Welch, Satterthwaite)."""
    x, y = variance(a) / len(a), variance(b) / len(b)
    if x + y == 0.0:
        return 0.0, len(a) + len(b) - 2.0
    return sqrt(x + y), (x + y) ** 2 / (x * x / (len(a) - 1) + y * y / (len(b) - 1))


def t_quantile(probability: float, freedom: float) -> float:
    """Returns a quantile of Student's t distribution by its expansion about the normal one (Fisher, Cornish).

    At 0.975 it is 3 % low for 2 degrees of freedom, and within 1 % from 3 on.

    Parameters
    ----------
    probability : float
        Above 0 and below 1.
    freedom : float
        Degrees of freedom, at least 2.
    """
    z = NormalDist().inv_cdf(probability)
    terms = (
        (z**3 + z) / 4.0,
        (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0,
        (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0,
        (79.0 * z**9 + 776.0 * z**7 + 1482.0 * z**5 - 1920.0 * z**3 - 945.0 * z) / 92160.0,
    )
    return z + sum(term / freedom**k for k, term in enumerate(terms, start=1))
