"""Sweeps of thresholds: the metrics at every value, and the best setting under a condition.

Whether that setting holds for people it was not found on is tested by `analysis.evaluation.held_out`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.errors import TuningError
from analysis.evaluation.evaluate import Evaluation
from analysis.evaluation.labelled_set import LabelledSet, ProgressCallback, rerun_sentence
from analysis.evaluation.metrics import METRICS, TITLES, metric_of
from analysis.settings.thresholds import DEFAULTS, Thresholds
from imu.types import Floats

if TYPE_CHECKING:
    import pandas as pd

Bools: TypeAlias = NDArray[np.bool_]
FEWEST = 10
"""Swung and calm reps that are needed of each, to tune a threshold on."""
SIDE = 41
"""Values of a threshold that are tried where nobody says which."""


class Sweep:
    """Metrics at every setting of one or two thresholds.

    Parameters
    ----------
    study : LabelledSet
    grid : mapping of str to sequence of float
        Dotted names of one or two thresholds, and the values to try, in the threshold's unit.
    base : Thresholds, optional
        All other thresholds; by default those of the study.
    progress : callable, optional
        Told how many settings of how many are done.

    Raises
    ------
    TuningError
        No threshold, more than two, one without a say in verdicts, or no value.
    ThresholdError
        A value that is not allowed.
    """

    def __init__(
        self,
        study: LabelledSet,
        grid: Mapping[str, Sequence[float] | Floats],
        *,
        base: Thresholds | None = None,
        progress: ProgressCallback | None = None,
    ) -> None:
        self.study, self.base = study, study.thresholds if base is None else base
        self.names = tuple(grid)
        if not 1 <= len(self.names) <= 2:
            raise TuningError(f"{len(self.names)} thresholds were given to sweep; give one or two.")
        self.says = tuple(rerun_sentence(name) for name in self.names)
        self.axes = tuple(np.asarray(values, dtype=float) for values in grid.values())
        if any(len(axis) == 0 for axis in self.axes):
            raise TuningError(f"no value to try for {' or '.join(self.names)}; give at least one.")
        self.settings = [self._setting(values) for values in product(*self.axes)]
        self.evaluations: list[Evaluation] = []
        for k, setting in enumerate(self.settings, start=1):
            self.evaluations.append(study.at(setting))
            if progress is not None:
                progress(k, len(self.settings))

    def _setting(self, values: Sequence[float]) -> Thresholds:
        pairs = zip(self.names, values, strict=True)
        return self.base.with_(**{name.replace(".", "__"): float(value) for name, value in pairs})

    @property
    def now(self) -> dict[str, float]:
        """Present value of each threshold that is moved."""
        return {name: float(self.base.row(name).value) for name in self.names}

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values of each threshold are tried."""
        return tuple(len(axis) for axis in self.axes)

    def figures(self, weights: Floats | None = None) -> dict[str, Floats]:
        """Each metric of `analysis.evaluation.metrics.METRICS` at every setting, in the shape of the grid.

        Parameters
        ----------
        weights : (n,) float64, optional
            How often each recording counts; by default once.
        """
        rows = [one.figures(weights) for one in self.evaluations]
        return {m.name: np.array([row[m.name] for row in rows]).reshape(self.shape) for m in METRICS}

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each setting: the values, then every metric."""
        import pandas as pd  # noqa: PLC0415  slow to load

        values = pd.DataFrame(list(product(*self.axes)), columns=list(self.names))
        return values.join(pd.DataFrame([one.figures() for one in self.evaluations]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Bounds that a setting must keep, and the metric to be best in.

    Names are those of `analysis.evaluation.metrics.METRICS`.
    """

    best: str = "swung_called"
    """The metric to be best in."""
    at_most: Mapping[str, float]
    """Upper bounds, by metric."""
    at_least: Mapping[str, float]
    """Lower bounds, by metric."""

    def __post_init__(self) -> None:
        for name in self.figures:
            metric_of(name)

    def kept(self, figures: Mapping[str, Floats]) -> Bools:
        """Settings that break no bound; a metric that cannot be computed breaks none.

        Parameters
        ----------
        figures : mapping of str to (...) float64
            Metrics at every setting, as `Sweep.figures` gives them.

        Returns
        -------
        (...) bool
            False also where the metric to be best in cannot be computed.
        """
        kept = np.isfinite(figures[self.best])
        for name, bound in self.at_most.items():
            kept &= ~(figures[name] > bound)
        for name, bound in self.at_least.items():
            kept &= ~(figures[name] < bound)
        return np.asarray(kept)

    def broken(self, figures: Mapping[str, float]) -> dict[str, str]:
        """The metrics of one setting that break a bound, each with the bound in words."""
        over = {
            n: f"over the bound of {_as_written(n, b)}" for n, b in self.at_most.items() if figures[n] > b
        }
        under = {
            n: f"under the bound of {_as_written(n, b)}" for n, b in self.at_least.items() if figures[n] < b
        }
        return over | under

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the metrics it speaks of, the one to be best in first."""
        return tuple(dict.fromkeys((self.best, *self.at_most, *self.at_least)))


def _as_written(name: str, value: float) -> str:
    """A bound with its unit; shares in percent."""
    unit = metric_of(name).unit
    return f"{100.0 * value:g} %" if unit == "share" else f"{value:g} {unit}".rstrip()


NO_FALSE = Condition(at_most={"calm_called": 0.02, "tremor_called": 0.05}, at_least={})
"""No more than 2 % of calm reps and 5 % of trembling ones called; under that, the most swung ones."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """A setting that was found."""

    place: int
    """Place among the settings of the sweep, from 0."""
    values: Mapping[str, float]
    """Value of each swept threshold, in its unit."""
    before: Mapping[str, float]
    """The values before."""
    thresholds: Thresholds
    """All thresholds with the new values."""
    figures: Mapping[str, float]
    """Every metric at this setting."""
    alike: int
    """How many settings are as good, this one too."""
    tried: int
    """How many settings were tried."""

    @property
    def moved(self) -> tuple[str, ...]:
        """Names of the thresholds that changed."""
        return tuple(name for name, value in self.values.items() if value != self.before[name])

    @property
    def sentence(self) -> str:
        """Says which thresholds moved from where to where, and how many settings were as good."""
        if not self.moved:
            return f"None of the {self.tried} settings does better than what holds now: nothing is moved."
        to = [f"{name} from {self.before[name]:g} to {self.values[name]:g}" for name in self.moved]
        stay = [f"{name} stays at {self.values[name]:g}" for name in self.values if name not in self.moved]
        moved = "; ".join([" and ".join(to), *stay])
        if self.alike == 1:
            return f"{moved}. None of the other {self.tried - 1} settings is as good."
        return (
            f"{moved}. {self.alike} of the {self.tried} settings are as good; of those that move the fewest "
            "thresholds this one lies in the middle."
        )


def find_setting(sweep: Sweep, condition: Condition = NO_FALSE, *, weights: Floats | None = None) -> Choice:
    """Finds the best setting that keeps a condition.

    Of all that are best, those that are also best in the metrics with a bound (fewest false calls). Of
    these, those that move the fewest thresholds: one that makes no difference stays where it is. Of these
    the one farthest from any setting that is not as good.

    Parameters
    ----------
    sweep : Sweep
    condition : Condition
    weights : (n,) float64, optional
        How often each recording counts; by default once.

    Raises
    ------
    TuningError
        There are too few labelled reps, or no setting keeps the condition.
    """
    _enough(sweep.evaluations[0], weights)
    figures = sweep.figures(weights)
    kept = condition.kept(figures)
    if not kept.any():
        raise TuningError(_none_kept(condition, figures))
    good = kept
    for name in condition.figures:
        good = _best_of(good, figures[name] * metric_of(name).sign)
    place = _middle(good, _fewest_moved(good, sweep))
    at = np.unravel_index(place, sweep.shape)
    return Choice(
        place=place,
        values={n: float(axis[k]) for n, axis, k in zip(sweep.names, sweep.axes, at, strict=True)},
        before=sweep.now,
        thresholds=sweep.settings[place],
        figures={name: float(value[at]) for name, value in figures.items()},
        alike=int(good.sum()),
        tried=len(sweep.settings),
    )


def _best_of(among: Bools, goal: Floats) -> Bools:
    """Those of ``among`` that reach the highest of a metric; all of them where it cannot be computed."""
    most = np.max(goal[among & np.isfinite(goal)], initial=-np.inf)
    return among if np.isneginf(most) else np.asarray(among & (goal >= most - 1e-12))


def _fewest_moved(good: Bools, sweep: Sweep) -> Bools:
    """Those of the good settings that change the fewest thresholds."""
    elsewhere = [(axis != now).astype(int) for axis, now in zip(sweep.axes, sweep.now.values(), strict=True)]
    moved = sum(np.ix_(*elsewhere), start=np.zeros(sweep.shape, dtype=int))
    return np.asarray(good & (moved == moved[good].min()))


def _middle(good: Bools, among: Bools) -> int:
    """The setting of ``among`` that is farthest from the outside of ``good``, as a flat index.

    Distance is that of Chebyshev, in cells of a grid with one or two axes; of several the one nearest to
    their mean.
    """
    padded = np.pad(good, 1)
    inside, outside = np.argwhere(among), np.argwhere(~padded) - 1
    depth = np.array([np.abs(outside - cell).max(axis=1).min() for cell in inside])
    deepest = inside[depth == depth.max()]
    nearest = deepest[np.abs(deepest - deepest.mean(axis=0)).sum(axis=1).argmin()]
    return int(np.ravel_multi_index(tuple(nearest), good.shape))


def _enough(evaluation: Evaluation, weights: Floats | None) -> None:
    """Makes sure that there are swung and calm reps to tune on.

    Raises
    ------
    TuningError
        There are fewer than `FEWEST` of either.
    """
    swung, calm = evaluation.count("swung", weights), evaluation.count("calm", weights)
    if swung == 0 or calm == 0:
        one, other = ("calm", "swung") if swung == 0 else ("swung", "calm")
        n = max(swung, calm)
        raise TuningError(
            f"the labels hold {n} {one} reps and no {other} one: a limit between two kinds cannot be found from "
            f"one; label some {other} reps."
        )
    if min(swung, calm) < FEWEST:
        raise TuningError(
            f"{swung} swung and {calm} calm reps are too few to tune on: at least {FEWEST} of each are needed; "
            "record or label more."
        )


def _none_kept(condition: Condition, figures: Mapping[str, Floats]) -> str:
    def said(name: str, which: str, bound: float, end: str, value: float) -> str:
        return f"{TITLES[name]} of {which} {bound:g} (the {end} is {value:.3g})"

    known = [name for name, values in figures.items() if np.isfinite(values).any()]
    bounds = [
        said(name, "at most", bound, "least", float(np.nanmin(figures[name])))
        for name, bound in condition.at_most.items()
        if name in known
    ]
    bounds += [
        said(name, "at least", bound, "most", float(np.nanmax(figures[name])))
        for name, bound in condition.at_least.items()
        if name in known
    ]
    return f"no setting that was tried keeps {' and '.join(bounds)}; try other values, or allow more."


def values_around(name: str, count: int = SIDE, base: Thresholds = DEFAULTS) -> Floats:
    """Values of a threshold to try: the present one, half of the others from half of it, half up to twice of
    it.

    They are evenly spaced on each side and end where the allowed range does.

    Parameters
    ----------
    name : str
        Dotted, e.g. ``momentum.carry``.
    count : int
        How many values; those that are the same to three digits become one.
    base : Thresholds
        Where the threshold stands.

    Returns
    -------
    (m,) float64
        In the threshold's unit, ascending.

    Raises
    ------
    ThresholdError
        There is no such threshold.
    """
    row = base.row(name)
    low, high = row.nearby
    below = np.linspace(low, row.value, count // 2 + 1)[:-1]
    above = np.linspace(row.value, high, count - count // 2)[1:]
    digits = [float(f"{value:.3g}") for value in (*below, *above)]
    return np.unique([*digits, row.value])
