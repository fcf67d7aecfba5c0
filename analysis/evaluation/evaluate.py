"""Evaluates results against labels: counting, where reps begin and end, and verdicts.

Metrics are ratios of sums over recordings. Confidence intervals are those of a cluster bootstrap: whole
people (or, where there are few, whole recordings, those of the same lifts together) are drawn with
replacement. Single reps are never drawn: neighbouring reps of one person are not independent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.evaluation.labels import FileLabel
from analysis.evaluation.metrics import (
    METRICS,
    SUMS,
    Metric,
    Ranking,
    bootstrap_weights,
    compute_metrics,
    percentile_interval,
    rank_pairs,
    wilson_interval,
)
from analysis.evaluation.scored_recording import (
    Judged,
    ScoredRecording,
    collect_judgements,
    curl_sensors,
    faults_of,
    minutes_of,
    score_recording,
    sums_of,
)
from analysis.records.results import SessionResult
from imu.types import Floats

if TYPE_CHECKING:
    import pandas as pd

By: TypeAlias = Literal["dataset", "person", "file"]
"""Groups of recordings: of a data set, a person, or the same lifts."""
FEW_PEOPLE = 8
"""With fewer people than this, recordings are drawn instead: the interval then says nothing of other people."""
_LEAST = 2
"""People or recordings from which on there is an interval."""
DRAWS = 1000
"""Bootstrap samples for an interval."""
_DRAWN: dict[By, str] = {"person": "people", "file": "recordings"}
"""As tables call what was drawn."""


def evaluate(labelled: Iterable[tuple[FileLabel, SessionResult]]) -> Evaluation:
    """Compares the results of recordings with their labels.

    Parameters
    ----------
    labelled : iterable of (FileLabel, SessionResult)

    Raises
    ------
    LabelError
        Labels fit no rep, or name a sensor that the recording has not.
    """
    tracks, judged = [], []
    for label, result in labelled:
        for sensor in curl_sensors(label, [s.name for s in result.sensors]):
            reps = [rep for one in result.sets if one.sensor == sensor for rep in one.reps]
            tracks.append(score_recording(label, sensor, reps, minutes_of(result, sensor)))
            judged.append(collect_judgements(reps))
    return Evaluation(tuple(tracks), tuple(judged))


class Evaluation:
    """Metrics of labelled recordings, over all of them or by group.

    Parameters
    ----------
    tracks : tuple of ScoredRecording
        One for each sensor of a recording.
    judged : tuple of Judged
        The verdicts, one for each track.
    """

    def __init__(self, tracks: tuple[ScoredRecording, ...], judged: tuple[Judged, ...]) -> None:
        self.tracks, self.judged = tracks, judged

    @cached_property
    def sums(self) -> Floats:
        """The sums of `SUMS` for each track, ``(n, len(SUMS))``."""
        rows = [sums_of(t, j) for t, j in zip(self.tracks, self.judged, strict=True)]
        return np.array([[row.get(name, 0.0) for name in SUMS] for row in rows]).reshape(-1, len(SUMS))

    def figures(self, weights: Floats | None = None) -> dict[str, float]:
        """Every metric of `METRICS` by name; NaN where there was nothing to measure.

        Parameters
        ----------
        weights : (n,) float64, optional
            How often each track counts; by default once.
        """
        whole = np.ones(len(self.tracks)) if weights is None else weights
        return {name: float(value[0]) for name, value in self._drawn(whole[None]).items()}

    def count(self, name: str, weights: Floats | None = None) -> int:
        """One of the sums of `analysis.evaluation.metrics.SUMS` over all tracks, each counted if its weight is not 0."""
        column = self.sums[:, SUMS.index(name)]
        return int(column.sum() if weights is None else column[weights > 0].sum())

    def _drawn(self, weights: Floats) -> dict[str, Floats]:
        """Metrics for each row of weights ``(draws, n)``, ``(draws,)`` each."""
        made = compute_metrics(weights @ self.sums)
        made["auc"], made["auc_found"] = (r.area(weights) for r in self._rankings)
        return {metric.name: made[metric.name] for metric in METRICS}

    @cached_property
    def _rankings(self) -> tuple[Ranking, Ranking]:
        return rank_pairs(*self._scores(missing=True)), rank_pairs(*self._scores(missing=False))

    def _scores(self, *, missing: bool) -> tuple[NDArray[np.bool_], Floats, NDArray[np.int_]]:
        """Truth, momentum and track of the reps that are swung or calm; with ``missing`` also those without
        an answer, which rank as the worst one."""
        rows = [
            (truth.momentum, (not truth.momentum) * 1.0 if score is None else score, k)
            for k, (t, j) in enumerate(zip(self.tracks, self.judged, strict=True))
            for truth in t.truths
            if not truth.label.is_tremor and ((score := truth.score(j)) is not None or missing)
        ]
        truths, scores, places = zip(*rows, strict=True) if rows else ((), (), ())
        return np.array(truths, dtype=bool), np.array(scores, dtype=float), np.array(places, dtype=int)

    def only(self, keep: Sequence[bool]) -> Evaluation:
        """The tracks for which ``keep`` is true."""
        chosen = [k for k, yes in enumerate(keep) if yes]
        return Evaluation(tuple(self.tracks[k] for k in chosen), tuple(self.judged[k] for k in chosen))

    def groups(self, by: By) -> list[str]:
        """Name of the group of each track."""
        return [group_of(t.label, by) for t in self.tracks]

    def intervals(self, *, draws: int = DRAWS, seed: int = 1) -> dict[str, tuple[float, float, str]]:
        """95 % confidence interval of each metric.

        Those of the percentile bootstrap (Efron 1979). Where every recording agrees there is no spread to
        see, and a share has Wilson's interval over what was drawn.

        Parameters
        ----------
        draws : int
            Bootstrap samples.
        seed : int
            Of their random numbers.

        Returns
        -------
        dict of str to (float, float, str)
            Lower and upper end, and what was drawn: ``people``, ``recordings``, or nothing (then both ends
            are NaN, as less than two of them have a say).
        """
        values, out = self.figures(), {}
        drawn = {by: self._drawn(bootstrap_weights(self._clusters(by), draws, seed)) for by in _DRAWN}
        for metric in METRICS:
            by, n = self._say(metric)
            low, high = percentile_interval(drawn[by][metric.name]) if n >= _LEAST else (math.nan, math.nan)
            if low == high and metric.unit == "share" and low in (0.0, 1.0):
                low, high = wilson_interval(values[metric.name] * n, n)
            out[metric.name] = (low, high, _DRAWN[by] if n >= _LEAST else "")
        return out

    def _clusters(self, by: By) -> NDArray[np.int_]:
        return np.unique(self.groups(by), return_inverse=True)[1]

    def _say(self, metric: Metric) -> tuple[By, int]:
        """Whether to draw people (where they are enough) or recordings for a metric, and how many of them
        have a say."""
        counts: dict[By, int] = {}
        for by in _DRAWN:
            clusters = self._clusters(by)
            needed = [self.sums[:, SUMS.index(name)] for name in metric.needs]
            counts[by] = min(int(np.count_nonzero(np.bincount(clusters, weights=n))) for n in needed)
        by = "person" if counts["person"] >= FEW_PEOPLE else "file"
        return by, counts[by]

    def summary(self, *, draws: int = DRAWS, seed: int = 1) -> pd.DataFrame:
        """Table of every metric with its 95 % interval.

        Parameters
        ----------
        draws : int
            Bootstrap samples.
        seed : int
            Of their random numbers.

        Returns
        -------
        DataFrame
            Index: name of the metric; columns value, low, high, drawn, unit, meaning.
        """
        import pandas as pd  # noqa: PLC0415  slow to load

        ends, values = self.intervals(draws=draws, seed=seed), self.figures()
        rows = [(m.name, values[m.name], *ends[m.name], m.unit, m.meaning) for m in METRICS]
        names = ["figure", "value", "low", "high", "drawn", "unit", "meaning"]
        return pd.DataFrame(rows, columns=names).set_index("figure")

    def by(self, group: By) -> pd.DataFrame:
        """Table of every metric for each data set, person or recording.

        Parameters
        ----------
        group : str
            ``dataset``, ``person`` or ``file``.

        Returns
        -------
        DataFrame
            A row for each, with columns recordings, labelled_reps and the metrics.
        """
        import pandas as pd  # noqa: PLC0415

        names = np.array(self.groups(group))
        rows = {}
        for name in dict.fromkeys(names.tolist()):
            part = self.only((names == name).tolist())
            reps = sum(len(t.label.reps) for t in part.tracks)
            rows[name] = {"recordings": len(part.tracks), "labelled_reps": reps} | part.figures()
        columns = ["recordings", "labelled_reps", *(metric.name for metric in METRICS)]
        return pd.DataFrame.from_dict(rows, orient="index", columns=None if rows else columns).rename_axis(
            group
        )

    def calibration(self, bins: int = 10) -> pd.DataFrame:
        """Reliability table: how often reps of a given momentum really were swung.

        Parameters
        ----------
        bins : int
            Equal ranges of the score from 0 to 1; empty ones are left out.

        Returns
        -------
        DataFrame
            Columns low, high, reps, momentum (mean), swung (share), swung_low, swung_high (Wilson's 95 %
            interval).
        """
        import pandas as pd  # noqa: PLC0415

        truth, score, _ = self._scores(missing=False)
        edges = np.linspace(0.0, 1.0, bins + 1)
        place = np.minimum((score * bins).astype(int), bins - 1)
        rows = []
        for k in np.unique(place).tolist():
            here = place == k
            swung, n = int(truth[here].sum()), int(here.sum())
            rows.append(
                (edges[k], edges[k + 1], n, float(score[here].mean()), swung / n, *wilson_interval(swung, n))
            )
        names = ["low", "high", "reps", "momentum", "swung", "swung_low", "swung_high"]
        return pd.DataFrame(rows, columns=names)

    def failures(self) -> pd.DataFrame:
        """Table of faults, a row for each wrong count and wrong verdict: file, sensor, dataset, person,
        what."""
        import pandas as pd  # noqa: PLC0415

        rows = [
            (t.label.path, t.sensor, t.label.dataset, t.label.person, what)
            for t, j in zip(self.tracks, self.judged, strict=True)
            for what in faults_of(t, j)
        ]
        return pd.DataFrame(rows, columns=["file", "sensor", "dataset", "person", "what"])


def group_of(label: FileLabel, by: By) -> str:
    """Name of the group a recording belongs to; recordings of the same lifts are one ``file``."""
    return {"dataset": label.dataset, "person": label.person, "file": label.occasion}[by]
