"""Labelled recordings that are measured once and judged again for each choice of thresholds.

Reading a recording, finding its reps and measuring them takes nearly all of the time, and most thresholds
of ``momentum`` have no say in it. By these, verdicts are made anew in milliseconds; any other threshold
needs every recording to be gone through again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.curl.judge_set import MeasuredSet, Person, decide
from analysis.core.curl.known_figures import known_figures
from analysis.core.curl.momentum import Judgement
from analysis.errors import LabelError, TuningError
from analysis.evaluation.evaluate import Evaluation
from analysis.evaluation.labels import FileLabel, read_labels
from analysis.evaluation.scored_recording import (
    Judged,
    MatchedLabel,
    ScoredRecording,
    curl_sensors,
    minutes_of,
    score_recording,
)
from analysis.output.words import count
from analysis.settings.thresholds import COACHING_GROUPS, DEFAULTS, MomentumThresholds, Thresholds
from analysis.stream.offline import conclude, recording_facts
from analysis.stream.tracker import Tracker
from imu.formats import read_recording
from imu.types import Recording

if TYPE_CHECKING:
    import pandas as pd

MEASURING = "load_lever_m"
"""The one threshold of ``momentum`` that reps are measured with."""
_REMEMBERED = 32
"""Measurements by other thresholds that are kept, so that moving one to and fro costs nothing."""

DECIDING = (
    "carry",
    "push_mps2",
    "detour",
    "peak_speed_dps",
    "elbow_rms_mps2",
    "rom_deg",
    "lift_s",
)
"""The figures of a rep that `LabelledSet.table` gives."""
Reader = Callable[[FileLabel], Recording]
"""Gives the recording that a label names."""
ProgressCallback = Callable[[int, int], None]
"""Is told how many of how many are done."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """One sensor of a labelled recording, measured but not yet judged."""

    track: ScoredRecording
    """Its labels and the reps found beside them."""
    sets: tuple[MeasuredSet, ...]
    """Its sets before any verdict, in order of time."""


def rerun_sentence(name: str) -> str:
    """Says in a sentence what must be computed again when a threshold moves.

    Parameters
    ----------
    name : str
        Dotted, e.g. ``momentum.carry``.

    Raises
    ------
    ThresholdError
        There is no such threshold.
    TuningError
        It has no say in counts and verdicts.
    """
    DEFAULTS.row(name)
    if name.partition(".")[0] in COACHING_GROUPS:
        raise TuningError(f"{name} changes what is advised, not what is called: labels cannot tune it.")
    if is_decision(name):
        return f"{name} changes only the verdicts: they are made again in milliseconds."
    return f"{name} changes what is found or measured: every recording is gone through again for each value."


def is_decision(name: str) -> bool:
    """Whether a threshold (dotted name) is looked at only when verdicts are made."""
    group, _, key = name.partition(".")
    return group == "momentum" and key != MEASURING


def read_file(label: FileLabel) -> Recording:
    """Reads the recording that a label names."""
    return read_recording(label.path)


class LabelledSet:
    """Labelled recordings, measured, ready to be judged by any thresholds.

    Parameters
    ----------
    labels : iterable of FileLabel, str or Path
        Labels, or the file of them.
    thresholds : Thresholds
        With which they are measured.
    read : callable
        Gives the recording of a label.
    progress : callable, optional
        Told how many recordings of how many are done.

    Raises
    ------
    LabelError
        There are no labels, they are something else, fit no rep, or name a sensor that the recording has
        not.
    RecordingError
        A recording cannot be read.
    """

    def __init__(
        self,
        labels: Iterable[FileLabel] | str | Path,
        thresholds: Thresholds = DEFAULTS,
        *,
        read: Reader = read_file,
        progress: ProgressCallback | None = None,
    ) -> None:
        self.labels, self.thresholds = _labels(labels), thresholds
        self._read = read
        self.measured: list[Measured] = []
        for k, label in enumerate(self.labels, start=1):
            self.measured += _measure(label, read(label), thresholds)
            if progress is not None:
                progress(k, len(self.labels))
        self._others: dict[Thresholds, LabelledSet] = {}

    def __len__(self) -> int:
        return sum(len(one.reps) for m in self.measured for one in m.sets)

    @property
    def extent(self) -> str:
        """How much it is: labelled reps, recordings and people, in words."""
        people = len({label.person for label in self.labels})
        reps = sum(len(label.reps) for label in self.labels)
        of = "1 person" if people == 1 else f"{people} people"
        return f"{count(reps, 'labelled rep')} in {count(len(self.labels), 'recording')} of {of}"

    def decide(self, limits: MomentumThresholds) -> Evaluation:
        """Judges the same measured reps by other limits, and compares the verdicts with the labels.

        Parameters
        ----------
        limits : MomentumThresholds

        Raises
        ------
        TuningError
            The reps were measured with another lever of the load.
        """
        if limits.load_lever_m != self.thresholds.momentum.load_lever_m:
            raise TuningError(f"{rerun_sentence(f'momentum.{MEASURING}')} Use at() for that.")
        judged = tuple(_judged(one.sets, limits) for one in self.measured)
        return Evaluation(tuple(m.track for m in self.measured), judged)

    def table(self, limits: MomentumThresholds) -> pd.DataFrame:
        """A row for each labelled rep that was found, with verdict and deciding figures.

        Parameters
        ----------
        limits : MomentumThresholds
            By which verdicts are made.

        Returns
        -------
        DataFrame
            Columns file, sensor, dataset, person, rep (from 1), style, kind (swung, calm, tremor or
            empty), verdict, momentum, and those of `DECIDING` in the units of `analysis.records.results.Rep`.
        """
        import pandas as pd  # noqa: PLC0415  slow to load

        rows = [row for one in self.measured for row in _rows(one, limits)]
        names = [
            "file",
            "sensor",
            "dataset",
            "person",
            "rep",
            "style",
            "kind",
            "verdict",
            "momentum",
            *DECIDING,
        ]
        return pd.DataFrame(rows, columns=names)

    def at(self, thresholds: Thresholds) -> Evaluation:
        """Evaluates any thresholds; measures again where `rerun_sentence` says so.

        Parameters
        ----------
        thresholds : Thresholds

        Raises
        ------
        LabelError, RecordingError
            As of the class, where recordings are measured again.
        """
        basis = _basis(thresholds)
        if basis == _basis(self.thresholds):
            return self.decide(thresholds.momentum)
        if basis not in self._others:
            if len(self._others) >= _REMEMBERED:
                del self._others[next(iter(self._others))]
            self._others[basis] = LabelledSet(self.labels, basis, read=self._read)
        return self._others[basis].decide(thresholds.momentum)


def _labels(given: Iterable[object] | str | Path) -> tuple[FileLabel, ...]:
    """The labels, at least one.

    Raises
    ------
    LabelError
        There is none, or something is no label.
    """
    path = str(given) if isinstance(given, (str, Path)) else "labels"
    all_of_it = list(read_labels(given) if isinstance(given, (str, Path)) else given)
    labels = tuple(one for one in all_of_it if isinstance(one, FileLabel))
    for other in (one for one in all_of_it if not isinstance(one, FileLabel)):
        what = f"{other!r} is no label; give what read_labels or labels_of returns, or the path of a file of labels."
        raise LabelError(what, path=path)
    if not labels:
        raise LabelError("there is no label in it; write a row for each recording.", path=path)
    return labels


def _basis(thresholds: Thresholds) -> Thresholds:
    """The thresholds that have a say before the verdicts; all others at their defaults."""
    measuring = MomentumThresholds(load_lever_m=thresholds.momentum.load_lever_m)
    return replace(thresholds, momentum=measuring, advice=DEFAULTS.advice)


def _measure(label: FileLabel, recording: Recording, thresholds: Thresholds) -> list[Measured]:
    tracker = Tracker(thresholds, keep=True)
    events = [event for block in recording.sensors for event in tracker.push(block)]
    events += tracker.flush()
    result = conclude(tracker, events, recording_facts(recording), thresholds)
    out = []
    for sensor in curl_sensors(label, [block.sensor for block in recording.sensors]):
        found = tracker.sensors[sensor]
        reps = [rep for one in found.sets for rep in one.reps]
        seen = score_recording(label, sensor, reps, minutes_of(result, sensor))
        out.append(Measured(track=seen, sets=tuple(found.measured)))
    return out


def _judged(sets: Sequence[MeasuredSet], limits: MomentumThresholds) -> Judged:
    """Verdicts on the sets of one sensor, in order: each knows what the earlier ones taught."""
    person = Person()
    made: list[Judgement] = []
    for one in sets:
        decided = decide(one, person, limits)
        person = decided.person
        made += decided.judgements
    return Judged(momentum=tuple(j.momentum for j in made), verdicts=tuple(j.verdict for j in made))


def _rows(one: Measured, limits: MomentumThresholds) -> Iterator[tuple[object, ...]]:
    """The labelled reps of one sensor that were found, for `LabelledSet.table`."""
    label, judged = one.track.label, _judged(one.sets, limits)
    reps = [(rep, known.known) for known in one.sets for rep in known.reps]
    kinds = {truth.place: _kind(truth) for truth in one.track.truths}
    for said, place in zip(label.reps, one.track.pairing.found, strict=True):
        if place is None:
            continue
        rep, known = reps[place]
        of = known_figures(rep, known)
        figures = (of[name] for name in DECIDING)
        style = said.style if one.track.pairing.sure else None
        whose = (label.path, one.track.sensor, label.dataset, label.person, place + 1, style)
        yield (*whose, kinds.get(place, ""), judged.verdicts[place], judged.momentum[place], *figures)


def _kind(truth: MatchedLabel) -> str:
    return "tremor" if truth.label.is_tremor else "swung" if truth.momentum else "calm"
