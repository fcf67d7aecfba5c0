"""The analysis for notebooks: one call, and everything it found as data frames and pictures.

>>> from analysis.notebook.api import DEMO_FILE, inspect_recording
>>> inspect_recording(DEMO_FILE).sets.reps.tolist()
[8, 10]
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.coaching.set_context import SetContext, with_advice
from analysis.coaching.weights import Weight, parse_weight
from analysis.errors import SignalError
from analysis.history.session_record import SessionRecord, recorded_session
from analysis.notebook.card import session_card
from analysis.notebook.plots.rep_plot import find_rep, plot_rep
from analysis.notebook.plots.session_plot import plot_session
from analysis.output.explain import Explanation, explain
from analysis.output.frames import events_frame, reps_frame, sets_frame, sides_frame, trace_frame
from analysis.output.verdict_words import verdict_word
from analysis.records.events import Event
from analysis.records.results import SessionResult
from analysis.report import write_report
from analysis.settings.thresholds import COACHING_GROUPS, DEFAULTS, GROUPS, Thresholds
from analysis.stream.offline import conclude, recording_facts
from analysis.stream.tracker import Tracker
from imu.formats import read_recording
from imu.types import Recording

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["DEMO_FILE", "Analysis", "inspect_recording"]

DEMO_FILE = str(files("firmware_data.recordings") / "demo_curls.csv")
"""A recording that comes with the program: a light set, and a heavy one that ends swinging."""
_DECIDED = "Only the decisions were made again: the reps and their figures are the same."
_ADVISED = "Only the advice was made again: every verdict is the same."
_MOST_CHANGES = 6
"""Changed verdicts that are named; of more, their number is told."""
_SAME = "Nothing had to be done again: the thresholds are the same."


def inspect_recording(
    source: Recording | str | Path,
    thresholds: Thresholds = DEFAULTS,
    *,
    trace: bool = True,
    weight: float | str | None = None,
    target_reps: int | None = None,
) -> Analysis:
    """Analyses a recording, with advice, for looking at it: data frames, pictures, other limits.

    `analysis.analyze` gives programs the same figures as plain records.

    Parameters
    ----------
    source : Recording, str or Path
        A recording, or the file or folder of one.
    thresholds : Thresholds
    trace : bool
        Keep the curves, for pictures and `Analysis.trace`; never changes another figure.
    weight : float or str, optional
        Of the dumbbell, in kg, or with its unit, such as ``"25 lb"``; overrules the recording's own notes.
    target_reps : int, optional
        Reps wanted in a set; overrules the recording's own notes.

    Returns
    -------
    Analysis

    Raises
    ------
    RecordingError
        The file cannot be read as a recording.
    SignalError
        ``source`` is something else, or the arrays of a sensor do not fit together.
    WeightError
        The weight cannot be understood.
    """
    if not isinstance(source, (Recording, str, Path)):
        raise SignalError("source", expected="a Recording, or the path of one", got=type(source).__name__)
    recording = source if isinstance(source, Recording) else read_recording(str(source))
    told = SetContext(weight=_weight(weight), target_reps=target_reps)
    return _Basis(recording, thresholds, told, trace=trace).first()


class _Basis:
    """A recording whose reps are measured once, and can be judged by other limits."""

    def __init__(
        self, recording: Recording, thresholds: Thresholds, told: SetContext, *, trace: bool
    ) -> None:
        self.recording, self.thresholds, self.told, self.trace = recording, thresholds, told, trace
        self._tracker = Tracker(thresholds, trace=trace, keep=True)
        events: list[Event] = []
        for block in recording.sensors:
            events += self._tracker.push(block)
        self._events = [*events, *self._tracker.flush()]

    def first(self) -> Analysis:
        """Result by the thresholds that it was measured with."""
        return self._made(self._events, self.thresholds, "Everything was analysed.")

    def by(self, thresholds: Thresholds, reran: str) -> Analysis:
        """Result by other thresholds, which differ in ``momentum`` and in what is advised alone."""
        live = [event for event in self._events if event.closed_by is None]
        closing = self._tracker.judge_by(replace(self.thresholds, momentum=thresholds.momentum))
        return self._made([*live, *closing], thresholds, reran)

    def _made(self, events: list[Event], thresholds: Thresholds, reran: str) -> Analysis:
        made = conclude(self._tracker, events, recording_facts(self.recording), thresholds)
        result = with_advice(made, self.recording.notes, self.told, thresholds)
        return Analysis(
            recording=self.recording, thresholds=thresholds, result=result, reran=reran, _basis=self
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Analysis:
    """Result of analysing a recording by some thresholds, as tables, pictures and explanations."""

    recording: Recording
    """The samples as they were read."""
    thresholds: Thresholds
    """The thresholds it was analysed by."""
    result: SessionResult
    """All records: sets, reps, events, quality of the data."""
    reran: str
    """Sentence on how much had to be computed for it."""
    _basis: _Basis

    @property
    def reps(self) -> pd.DataFrame:
        """One row per rep; the columns of `analysis.output.tables.COLUMNS`."""
        return reps_frame(self.result)

    @property
    def sets(self) -> pd.DataFrame:
        """One row per set, with its advice."""
        return sets_frame(self.result)

    @property
    def events(self) -> pd.DataFrame:
        """One row per event of a live run: counts, calls and closed sets, as the samples came in."""
        return events_frame(self.result)

    @property
    def sides(self) -> pd.DataFrame:
        """One row per figure of both arms, with the symmetry index; empty where no set says which arm it is of."""
        return sides_frame(self.result)

    @property
    def trace(self) -> pd.DataFrame:
        """The curves of all sets over time: angle, lift speed, inertial and elbow acceleration."""
        return trace_frame(self.result)

    def plot(self, *, narrow: bool = False) -> Figure:
        """Plots the forearm angle over time with the reps shaded by verdict, and a bar per rep of its
        momentum.

        Parameters
        ----------
        narrow : bool
            For a phone or a column of a page.
        """
        return plot_session(self.result, unit=self._basis.told.unit, narrow=narrow)

    def plot_rep(self, n: int, set: int = 1, *, narrow: bool = False) -> Figure:  # noqa: A002
        """Plots one rep in detail: angle, lift speed and inertial acceleration, with what was marked in it.

        Parameters
        ----------
        n : int
            Rep of the set, from 1.
        set : int
            Place of the set in the recording, from 1, as in `sets`.
        narrow : bool
            For a phone or a column of a page.

        Raises
        ------
        SignalError
            There is no such rep, or its curves were not kept.
        """
        return plot_rep(self.result, n, set, narrow=narrow)

    def explain(self, n: int, set: int = 1) -> Explanation:  # noqa: A002
        """Explains why a rep was called what it was, by how much, and what would have changed it.

        Parameters
        ----------
        n, set : int
            As in `plot_rep`.

        Raises
        ------
        SignalError
            There is no such rep.
        """
        return explain(find_rep(self.result, n, set)[1], self.thresholds)

    def report(self, path: str | Path) -> Path:
        """Writes the report: one HTML file that needs nothing else.

        Parameters
        ----------
        path : str or Path

        Returns
        -------
        Path
            Where it was written.

        Raises
        ------
        OSError
            It cannot be written.
        """
        write_report(self.result, path, unit=self._basis.told.unit, thresholds=self.thresholds)
        return Path(path)

    def record(self, *, lifter: str | None = None) -> SessionRecord:
        """Makes what a history keeps of it; `analysis.notebook.training_history` saves it.

        Parameters
        ----------
        lifter : str, optional
            Name of the person; by default as the recording says.
        """
        return recorded_session(self.result, self.recording, self._basis.told, lifter=lifter)

    def with_thresholds(self, thresholds: Thresholds) -> Analysis:
        """Analyses the same recording by other thresholds.

        Only steps that the change affects are done again; the result is exactly that of thresholds that
        held from the start.

        Parameters
        ----------
        thresholds : Thresholds
        """
        moved = {g for g in GROUPS if getattr(thresholds, g) != getattr(self.thresholds, g)}
        before = self._basis
        if "momentum" in moved and moved <= {"momentum"} | COACHING_GROUPS:
            made = before.by(thresholds, _DECIDED)
            return replace(made, reran=f"{_DECIDED} {_changes(self.result, made.result)}")
        if moved <= COACHING_GROUPS:
            return before.by(thresholds, _ADVISED if moved else _SAME)
        again = _Basis(self.recording, thresholds, before.told, trace=before.trace)
        found = " and ".join(sorted(moved - {"momentum"} - COACHING_GROUPS))
        return replace(again.first(), reran=f"Everything was analysed again: {found} changes what is found.")

    def _repr_html_(self) -> str:
        return session_card(self.result, unit=self._basis.told.unit, note=self.reran)


def _changes(before: SessionResult, after: SessionResult) -> str:
    """Sentence on which verdicts differ between two results with the same reps."""
    pairs = [
        (place, old, new)
        for place, (one, other) in enumerate(zip(before.sets, after.sets, strict=True), start=1)
        for old, new in zip(one.reps, other.reps, strict=True)
        if (old.verdict, old.cause) != (new.verdict, new.cause)
    ]
    if not pairs:
        return "No verdict changes."
    said = [
        f"set {place} rep {old.index}: {verdict_word(old)}, now {verdict_word(new)}"
        for place, old, new in pairs
    ]
    more = f"; and {len(said) - _MOST_CHANGES} more" if len(said) > _MOST_CHANGES else ""
    verb = "verdict changes" if len(said) == 1 else "verdicts change"
    return f"{len(said)} {verb}: {'; '.join(said[:_MOST_CHANGES])}{more}."


def _weight(given: float | str | None) -> Weight | None:
    if given is None:
        return None
    return parse_weight(given if isinstance(given, str) else f"{given:g} kg")
