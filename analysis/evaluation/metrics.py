"""The metrics of an evaluation, each a ratio of sums over recordings.

The area under the curve is one too, a sum over pairs of recordings. So a group of recordings, or a
bootstrap sample of them, is nothing but a row of weights, and all draws are computed in one product of
matrices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.errors import TuningError
from imu.types import Floats

SUMS = (
    "counted",
    "exact",
    "within_1",
    "count_off",
    "labelled",
    "found",
    "matched",
    "ghosts",
    "ghost_minutes",
    "timed",
    "start_off_s",
    "end_off_s",
    "judgeable",
    "unjudged",
    "swung",
    "swung_called",
    "calm",
    "calm_called",
    "calm_cleared",
    "tremor",
    "tremor_called",
    "scored",
    "squares",
)
"""The sums kept for each recording, columns of the arrays below: numbers of recordings, reps and swung or
calm reps; times in s and min."""


class Metric(NamedTuple):
    """Description of one metric."""

    name: str
    """As in code and tables, e.g. ``recall``."""
    title: str
    """As people read it."""
    unit: str
    """``share`` (0 to 1), ``reps``, ``s``, ``1/min`` or empty."""
    needs: tuple[str, ...]
    """Names in `SUMS` that must be above 0, or there is nothing to measure."""
    meaning: str
    """One line for people."""
    better: Literal["more", "less"] = "more"
    """Whether more or less of it is better."""

    @property
    def sign(self) -> float:
        """1 where more is better, else -1."""
        return 1.0 if self.better == "more" else -1.0


METRICS = (
    Metric(
        "counted_exactly",
        "counted exactly",
        "share",
        ("counted",),
        "recordings whose reps were counted exactly",
    ),
    Metric(
        "counted_within_1",
        "counted within 1",
        "share",
        ("counted",),
        "recordings whose count is at most one off",
    ),
    Metric(
        "count_error",
        "error of the count",
        "reps",
        ("counted",),
        "mean size of the error of the count",
        better="less",
    ),
    Metric("precision", "precision", "share", ("found",), "found reps that are labelled ones"),
    Metric("recall", "recall", "share", ("labelled",), "labelled reps that were found"),
    Metric("f1", "F1", "share", ("labelled",), "harmonic mean of precision and recall"),
    Metric(
        "ghosts_per_minute",
        "ghosts a minute",
        "1/min",
        ("ghost_minutes",),
        "reps found in a minute of recordings without curls",
        better="less",
    ),
    Metric(
        "start_error_s",
        "error of the start",
        "s",
        ("timed",),
        "mean distance of the starts of reps from their labels",
        better="less",
    ),
    Metric(
        "end_error_s",
        "error of the end",
        "s",
        ("timed",),
        "mean distance of the ends of reps from their labels",
        better="less",
    ),
    Metric(
        "swung_called",
        "swung reps called",
        "share",
        ("swung",),
        "swung reps called momentum; missing ones count as not called",
    ),
    Metric(
        "calm_called",
        "calm reps called",
        "share",
        ("calm",),
        "calm reps called momentum: false calls",
        better="less",
    ),
    Metric(
        "tremor_called",
        "trembling reps called",
        "share",
        ("tremor",),
        "trembling reps called momentum",
        better="less",
    ),
    Metric(
        "not_judged",
        "reps not judged",
        "share",
        ("judgeable",),
        "reps labelled swung or calm that were missed or uncertain",
        better="less",
    ),
    Metric(
        "balanced_accuracy",
        "balanced accuracy",
        "share",
        ("swung", "calm"),
        "mean of swung reps called and calm reps cleared",
    ),
    Metric(
        "auc",
        "AUC",
        "share",
        ("swung", "calm"),
        "pairs of a swung and a calm rep ranked right; missing ones rank worst",
    ),
    Metric(
        "auc_found",
        "AUC of the reps found",
        "share",
        ("swung", "calm"),
        "the same over the reps that were found and judged",
    ),
    Metric(
        "brier",
        "Brier score",
        "",
        ("scored",),
        "mean square between momentum and what it was; 0.25 is a coin",
        better="less",
    ),
)
TITLES = {metric.name: metric.title for metric in METRICS}
_BY_NAME = {metric.name: metric for metric in METRICS}
_AT = {name: k for k, name in enumerate(SUMS)}


def metric_of(name: str) -> Metric:
    """Description of the metric of a name.

    Raises
    ------
    TuningError
        There is no metric of that name.
    """
    if name not in _BY_NAME:
        raise TuningError(f"there is no figure {name!r}; there are {', '.join(_BY_NAME)}.")
    return _BY_NAME[name]


def compute_metrics(sums: Floats) -> dict[str, Floats]:
    """Computes all metrics but the areas under the curve.

    ``swung_called`` is the sensitivity, 1 − ``calm_called`` the specificity wherever no calm rep was left
    uncertain (Altman 1994), ``balanced_accuracy`` their mean (Brodersen 2010), ``brier`` the mean square
    error of a probability (Brier 1950).

    Parameters
    ----------
    sums : (..., len(SUMS)) float64
        Sums of `SUMS`, over any recordings.

    Returns
    -------
    dict of str to (...) float64
        By name; NaN where there was nothing to measure.
    """

    def of(name: str) -> Floats:
        return np.asarray(sums[..., _AT[name]])

    called, cleared = _ratio(of("swung_called"), of("swung")), _ratio(of("calm_cleared"), of("calm"))
    return {
        "counted_exactly": _ratio(of("exact"), of("counted")),
        "counted_within_1": _ratio(of("within_1"), of("counted")),
        "count_error": _ratio(of("count_off"), of("counted")),
        "precision": _ratio(of("matched"), of("found")),
        "recall": _ratio(of("matched"), of("labelled")),
        "f1": _ratio(2.0 * of("matched"), of("found") + of("labelled")),
        "ghosts_per_minute": _ratio(of("ghosts"), of("ghost_minutes")),
        "start_error_s": _ratio(of("start_off_s"), of("timed")),
        "end_error_s": _ratio(of("end_off_s"), of("timed")),
        "swung_called": called,
        "calm_called": _ratio(of("calm_called"), of("calm")),
        "tremor_called": _ratio(of("tremor_called"), of("tremor")),
        "not_judged": _ratio(of("unjudged"), of("judgeable")),
        "balanced_accuracy": (called + cleared) / 2.0,
        "brier": _ratio(of("squares"), of("scored")),
    }


def _ratio(part: Floats, whole: Floats) -> Floats:
    out: Floats = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return out


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """Pairs of a swung and a calm rep that a score ranks right, counted for each pair of recordings.

    Divided by all pairs this is the area under the ROC curve (Mann–Whitney U; Hanley and McNeil 1982).
    """

    rows: NDArray[np.int_]
    """``(r,)``: numbers of the recordings that hold swung reps."""
    columns: NDArray[np.int_]
    """``(c,)``: numbers of the recordings that hold calm reps."""
    positives: Floats
    """``(r,)``: how many swung reps each of ``rows`` holds."""
    negatives: Floats
    """``(c,)``: how many calm reps each of ``columns`` holds."""
    won: Floats
    """``(r, c)``: pairs in which the swung rep scores higher; a tie is half a pair."""

    def area(self, weights: Floats) -> Floats:
        """Area under the ROC curve (AUC): probability that a swung rep scores above a calm one.

        Parameters
        ----------
        weights : (..., n) float64
            How often each of all n recordings counts.

        Returns
        -------
        (...) float64
            0 to 1, 0.5 for chance; NaN without a swung or without a calm rep.
        """
        left, right = weights[..., self.rows], weights[..., self.columns]
        pairs = (left @ self.positives) * (right @ self.negatives)
        return _ratio(np.einsum("...i,ij,...j->...", left, self.won, right), np.asarray(pairs))


def rank_pairs(truth: NDArray[np.bool_], score: Floats, place: NDArray[np.int_]) -> Ranking:
    """Counts the pairs of a swung and a calm rep that a score ranks right.

    Parameters
    ----------
    truth : (n,) bool
        Was the rep swung?
    score : (n,) float64
        Its score; higher says swung.
    place : (n,) int
        Number of its recording.

    Returns
    -------
    Ranking
    """
    rows, row = np.unique(place[truth], return_inverse=True)
    columns, column = np.unique(place[~truth], return_inverse=True)
    here, there = score[truth][:, None], score[~truth][None, :]
    won = np.zeros((len(rows), len(columns)))
    np.add.at(won, (row[:, None], column[None, :]), (here > there) + 0.5 * (here == there))
    return Ranking(
        rows=rows,
        columns=columns,
        positives=np.bincount(row, minlength=len(rows)).astype(float),
        negatives=np.bincount(column, minlength=len(columns)).astype(float),
        won=won,
    )


def bootstrap_weights(clusters: NDArray[np.int_], draws: int, seed: int) -> Floats:
    """Weights of recordings when whole clusters are drawn with replacement (cluster bootstrap; Efron 1979).

    Parameters
    ----------
    clusters : (n,) int
        The cluster (person or recording) of each recording: 0, 1, 2...
    draws : int
        Bootstrap samples to draw.
    seed : int
        Of the random numbers; the same seed gives the same samples.

    Returns
    -------
    (draws, n) float64
        How often each recording was drawn.
    """
    if len(clusters) == 0:
        return np.zeros((draws, 0))
    count = int(clusters.max()) + 1
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=draws)
    return drawn[:, clusters].astype(np.float64)


def wilson_interval(hits: float, n: float) -> tuple[float, float]:
    """Wilson's score interval of a share, 95 % (Wilson 1927).

    Unlike ``p ± 1.96 √(p(1−p)/n)`` it keeps a width where the share is 0 or 1.

    Parameters
    ----------
    hits, n : float
        Successes, and trials (above 0).

    Returns
    -------
    tuple of two floats
        Lower and upper end, within 0 to 1.
    """
    z, share = 1.959964, hits / n  # z: 97.5 % quantile of the normal distribution
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
    return max(0.0, middle - half), min(1.0, middle + half)


def percentile_interval(values: Floats) -> tuple[float, float]:
    """Percentile interval of the bootstrap: the middle 95 % of the finite values; NaN where there are
    none."""
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)
