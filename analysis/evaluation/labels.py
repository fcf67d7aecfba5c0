"""Labels of recordings that a person wrote: how many reps there are, where, and which of them were swung.

A file of labels is a CSV with the column ``file`` (beside the labels, or an absolute path) and any of

- ``reps``: how many curls the recording holds; ``kind``: ``curl`` (also when empty), ``idle`` or
``other``, which
  both hold none;
- ``style``: how they were done, e.g. ``strict`` or ``swing``; or all in order, ``10 strict, 5 swing``; -
``momentum``: ``yes`` or ``no``, where no style says it; - ``start_s``, ``end_s``: a row for each rep, on
the time axis of the recording; - ``sensor``: whose reps these are, with several sensors; ``subject`` and
``dataset``: for keeping people apart; - ``lifts``: a name for the lifts, the same one where several
recordings hold the same lifts (of another sensor, or
  exported twice), so that they are not taken for independent of each other.
"""

from __future__ import annotations

import csv
import math
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from analysis.errors import LabelError
from imu.small_text import short_repr

Kind: TypeAlias = Literal["curl", "idle", "other"]
SWUNG = frozenset({"swing", "swung", "abrupt", "jerk", "cheat", "momentum"})
"""Styles that are momentum."""
_CALM = frozenset(
    {
        "strict",
        "clean",
        "controlled",
        "correct",
        "calm",
        "slow",
        "partial",
        "half",
        "low amplitude",
        "off_axis",
    }
)
TREMOR = frozenset({"unstable", "uncontrolled", "tremor"})
"""Styles that tremble. That is no momentum, and counted apart from calm reps.

Any style that is in none of these three says nothing about momentum.
"""
_ANSWERS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_MOST_DIGITS = 5
"""Longest number of reps: no recording holds 100,000."""
_COUNTED = re.compile(rf"(\d{{1,{_MOST_DIGITS}}})\s+(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RepLabel:
    """Label of one rep; None where the person did not say."""

    style: str | None = None
    """How it was done, e.g. ``strict`` or ``swing``."""
    momentum: bool | None = None
    """The person's own word on whether it was momentum."""
    start_s: float | None = None
    """Start on the recording's time axis, s."""
    end_s: float | None = None
    """End, s; not in it any more."""

    @property
    def truth(self) -> bool | None:
        """Whether it was momentum: by the person's own word, else by the style, else None."""
        if self.momentum is not None or self.style is None:
            return self.momentum
        return True if self.style in SWUNG else False if self.style in _CALM | TREMOR else None

    @property
    def is_tremor(self) -> bool:
        """Whether its style is a trembling one."""
        return self.style in TREMOR


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLabel:
    """Labels of one recording."""

    path: str
    """The recording."""
    count: int | None
    """How many reps it holds; None if nobody said."""
    reps: tuple[RepLabel, ...] = ()
    """Label of each rep in order of time, as far as they were described."""
    kind: Kind = "curl"
    """Curls, idle, or other movement."""
    sensor: str | None = None
    """The sensor whose reps these are; None: of every sensor that makes sets."""
    dataset: str = ""
    """Collection it belongs to."""
    subject: str = ""
    """The lifter within the data set."""
    lifts: str = ""
    """Name shared by several recordings of the same lifts."""

    @property
    def occasion(self) -> str:
        """Name of what was recorded: the lifts if they have a name, else the recording."""
        return f"{self.dataset}/{self.lifts}" if self.lifts else self.path

    @property
    def person(self) -> str:
        """Name of the lifter among all data sets."""
        return "/".join(part for part in (self.dataset, self.subject) if part)

    @property
    def timed(self) -> bool:
        """Whether every rep has its times."""
        return bool(self.reps) and all(r.start_s is not None and r.end_s is not None for r in self.reps)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFormat:
    """Differences between somebody else's file of labels and ours."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Their name of each of our columns."""
    styles: Mapping[str, str] = field(default_factory=dict)
    """Our word for each of their styles."""
    suffix: str = ""
    """Ending that their column of files leaves out, e.g. ``.csv``."""
    dataset: str = ""
    """Name for the collection, where no column has it."""

    def ours(self, cells: Mapping[str, str]) -> dict[str, str]:
        """A row, by column, as we would write it."""
        row = {**cells, **{name: cells.get(theirs, "") for name, theirs in self.columns.items()}}
        row["file"] = f"{row['file']}{self.suffix}" if row.get("file") else ""
        row["style"] = self.styles.get(row.get("style", ""), row.get("style", ""))
        row["dataset"] = row.get("dataset") or self.dataset
        return row


OURS = LabelFormat()
"""The format described above, unchanged."""


def read_labels(path: str | Path, dialect: LabelFormat = OURS) -> list[FileLabel]:
    """Reads labels from a CSV file, one entry per recording and sensor, in the file's order.

    Parameters
    ----------
    path : str or Path
    dialect : LabelFormat
        For labels that were written for something else.

    Raises
    ------
    LabelError
        The file cannot be read, has no column ``file``, or a cell says nothing that could be meant.
    """
    groups: dict[tuple[str, str | None], list[_Row]] = {}
    for row in _rows(Path(path), dialect):
        groups.setdefault((row.file, row.sensor), []).append(row)
    return [_file_label(rows) for rows in groups.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of the file, its cells read; its fields are the columns."""

    source: str
    line: int
    file: str
    count: int | None
    style: str | None
    momentum: bool | None
    span: tuple[float, float] | None
    kind: Kind
    sensor: str | None
    subject: str
    dataset: str
    lifts: str


def _rows(path: Path, dialect: LabelFormat) -> Iterator[_Row]:
    if path.exists() and not path.is_file():
        raise LabelError("is no file; give a CSV file of labels.", path=str(path))
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            wanted = dialect.columns.get("file", "file")
            if wanted not in (reader.fieldnames or ()):
                what = (
                    f"labels need a header with the column {wanted!r}, e.g. file,reps,style, as first line."
                )
                raise LabelError(what, path=str(path), line=1)
            for cells in reader:
                ours = dialect.ours({k: (v or "").strip() for k, v in cells.items() if k})
                yield _row(ours, path, reader.line_num)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise LabelError(f"cannot be read ({reason}); give a CSV file of labels.", path=str(path)) from error


def _row(cells: Mapping[str, str], path: Path, line: int) -> _Row:
    def wrong(field: str, wanted: str) -> LabelError:
        given = cells.get(field) or ""
        return LabelError(f"{field} is {short_repr(given)}; write {wanted}.", path=str(path), line=line)

    if not cells["file"]:
        raise wrong("file", "the recording's name")
    kind = cells.get("kind") or "curl"
    if kind not in get_args(Kind):
        raise wrong("kind", "curl, idle or other")
    momentum = cells.get("momentum", "").lower()
    if momentum and momentum not in _ANSWERS:
        raise wrong("momentum", "yes or no, or leave it empty")
    count = cells.get("reps", "")
    if count and not (count.isdecimal() and len(count) <= _MOST_DIGITS):
        raise wrong("reps", "a whole number below 100,000, or leave it empty")
    return _Row(
        source=str(path),
        line=line,
        file=os.path.normpath(path.parent / cells["file"]),
        count=int(count) if count else None,
        style=cells.get("style") or None,
        momentum=_ANSWERS.get(momentum),
        span=_span(cells, wrong),
        kind=kind,  # type: ignore[arg-type]  # one of them, as was just seen
        sensor=cells.get("sensor") or None,
        subject=cells.get("subject", ""),
        dataset=cells.get("dataset", ""),
        lifts=cells.get("lifts", ""),
    )


def _span(cells: Mapping[str, str], wrong: Callable[[str, str], LabelError]) -> tuple[float, float] | None:
    """Start and end of a rep, or None where the row has neither."""
    start, end = cells.get("start_s", ""), cells.get("end_s", "")
    if not start and not end:
        return None
    for name in ("start_s", "end_s"):
        try:
            known = math.isfinite(float(cells.get(name, "")))
        except ValueError:
            known = False
        if not known:
            raise wrong(name, "seconds on the recording's own time axis, both start_s and end_s")
    if float(end) <= float(start):
        raise wrong("end_s", "a time after start_s")
    return float(start), float(end)


def _file_label(rows: Sequence[_Row]) -> FileLabel:
    first = rows[0]
    timed = sorted((r for r in rows if r.span is not None), key=lambda r: r.span or (0.0, 0.0))
    label = FileLabel(
        path=first.file,
        count=None,
        kind=first.kind,
        sensor=first.sensor,
        dataset=first.dataset,
        subject=first.subject,
        lifts=first.lifts,
    )
    if timed:
        reps = tuple(
            RepLabel(style=r.style, momentum=r.momentum, start_s=r.span[0], end_s=r.span[1])
            for r in timed
            if r.span is not None
        )
        return replace(label, count=len(reps), reps=reps)
    if len(rows) > 1:
        what = f"{first.file} is labelled twice; keep one row, or give each rep its start_s and end_s."
        raise LabelError(what, path=first.source, line=rows[1].line)
    if first.kind != "curl":
        return replace(label, count=0)
    return replace(label, count=first.count, reps=_untimed(first))


def _untimed(row: _Row) -> tuple[RepLabel, ...]:
    """The reps of a row that counts them, with the style of each as far as the row says it."""
    count = row.count or 0
    styles = _in_order(row.style, count)
    return tuple(RepLabel(style=style, momentum=row.momentum) for style in styles)


def _in_order(style: str | None, count: int) -> list[str | None]:
    """``10 strict, 5 swing`` as fifteen styles; else the one style for all."""
    parts = [_COUNTED.fullmatch(part.strip()) for part in (style or "").split(",")]
    known = [m for m in parts if m is not None]
    if len(known) == len(parts) and sum(int(m[1]) for m in known) == count:
        return [m[2] for m in known for _ in range(int(m[1]))]
    return [style] * count
