"""Reads the exports of Strong and Hevy: a session per workout, with weights and reps; how reps were lifted they do not say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Literal, TypeAlias

from analysis.coaching.weights import HEAVIEST, Weight, WeightUnit
from analysis.errors import HistoryError
from analysis.history.log_columns import english_columns, log_text
from analysis.history.log_values import MOST_LOGGED_REPS, length_s, moment_of, number_of, reps_of
from analysis.history.session_record import (
    SessionRecord,
    TableRow,
    is_possible,
    lifter_key,
    session_times,
    tallies_of,
    with_facts_hash,
)
from analysis.records.past_sessions import PastUnit

Cells: TypeAlias = Mapping[str, str]
_STRONG, _HEVY = {"Exercise Name", "Set Order", "Workout Name"}, {"exercise_title", "set_index", "start_time"}
_PSEUDO_ROWS = ("note", "rest timer", "notiz", "pausentimer", "pause")
"""Rows of Strong that are no sets."""
_WARM_UPS = ("w", "warmup", "warm-up", "warm_up", "aufwärmen", "aufwärmsatz")
_WEIGHT_COLUMNS: tuple[tuple[str, PastUnit | None], ...] = (
    ("Weight (kg)", "kg"), ("Weight (lb)", "lb"), ("Weight (lbs)", "lb"), ("weight_kg", "kg"), ("weight_lbs", "lb"),
    ("weight_lb", "lb"), ("kg", "kg"), ("lbs", "lb"), ("lb", "lb"), ("Weight", None),
)  # fmt: skip
_BYTES_OF_HEAD = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkoutLog:
    """Export of an app, read."""

    sessions: tuple[SessionRecord, ...]
    """Its workouts."""
    remarks: tuple[str, ...]
    """Sentences on rows that were left out."""


@dataclass(slots=True, kw_only=True)
class _Workout:
    """Rows of one workout, as they come."""

    cells: Cells
    sets: list[TableRow] = field(default_factory=list)


def is_workout_log(path: Path) -> bool:
    """Whether a file is an export of Strong or Hevy, by the names of its columns."""
    try:
        with path.open("rb") as file:
            head = log_text(file.read(_BYTES_OF_HEAD), errors="replace")
    except OSError:
        return False
    return _kind(_names(head)) is not None


def _names(text: str) -> list[str]:
    line = (text.splitlines() or [""])[0]
    try:
        return english_columns(next(csv.reader([line], delimiter=_separator(line)), []))
    except csv.Error:  # a line longer than any header
        return []


def _separator(line: str) -> str:
    """The most frequent one; tabs part the columns of a spreadsheet's Unicode text."""
    return max(",;\t", key=line.count)


def _kind(names: Sequence[str]) -> str | None:
    return "strong" if set(names) >= _STRONG else "hevy" if set(names) >= _HEVY else None


def read_workout_log(
    path: Path, *, lifter: str | None = None, unit: WeightUnit | None = None, version: str
) -> WorkoutLog:
    """Reads an export.

    A row that cannot be meant is left out, with a remark; the rest is read.

    Parameters
    ----------
    path : Path
    lifter : str, optional
        Name of the person, which no export holds.
    unit : "kg" or "lb", optional
        Unit of the weights, where the file does not name one.
    version : str
        Of this program.

    Raises
    ------
    HistoryError
        It is no text, its weights have no unit, or it holds no set.
    """
    try:
        text = log_text(path.read_bytes())
    except UnicodeDecodeError as error:
        raise HistoryError("this is no text; export it again.", place=str(path)) from error
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=_separator((text.splitlines() or [""])[0])
    )
    reader.fieldnames = english_columns(reader.fieldnames or [])
    kind = _kind(reader.fieldnames or []) or "strong"
    made = _Reader(str(path), kind, unit)
    try:
        for cells in reader:
            made.take(
                {name: value or "" for name, value in cells.items() if isinstance(name, str)}, reader.line_num
            )
    except csv.Error as error:
        what = f"line {reader.line_num + 1}: this row cannot be read ({error}); export it again."
        raise HistoryError(what, place=str(path)) from error
    sessions = tuple(made.sessions(lifter, version))
    if not sessions:
        first = f" {made.remarks[0]}" if made.remarks else ""
        raise HistoryError(f"this export holds no set with reps.{first}", place=str(path))
    return WorkoutLog(sessions=sessions, remarks=tuple(made.remarks))


