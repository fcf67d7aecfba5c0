"""Moving thresholds, and what it costs: sweeps, and a setting under a condition.

Whether the setting holds for people it was not found on is the matter of `analysis.evaluation.held_out`.
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
from analysis.evaluation.labelled_set import Progress, Study, reruns
from analysis.evaluation.metrics import METRICS, TITLES, metric_of
from analysis.settings.thresholds import DEFAULTS, Thresholds
from imu.types import Floats

if TYPE_CHECKING:
    import pandas as pd

Bools: TypeAlias = NDArray[np.bool_]
FEWEST = 10
"""Fewer swung or calm reps than this say nothing about a threshold."""
SIDE = 41
"""Values of a threshold that are tried where nobody says which."""
LARGER = (
    "count_error",
    "ghosts_per_minute",
    "start_error_s",
    "end_error_s",
    "calm_called",
    "tremor_called",
    "not_judged",
    "brier",
)
"""Figures that are better the smaller they are."""


class Sweep:
    """The figures at every setting of one or two thresholds.

    Parameters
    ----------
    study : Study
    grid : mapping of str to sequence of float
        Dotted names of one or two thresholds, and the values to try.
    base : Thresholds, optional
        What all others are; by default those of the study.
    progress : callable, optional
        Told how many settings of how many are done.

    Raises
    ------
    TuningError
        No threshold, more than two, one without a say, or no value.
    ThresholdError
        A value that is not allowed.
    """

    def __init__(
        self,
        study: Study,
        grid: Mapping[str, Sequence[float] | Floats],
        *,
        base: Thresholds | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.study, self.base = study, study.thresholds if base is None else base
        self.names = tuple(grid)
        if not 1 <= len(self.names) <= 2:
            raise TuningError(f"{len(self.names)} thresholds were given to sweep; give one or two.")
        self.says = tuple(reruns(name) for name in self.names)
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
        """Where the thresholds stand that are moved."""
        return {name: float(self.base.row(name).value) for name in self.names}

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each threshold has."""
        return tuple(len(axis) for axis in self.axes)

    def figures(self, weights: Floats | None = None) -> dict[str, Floats]:
        """Each figure of `analysis.evaluation.metrics.METRICS` at every setting, in the shape of the grid.

        Parameters
        ----------
        weights : (n,) float64, optional
            How often each track counts; by default once.
        """
        rows = [one.figures(weights) for one in self.evaluations]
        return {m.name: np.array([row[m.name] for row in rows]).reshape(self.shape) for m in METRICS}

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each setting: the values, then every figure."""
        import pandas as pd  # noqa: PLC0415  slow to load

        values = pd.DataFrame(list(product(*self.axes)), columns=list(self.names))
        return values.join(pd.DataFrame([one.figures() for one in self.evaluations]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a setting must keep: bounds on figures, and the figure to be best in.

    ``at_most`` and ``at_least`` name figures of `analysis.evaluation.metrics.METRICS`.
    """

    best: str = "swung_called"
    at_most: Mapping[str, float]
    at_least: Mapping[str, float]

    def __post_init__(self) -> None:
        for name in self.figures:
            metric_of(name)

    def kept(self, figures: Mapping[str, Floats]) -> Bools:
        """Where no bound is broken; a figure that cannot be had breaks none."""
        kept = np.isfinite(figures[self.best])
        for name, bound in self.at_most.items():
            kept &= ~(figures[name] > bound)
        for name, bound in self.at_least.items():
            kept &= ~(figures[name] < bound)
        return np.asarray(kept)

    def broken(self, figures: Mapping[str, float]) -> dict[str, str]:
        """The figures of one setting that break a bound, and which; one that cannot be had breaks none."""
        over = {
            n: f"over the bound of {_as_written(n, b)}" for n, b in self.at_most.items() if figures[n] > b
        }
        under = {
            n: f"under the bound of {_as_written(n, b)}" for n, b in self.at_least.items() if figures[n] < b
        }
        return over | under

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures it speaks of, the one to be best in first."""
        return tuple(dict.fromkeys((self.best, *self.at_most, *self.at_least)))


def _as_written(name: str, value: float) -> str:
    """A bound with its unit; shares in percent."""
    unit = metric_of(name).unit
    return f"{100.0 * value:g} %" if unit == "share" else f"{value:g} {unit}".rstrip()


NO_FALSE = Condition(at_most={"calm_called": 0.02, "tremor_called": 0.05}, at_least={})
"""No more than 2 % of calm reps and 5 % of trembling ones called; under that, the most swung ones."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """A setting that was found: its place in the sweep, the values and those of before, all figures there, and
    how many of the ``tried`` settings were as good (``alike``)."""

    place: int
    values: Mapping[str, float]
    before: Mapping[str, float]
    thresholds: Thresholds
    figures: Mapping[str, float]
    alike: int
    tried: int

    @property
    def moved(self) -> tuple[str, ...]:
        """The thresholds that stand elsewhere than before."""
        return tuple(name for name, value in self.values.items() if value != self.before[name])

    @property
    def sentence(self) -> str:
        """What was moved, and what was left."""
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


def find(sweep: Sweep, condition: Condition = NO_FALSE, *, weights: Floats | None = None) -> Choice:
    """The best setting that keeps a condition.

    Of all that are best, those that are also best in the figures with a bound (fewest false calls). Of these,
    those that move the fewest thresholds: one that makes no difference stays where it is. Of these the one
    farthest from any setting that is not as good.

    Parameters
    ----------
    sweep : Sweep
    condition : Condition
    weights : (n,) float64, optional
        How often each track counts; by default once.

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
        good = _best_of(good, figures[name] * (-1.0 if name in LARGER else 1.0))
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
    """Those that reach the highest of a figure; all of them where it cannot be had."""
    most = np.max(goal[among & np.isfinite(goal)], initial=-np.inf)
    return among if np.isneginf(most) else np.asarray(among & (goal >= most - 1e-12))


def _fewest_moved(good: Bools, sweep: Sweep) -> Bools:
    """Those of the good settings that leave as many thresholds as they can where they are."""
    elsewhere = [(axis != now).astype(int) for axis, now in zip(sweep.axes, sweep.now.values(), strict=True)]
    moved = sum(np.ix_(*elsewhere), start=np.zeros(sweep.shape, dtype=int))
    return np.asarray(good & (moved == moved[good].min()))


def _middle(good: Bools, among: Bools) -> int:
    """The cell of ``among`` that is farthest from the outside of ``good`` (one or two axes), in cells; of
    several the one nearest to their own middle."""
    padded = np.pad(good, 1)
    inside, outside = np.argwhere(among), np.argwhere(~padded) - 1
    depth = np.array([np.abs(outside - cell).max(axis=1).min() for cell in inside])
    deepest = inside[depth == depth.max()]
    nearest = deepest[np.abs(deepest - deepest.mean(axis=0)).sum(axis=1).argmin()]
    return int(np.ravel_multi_index(tuple(nearest), good.shape))


def _enough(evaluation: Evaluation, weights: Floats | None) -> None:
    """There are swung and calm reps to tune on.

    Raises
    ------
    TuningError
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


def around(name: str, count: int = SIDE, base: Thresholds = DEFAULTS) -> Floats:
    """Values of a threshold to try: where it stands, half of them evenly below down to half of it, half above up
    to twice, within what is allowed.

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
