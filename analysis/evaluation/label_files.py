"""Makes labels of the reps that were found in a recording, and keeps them in a CSV that grows with each
one."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from numbers import Integral
from pathlib import Path, PurePath

from analysis.errors import LabelError
from analysis.evaluation.labels import FileLabel, RepLabel, read_labels
from analysis.output.words import count
from analysis.records.results import SessionResult
from analysis.settings.safe_write import write_aside

_COLUMNS = (
    "file",
    "sensor",
    "kind",
    "reps",
    "style",
    "momentum",
    "start_s",
    "end_s",
    "subject",
    "dataset",
    "lifts",
)
_SHAPE = "name the swung reps by set, such as {2: [7, 8]} for reps 7 and 8 of set 2"


def labels_of(
    result: SessionResult, swung: Mapping[int, Iterable[int]], *, subject: str = "", dataset: str = ""
) -> list[FileLabel]:
    """Makes labels of the reps that were found in a recording, as a person saw them.

    Parameters
    ----------
    result : SessionResult
    swung : mapping of int to ints
        The reps that were swung, by the place of their set among all sets (both from 1); all others were
        controlled.
    subject, dataset : str
        Who lifted, and in which collection.

    Raises
    ------
    LabelError
        There is no such set or rep, or ``swung`` is something else.
    """
    for place, reps in _checked(swung, result.path).items():
        held = len(result.sets[place - 1].reps) if 1 <= place <= len(result.sets) else 0
        for rep in (r for r in reps if not 1 <= r <= held):
            found = f"{count(len(result.sets), 'set')} found" + (
                f", {count(held, 'rep')} in this one" if held else ""
            )
            what = f"there is no rep {rep} in set {place} ({found}; both count from 1); take it out, or correct it."
            raise LabelError(what, path=result.path)
    by_sensor: dict[str, list[RepLabel]] = {}
    for place, one in enumerate(result.sets, start=1):
        chosen = set(swung.get(place, ()))
        by_sensor.setdefault(one.sensor, []).extend(
            RepLabel(momentum=rep.index in chosen, start_s=rep.start_s, end_s=rep.end_s) for rep in one.reps
        )
    return [
        FileLabel(
            path=result.path,
            count=len(reps),
            reps=tuple(reps),
            sensor=sensor,
            subject=subject,
            dataset=dataset,
        )
        for sensor, reps in by_sensor.items()
    ]


def _checked(swung: object, path: str) -> Mapping[int, Iterable[int]]:
    """The reps by set, as they should be given.

    Raises
    ------
    LabelError
        They are something else.
    """
    if not isinstance(swung, Mapping):
        raise LabelError(f"{swung!r} does not say which set is meant; {_SHAPE}.", path=path)
    for place, reps in swung.items():
        listed = isinstance(reps, Iterable) and not isinstance(reps, str)
        if not isinstance(place, Integral) or not listed or not all(isinstance(r, Integral) for r in reps):
            raise LabelError(
                f"{{{place!r}: {reps!r}}} is not a set with a list of its reps; {_SHAPE}.", path=path
            )
    return swung


def write_labels(labels: Iterable[FileLabel], path: str | Path) -> Path | None:
    """Writes labels as a CSV that `read_labels` reads back; a row per rep where their times are known.

    Recordings are named relative to the file, so that both can be moved together.

    Parameters
    ----------
    labels : iterable of FileLabel
    path : str or Path

    Returns
    -------
    Path or None
        Where the file is now that was there before; see `analysis.settings.safe_write.write_aside`.

    Raises
    ------
    LabelError
        The file cannot be written.
    """
    target, held = Path(path), StringIO(newline="")
    writer = csv.DictWriter(held, fieldnames=_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for label in labels:
        writer.writerows(_cells(label, target.parent))
    try:
        return write_aside(target, held.getvalue(), grows=True)
    except OSError as error:
        what = f"cannot be written ({error.strerror or error}); give another file."
        raise LabelError(what, path=str(target)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Account of labels that were put into a file."""

    path: Path
    """The file of labels."""
    recordings: tuple[str, ...]
    """The recordings that were labelled."""
    reps: int
    """How many reps were labelled."""
    swung: int
    """How many of them were swung."""
    earlier: Path | None
    """Where the file that was there before is kept, if more than new rows changed; else None."""

    def __str__(self) -> str:
        names = ", ".join(PurePath(one).name for one in self.recordings)
        said = f"{names}: {count(self.reps, 'rep')} labelled in {self.path}, {self.swung} of them swung."
        return said if self.earlier is None else f"{said} Its earlier labels are kept in {self.earlier.name}."


def add_labels(labels: Iterable[FileLabel], path: str | Path) -> Added:
    """Adds the labels of one more recording to a file; one that is in it already is labelled anew.

    Parameters
    ----------
    labels : iterable of FileLabel
    path : str or Path
        Made where it does not exist.

    Raises
    ------
    LabelError
        The file cannot be read or written, or holds something else.
    """
    target, new = Path(path), list(labels)
    again = {Path(one.path).resolve() for one in new}
    held = read_labels(target) if target.exists() else []
    others = [one for one in held if Path(one.path).resolve() not in again]
    reps = [rep for one in new for rep in one.reps]
    return Added(
        path=target,
        recordings=tuple(dict.fromkeys(one.path for one in new)),
        reps=len(reps),
        swung=sum(rep.truth is True for rep in reps),
        earlier=write_labels([*others, *new], target),
    )


def _cells(label: FileLabel, folder: Path) -> Iterator[dict[str, object]]:
    common: dict[str, object] = {
        "file": _from(folder, Path(label.path)),
        "sensor": label.sensor,
        "kind": label.kind,
        "subject": label.subject,
        "dataset": label.dataset,
        "lifts": label.lifts,
    }
    if not label.timed:
        styles = ", ".join(
            f"{len(list(same))} {style}" for style, same in groupby(r.style for r in label.reps)
        )
        answers = {r.momentum for r in label.reps}
        momentum = answers.pop() if len(answers) == 1 else None
        yield common | {"reps": label.count, "style": styles, "momentum": _answer(momentum)}
        return
    for rep in label.reps:
        times = {"start_s": repr(rep.start_s), "end_s": repr(rep.end_s)}
        yield common | times | {"style": rep.style, "momentum": _answer(rep.momentum)}


def _from(folder: Path, path: Path) -> str:
    """Path of a recording relative to the folder of the labels, so that both can be moved together."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return str(path.resolve())


def _answer(momentum: bool | None) -> str | None:
    return None if momentum is None else "yes" if momentum else "no"
