"""Moving thresholds, and what it costs: sweeps, a setting under a condition, and whether it holds for people it
was not found on.

Recordings of one person are never on both sides: a setting that was found on some people is judged on others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import TuningError
from analysis.evaluate import By, Evaluation, group_of
from analysis.metrics import METRICS, TITLES
from analysis.study import Progress, Study, reruns
from analysis.thresholds import DEFAULTS, Thresholds
from imu.types import Floats

if TYPE_CHECKING:
    import pandas as pd

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
    def shape(self) -> tuple[int, ...]:
        """How many values each threshold has."""
        return tuple(len(axis) for axis in self.axes)

    def figures(self, weights: Floats | None = None) -> dict[str, Floats]:
        """Each figure of `analysis.metrics.METRICS` at every setting, in the shape of the grid.

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

    ``at_most`` and ``at_least`` name figures of `analysis.metrics.METRICS`.
    """

    best: str = "swung_called"
    at_most: Mapping[str, float]
    at_least: Mapping[str, float]

    def __post_init__(self) -> None:
        known = [m.name for m in METRICS]
        for name in (self.best, *self.at_most, *self.at_least):
            if name not in known:
                raise TuningError(f"there is no figure {name!r}; there are {', '.join(known)}.")

    def kept(self, figures: Mapping[str, Floats]) -> Floats:
        """Where no bound is broken; a figure that cannot be had breaks none."""
        kept = np.isfinite(figures[self.best])
        for name, bound in self.at_most.items():
            kept &= ~(figures[name] > bound)
        for name, bound in self.at_least.items():
            kept &= ~(figures[name] < bound)
        return np.asarray(kept)


NO_FALSE = Condition(at_most={"calm_called": 0.02, "tremor_called": 0.05}, at_least={})
"""No more than 2 % of calm reps and 5 % of trembling ones called; under that, the most swung ones."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """A setting that was found: its place in the sweep, the values, all figures there, and how many settings
    were as good (``alike``); it lies in the middle of them."""

    place: int
    values: Mapping[str, float]
    thresholds: Thresholds
    figures: Mapping[str, float]
    alike: int


def find(sweep: Sweep, condition: Condition = NO_FALSE, *, weights: Floats | None = None) -> Choice:
    """The best setting that keeps a condition: of all that are as good, the one farthest from any that is not.

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
    goal = figures[condition.best] * (-1.0 if condition.best in LARGER else 1.0)
    good = kept & (goal >= goal[kept].max() - 1e-12)
    place = _middle(good)
    at = np.unravel_index(place, sweep.shape)
    return Choice(
        place=place,
        values={n: float(axis[k]) for n, axis, k in zip(sweep.names, sweep.axes, at, strict=True)},
        thresholds=sweep.settings[place],
        figures={name: float(value[at]) for name, value in figures.items()},
        alike=int(good.sum()),
    )


def _middle(good: Floats) -> int:
    """The cell of a region (one or two axes) that is farthest from the outside, in cells; of several the one
    nearest to their own middle."""
    padded = np.pad(good.astype(bool), 1)
    inside, outside = np.argwhere(good), np.argwhere(~padded) - 1
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldOut:
    """What was found on all others, judged on each person (or recording, or data set) that was left out.

    ``choices`` are the settings found without each group (None where the others did not allow one), ``tuned``
    the verdicts on everybody by settings found without them, ``before`` the same by the thresholds that the
    sweep started from.
    """

    by: By
    choices: Mapping[str, Choice | None]
    tuned: Evaluation
    before: Evaluation
    condition: Condition

    @property
    def sentence(self) -> str:
        """Did tuning help those it was not made on?"""
        name = self.condition.best
        new, old = self.tuned.figures(), self.before.figures()
        said = (
            f"On {_GROUPS[self.by]} that a setting was not found on, {TITLES[name]}: {new[name]:.3f} (before: "
            f"{old[name]:.3f})"
        )
        for bound in (b for b, most in self.condition.at_most.items() if new[b] > most):
            return (
                f"{said}, but {TITLES[bound]}: {new[bound]:.3f} (before: {old[bound]:.3f}), over the bound of "
                f"{self.condition.at_most[bound]:g}: the setting does not carry over; keep the thresholds as they "
                "were."
            )
        gain = (new[name] - old[name]) * (-1.0 if name in LARGER else 1.0)
        kept = all(not old[b] > most for b, most in self.condition.at_most.items())
        if gain > 0 or not kept:
            return f"{said}, and every bound is kept: the setting carries over."
        return f"{said}: tuning gains nothing for others; keep the thresholds as they were."


_GROUPS: dict[By, str] = {"person": "people", "dataset": "data sets", "file": "recordings"}


def held_out(sweep: Sweep, condition: Condition = NO_FALSE, *, by: By = "person") -> HeldOut:
    """Finds a setting without each group in turn, and judges that group by it.

    Parameters
    ----------
    sweep : Sweep
    condition : Condition
    by : str
        What is left out: ``person``, ``dataset`` or ``file`` (a whole recording, for one person's own tuning).

    Raises
    ------
    TuningError
        There are not two groups with labels of momentum.
    """
    tracks = sweep.evaluations[0].tracks
    names = [group_of(t.label, by) for t in tracks]
    groups = list(dict.fromkeys(n for n, t in zip(names, tracks, strict=True) if t.truths))
    if len(groups) < 2:
        raise TuningError(
            f"only {len(groups)} of the {_GROUPS[by]} has reps labelled swung or calm: nothing can be left out; "
            f"{'use by=' + repr('file') + ', or ' if by != 'file' else ''}record more."
        )
    before = sweep.study.at(sweep.base)
    judged, choices = list(before.judged), {}
    for group in groups:
        choice = _without(sweep, condition, np.array([float(n != group) for n in names]))
        choices[group] = choice
        if choice is not None:
            by_choice = sweep.evaluations[choice.place].judged
            judged = [
                by_choice[k] if n == group else j for k, (n, j) in enumerate(zip(names, judged, strict=True))
            ]
    tuned = Evaluation(tracks, tuple(judged))
    return HeldOut(by=by, choices=choices, tuned=tuned, before=before, condition=condition)


def _without(sweep: Sweep, condition: Condition, weights: Floats) -> Choice | None:
    try:
        return find(sweep, condition, weights=weights)
    except TuningError:
        return None


def around(name: str, count: int = SIDE, base: Thresholds = DEFAULTS) -> Floats:
    """Values of a threshold to try: evenly from half to twice where it stands, within what is allowed.

    Raises
    ------
    ThresholdError
        There is no such threshold.
    """
    row = base.row(name)
    values = np.linspace(*row.nearby, count)
    if isinstance(row.default, int):
        return np.unique(np.round(values))
    return np.array([float(f"{value:.3g}") for value in values])
