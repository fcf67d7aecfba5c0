"""Earlier sessions for notebooks: save them, see the progress, and get the next weight.

>>> from analysis.notebook.training_history import TrainingHistory
>>> TrainingHistory("nothing_yet.db").next_session().sentences
('Next session: no weight, as no earlier set with a weight is known; save sets with theirs, as by analyze --save --weight 12.5kg.',)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.coaching.next_weight import NextWeight, next_weights
from analysis.coaching.progress import personal_bests, training_weeks, usual_unit
from analysis.coaching.weights import Rack, parse_rack
from analysis.errors import HistoryError
from analysis.history.history import SavedSession, open_history
from analysis.history.places import SWITCH_VARIABLE, is_switched_on
from analysis.notebook.api import Analysis
from analysis.notebook.plots.advice_plot import plot_advice
from analysis.notebook.plots.next_weight_plot import plot_next_weights
from analysis.notebook.plots.progress_plot import plot_progress
from analysis.output import words
from analysis.output.history_frames import (
    advice_frame,
    bests_frame,
    chances_frame,
    past_sets_frame,
    sessions_frame,
    weeks_frame,
)
from analysis.output.next_weight_words import next_weight_lines
from analysis.records.past_sessions import PastSession, PastSet
from analysis.settings.advice_settings import AdviceSettings
from analysis.settings.thresholds import DEFAULTS
from imu._html import bold, paragraph, stacked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["NextSession", "TrainingHistory"]


class TrainingHistory:
    """Earlier sessions of one person as data frames and pictures, and the next weight.

    Parameters
    ----------
    db : str or Path, optional
        File or URL of the database. Left out, it is that of the command ``rep-momentum``: your own history.
    lifter : str, optional
        Only of this person; needed for the next weight where the history knows several.

    Raises
    ------
    HistoryError
        No database of this kind is known.
    """

    def __init__(self, db: str | Path | None = None, *, lifter: str | None = None) -> None:
        self._history = open_history(None if db is None else str(db))
        self.lifter = lifter

    def save(self, session: Analysis) -> SavedSession | None:
        """Saves an analysed recording; the same recording again takes the place of its earlier analysis.

        Parameters
        ----------
        session : Analysis
            As `inspect_recording` makes it; one without a name counts as of this ``lifter``.

        Returns
        -------
        SavedSession or None
            How it was saved; None for a recording without a set, which is left out.

        Raises
        ------
        HistoryError
            It cannot be saved, or the history is switched off.
        """
        if not is_switched_on():
            raise HistoryError("the history is switched off; unset it to save.", place=SWITCH_VARIABLE)
        if not session.result.sets:
            return None
        name = session.result.lifter or self.lifter
        with self._history:
            return self._history.save(session.record(lifter=name))

    @property
    def sessions(self) -> pd.DataFrame:
        """One row per session, in order of time."""
        return sessions_frame(self._sessions())

    @property
    def sets(self) -> pd.DataFrame:
        """One row per set, in order of time."""
        with self._history:
            return past_sets_frame(self._history.sets(lifter=self.lifter))

    @property
    def bests(self) -> pd.DataFrame:
        """One row per weight: most controlled reps in one set, and when; the heaviest first."""
        return bests_frame(personal_bests(self._sessions()))

    @property
    def weeks(self) -> pd.DataFrame:
        """One row per week with a session."""
        return weeks_frame(training_weeks(self._sessions()))

    def plot(self, *, narrow: bool = False) -> Figure:
        """Plots the reps of each week, and the share of controlled reps at each weight over time.

        Parameters
        ----------
        narrow : bool
            For a phone or a column of a page.
        """
        sessions = self._sessions()
        return plot_progress(sessions, unit=usual_unit(sessions), narrow=narrow)

    def next_session(
        self,
        *,
        target_reps: int | None = None,
        rack: Rack | str | None = None,
        now: datetime | None = None,
        settings: AdviceSettings = DEFAULTS.advice,
    ) -> NextSession:
        """Says the weight of the next session for each arm, as ``rep-momentum advise`` does.

        Parameters
        ----------
        target_reps : int, optional
            Reps that are wanted; otherwise those that were wanted last.
        rack : Rack or str, optional
            Weights there are, such as ``"2:30:2kg"``; otherwise steps of 2.5 kg or 5 lb.
        now : datetime, optional
            The present, with its zone; otherwise this moment. Sets before a long pause are not believed.
        settings : AdviceSettings

        Raises
        ------
        HistoryError
            It cannot be read, or knows several people and ``lifter`` does not say whose weight is meant.
        WeightError
            The rack cannot be understood.
        """
        found = next_weights(
            self._curls(),
            target_reps=target_reps,
            rack=parse_rack(rack) if isinstance(rack, str) else rack,
            now=now or datetime.now(UTC),
            settings=settings,
        )
        return NextSession(weights=found, settings=settings)

    def advice_so_far(
        self,
        *,
        target_reps: int | None = None,
        rack: Rack | str | None = None,
        settings: AdviceSettings = DEFAULTS.advice,
    ) -> pd.DataFrame:
        """Gives what was known after each session: the weight that would have been advised, and how sure that was.

        Parameters
        ----------
        target_reps, rack, settings
            As of `next_session`.

        Returns
        -------
        DataFrame
            One row per session and arm; ``weight_kg`` is missing where the sets did not tell yet.
        """
        return advice_frame(self._steps(target_reps, rack, settings))

    def plot_advice_so_far(self, *, narrow: bool = False) -> Figure:
        """Plots how sure the advice was after each session: the interval of the limit, and the weight advised.

        Parameters
        ----------
        narrow : bool
            For a phone or a column of a page.
        """
        return plot_advice(self._steps(None, None, DEFAULTS.advice), narrow=narrow)

    def _steps(
        self, target_reps: int | None, rack: Rack | str | None, settings: AdviceSettings
    ) -> list[tuple[PastSet, NextWeight]]:
        """The last set of each session, and what was found from all sets up to it."""
        sets = self._curls()
        weights = parse_rack(rack) if isinstance(rack, str) else rack
        steps: list[tuple[PastSet, NextWeight]] = []
        for number in dict.fromkeys(one.session for one in sets):
            last = max(k for k, one in enumerate(sets) if one.session == number)
            found = next_weights(sets[: last + 1], target_reps=target_reps, rack=weights, settings=settings)
            steps += [(sets[last], one) for one in found]
        return steps

    def _sessions(self) -> Sequence[PastSession]:
        with self._history:
            return self._history.sessions(lifter=self.lifter)

    def _curls(self) -> list[PastSet]:
        """Sets of curls of one person, oldest first; those that name nobody are the only person's."""
        with self._history:
            known = self._history.lifters()
            if self.lifter is None and len(known) > 1:
                what = f'it knows {words.joined(known[:5])}; say whose next weight, with lifter="{known[0]}".'
                raise HistoryError(what, place=self._history.place.shown)
            return [one for one in self._history.sets(lifter=self.lifter) if one.is_curl]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NextSession:
    """Weight of the next session for each arm, in words, as a table and as a picture."""

    weights: tuple[NextWeight, ...]
    """The weight of each arm, left before right, or why there is none."""
    settings: AdviceSettings
    """Settings that it was found with."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Lines of ``rep-momentum advise``: what to take, how it went last time, and what is known."""
        return tuple(line for one in self.weights for line in next_weight_lines(one, self.settings))

    @property
    def chances(self) -> pd.DataFrame:
        """One row per arm and weight of the rack: chance that all reps are controlled, with its 80 % interval."""
        return chances_frame(self.weights)

    def plot(self, *, narrow: bool = False) -> Figure:
        """Plots the chance of a controlled set against weight, with its interval, the rack, and what was lifted.

        Parameters
        ----------
        narrow : bool
            For a phone or a column of a page.
        """
        return plot_next_weights(self.weights, self.settings, narrow=narrow)

    def _repr_html_(self) -> str:
        told = (next_weight_lines(one, self.settings) for one in self.weights)
        return stacked(
            *(paragraph(bold(line) if k == 0 else line) for lines in told for k, line in enumerate(lines))
        )
