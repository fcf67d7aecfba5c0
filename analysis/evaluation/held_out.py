"""Leave-one-group-out cross-validation of a setting: does it hold for people it was not found on?

Recordings of one person are never on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import TuningError
from analysis.evaluation.evaluate import By, Evaluation, group_of
from analysis.evaluation.metrics import SUMS, TITLES, metric_of
from analysis.evaluation.scored_recording import ScoredRecording
from analysis.evaluation.sweep import NO_FALSE, Choice, Condition, Sweep, find_setting

if TYPE_CHECKING:
    import pandas as pd

_SAME = 1e-12
"""Figures that differ by less are the same."""
_ONE: dict[By, str] = {"person": "person", "dataset": "data set", "file": "recording"}
_GROUPS: dict[By, str] = {"person": "people", "dataset": "data sets", "file": "recordings"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldOut:
    """Result of a cross-validation: each group judged by the setting that was found on all others.

    ``tuned`` and ``before`` hold the groups of ``choices`` only, so that the two can be compared.
    """

    by: By
    """The groups that were left out in turn: people, data sets or recordings."""
    choices: Mapping[str, Choice]
    """The setting found without each group."""
    refused: Mapping[str, str]
    """Of the other groups, why no setting could be found without them, as a sentence."""
    tuned: Evaluation
    """Each group by the setting that was found without it."""
    before: Evaluation
    """The same groups by the thresholds that the sweep started from."""
    condition: Condition
    """The bounds that settings had to keep, and the figure to be best in."""

    @property
    def holds(self) -> bool | None:
        """Whether tuning helped those it was not made on; None where that could not be tried.

        It helped if every bound is kept and the figure to be best in rose; where that stayed the same, the
        first figure with a bound that changed decides.
        """
        new, old = self.tuned.figures(), self.before.figures()
        if self.condition.broken(new):
            return False
        if np.isnan(new[self.condition.best]):
            return None
        gains = [(new[n] - old[n]) * metric_of(n).sign for n in self.condition.figures]
        first = next((gain for gain in gains if abs(gain) > _SAME), 0.0)
        return first > 0 or bool(self.condition.broken(old))

    @property
    def sentence(self) -> str:
        """Says whether the setting holds for others, and what to do."""
        if not self.choices:
            return (
                f"Not tried on others: {self._why_not()} Nobody can say whether the setting holds for them."
            )
        new, old = self.tuned.figures(), self.before.figures()
        figures = ", ".join(self._figure(name) for name in self.condition.figures if np.isfinite(new[name]))
        said = f"On {self._whom()} that a setting was not found on: {figures}"
        broken, before = self.condition.broken(new), self.condition.broken(old)
        for name, bound in broken.items():
            found = "tuning does not mend that" if name in before else "the setting does not hold"
            as_before = " as before" if name in before else ""
            return f"{said}, {bound}{as_before}: {found} for others; keep the thresholds as they were."
        if self.holds is None:
            best = TITLES[self.condition.best]
            return (
                f"{said}. None of them shows the {best}: nobody can say whether the setting holds for others."
            )
        if self.holds:
            return f"{said}. Every bound is kept: the setting holds for others."
        return f"{said}: tuning gains nothing for others; keep the thresholds as they were."

    def _figure(self, name: str) -> str:
        """A figure on those left out, and as it was before; as counts where it is a share of reps."""
        if name in SUMS:
            whole = self.tuned.count(metric_of(name).needs[-1])
            return f"{TITLES[name]} {self.tuned.count(name)} of {whole} (before: {self.before.count(name)})"
        return f"{TITLES[name]} {self.tuned.figures()[name]:.3f} (before: {self.before.figures()[name]:.3f})"

    @property
    def table(self) -> pd.DataFrame:
        """A row for each group: the values that were found without it, or why none was."""
        import pandas as pd  # noqa: PLC0415  slow to load

        rows: list[Mapping[str, object]] = [{"without": g} | dict(c.values) for g, c in self.choices.items()]
        rows += [{"without": group, "not found": why} for group, why in self.refused.items()]
        return pd.DataFrame(rows, columns=None if rows else ["without"]).set_index("without")

    def _whom(self) -> str:
        """How many groups were tried, and of how many."""
        tried, all_of_them = len(self.choices), len(self.choices) + len(self.refused)
        if not self.refused:
            return f"{tried} {_GROUPS[self.by]}"
        return f"{tried} of {all_of_them} {_GROUPS[self.by]}"

    def _why_not(self) -> str:
        if len(self.refused) < 2:
            known = f"only one {_ONE[self.by]} has" if self.refused else f"none of the {_GROUPS[self.by]} has"
            return f"{known} reps labelled swung or calm, so that none can be left out."
        without, why = next(iter(self.refused.items()))
        return f"without {Path(without).name if self.by == 'file' else without}, {why}"


def held_out(sweep: Sweep, condition: Condition = NO_FALSE, *, by: By | None = None) -> HeldOut:
    """Finds a setting without each group in turn, and judges that group by it.

    Parameters
    ----------
    sweep : Sweep
        Its settings are the ones to choose from.
    condition : Condition
    by : str, optional
        Groups to leave out: ``person``, ``dataset`` or ``file`` (a whole recording, for one person's own
        tuning). By default people, or recordings where there is but one person.

    Returns
    -------
    HeldOut
    """
    tracks = sweep.evaluations[0].tracks
    chosen = by if by is not None else "person" if len(_labelled(tracks, "person")) > 1 else "file"
    names = [group_of(t.label, chosen) for t in tracks]
    choices: dict[str, Choice] = {}
    refused: dict[str, str] = {}
    groups = _labelled(tracks, chosen)
    for group in groups:
        try:
            others = np.array([float(name != group) for name in names])
            choices[group] = find_setting(sweep, condition, weights=others)
        except TuningError as error:
            refused[group] = str(error)
    before = sweep.study.at(sweep.base)
    tried = [k for k, name in enumerate(names) if name in choices]
    judged = tuple(sweep.evaluations[choices[names[k]].place].judged[k] for k in tried)
    return HeldOut(
        by=chosen,
        choices=choices,
        refused=refused,
        tuned=Evaluation(tuple(tracks[k] for k in tried), judged),
        before=before.only([name in choices for name in names]),
        condition=condition,
    )


def _labelled(tracks: Sequence[ScoredRecording], by: By) -> list[str]:
    """The groups with at least one rep of which it is known whether it was momentum."""
    return list(dict.fromkeys(group_of(t.label, by) for t in tracks if t.truths))