class _Reader:
    """Collects the rows of one export into workouts."""

    def __init__(self, path: str, kind: str, unit: WeightUnit | None) -> None:
        self._path, self._kind, self._unit = path, kind, unit
        self._workouts: dict[tuple[str, str], _Workout] = {}
        self.remarks: list[str] = []

    def take(self, cells: Cells, line: int) -> None:
        """Takes a row; one that is no set is passed over, one that cannot be meant is remarked on."""
        order = cells.get("Set Order", cells.get("set_type", "")).strip().casefold()
        reps = reps_of(_cell(cells, "Reps", "reps"))
        if order in _PSEUDO_ROWS or reps == 0:
            return
        key = (_cell(cells, "Date", "start_time"), _cell(cells, "Workout Name", "title"))
        wrong = self._wrong(cells, key[0], reps)
        if wrong is not None or reps is None:
            self.remarks.append(f"{self._path}, line {line}: {wrong}; this set was left out.")
            return
        workout = self._workouts.setdefault(key, _Workout(cells=cells))
        workout.sets.append(self._set_row(cells, len(workout.sets) + 1, reps, warm_up=order in _WARM_UPS))

    def _wrong(self, cells: Cells, started: str, reps: int | None) -> str | None:
        """What cannot be meant in a row; None where all is well."""
        began = moment_of(started)
        if began is None or not is_possible(began):
            return f"{started!r} is no date that is known"
        if reps is None:
            return f"{_cell(cells, 'Reps', 'reps')!r} is no number of reps from 1 to {MOST_LOGGED_REPS}"
        return self._wrong_weight(cells)

    def _wrong_weight(self, cells: Cells) -> str | None:
        name, _ = self._weight_column(cells)
        value = number_of(cells.get(name, ""))
        if value is None and cells.get(name, "").strip():
            return f"{cells[name]!r} is no weight"
        if value is not None and value < 0.0:
            return f"a weight of {value:g} is less than nothing"
        if value and self._unit_written(cells) == "":
            return f"{cells['Weight Unit'].strip()!r} is no unit that is known, which are kg and lbs"
        if value is not None and value > HEAVIEST:
            return f"a weight of {value:g} is more than {HEAVIEST:g}, the heaviest that is understood"
        return None

    def _weight_column(self, cells: Cells) -> tuple[str, PastUnit | None]:
        return next(((name, unit) for name, unit in _WEIGHT_COLUMNS if name in cells), ("", None))

    @staticmethod
    def _unit_written(cells: Cells) -> PastUnit | Literal[""] | None:
        """The unit beside the weight; empty for one that is not known, None where none is written."""
        written = cells.get("Weight Unit", "").strip().casefold()
        if not written:
            return None
        return "kg" if written.startswith("k") else "lb" if written.startswith("lb") else ""

    def _weight(self, cells: Cells) -> Weight | None:
        """The weight as it was written; None without one, or for the body's own."""
        name, unit = self._weight_column(cells)
        value = number_of(cells.get(name, ""))
        if value is None or value <= 0.0:
            return None
        known = unit or self._unit_written(cells) or self._unit
        if known is None:
            what = "the weights have no unit in this file; say it with --unit kg or --unit lb."
            raise HistoryError(what, place=self._path)
        return Weight(value=value, unit=known)

    def _set_row(self, cells: Cells, number: int, reps: int, *, warm_up: bool) -> TableRow:
        weight = self._weight(cells)
        said = {
            "rpe": number_of(_cell(cells, "RPE", "rpe")),
            "notes": _cell(cells, "Notes", "exercise_notes"),
        }
        return {
            "number": number,
            "exercise": _cell(cells, "Exercise Name", "exercise_title") or "unnamed",
            "sensor": None,
            "side": None,
            "start_s": 0.0,
            "end_s": 0.0,
            "lifting_s": None,
            "closed_by": None,
            "weight_value": None if weight is None else weight.value,
            "weight_unit": None if weight is None else weight.unit,
            "weight_kg": None if weight is None else weight.kg,
            "target_reps": None,
            "reps": reps,
            "verdicts": "",
            "warm_up": warm_up,
            "figures": {name: value for name, value in said.items() if value},
            "advice": None,
        }

    def sessions(self, lifter: str | None, version: str) -> Iterator[SessionRecord]:
        """Yields the workouts. One is known again by app, beginning, name and person, so that a corrected export
        replaces it."""
        for (started, title), workout in self._workouts.items():
            began = moment_of(started)
            known = "\n".join(
                (self._kind, "" if began is None else began.isoformat(), title, lifter_key(lifter) or "")
            )
            session = {
                "content_hash": blake2b(known.encode(), digest_size=16).hexdigest(),
                **session_times(
                    None if began is None else began.isoformat(), 0.0, self._length_s(workout, began)
                ),
                "lifter": lifter,
                "lifter_key": lifter_key(lifter),
                "origin": self._kind,
                "source": self._path,
                "format": self._kind,
                "title": title or None,
                "device": None,
                "thresholds_digest": None,
                "version": version,
                "sensors": [],
                "sensor_facts": [],
                "tallies": tallies_of(workout.sets),
                "corrections": [],
                **dict.fromkeys(("warmup", "balance", "trunk", "bouts")),
            }
            yield with_facts_hash(session, workout.sets, ())

    def _length_s(self, workout: _Workout, began: datetime | None) -> float:
        ended = moment_of(workout.cells.get("end_time", ""))
        if ended is not None and began is not None:
            return max((ended - began).total_seconds(), 0.0)
        return length_s(_cell(workout.cells, "Duration", "Workout Duration", "Duration (sec)"))


def _cell(cells: Cells, *names: str) -> str:
    """The first of these columns that there is, without blanks around."""
    return next((cells[name].strip() for name in names if name in cells), "")
